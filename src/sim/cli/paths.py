"""``sim paths``: which shapes drawdown paths have, how likely each is, and what sets it apart."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import Jobs, Json, OutDir, Set, number_of_jobs
from sim.cli.screen import err, progress
from sim.cli.study import command_line, finish, study_folder

if TYPE_CHECKING:
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario

RUNS = 400


def paths(
    source: Annotated[Path, typer.Argument(help="Folder of results, or a scenario file.")],
    clusters: Annotated[
        int | None, typer.Option(help="Number of shapes; default: the best parted.", min=2, max=12)
    ] = None,
    reps: Annotated[int, typer.Option(help="Runs to make of a scenario file.")] = RUNS,
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Group runs whose missions empty in the same way, with a typical run of each shape."""
    from sim.ensemble.results import finished, open_results  # noqa: PLC0415
    from sim.experiments.run import finished_scenario  # noqa: PLC0415
    from sim.methods.design import factors_of  # noqa: PLC0415 - slow to import
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415
    from sim.studies.paths.answer import cluster_paths, paths_in  # noqa: PLC0415
    from sim.studies.paths.told import paths_study  # noqa: PLC0415

    folder = source
    if not source.is_dir():
        given = [*(changes or ()), f"replicates={reps}"]
        folder = _made(load(source, Scenario, given), out_dir, number_of_jobs(jobs))
    scenario = finished_scenario(folder)
    factors = {factor.path: factor for factor in factors_of(scenario)}
    with err.status("  comparing the paths"), open_results(folder) as results:
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
    from sim.experiments.run import plan_of, run_in  # noqa: PLC0415

    plan = plan_of(loaded.scenario, jobs=jobs)
    folder = parent / plan.folder_name
    with progress("runs") as tell:
        settings = Settings(jobs=jobs, command=command_line())
        run_in(folder, plan, loaded, settings, progress=tell)
    return folder
