"""Every shipped scenario does what its own file claims, on paired runs."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.experiments.batch import run_batch
from sim.methods.claims import check_claim, faults
from sim.scenario.load import load
from sim.scenario.resolve import digest
from sim.scenario.schema import Scenario

FOLDER = Path(__file__).parents[2] / "scenarios"
N_RUNS = 96
FILES = sorted(path.name for path in FOLDER.glob("*.yaml"))


@cache
def scenario_of(name):
    return load(FOLDER / name, Scenario).scenario


@cache
def arrays_of(name):
    """Runs are few and paired; the standard error in the claim says whether they were enough."""
    return run_batch(scenario_of(name), range(N_RUNS)).arrays


@pytest.mark.parametrize("name", FILES)
def test_the_scenario_does_what_it_claims(name):
    scenario = scenario_of(name)
    for claim in scenario.claims:
        checked = check_claim(claim, scenario, arrays_of(name), arrays_of(claim.than))
        assert checked.holds, (
            f"{claim.observable} {claim.of}: difference {checked.difference:g} "
            f"± {checked.standard_error:g}, claimed {claim.expect} than {claim.than}"
        )


def test_every_scenario_claims_something_that_can_be_compared():
    assert [name for name in FILES if not scenario_of(name).claims] == []
    assert [fault for name in FILES for fault in faults(scenario_of(name), FOLDER)] == []


def test_no_two_scenarios_are_the_same():
    digests = [digest(scenario_of(name)) for name in FILES]
    assert len(set(digests)) == len(FILES)


def test_runs_agree_until_the_scenarios_differ():
    ours, theirs = arrays_of("rupture.yaml"), arrays_of("baseline.yaml")
    first = (
        scenario_of("rupture.yaml").actors.caracas.script[1].start
        - scenario_of("baseline.yaml").window.start
    ).days
    for name in ("posted", "present", "oil_stock", "hardship", "caracas_posture"):
        assert np.array_equal(ours[name][:, :first], theirs[name][:, :first]), name
    assert not np.array_equal(ours["caracas_posture"], theirs["caracas_posture"])
