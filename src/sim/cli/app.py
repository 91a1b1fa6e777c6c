"""The program and its commands: one table, of which only the command that is called is loaded."""

import gc
import re
from collections.abc import Sequence
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from sim.cli import flags
from sim.cli.outlets import tell
from sim.core.errors import Exit
from sim.core.wording import cut, escaped

LONGEST = 400
_EXTRA = re.compile(r"Got unexpected extra arguments? *(?:\(s\))? \((.*)\)")


class CommandRow(NamedTuple):
    """A command: its name, the function or group in a module of this room, what it does in a line.

    The line is the first of the function's docstring, so that help needs no module.
    """

    name: str
    place: str
    line: str


#: Every command, in the order and under the headings of the help.
TABLE: dict[str, tuple[CommandRow, ...]] = {
    "Write scenarios": (
        CommandRow(
            "init",
            "start:init",
            "Make a folder to work in: scenarios, their schema, editor settings and a README.",
        ),
        CommandRow(
            "list",
            "listing:list_scenarios",
            "List the scenarios of a folder: what each extends, and how many settings it changes.",
        ),
        CommandRow(
            "validate",
            "inspect:validate",
            "Check scenario files; tells every problem with its line (exit code 3).",
        ),
        CommandRow(
            "resolve",
            "inspect:resolve",
            "Print the complete scenario: every value, where it comes from, and the digest of all.",
        ),
        CommandRow(
            "diff",
            "diff:diff",
            "Compare the settings of two scenarios; levers and assumptions are told apart.",
        ),
        CommandRow(
            "describe",
            "guide:describe",
            "List every quantity: unit, role, range, default and source.",
        ),
        CommandRow(
            "schema",
            "guide:schema",
            "Say what can be written at PATH; without one, print the JSON Schema of the files.",
        ),
        CommandRow(
            "migrate",
            "migrate:migrate",
            "Rewrite scenario files of an older schema where they stand; comments stay.",
        ),
        CommandRow("explain", "codes:explain", "Say what an error code means."),
        CommandRow(
            "check",
            "check:check",
            "Vary a scenario and look whether people, oil and probabilities stay in order.",
        ),
    ),
    "Run them": (
        CommandRow(
            "plan",
            "prospect:plan",
            "Say what runs would take in time, memory and disk, by what such runs took here before.",
        ),
        CommandRow(
            "run",
            "run:run",
            "Run a scenario and leave data, figures and a report in a folder of results.",
        ),
        CommandRow("resume", "run:resume", "Finish a run that was interrupted."),
        CommandRow(
            "merge", "run:merge", "Put the parts of a job array (sim run --shard i/n) together."
        ),
        CommandRow("show", "results:show", "Print the headline numbers of a result folder."),
        CommandRow(
            "card",
            "card:card",
            "Draw the card of results or of a comparison: the answer, its chart and its caveat in one picture.",
        ),
        CommandRow(
            "factcheck",
            "factcheck:factcheck",
            "Compare every word and number of a page with the results beside it (exit code 5).",
        ),
        CommandRow(
            "why",
            "why:why",
            "Tell why a government held its posture on a day of one run: terms, margin, runner-up, taste.",
        ),
        CommandRow(
            "dashboard",
            "dashboard:dashboard",
            "Open a page in the browser: move levers, watch the futures move, take a government's place.",
        ),
        CommandRow(
            "play",
            "play:play",
            "Take the place of a government, week by week; or play a file of moves.",
        ),
        CommandRow(
            "story",
            "story:story",
            "Tell what happened in one run, in order and why: chosen by number, as typical, or by outcome.",
        ),
        CommandRow("persons", "results:persons", "Print every person's history in one run as CSV."),
        CommandRow(
            "export",
            "export:export",
            "Export results: a workbook, tables as CSV, figures as PNG, or a bundle for a paper (a zip).",
        ),
        CommandRow(
            "verify",
            "results:verify",
            "Check every file of a result against its hash, and compute some replicates again.",
        ),
    ),
    "Explore futures": (
        CommandRow(
            "compare",
            "compare:compare",
            "Compare futures over the same draws and the same luck; the first is the reference.",
        ),
        CommandRow(
            "attribute",
            "attribute:attribute",
            "Say what a result is owed to: counterfactuals without each driver, shared out after Shapley.",
        ),
        CommandRow(
            "sensitivity",
            "sensitivity:sensitivity",
            "Rank what a result hinges on: uncertain quantities, theory switches, chance.",
        ),
        CommandRow(
            "discover",
            "discover:discover",
            "Find where something happens: a box of uncertain quantities, in a plain sentence.",
        ),
        CommandRow(
            "sweep",
            "sweep:sweep",
            "Run every point of a sweep on the same draws and streams, and show what the levers do.",
        ),
        CommandRow(
            "paths",
            "paths:paths",
            "Group runs whose missions empty in the same way, with a typical run of each shape.",
        ),
    ),
    "Evidence and forecasts": (
        CommandRow(
            "base-rates",
            "base_rates:base_rates",
            "Historical rates of coups, collapses, deals and breaks beside those of the prior, as Markdown.",
        ),
        CommandRow(
            "calibrate",
            "calibrate:calibrate",
            "Fit the uncertain quantities to the patterns; run it again to go on after an interruption.",
        ),
        CommandRow(
            "identify",
            "calibrate:identify",
            "Fit to simulated articles whose truth is known, and turn every theory switch.",
        ),
        CommandRow(
            "replay",
            "replay:replay",
            "Predict a drawdown from what was known on the day of the decision, and score it if it is over.",
        ),
        CommandRow(
            "forecast",
            "forecast:forecast",
            "Freeze what the model says to a list of questions, with baselines beside it.",
        ),
        CommandRow(
            "score",
            "forecast:score",
            "Score a frozen forecast against what came true, and against simple baselines.",
        ),
        CommandRow(
            "evidence",
            "evidence:app",
            "Where every number comes from, and what would change if a source were wrong.",
        ),
    ),
    "This program": (
        CommandRow(
            "docs",
            "docs:docs",
            "Open the documentation in the browser, or find a page of it; nothing is fetched.",
        ),
        CommandRow(
            "mcp",
            "mcp:mcp",
            "Answer a program that speaks the Model Context Protocol, on stdin and stdout, from one folder.",
        ),
        CommandRow(
            "config",
            "machine:config",
            "Show how runs are made: the settings of this folder and user, and which one counts.",
        ),
        CommandRow("doctor", "health:doctor", "Look whether this computer has what runs need."),
        CommandRow(
            "completion",
            "machine:completion",
            "Print the script that completes commands, options and keys in a shell.",
        ),
    ),
}

