"""Collapse in Havana: the hazard at its two anchors and between."""

from math import exp

import numpy as np
import pytest

from sim.mechanisms.collapse import Collapse, collapse_hazard, leader_exit_hazard
from support.numbers import a, parameters


def given(**changes: float) -> Collapse:
    usual = {
        "calm_hazard": 0.01,
        "severe_hazard": 0.16,
        "cohesion": 0.6,
        "cohesion_effect": 2.0,
        "leader_exit": 0.1,
    }
    return parameters(Collapse, **(usual | changes))


@pytest.mark.parametrize(
    ("hardship", "hazard"),
    [
        (0.3, 0.01),  # the lower anchor
        (0.8, 0.16),  # the upper anchor
        (0.55, 0.04),  # half way: the geometric mean of 0.01 and 0.16
        (0.05, 0.0025),  # half a distance below: 0.01 / 16^(1/2)
        (1.0, 0.16 * 16**0.4),  # 0.2/0.5 of a distance above
    ],
)
def test_the_hazard_passes_through_its_anchors(hardship: float, hazard: float) -> None:
    assert collapse_hazard(a(hardship), given()) == pytest.approx(hazard)


def test_cohesion_protects_from_its_lowest_value_on() -> None:
    # cohesion 0.8, effect 2: exp(-2*0.2) = e^-0.4
    assert collapse_hazard(a(0.3), given(cohesion=0.8)) == pytest.approx(0.01 * exp(-0.4))
    assert collapse_hazard(a(0.3), given(cohesion=0.6)) == pytest.approx(0.01)


def test_severe_hardship_is_never_safer_than_calm() -> None:
    p = given(severe_hazard=0.001)
    assert collapse_hazard(a(0.3, 0.8), p) == pytest.approx([0.01, 0.01])


@pytest.mark.parametrize(
    ("hardship", "hazard"),
    [
        (0.3, 0.1),
        (0.8, 0.4),  # at most four times, although collapse grows sixteen-fold
        (0.55, 0.2),  # 0.1 * 4^(1/2)
    ],
)
def test_a_leader_goes_more_often_under_hardship(hardship: float, hazard: float) -> None:
    assert leader_exit_hazard(a(hardship), given()) == pytest.approx(hazard)


def test_the_leader_follows_a_smaller_growth_of_collapse() -> None:
    # severe / calm = 2: 0.1 * 2 at 0.8
    assert leader_exit_hazard(a(0.8), given(severe_hazard=0.02)) == pytest.approx(0.2)


def test_hazards_rise_with_hardship() -> None:
    felt = np.linspace(0, 1, 50)
    assert (np.diff(collapse_hazard(felt, given())) > 0).all()
    assert (np.diff(leader_exit_hazard(felt, given())) > 0).all()


def test_a_scenario_may_rule_collapse_out() -> None:
    """The schema allows hazards of 0; then there is none, at any hardship."""
    never = given(calm_hazard=0.0, severe_hazard=0.0)
    assert collapse_hazard(a(0.0, 0.5, 1.0), never).tolist() == [0, 0, 0]
    assert np.isfinite(leader_exit_hazard(a(0.0, 0.5, 1.0), never)).all()
