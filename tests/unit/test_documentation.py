"""The pages say what the code says: tables are complete, commands exist, every page is in the tree."""

import re
import shlex
import sys
import tomllib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sim.cli.app import ROWS, loaded
from sim.cli.flags import FLAGS, LANGUAGE
from sim.cli.site import BUILD
from sim.evidence.patterns import patterns
from sim.evidence.sources import facts, statements
from sim.experiments.posterior.file import read
from sim.model.observables import OBSERVABLES
from sim.model.outcomes import OUTCOMES
from sim.people.missions import MISSIONS
from sim.scenario.guide import quantities, root, walk
from sim.scenario.schema import Scenario
from sim.scenario.weights import LEDGERS
from sim.studies.replay.question.shipped import shipped_cases

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def made() -> Iterator[Any]:
    sys.path.insert(0, str(DOCS / "extension"))
    import made

    yield made
    sys.path.pop(0)


def test_every_table_that_is_made_is_asked_for_by_a_page_and_none_else(made: Any) -> None:
    asked = [name for page in DOCS.rglob("*.md") for name in made.MARK.findall(page.read_text())]
    assert sorted(asked) == sorted(made.MAKERS)


def cells(made: Any, maker: str) -> list[str]:
    """The first cell of every row below the heads of the tables."""
    lines = [line for part in made.MAKERS[maker]() for line in part.splitlines()]
    heads = {above for above, line in pairwise(lines) if line.startswith("|---|")}
    rows = [line for line in lines if line.startswith("| ") and line not in heads]
    return [row.split("|")[1].strip().strip("`") for row in rows]


def test_the_tables_leave_nothing_out(made: Any) -> None:
    assert len(cells(made, "quantities")) == len(list(quantities(Scenario)))
    assert cells(made, "keys") == [each.path for each in walk(root(Scenario))]
    assert cells(made, "terms") == [term.name for terms in LEDGERS.values() for term in terms]
    assert cells(made, "observables") == [each.name for each in (*OBSERVABLES, *OUTCOMES)]


@pytest.mark.parametrize(
    ("page", "said", "counted"),
    [
        ("README.md", r"It moved \d+ of (\d+) quantities", lambda: len(read("posterior").paths)),
        ("README.md", r"It moved (\d+) of \d+ quantities", lambda: len(moved())),
        ("README.md", r"about 14,000 persons in (\w+) missions", lambda: len(MISSIONS)),
        ("README.md", r"checked\.\*\* (\d+) earlier drawdowns", lambda: len(shipped_cases())),
        ("docs/TRACE.md", r"drawdowns\.\*\* (\d+) of them", lambda: len(shipped_cases())),
        ("docs/howto/replay-a-case.md", r"from (\d+) others", lambda: len(shipped_cases())),
        ("docs/replay.md", r"Of the (\d+) cases in", lambda: len(facts("cases"))),
        ("docs/ODD.md", r"reproduces (\d+) patterns", lambda: len(patterns())),
        ("docs/evidence.md", r"as (\d+) numbered statements", lambda: len(statements())),
    ],
)
def test_a_page_counts_as_the_code_does(page: str, said: str, counted: Callable[[], int]) -> None:
    (found,) = re.findall(said, " ".join((ROOT / page).read_text(encoding="utf-8").split()))
    assert {"seven": "7"}.get(found, found) == str(counted())


def moved() -> set[str]:
    """Quantities that the fit taught something."""
    posterior = read("posterior")
    return set(posterior.paths) - set(posterior.not_updated)


def test_every_symbol_of_a_motive_is_told() -> None:
    page = (DOCS / "reference" / "terms.md").read_text(encoding="utf-8").partition("## Symbols")[2]
    told = {
        name for cell in re.findall(r"^\| (\$.*?) \|", page, re.MULTILINE) for name in symbols(cell)
    }
    used = {name for terms in LEDGERS.values() for each in terms for name in symbols(each.symbol)}
    assert used <= told


def symbols(latex: str) -> set[str]:
    """Letters and words of an equation, with what stands below and above them."""
    bare = re.sub(r"\\tfrac12|\\max|\\sqrt|\\[, ]", " ", latex)
    return set(re.findall(r"\\hat [A-Z]|[A-Za-z]+(?:_\{\w+\}|_\w)?(?:\^\*)?", bare))


def test_a_quantity_is_told_with_range_role_and_source(made: Any) -> None:
    (seats,) = (line for line in made.MAKERS["quantities"]() if line.startswith("| `seats`"))
    assert "| uncertain |" in seats
    assert "persons/day | 0 to 100000 |" in seats
    assert "priors:capacity-venezuela" in seats


def test_every_command_has_its_options_on_the_page(made: Any) -> None:
    page = "\n".join(made.MAKERS["commands"]())
    for name in ROWS:
        assert f"### sim {name}\n" in page
    assert "| `--day DAY` | Day of the window, such as 2026-03-15. | to be given |" in page
    assert "#### sim evidence affects" in page


def shown_commands() -> Iterator[tuple[str, str]]:
    """Every command that a page shows, in a block or within a line."""
    for page in PAGES:
        text = page.read_text()
        for kind, block in FENCED.findall(text):
            if kind in {"", "console"}:
                for line in block.splitlines():
                    if found := re.match(r"(?:\$ )?(?:uv run )?(sim [a-z][\w-]+.*)", line):
                        yield page.name, found[1]
        for line in re.findall(r"`(?:uv run )?(sim [a-z][^`\n]*)`", FENCED.sub("", text)):
            yield page.name, line


@pytest.mark.parametrize(("page", "line"), sorted(set(shown_commands())))
def test_a_command_on_a_page_exists_with_its_options(page: str, line: str) -> None:
    words = shlex.split(re.split(r"#| \| ", line)[0].replace("'", " "))
    assert words[1] in ROWS, line
    command = loaded(words[1])
    if len(words) > 2:
        command = getattr(command, "commands", {}).get(words[2], command)
    known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    given = {word.partition("=")[0].rstrip(",;:)") for word in words[2:] if word.startswith("--")}
    assert given <= known | {*FLAGS, LANGUAGE, "--help", "--"}, line


def test_the_gallery_shows_the_commands_that_are_run_and_all_that_they_leave(made: Any) -> None:
    import gallery  # beside `made`

    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    assert "\n".join(gallery.COMMANDS) in page
    assert {name for name in gallery.SHOWN if f'"gallery/{name}"' in page} == set(gallery.SHOWN)


def test_every_page_is_in_the_tree() -> None:
    below = re.compile(r"^```\{toctree\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    listed = set()
    for page in DOCS.rglob("*.md"):
        for tree in below.findall(page.read_text()):
            for entry in tree.splitlines():
                if entry and not entry.startswith(":"):
                    listed |= set(page.parent.glob(f"{entry}.md"))
    assert {page for page in DOCS.rglob("*.md") if page.name != "index.md"} <= listed


def test_the_command_that_builds_the_pages_puts_them_where_the_wheel_takes_them_from() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    assert build["artifacts"][0] == f"/{BUILD.split()[-1]}"
    assert f"{BUILD.split()[-1]}/" in (ROOT / ".gitignore").read_text().splitlines()
