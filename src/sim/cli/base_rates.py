"""``sim base-rates``: how often in the past, beside what the model says before it is fitted."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, number
from sim.cli.screen import print_json

MOST_RUNS = 100_000


def base_rates(
    runs: Annotated[int, number("--runs", 1, MOST_RUNS, "Runs a scenario.")] = 200,
    scenarios: Annotated[Path, typer.Option(help="Folder of the scenarios.")] = Path("scenarios"),
    as_json: Json = False,
) -> None:
    """Historical rates of coups, collapses, deals and breaks beside those of the prior, as Markdown."""
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415
    from sim.studies.base_rates.answer import rows  # noqa: PLC0415 - compiles the engine
    from sim.studies.base_rates.question import SCENARIOS  # noqa: PLC0415
    from sim.studies.base_rates.told import page, plain  # noqa: PLC0415

    loaded = {
        name: load(scenarios / f"{name}.yaml", Scenario).scenario.model_copy(
            update={"draws": "prior"}
        )
        for name in SCENARIOS
    }
    found = rows(loaded, runs)
    if as_json:
        print_json({"schema": 1, "runs": runs, "rows": [plain(row) for row in found]})
    else:
        typer.echo(page(found, runs))
