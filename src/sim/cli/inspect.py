"""Commands that look at scenario files without running them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from sim.cli.complaint import complain
from sim.cli.guide import Json
from sim.cli.screen import detail, out, print_json
from sim.core.errors import Exit, SimError

if TYPE_CHECKING:
    from sim.scenario.differences import Difference
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario

SCENARIO = typer.Argument(help="Scenario file.", show_default=False)
File = Annotated[Path, SCENARIO]
Files = Annotated[list[Path], typer.Argument(help="Scenario files.", show_default=False)]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change one value: path.to.value=value. May be repeated."),
]


def validate(files: Files, *, as_json: Json = False) -> None:
    """Check scenario files; tells every problem with its line (exit code 3)."""
    from sim.scenario.problems import ScenarioProblems  # noqa: PLC0415

    code = Exit.DONE
    records = []
    for file in files:
        problems: Sequence[Any] = ()
        try:
            loaded = _load(file)
            _check_claims(loaded, file)
        except ScenarioProblems as error:
            code, problems = max(code, error.code), error.problems
            if not as_json:
                complain(error)
        else:
            if not as_json:
                out.print(f"{file}: fine", markup=False)
            for read in loaded.files:
                detail(f"{read.name}  sha256 {read.sha256}")
        records.append({"file": str(file), "valid": not problems, "problems": _records(problems)})
    if as_json:
        print_json({"schema": 1, "files": records})
    raise typer.Exit(code)


def resolve(file: File, changes: Set = None, *, as_json: Json = False) -> None:
    """Print the complete scenario: every value, where it comes from, and the digest of all."""
    from sim.scenario.write import resolved_record, resolved_yaml  # noqa: PLC0415

    loaded = _load(file, changes or ())
    if as_json:
        print_json({"schema": 1, **resolved_record(loaded)})
    else:
        out.print(resolved_yaml(loaded), markup=False, end="")


def list_scenarios(
    folder: Annotated[Path, typer.Argument(help="Folder of scenarios.")] = Path("scenarios"),
    *,
    as_json: Json = False,
) -> None:
    """List the scenarios of a folder: what each extends, and how many settings it changes."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise SimError(f"{folder}: holds no scenario files (*.yaml); `sim init` makes some")
    found = [(file, _summary(file)) for file in files]
    rows = [row for _, row in found if isinstance(row, dict)]
    if as_json:
        print_json({"schema": 1, "scenarios": rows})
    else:
        out.print(_table(rows))
    broken = [error for _, error in found if isinstance(error, SimError)]
    for error in broken:
        complain(error)
    raise typer.Exit(max((error.code for error in broken), default=Exit.DONE))


def diff(one: File, other: File, *, as_json: Json = False) -> None:
    """Compare the settings of two scenarios; levers and assumptions are told apart."""
    from sim.report.comparison.words import setting  # noqa: PLC0415
    from sim.scenario.differences import differences  # noqa: PLC0415

    found = differences(_load(one).scenario, _load(other).scenario)
    if as_json:
        print_json(
            {"schema": 1, "one": str(one), "other": str(other), "differences": _plain(found)}
        )
        return
    if not found:
        out.print("no setting differs")
    for title, group in _grouped(found):
        table = Table(
            box=None, pad_edge=False, title=title, title_justify="left", title_style="bold"
        )
        for column in ("setting", one.stem, other.stem):
            table.add_column(column, overflow="fold")
        for each in group:
            unit = f" ({each.unit})" if each.unit else ""
            table.add_row(each.path + unit, setting(each.one), setting(each.other))
        out.print(table, "")


def _load(file: Path, changes: Sequence[str] = ()) -> "Loaded[Scenario]":
    from sim.scenario.load import load  # noqa: PLC0415 - the schema takes a moment to build
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    return load(file, Scenario, changes)


def _check_claims(loaded: "Loaded[Scenario]", file: Path) -> None:
    """Refuse claims about what does not exist; only their own author has to know of them."""
    from sim.claims import faults  # noqa: PLC0415
    from sim.scenario.problems import Code, Place, Problem, ScenarioProblems  # noqa: PLC0415

    found = [
        Problem(Code.NOT_A_CHOICE, text, loaded.origins.get(path, Place(file.name)), path)
        for path, text in faults(loaded.scenario, file.parent)
    ]
    if found:
        raise ScenarioProblems(found, str(file).removesuffix(file.name))


def _records(problems: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "code": problem.code.number,
            "path": problem.path,
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "text": problem.text,
        }
        for problem in problems
    ]


def _summary(file: Path) -> dict[str, Any] | SimError:
    """What the list tells of one file, or why it cannot."""
    from sim.scenario.differences import differences  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    try:
        scenario = _load(file).scenario
        parent = (
            _load(file.parent / scenario.extends).scenario
            if scenario.extends
            else Scenario(name="defaults", title="Defaults")
        )
    except SimError as error:
        return error
    return {
        "name": scenario.name,
        "file": str(file),
        "extends": Path(scenario.extends).stem,
        "differences": len(differences(parent, scenario)),
        "title": scenario.title,
    }


def _table(rows: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("scenario", "extends", "settings", "what it is"):
        table.add_column(column, justify="right" if column == "settings" else "left")
    for row in rows:
        sign = "+" if row["extends"] else ""
        table.add_row(row["name"], row["extends"], f"{sign}{row['differences']}", row["title"])
    return table


def _grouped(found: "Sequence[Difference]") -> "Iterator[tuple[str, list[Difference]]]":
    from sim.report.comparison.page import KINDS  # noqa: PLC0415

    for role, title in KINDS.items():
        if group := [each for each in found if each.role == role]:
            yield title, group


def _plain(found: "Sequence[Difference]") -> list[dict[str, Any]]:
    return [
        {
            "path": each.path,
            "role": each.role,
            "unit": each.unit or "1",
            "one": each.one,
            "other": each.other,
        }
        for each in found
    ]
