"""Every run has one ending, and every pair is counted once."""

import numpy as np
from test_report_readings import dataset, scenario

from sim.model.outcomes import OUTCOME_NAMES
from sim.studies.comparison.answer.endings import ENDINGS, Flows, crossings, ending_of_runs, flows


def results(**days):
    """Runs in which outcomes happen on the given days, one list entry a run."""
    made = dataset(scenario(), n=len(next(iter(days.values()))), eventful=False)
    for name, first in days.items():
        made["first_day"][:, OUTCOME_NAMES.index(name)] = first
    return made


def test_the_first_ending_that_applies_counts():
    made = results(
        hollowed_alliance=[10, 10, 10, -1, -1],
        rupture=[-1, 20, 20, 5, -1],
        alliance_dissolved=[-1, -1, 30, -1, -1],
    )
    names = [ENDINGS[position].name for position in ending_of_runs(made)]
    assert names == ["hollowed", "ruptured", "dissolved", "ruptured", "neither"]


def test_an_outcome_of_the_first_day_counts_as_one():
    assert ENDINGS[ending_of_runs(results(rupture=[0]))[0]].name == "ruptured"


def test_flows_count_every_pair_once():
    one = results(hollowed_alliance=[10, 10, 10, -1], rupture=[-1, -1, -1, -1])
    other = results(hollowed_alliance=[10, -1, -1, -1], rupture=[-1, 3, 3, 3])
    ends, left = flows(one, other)
    hollowed, ruptured, neither = 2, 1, 3
    assert ends.runs[hollowed, ruptured] == 2
    assert ends.runs[hollowed, hollowed] == 1
    assert ends.runs[neither, ruptured] == 1
    assert ends.runs.sum() == left.runs.sum() == 4


def test_flows_have_the_classes_of_one_in_rows():
    found = Flows.between("t", ("a", "b"), np.array([0, 0, 1]), np.array([1, 1, 0]))
    assert found.runs.tolist() == [[0, 2], [1, 0]]


def test_crossings_count_runs_with_both_outcomes():
    one = results(hollowed_alliance=[1, 1, -1], rupture=[2, -1, -1])
    other = results(hollowed_alliance=[-1, 1, 1], rupture=[2, 2, -1])
    found = crossings(one, other)
    hollowed, rupture = (OUTCOME_NAMES.index(n) for n in ("hollowed_alliance", "rupture"))
    assert found[hollowed, rupture] == 2
    assert found[rupture, hollowed] == 0
    assert found[hollowed, hollowed] == 1
