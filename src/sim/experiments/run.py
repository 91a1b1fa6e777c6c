"""From a resolved scenario to finished results in a folder: what every command that runs goes through."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.core.intake import ARRAYS, read
from sim.ensemble import remembered, store
from sim.ensemble.contract import Layout
from sim.ensemble.described import check_described
from sim.ensemble.errors import MismatchError
from sim.ensemble.lock import locked
from sim.ensemble.manifest import add_files, belongs, form_in
from sim.ensemble.plan import Plan, Share
from sim.ensemble.results import DATA, check_file, finished, open_results
from sim.ensemble.run import FinishedRun, HowToRun, Progress, merge_shares, run
from sim.experiments.batch import SIMULATOR, layout
from sim.experiments.job import job_of, plan_of, shape_of
from sim.experiments.posterior.meant import KEPT, pinned_file
from sim.scenario.draws_from import SUFFIX
from sim.scenario.load import Loaded, load
from sim.scenario.schema import Scenario
from sim.scenario.texts import TEXTS
from sim.scenario.write import resolved_yaml

if TYPE_CHECKING:
    import xarray

#: The complete scenario in a result folder, with the origin of every value.
RESOLVED = "scenario.resolved.yaml"
#: Texts of a scenario that its page shows and no number depends on.
SHOWN = (*TEXTS, "reasons")


def scenario_of(folder: Path) -> Loaded[Scenario]:
    """Load the scenario that the results in `folder` were made from.

    Raises
    ------
    MismatchError
        If it, or what it draws from, is not a file of this folder.
    """
    loaded = load(folder / RESOLVED, Scenario)
    draws = Path(loaded.scenario.draws)
    own = [folder / RESOLVED, *([draws] if draws.suffix == SUFFIX else [])]
    for path in own:
        if path.parent != folder or path.is_symlink():
            message = f"{folder}: {path.name} is not a file of this folder"
            raise MismatchError(message)
    return loaded


def finished_scenario(folder: Path) -> Scenario:
    """The scenario of finished results, proved by the record to be the one they were made from.

    Raises
    ------
    MismatchError
        If the results are unfinished, or the scenario in the folder is that of others.
    """
    manifest = finished(folder)
    loaded = scenario_of(folder)
    listed = [name for name in _inputs(loaded) if name in manifest.files]
    for name in listed:
        check_file(folder, name, manifest)
    unproved = RESOLVED not in listed and manifest.simulator == SIMULATOR
    if unproved and not belongs(job_of(loaded.scenario), manifest):
        message = f"{folder}: {RESOLVED} is not the scenario that these results were made from"
        raise MismatchError(message)
    return loaded.scenario


def opened(folder: Path, scenario: Scenario) -> "xarray.Dataset":
    """The results of a scenario, with the variables, labels and units that it gives.

    Raises
    ------
    MismatchError
        If the results are unfinished, damaged, or described as those of something else.
    """
    check_described(folder, finished(folder), layout(scenario))
    return open_results(folder)


def run_in(
    folder: Path,
    plan: Plan,
    loaded: Loaded[Scenario],
    settings: HowToRun | None = None,
    *,
    progress: Progress | None = None,
    share: Share | None = None,
    recorded: Layout | None = None,
) -> FinishedRun:
    """Bring `folder` to hold the finished ensemble of `plan`, and the scenario it was made from.

    With a `share`, only that part of a job array: see `merge_in`. `recorded` is the shape of the
    results where it is not that of the scenario. Raises what `sim.ensemble.run.run` raises.
    """
    # Never change a file that a finished manifest lists.
    source = Path(loaded.scenario.draws)
    if source.suffix == SUFFIX and not (folder / KEPT).exists():
        store.write_file(folder / KEPT, read(source, ARRAYS))
    if not (folder / RESOLVED).exists():
        store.write_file(folder / RESOLVED, resolved_yaml(pinned_file(loaded)).encode())
    shape, stored = recorded or layout(loaded.scenario), scenario_of(folder)
    kept = _inputs(stored)
    outcome = run(plan, folder, shape, settings, progress=progress, share=share, inputs=kept)
    if recorded is None:
        remembered.learn(plan.version, shape_of(loaded.scenario), outcome.took)
    if share is None:
        _retell(folder, loaded, stored)
    return outcome


def _retell(folder: Path, loaded: Loaded[Scenario], stored: Loaded[Scenario]) -> None:
    """Bring what a finished folder tells of its scenario up to date; the numbers stay as they are.

    Title, description and reasons take no part in a result, so they may have changed since. What
    shows them leaves the folder, for the report to be made again.
    """
    ours, theirs, kept = loaded.scenario, stored.scenario, _inputs(stored)
    told = all(getattr(ours, name) == getattr(theirs, name) for name in SHOWN)
    with locked(folder):
        manifest = finished(folder)
        if told and all(name in manifest.files for name in kept):
            return
        shows = [] if told else [name for name in manifest.files if not name.endswith(DATA)]
        for name in (*shows, RESOLVED):
            manifest.files.pop(name, None)
        manifest.reasons = dict(ours.reasons)
        manifest.save(folder)  # first, so that a crash leaves nothing listed that is not there
        for name in shows:
            store.remove(folder / name)
        if not told:
            store.write_file(folder / RESOLVED, resolved_yaml(pinned_file(loaded)).encode())
        add_files(folder, kept)


def inputs(folder: Path) -> list[str]:
    """Names of the files in a result folder that the results were made from."""
    return _inputs(scenario_of(folder))


def _inputs(stored: Loaded[Scenario]) -> list[str]:
    draws = Path(stored.scenario.draws)
    return [RESOLVED, *([draws.name] if draws.suffix == SUFFIX else [])]


def merge_in(folder: Path, command: str) -> FinishedRun:
    """Merge what the parts of a job array left in `folder`; raises what `merge_shares` raises."""
    scenario = scenario_of(folder).scenario
    plan = plan_of(scenario, jobs=1, form=form_in(folder))
    return merge_shares(plan, folder, layout(scenario), command, inputs(folder))
