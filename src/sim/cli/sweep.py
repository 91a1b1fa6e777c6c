"""``sim sweep``: a grid or a Latin hypercube of settings as one ensemble on shared draws."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Jobs, Json, OutDir, Set
from sim.cli.study import bench_in, finish
from sim.studies.sweep.answer import read_sweep
from sim.studies.sweep.conduct import Asked


def sweep(
    file: Annotated[Path, typer.Argument(help="Sweep file.", show_default=False)],
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Run every point of a sweep on the same draws and streams, and show what the levers do."""
    asked = Asked(read_sweep(file, changes or ()))
    bench = bench_in(out_dir / asked.folder_name, jobs)
    finish(bench, asked.conduct(bench), as_json=as_json)
