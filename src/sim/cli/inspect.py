"""Commands that look at scenarios without running them."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from sim.cli.screen import err, out, print_json
from sim.core.errors import Exit, SimError

Files = Annotated[list[Path], typer.Argument(help="Scenario files.", show_default=False)]


def validate(files: Files) -> None:
    """Check scenario files; lists every problem with its line (exit code 3)."""
    from sim.scenario.load import load  # noqa: PLC0415 - the schema takes a moment to build
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    code = Exit.DONE
    for file in files:
        try:
            load(file, Scenario)
        except SimError as error:
            err.print(str(error), markup=False)
            code = max(code, error.code)
        else:
            out.print(f"{file}: fine")
    raise typer.Exit(code)


def resolve(
    file: Annotated[Path, typer.Argument(help="Scenario file.")],
    changes: Annotated[list[str] | None, typer.Option("--set", help="path.to.value=value")] = None,
) -> None:
    """Print the complete scenario: every value and where it comes from."""
    from sim.posterior.meant import pinned_file  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415
    from sim.scenario.write import resolved_yaml  # noqa: PLC0415

    out.print(resolved_yaml(pinned_file(load(file, Scenario, changes or ()))), markup=False, end="")


def list_scenarios(
    folder: Annotated[Path, typer.Argument(help="Folder of scenarios.")] = Path("scenarios"),
) -> None:
    """List the scenarios of a folder with their one-line titles."""
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for column in ("scenario", "extends", "what it is"):
        table.add_column(column)
    for file in sorted(folder.glob("*.yaml")):
        scenario = load(file, Scenario).scenario
        table.add_row(file.stem, Path(scenario.extends).stem, scenario.title)
    if not table.row_count:
        raise SimError(f"{folder}: holds no scenario files (*.yaml)")
    out.print(table)


def schema() -> None:
    """Print the JSON Schema of scenarios, for editors."""
    from sim.scenario.schema import Scenario  # noqa: PLC0415
    from sim.scenario.schema_json import json_schema  # noqa: PLC0415

    out.print(json.dumps(json_schema(Scenario), indent=1, ensure_ascii=False), markup=False)


def describe(
    group: Annotated[str, typer.Argument(help="Only quantities whose path begins so.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """List every quantity: unit, role, range, default and source."""
    from sim.core.distributions import Distribution  # noqa: PLC0415
    from sim.core.quantity import declared  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    found = [
        each
        for each in declared(Scenario(name="defaults", title="Defaults"))
        if each.path.startswith(group)
    ]
    if not found:
        raise SimError(f"no quantity begins with '{group}'")
    if as_json:
        print_json(
            {
                "schema": 1,
                "quantities": [
                    {
                        "name": each.path,
                        "meaning": each.meaning,
                        "symbol": each.quantity.symbol,
                        "unit": each.quantity.unit,
                        "role": each.quantity.role,
                        "range": [each.quantity.low, each.quantity.high],
                        "default": str(each.value)
                        if isinstance(each.value, Distribution)
                        else each.value,
                        "source": each.quantity.source,
                    }
                    for each in found
                ],
            }
        )
        return
    above = ""
    for each in found:
        place, _, name = each.path.rpartition(".")
        if place != above:
            out.print(f"\n{place}", style="bold", markup=False)
            above = place
        quantity = each.quantity
        value = str(each.value) if isinstance(each.value, Distribution) else f"{each.value:g}"
        unit = "" if quantity.unit == "1" else f" {quantity.unit}"
        limits = f"{quantity.low:g} to {quantity.high:g}"
        out.print(f"  {name} = {value}{unit}   ({quantity.role}, {limits})", markup=False)
        out.print(f"      {each.meaning} Source: {quantity.source}", markup=False, style="dim")
