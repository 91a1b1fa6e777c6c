"""``sim attribute``: what a result is owed to, driver by driver."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import MOST_RUNS, File, Jobs, Json, OutDir, Set, number, number_of_jobs, typed
from sim.cli.screen import err
from sim.cli.study import finish, run_all, study_folder
from sim.core.errors import SimError

if TYPE_CHECKING:
    from datetime import date

    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario

RUNS = 24  # of each combination of drivers
FEWEST = 2


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
    from sim.analysis.attribution import (  # noqa: PLC0415 - slow to import
        acting,
        coalition_points,
        worths,
    )
    from sim.analysis.attribution import attribute as shared_out  # noqa: PLC0415
    from sim.analysis.drivers import drivers_named  # noqa: PLC0415
    from sim.analysis.target import Target  # noqa: PLC0415
    from sim.core.calendar import parse_date  # noqa: PLC0415
    from sim.report.exploration.attribution import attribution_study  # noqa: PLC0415

    with typed("--on"):
        last = parse_date(on) if on else None
    loaded = _until(file, changes or [], last)
    scenario = loaded.scenario
    with typed("--of"):
        target = Target.parse(of, scenario)
    names = tuple(name.strip() for name in drivers.split(",")) if drivers else ()
    with typed("--drivers"):
        chosen, idle = acting(scenario, drivers_named(names))
    if not chosen:
        raise SimError("--drivers: no driver that was named is in this scenario")
    points = coalition_points(scenario, chosen, target, reps)
    folder = study_folder(out_dir, scenario, "attribution", target, [d.name for d in chosen], reps)
    err.print(f"  {len(points.variants)} combinations of {len(chosen)} drivers, {reps} runs each")
    with run_all(folder, "attribution", points, loaded, number_of_jobs(jobs)) as results:
        values = target.values(results, scenario)
        worth = worths(values, results["replicate"].values, len(points.variants))
    found = shared_out(target, chosen, worth, idle)
    finish(folder, attribution_study(found, scenario, points.n_runs), as_json=as_json)


def _until(file: Path, changes: list[str], last: "date | None") -> "Loaded[Scenario]":
    """The scenario up to the last day that matters: what comes later cannot change it."""
    from sim.core.calendar import outside_fault  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    loaded = load(file, Scenario, changes)
    if last is None:
        return loaded
    window = loaded.scenario.window
    if fault := outside_fault(last, window.start, window.end):
        raise SimError(f"--on: {fault}")
    later = [
        f"events.{name}.happens=false"
        for name, event in loaded.scenario.events.items()
        if event.happens and event.date > last
    ]
    return load(file, Scenario, [*changes, *later, f"window.end={last}"])