ROWS = {row.name: row for rows in TABLE.values() for row in rows}


def loaded(name: str) -> Any:  # noqa: ANN401 - typer has no public name for a command
    """The command called `name`, with the options of its function."""
    found = resolve_name(f"{__package__}.{ROWS[name].place}")
    if not isinstance(found, typer.Typer):
        one = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        one.command(name)(found)
        found = one
    return typer.main.get_command(found)


class Commands(TyperGroup):
    """All commands by name; one is loaded when it is called, or when its words are completed."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:  # noqa: ANN401
        """The command that the first word names, with the settings as defaults of its options."""
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None:
            command = loaded(name)
            gc.freeze()  # what has been loaded stays
            gc.enable()
            ctx.default_map = {name: dict(flags.defaults(command.params, ctx.obj or {}))}
        return name, command, rest


app = typer.Typer(
    name="sim",
    cls=Commands,
    help=(
        "A scenario model of how an alliance comes apart under pressure: Washington, Caracas, Havana "
        "and the Cuban missions in Venezuela. Consequences of stated assumptions, never a forecast of a country."
    ),
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
app.callback()(flags.apply)
for heading, rows in TABLE.items():
    for each in rows:
        app.command(each.name, help=each.line, rich_help_panel=heading)(lambda: None)


def code_of(words: Sequence[str], how: dict[str, Any]) -> int:
    """Run the command that the words name and return its exit code."""
    try:
        code = app(words, standalone_mode=False, prog_name="sim", obj=how)
    except typer.TyperException as error:
        return _tell(error)
    except typer.Abort:
        return Exit.INTERRUPTED
    return code if isinstance(code, int) else Exit.DONE


def _tell(error: typer.TyperException) -> int:
    """Say what cannot be understood, and where the help is; help itself was printed already."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "sim"
    said = _too_many(_plain(error.format_message()))
    if said or not context:
        tell(f"{command}: {cut(escaped(said), LONGEST)}\nTry '{command} --help' for help.")
    return error.exit_code


def _plain(said: str) -> str:
    """A fault without what typer and pydantic put around it."""
    return said.replace("Value error, ", "").replace("\n\t", " ")


def _too_many(said: str) -> str:
    """What a wildcard found beyond the one folder or file that a command takes."""
    extra = _EXTRA.fullmatch(said)
    names = extra[1].split() if extra else []
    if not names or not all(Path(name).exists() for name in names):
        return said
    return f"takes one folder or file; leave out {', '.join(names)}"
