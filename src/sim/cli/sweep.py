"""``sim sweep``: a grid or a Latin hypercube of settings as one ensemble on shared draws."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Jobs, Json, OutDir, Set, number_of_jobs
from sim.cli.screen import err
from sim.cli.study import finish, run_all


def sweep(
    file: Annotated[Path, typer.Argument(help="Sweep file.", show_default=False)],
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Run every point of a sweep on the same draws and streams, and show what the levers do."""
    import numpy as np  # noqa: PLC0415 - slow to import

    from sim.methods.design import in_rows  # noqa: PLC0415
    from sim.studies.sweep.answer import read_sweep  # noqa: PLC0415
    from sim.studies.sweep.told.page import sweep_study  # noqa: PLC0415
    from sim.studies.sweep.told.shown import Shown  # noqa: PLC0415

    swept = read_sweep(file, changes or ())
    scenario = swept.base.scenario
    points = swept.points()
    n_jobs = number_of_jobs(jobs)
    plan = points.plan(swept.sweep.name, jobs=n_jobs)
    folder = out_dir / plan.folder_name
    n_points, n_runs = len(swept.settings), points.n_runs
    err.print(f"  {swept.sweep.title} · {n_points:,} points · {n_runs:,} runs")
    with run_all(folder, swept.sweep.name, points, swept.base, n_jobs) as results:
        rows, done = np.arange(n_runs), results["replicate"].values
        shown = [
            Shown(
                target, in_rows(target.values(results, scenario), done, rows).reshape(n_points, -1)
            )
            for target in swept.targets
        ]
    finish(folder, sweep_study(swept, shown), as_json=as_json)
