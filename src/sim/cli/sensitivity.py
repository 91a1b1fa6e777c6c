"""``sim sensitivity``: which quantities, switches and chance a result hinges on."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import MOST_RUNS, File, Jobs, Json, OutDir, Set, number
from sim.cli.study import bench_in, finish, load_scenario
from sim.core.calendar import parse_date
from sim.core.errors import typed
from sim.methods.extra import require
from sim.methods.target import Target
from sim.studies.sensitivity.conduct import BUDGET, TOP, Asked

MOST_FACTORS = 10_000


class IndexMethod(StrEnum):
    """Which method to use; both: screen all factors, then indices of the first ones."""

    both = "both"
    morris = "morris"
    sobol = "sobol"


def sensitivity(
    file: File,
    of: Annotated[str, typer.Option("--of", help="Observable (present.medical) or outcome.")],
    on: Annotated[str | None, typer.Option(help="Day, YYYY-MM-DD; default: the last.")] = None,
    method: Annotated[
        IndexMethod, typer.Option(help="Screening, indices, or one after the other.")
    ] = (IndexMethod.both),
    budget: Annotated[int, number("--budget", 1, MOST_RUNS, "Runs to spend in all.")] = BUDGET,
    top: Annotated[
        int, number("--top", 1, MOST_FACTORS, "Factors that get indices of their own.")
    ] = TOP,
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Rank what a result hinges on: uncertain quantities, theory switches, chance."""
    require("SALib")
    loaded = load_scenario(file, changes)
    with typed("--on"):
        day = parse_date(on) if on else None
    with typed("--of"):
        target = Target.parse(of, loaded.scenario, day)
    asked = Asked(loaded, target, method.value, budget, top)
    bench = bench_in(out_dir / asked.folder_name, jobs)
    finish(bench, asked.conduct(bench), as_json=as_json)
