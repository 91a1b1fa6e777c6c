"""From a resolved scenario to finished results in a folder: what every command that runs goes through."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.ensemble import store
from sim.ensemble.contract import Batch, DrawTable, Job, Layout, simulate
from sim.ensemble.costs import Sample, measure
from sim.ensemble.forms import Form
from sim.ensemble.manifest import code_version, form_in
from sim.ensemble.plan import Plan, Share, make_plan
from sim.ensemble.run import Outcome, Progress, Settings, merge_shares, run
from sim.posterior.meant import pinned, pinned_file
from sim.posterior.rows import rows_of
from sim.scenario.draws_from import SUFFIX
from sim.scenario.load import Loaded, load
from sim.scenario.resolve import digest, resolved
from sim.scenario.schema import Scenario
from sim.scenario.write import resolved_yaml
from sim.simulate import SIMULATOR, layout

#: The complete scenario in a result folder, with the origin of every value.
RESOLVED = "scenario.resolved.yaml"


def scenario_of(folder: Path) -> Loaded[Scenario]:
    """Load the scenario that the results in `folder` were made from."""
    return load(folder / RESOLVED, Scenario)


def job_of(scenario: Scenario, table: DrawTable | None = None) -> Job:
    """What the ensemble computes for a scenario, some of whose draws may be chosen beforehand.

    Where the scenario draws from a posterior, the rows of its replicates travel with the job; a
    `table` goes over them.
    """
    named = pinned(scenario)
    job = Job(json.dumps(resolved(named), sort_keys=True), digest(named), scenario.seed, SIMULATOR)
    given = _filled_up(scenario, table)
    return job if given is None else job.with_draws(given)


def _filled_up(scenario: Scenario, table: DrawTable | None) -> DrawTable | None:
    first, n = (0, scenario.replicates) if table is None else (table.first, len(table.values))
    rows = rows_of(scenario, range(first, first + n))
    if rows is None or table is None:
        return rows or table
    others = [column for column, path in enumerate(rows.paths) if path not in table.paths]
    paths = (*table.paths, *(rows.paths[column] for column in others))
    return DrawTable(paths, np.hstack([table.values, rows.values[:, others]]), first)


def plan_of(
    scenario: Scenario, *, jobs: int, table: DrawTable | None = None, form: Form = "netcdf"
) -> Plan:
    """Plan all replicates that the scenario asks for, by the code as it is now."""
    job = job_of(scenario, table)
    plan = make_plan(job, scenario.name, code_version(), scenario.replicates, jobs=jobs, form=form)
    return replace(plan, reasons=scenario.reasons)


def sample_of(scenario: Scenario) -> Sample:
    """Try the scenario in this process, to know what its ensemble will cost."""
    return measure(job_of(scenario), layout(scenario), scenario.replicates)


def replay(scenario: Scenario, replicate: int) -> Batch:
    """Run one replicate in this process, where whatever it raises can be seen and debugged."""
    return simulate(job_of(scenario), (replicate,))


def run_in(
    folder: Path,
    plan: Plan,
    loaded: Loaded[Scenario],
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
    share: Share | None = None,
    recorded: Layout | None = None,
) -> Outcome:
    """Bring `folder` to hold the finished ensemble of `plan`, and the scenario it was made from.

    With a `share`, only that part of a job array: see `merge_in`. `recorded` is the shape of the
    results where it is not that of the scenario. Raises what `sim.ensemble.run.run` raises.
    """
    if not (folder / RESOLVED).exists():  # never change a file that a finished manifest lists
        source = Path(loaded.scenario.draws)
        if source.suffix == SUFFIX:
            store.write_file(folder / source.name, source.read_bytes())
        store.write_file(folder / RESOLVED, resolved_yaml(pinned_file(loaded)).encode())
    shape = recorded or layout(loaded.scenario)
    return run(plan, folder, shape, settings, progress=progress, share=share)


def inputs(folder: Path) -> list[str]:
    """Names of the files in a result folder that the results were made from."""
    draws = Path(scenario_of(folder).scenario.draws)
    return [RESOLVED, *([draws.name] if draws.suffix == SUFFIX else [])]


def merge_in(folder: Path, command: str) -> Outcome:
    """Merge what the parts of a job array left in `folder`; raises what `merge_shares` raises."""
    scenario = scenario_of(folder).scenario
    plan = plan_of(scenario, jobs=1, form=form_in(folder))
    return merge_shares(plan, folder, layout(scenario), command)
