"""From a resolved scenario to finished results in a folder: what every command that runs goes through."""

import json
from pathlib import Path

from sim.ensemble import store
from sim.ensemble.contract import DrawTable, Job
from sim.ensemble.manifest import code_version
from sim.ensemble.plan import Plan, make_plan
from sim.ensemble.run import Outcome, Progress, Settings, run
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
    """What the ensemble computes for a scenario, some of whose draws may be chosen beforehand."""
    text = json.dumps(resolved(scenario), sort_keys=True)
    job = Job(text, digest(scenario), scenario.seed, SIMULATOR)
    return job if table is None else job.with_draws(table)


def plan_of(scenario: Scenario, *, jobs: int, table: DrawTable | None = None) -> Plan:
    """Plan all replicates that the scenario asks for, by the code as it is now."""
    job = job_of(scenario, table)
    return make_plan(job, scenario.name, code_version(), scenario.replicates, jobs=jobs)


def run_in(
    folder: Path,
    plan: Plan,
    loaded: Loaded[Scenario],
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
) -> Outcome:
    """Bring `folder` to hold the finished ensemble of `plan`, and the scenario it was made from.

    Raises what `sim.ensemble.run.run` raises.
    """
    if not (folder / RESOLVED).exists():  # never change a file that a finished manifest lists
        store.write_file(folder / RESOLVED, resolved_yaml(loaded).encode())
    return run(plan, folder, layout(loaded.scenario), settings, progress=progress)
