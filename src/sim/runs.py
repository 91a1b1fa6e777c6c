"""From a resolved scenario to finished results in a folder: what every command that runs goes through."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.ensemble import store
from sim.ensemble.contract import DrawTable, Job, Layout
from sim.ensemble.manifest import code_version
from sim.ensemble.plan import Plan, make_plan
from sim.ensemble.run import Outcome, Progress, Settings, run
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


def plan_of(scenario: Scenario, *, jobs: int, table: DrawTable | None = None) -> Plan:
    """Plan all replicates that the scenario asks for, by the code as it is now."""
    job = job_of(scenario, table)
    plan = make_plan(job, scenario.name, code_version(), scenario.replicates, jobs=jobs)
    return replace(plan, reasons=scenario.reasons)


def run_in(
    folder: Path,
    plan: Plan,
    loaded: Loaded[Scenario],
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
    recorded: Layout | None = None,
) -> Outcome:
    """Bring `folder` to hold the finished ensemble of `plan`, and the scenario it was made from.

    `recorded` is the shape of the results where it is not that of the scenario. Raises what `sim.ensemble.run.run` raises.
    """
    if not (folder / RESOLVED).exists():  # never change a file that a finished manifest lists
        source = Path(loaded.scenario.draws)
        if source.suffix == SUFFIX:
            store.write_file(folder / source.name, source.read_bytes())
        store.write_file(folder / RESOLVED, resolved_yaml(pinned_file(loaded)).encode())
    return run(plan, folder, recorded or layout(loaded.scenario), settings, progress=progress)


def inputs(folder: Path) -> list[str]:
    """Names of the files in a result folder that the results were made from."""
    draws = Path(scenario_of(folder).scenario.draws)
    return [RESOLVED, *([draws.name] if draws.suffix == SUFFIX else [])]
