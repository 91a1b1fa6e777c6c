"""``sim compare``: how futures differ, pair by pair of runs."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import MOST_RUNS, Jobs, Json, number, out_place
from sim.cli.screen import lead_to, out, print_json, waiting
from sim.cli.study import bench_in
from sim.core.errors import SimError
from sim.core.languages import beside
from sim.studies.comparison import conduct
from sim.studies.comparison.question import Finished, check_paired
from sim.studies.comparison.told.screen import print_comparison
from sim.studies.comparison.told.tables import as_json as told
from sim.studies.comparison.told.write import PAGE

FEWEST = 2
TOO_FEW = "compare needs at least two result folders or scenario files"


class By(StrEnum):
    """What a difference is split by."""

    levers = "levers"


Futures = Annotated[
    list[Path],
    typer.Argument(
        help="Result folders, or scenario files, which are run first; the first is the reference.",
        show_default=False,
    ),
]


def compare(
    futures: Futures,
    out_dir: Annotated[
        Path | None,
        out_place("Folder to write to; default: comparisons/..."),
    ] = None,
    results: Annotated[Path, typer.Option(help="Folder for results of scenario files.")] = Path(
        "results"
    ),
    reps: Annotated[
        int | None, number("--reps", 1, MOST_RUNS, "Runs to make of scenario files.")
    ] = None,
    jobs: Jobs = None,
    by: Annotated[
        By | None, typer.Option(help="Tell what comes from levers and what from assumptions.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare futures over the same draws and the same luck; the first is the reference."""
    if len(futures) < FEWEST:
        raise SimError(TOO_FEW)
    bench = bench_in(results, jobs)
    folders = conduct.folders_of(futures, bench, reps)
    if len(folders) < FEWEST:
        raise SimError(TOO_FEW)
    made = [Finished.of(folder) for folder in folders]
    check_paired(made)
    folder = out_dir or Path("comparisons") / conduct.folder_name(made)
    halves = [conduct.halves_of(made[0], each, bench) for each in made[1:]] if by else None
    with waiting("comparing"):
        comparison = conduct.compare_folders(made, halves)
        conduct.leave(comparison, folder, conduct.command_of(made))
    if as_json:
        print_json(told(comparison) | {"folder": str(folder)})
        return
    print_comparison(out.console, comparison)
    lead_to(folder / beside(PAGE), f"{folder}/")
