"""``sim evidence``: from the sources to what rests on them, and back."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json
from sim.cli.screen import out, print_json
from sim.evidence import tables
from sim.evidence.conflicts import conflicts
from sim.evidence.patterns import patterns
from sim.evidence.sources import facts, find, statements
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.studies.citations.answer.citers import Citer, affected, citers, events_of
from sim.studies.citations.answer.footnote import look_up
from sim.studies.citations.told import affects as told
from sim.studies.citations.told import shown

app = typer.Typer(
    name="evidence",
    help="Where every number comes from, and what would change if a source were wrong.",
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def overview(context: typer.Context, as_json: Json = False) -> None:
    """Where every number comes from, and what would change if a source were wrong."""
    if context.invoked_subcommand is not None:
        return
    if as_json:
        content = {
            "schema": 1,
            "statements": [asdict(each) for each in statements()],
            "facts": {table: [asdict(each) for each in facts(table)] for table in tables.TABLES},
            "patterns": [{"id": each.id, "statement": each.statement} for each in patterns()],
            "conflicts": [asdict(each) for each in conflicts()],
        }
        print_json(content)
        return
    out.print("What the article says", style="bold")
    for said in statements():
        _lines([f"  {said.id}  [{said.reliability}]"])
        _lines([f"      {said.statement}"])
    out.print("\nTables of facts and earlier drawdowns", style="bold")
    for table in tables.TABLES:
        _lines([f"  {table}: {len(facts(table))} rows, such as {facts(table)[0].id}"])
    out.print("\nWhere sources contradict one another", style="bold")
    _lines(f"  {each.id}" for each in conflicts())
    out.print("\nPatterns that a run is checked against", style="bold")
    _lines(f"  {each.id}  {each.statement}" for each in patterns())
    out.print(
        "\n`sim evidence show medical`, `sim evidence show ID` and `sim evidence affects ID` say more.",
    )


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="A topic, an id, a pattern or a quantity's path.")],
    as_json: Json = False,
) -> None:
    """Show a topic, a source, a pattern or a quantity with everything it rests on."""
    found = look_up(name)
    if as_json:
        print_json({"schema": 1, "kind": type(found).__name__.lower()} | _plain(asdict(found)))
        return
    _lines(shown(found))


@app.command("affects")
def affects(
    source: Annotated[str, typer.Argument(help="Id of a fact, statement or earlier drawdown.")],
    scenarios: Annotated[Path, typer.Option(help="Folder whose scenarios are searched.")] = Path(
        "scenarios"
    ),
    as_json: Json = False,
) -> None:
    """Say what would change if a source were wrong."""
    find(source)  # an unknown id ends here, with the closest one
    everything: tuple[Citer, ...] = (*citers(), *events_of(_scenarios(scenarios)))
    hits = affected(source, everything)
    if as_json:
        entries = [
            {"kind": c.kind, "place": c.place, "meaning": c.meaning, "through": t} for c, t in hits
        ]
        print_json({"schema": 1, "source": source, "affects": entries})
        return
    _lines(told(source, hits))


def _scenarios(folder: Path) -> "dict[str, Scenario]":
    """The scenarios of a folder by name; none where there is no such folder."""
    return {file.stem: load(file, Scenario).scenario for file in sorted(folder.glob("*.yaml"))}


def _plain(content: dict[str, object]) -> dict[str, object]:
    """Dates of targets as text."""

    def plain(value: object) -> object:
        match value:
            case date():
                return value.isoformat()
            case dict():
                return {key: plain(item) for key, item in value.items()}
            case list() | tuple():
                return [plain(item) for item in value]
            case _:
                return value

    return {key: plain(value) for key, value in content.items()}


def _lines(lines: Iterable[str]) -> None:
    for line in lines:
        out.print(line)
