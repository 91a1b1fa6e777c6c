"""``sim paths``: which shapes drawdown paths have, how likely each is, and what sets it apart."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import Jobs, Json, OutDir, Set, number, number_of_jobs
from sim.cli.screen import progress, waiting
from sim.cli.study import command_line, finish, refuse_for_folder, study_folder

if TYPE_CHECKING:
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario

RUNS = 400
FEWEST, MOST = 20, 4000  # between fewer there are no shapes, between more too many distances


def paths(
    source: Annotated[Path, typer.Argument(help="Folder of results, or a scenario file.")],
    clusters: Annotated[
        int | None, number("--clusters", 2, 12, "Number of shapes; default: the best parted.")
    ] = None,
    reps: Annotated[
        int | None,
        number("--reps", FEWEST, MOST, f"Runs to make of a scenario file; default: {RUNS}."),
    ] = None,
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Group runs whose missions empty in the same way, with a typical run of each shape."""
    from sim.analysis.design import factors_of  # noqa: PLC0415 - slow to import
    from sim.analysis.extra import require  # noqa: PLC0415
    from sim.analysis.paths import cluster_paths, paths_in  # noqa: PLC0415
    from sim.ensemble.results import finished, open_results  # noqa: PLC0415
    from sim.report.exploration.paths import paths_study  # noqa: PLC0415
    from sim.runs import finished_scenario  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    require("scikit-learn")
    folder = source
    if source.is_dir():
        refuse_for_folder(source, {"--reps": reps, "--set": changes})
    else:
        given = [*(changes or ()), f"replicates={reps or RUNS}"]
        folder = _made(load(source, Scenario, given), out_dir, number_of_jobs(jobs))
    scenario = finished_scenario(folder)
    factors = {factor.path: factor for factor in factors_of(scenario)}
    with waiting("  comparing the paths"), open_results(folder) as results:
        shares = paths_in(results)
        quantities = [str(name) for name in results["quantity"].values]
        found = cluster_paths(shares, results["draws"].values, quantities, clusters)
        study = paths_study(results, scenario, found, shares, factors)
        made = finished(folder)
        own = study_folder(out_dir, scenario, "paths", made.digest, made.n_done, clusters)
        finish(own, study, as_json=as_json)


def _made(loaded: "Loaded[Scenario]", parent: Path, jobs: int) -> Path:
    """The plain runs of a scenario, as ``sim run`` leaves them."""
    from sim.ensemble.run import Settings  # noqa: PLC0415
    from sim.runs import plan_of, run_in  # noqa: PLC0415

    plan = plan_of(loaded.scenario, jobs=jobs)
    folder = parent / plan.folder_name
    with progress("runs") as tell:
        settings = Settings(jobs=jobs, command=command_line())
        run_in(folder, plan, loaded, settings, progress=tell)
    return folder
