"""``sim base-rates``: how often in the past, beside what the model says before it is fitted."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.options import Json
from sim.cli.screen import print_json
from sim.core.errors import SimError

if TYPE_CHECKING:
    from sim.methods.base_rates import Row

MOST_RUNS = 100_000


def base_rates(
    runs: Annotated[int, typer.Option(help="Runs a scenario.")] = 200,
    scenarios: Annotated[Path, typer.Option(help="Folder of the scenarios.")] = Path("scenarios"),
    as_json: Json = False,
) -> None:
    """Historical rates of coups, collapses, deals and breaks beside those of the prior, as Markdown."""
    if not 1 <= runs <= MOST_RUNS:
        raise SimError(f"--runs: must be from 1 to {MOST_RUNS}, is {runs}")
    from sim.methods.base_rates import SCENARIOS, rows  # noqa: PLC0415 - compiles the engine
    from sim.report.base_rates_page import page  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    loaded = {
        name: load(scenarios / f"{name}.yaml", Scenario).scenario.model_copy(
            update={"draws": "prior"}
        )
        for name in SCENARIOS
    }
    found = rows(loaded, runs)
    if as_json:
        print_json({"schema": 1, "runs": runs, "rows": [_plain(row) for row in found]})
    else:
        typer.echo(page(found, runs))


def _plain(row: "Row") -> dict[str, Any]:
    past = row.past
    return {
        "outcome": past.outcome,
        "label": past.label,
        "counted": past.counted,
        "historical": asdict(past.past),
        "prior": {
            name: {"low": None, "mid": None, "high": None}
            | (asdict(each.rate) if each.rate else {})
            | {"events": each.events, "years": each.years}
            for name, each in row.prior.items()
        },
        "compares": list(past.compares),
        "agrees": {name: row.agrees(name) for name in past.compares},
        "why": dict(past.why),
        "source": past.source,
    }
