"""Puts what the code declares into pages: ``<!-- made: NAME -->`` becomes the tables of that name.

Nothing made is kept, so no page can fall behind the code.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from inspect import getdoc
from itertools import groupby
from pathlib import Path
from pkgutil import iter_modules, resolve_name
from typing import TYPE_CHECKING, Any

import tested
from markdown_tables import table

from sim import mechanisms
from sim.cli.app import TABLE, loaded
from sim.core.quantity import Quantity
from sim.mechanisms import causes
from sim.model.observables import OBSERVABLES
from sim.model.outcomes import OUTCOMES
from sim.report.terms import TERMS
from sim.scenario import ledger
from sim.scenario.guide import SchemaKey, default_text, quantities, root, walk
from sim.scenario.schema import Scenario
from sim.scenario.weights import LEDGERS
from sim.studies.replay.question.shipped import shipped_cases
from sim.studies.replay.told.sentences import hindsight

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PLATFORMS = Path(__file__).parents[1] / "platforms"
MARK = re.compile(r"^<!-- made: (\w+) -->$", re.MULTILINE)


def filled(text: str) -> str:
    """The text of a page with everything made in its place.

    Raises
    ------
    KeyError
        If a page asks for something that nothing makes.
    """
    return MARK.sub(lambda mark: "\n".join(MAKERS[mark[1]]()), text)


def quantity_tables() -> Iterator[str]:
    """Every number with a unit, a table for each group of the scenario."""
    head = ("quantity", "role", "default", "unit", "range", "meaning", "source")
    for group, entries in groupby(quantities(Scenario), _group):
        yield f"\n## {group}\n"
        yield from table(head, [_quantity(entry, group) for entry in entries])


def _group(entry: SchemaKey) -> str:
    """The first step of a path, of assumptions and actors the first two."""
    steps = entry.path.split(".")
    return ".".join(steps[: 2 if steps[0] in {"assumptions", "actors"} else 1])


def _quantity(entry: SchemaKey, group: str) -> Sequence[str]:
    declared = entry.quantity
    if not isinstance(declared, Quantity):
        raise TypeError(entry.path)
    symbol = f" ${declared.symbol}$" if declared.symbol else ""
    return (
        f"`{entry.path.removeprefix(group).lstrip('.')}`{symbol}",
        declared.role,
        "to be given" if entry.required else default_text(entry),
        "" if declared.unit == "1" else declared.unit,
        f"{declared.low:g} to {declared.high:g}",
        entry.meaning,
        declared.source,
    )


def key_tables() -> Iterator[str]:
    """Every key of a scenario file with what can be written there, a table for each key at the top."""
    head = ("key", "what can be written", "default", "meaning")
    for top, entries in groupby(walk(root(Scenario)), lambda each: each.path.partition(".")[0]):
        yield f"\n## {top.removesuffix('[]')}\n"
        yield from table(head, [_key(entry) for entry in entries])


def _key(entry: SchemaKey) -> Sequence[str]:
    tellable = isinstance(entry.default, bool | int | float | str) and entry.default != ""
    default = "to be given" if entry.required else default_text(entry) if tellable else ""
    of = f" Only for {', '.join(entry.only_for)}." if entry.only_for else ""
    return f"`{entry.path}`", entry.allowed, default, entry.meaning + of


def term_tables() -> Iterator[str]:
    """The motives of each government, and the utility that they add up to."""
    head = ("motive", "sign", "in words", "value", "weight", "source")
    for government, terms in LEDGERS.items():
        yield f"\n## {government.capitalize()}\n"
        rows = []
        for term in terms:
            weight, sign = ledger.weight(term), "+" if term.sign > 0 else "−"
            weighed = f"${weight.symbol}$: `{term.weight}`"
            rows.append((term.name, sign, term.meaning, f"${term.symbol}$", weighed, term.source))
        yield from table(head, rows)


def observable_tables() -> Iterator[str]:
    """Every number that is read each day, and every outcome."""
    yield "\n## Read every day\n"
    head = ("name", "what it is", "unit", "kind", "one for each")
    rows = [
        (f"`{each.name}`", each.label, each.unit, each.kind, ", ".join(each.axes))
        for each in OBSERVABLES
    ]
    yield from table(head, rows)
    yield "\n## Outcomes\n"
    outcomes = [(f"`{each.name}`", each.label, each.meaning) for each in OUTCOMES]
    yield from table(("name", "what it is", "when it has happened"), outcomes)


def plain_terms() -> Iterator[str]:
    """Terms of statistics with what they mean, as the pages of results say them."""
    yield "```{glossary}"
    for term, meaning in sorted(TERMS.items(), key=lambda each: each[0].casefold()):
        yield f"{term}\n  {meaning}\n"
    yield "```"


def command_tables() -> Iterator[str]:
    """Every command with its arguments and options."""
    for heading, rows in TABLE.items():
        yield f"\n## {heading}\n"
        for row in rows:
            command = loaded(row.name)
            yield f"\n### sim {row.name}\n\n{row.line}\n"
            yield from _options(command)
            for name, below in getattr(command, "commands", {}).items():
                yield f"\n#### sim {row.name} {name}\n\n{_sentence(below.help)}\n"
                yield from _options(below)


def _options(command: Any) -> Iterator[str]:  # noqa: ANN401 - typer has no public name for a command
    rows = []
    for each in command.params:
        if each.hidden or each.name == "help":
            continue
        if each.param_type_name == "argument":
            written = each.name.upper() + (" ..." if each.nargs < 0 else "")
        else:
            written = " / ".join((*each.opts, *each.secondary_opts))
            written += "" if each.is_flag else f" {each.metavar or each.name.upper()}"
        rows.append((f"`{written}`", _sentence(each.help), _default(each)))
    yield from table(("argument or option", "meaning", "default"), rows) if rows else ()


def _default(parameter: Any) -> str:  # noqa: ANN401 - as above
    value = parameter.default
    if parameter.required:
        return "to be given"
    told = isinstance(value, str | int | float | Path) and not isinstance(value, bool)
    return f"`{value}`" if told and value != "" else ""


def mechanism_pages() -> Iterator[str]:
    """The equations of every mechanism, as its file states them."""
    for package, heading in ((mechanisms, "Mechanisms"), (causes, "Causes of departure")):
        yield f"\n## {heading}\n"
        for module in sorted(iter_modules(package.__path__), key=lambda each: each.name):
            name = f"{package.__name__}.{module.name}"
            told = getdoc(resolve_name(name))
            if not module.ispkg and told:
                yield f"\n### {module.name.replace('_', ' ').capitalize()}\n"
                yield f"```{{eval-rst}}\n{_source_apart(told)}\n\n*In the code:* ``{name}``\n```\n"


def platform_tables() -> Iterator[str]:
    """What was run where, and where the dependencies resolve."""
    run = tomllib.loads((PLATFORMS / "run.toml").read_text("utf-8"))["run"]
    yield "\n## Run\n"
    rows = [(each["system"], each["python"], str(each["on"]), each["what"]) for each in run]
    yield from table(("system", "Python", "on", "what was run"), rows)
    asked = tomllib.loads((PLATFORMS / "resolves.toml").read_text("utf-8"))
    yield f"\n## Resolves, asked on {asked['asked']}\n"
    words = {True: "yes", False: "no"}
    rows = [
        (each["system"], each["python"], words[each["core"]], words[each["extras"]])
        for each in asked["platform"]
    ]
    yield from table(
        ("system", "Python", "package", "with `ai`, `analysis`, `bigdata`, `cluster`, `dashboard`"),
        rows,
    )


def _source_apart(told: str) -> str:
    """The sources in a paragraph of their own; single backquotes are code."""
    apart = re.sub(r"\n(?=Sources?: )", "\n\n", told)
    return re.sub(r"(?<![`:\w])`([^`\n]+)`(?!`)", r"``\1``", apart)


def _sentence(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split())


def hindsight_tables() -> Iterator[str]:
    """Earlier drawdowns that went otherwise than predicted, and what is known of them today."""
    titles = {case.name: case.title for case in shipped_cases()}
    rows = [(name, titles[name], told) for name, told in hindsight().items()]
    yield from table(("case", "what", "known today"), rows)


MAKERS: dict[str, Callable[[], Iterator[str]]] = {
    "quantities": quantity_tables,
    "keys": key_tables,
    "terms": term_tables,
    "observables": observable_tables,
    "commands": command_tables,
    "plain_terms": plain_terms,
    "mechanisms": mechanism_pages,
    "platforms": platform_tables,
    "hindsight": hindsight_tables,
    **tested.MAKERS,
}


def _fill(_app: "Sphinx", _page: str, text: list[str]) -> None:
    text[0] = filled(text[0])


def _outdated(
    _app: "Sphinx", env: "BuildEnvironment", _added: set[str], _changed: set[str], _gone: set[str]
) -> list[str]:
    """Pages that are made anew in every build, because the code may have changed."""
    return [page for page in env.found_docs if MARK.search(env.doc2path(page).read_text("utf-8"))]


def setup(app: "Sphinx") -> dict[str, bool]:
    """Fill pages when they are read."""
    app.connect("source-read", _fill)
    app.connect("env-get-outdated", _outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
