"""``sim attribute``: what a result is owed to, driver by driver."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import MOST_RUNS, File, Jobs, Json, OutDir, Set, number
from sim.cli.study import bench_in, finish
from sim.core.calendar import parse_date
from sim.core.errors import typed
from sim.studies.attribution.conduct import FEWEST, RUNS, Asked


def attribute(
    file: File,
    of: Annotated[str, typer.Option("--of", help="Observable (exited.medical) or outcome.")] = (
        "exited"
    ),
    on: Annotated[str | None, typer.Option(help="Day, YYYY-MM-DD; default: the last.")] = None,
    drivers: Annotated[
        str | None, typer.Option(help="Only these, as a,b,c; the others stay as they are.")
    ] = None,
    reps: Annotated[
        int, number("--reps", FEWEST, MOST_RUNS, "Runs of each combination of drivers.")
    ] = RUNS,
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Say what a result is owed to: counterfactuals without each driver, shared out after Shapley."""
    with typed("--on"):
        last = parse_date(on) if on else None
    names = tuple(name.strip() for name in drivers.split(",")) if drivers else ()
    asked = Asked.of(file, changes or [], of, last, names, reps)
    bench = bench_in(out_dir / asked.folder_name, jobs)
    finish(bench, asked.conduct(bench), as_json=as_json)
