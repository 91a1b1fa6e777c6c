"""What a scenario asks of the ensemble: its runs, what they are called, and what such runs take here."""

import json
from dataclasses import replace

from sim.core.distributions import Distribution
from sim.ensemble import remembered
from sim.ensemble.contract import Batch, Job, simulate
from sim.ensemble.costs import TIMED, Measured, measure
from sim.ensemble.forms import Form
from sim.ensemble.manifest import code_version
from sim.ensemble.plan import Plan, make_plan
from sim.experiments.batch import SIMULATOR, layout
from sim.experiments.posterior.meant import pinned
from sim.experiments.posterior.rows import filled_up, hash_of_rows
from sim.people.missions import MISSIONS
from sim.scenario.resolve import digest, resolved
from sim.scenario.schema import Scenario


def job_of(scenario: Scenario) -> Job:
    """What the ensemble computes for a scenario.

    Where it draws from a posterior, the rows of its replicates travel with the job.
    """
    named = pinned(scenario)
    job = Job(json.dumps(resolved(named), sort_keys=True), digest(named), scenario.seed, SIMULATOR)
    given = filled_up(scenario, range(scenario.replicates))
    return job if given is None else job.with_draws(given)


def plan_of(scenario: Scenario, *, jobs: int, form: Form = "netcdf") -> Plan:
    """Plan all replicates that the scenario asks for, by the code as it is now."""
    job = job_of(scenario)
    plan = make_plan(job, scenario.name, code_version(), scenario.replicates, jobs=jobs, form=form)
    return replace(plan, reasons=scenario.reasons)


def identity_of(scenario: Scenario, *, jobs: int, form: Form = "netcdf") -> Plan:
    """The same with the hash of the rows of a posterior and not the rows: the results will lie in its folder."""
    job = Job("", digest(pinned(scenario)), scenario.seed, SIMULATOR)
    rows = hash_of_rows(scenario)
    job = job if rows is None else job.covering(rows)
    return make_plan(job, scenario.name, code_version(), scenario.replicates, jobs=jobs, form=form)


def sample_of(scenario: Scenario) -> Measured:
    """What replicates of such a scenario took here before; a few are tried where that is not known."""
    shape = shape_of(scenario)
    known = remembered.recall(code_version(), shape)
    if known is None:
        few = scenario.model_copy(update={"replicates": TIMED})
        known = measure(job_of(few), layout(few))
        remembered.remember(code_version(), shape, known)
    return known


def shape_of(scenario: Scenario) -> str:
    """What the cost of a replicate depends on."""
    counts = (getattr(scenario.missions, name).headcount for name in MISSIONS)
    most = sum(n.span()[1] if isinstance(n, Distribution) else float(n) for n in counts)
    return f"{scenario.window.n_days} days, {most:.0f} persons"


def run_again(scenario: Scenario, replicate: int) -> Batch:
    """Run one replicate in this process, where whatever it raises can be seen and debugged."""
    return simulate(job_of(scenario), (replicate,))
