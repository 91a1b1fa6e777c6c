"""Patterns scored: hand values for distance and verdict, readings against a run."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.evidence.patterns import PatternTarget, patterns
from sim.studies.calibration.question.readings import READINGS, AskedTarget, asked
from sim.studies.calibration.question.scoring import distance, holds, score, share_met

DAY = date(2026, 2, 21)
SOFT = next(each for each in asked() if each.counts)
HARD = next(each for each in asked() if each.rejects)


def soft(**bounds) -> PatternTarget:
    return PatternTarget("x", "soft", DAY, DAY, tolerance=0.5, **bounds)


def hard(**bounds) -> PatternTarget:
    return PatternTarget("x", "hard", DAY, DAY, **bounds)


def about(target: PatternTarget, each: AskedTarget = SOFT) -> AskedTarget:
    return replace(each, target=replace(target, variable=each.target.variable))


def test_distance_is_zero_inside_and_counts_tolerances_beyond():
    # Half a tolerance is 0.25; 2.5 is 3 tolerances above 1, -1 is 2 below 0.
    band = soft(low=0, high=1)
    assert distance(band, np.array([0, 0.4, 1, 1.25, 2.5, -1])).tolist() == [0, 0, 0, 0.5, 3, 2]
    assert distance(soft(centre=2), np.array([2, 2.5, 1])).tolist() == [0, 1, 2]
    assert distance(soft(low=1), np.array([0.5, 9])).tolist() == [1, 0]


def test_hard_bounds_include_their_ends_unless_strict_and_nan_never_holds():
    values = np.array([0, 0.5, 1, np.nan])
    assert holds(about(hard(low=0, high=1), HARD), values).tolist() == [True, True, True, False]
    strict = hard(low=0, high=1, strict=True)
    assert holds(about(strict, HARD), values).tolist() == [False, True, False, False]


def test_a_soft_target_holds_within_its_tolerance():
    values = np.array([1.5, 1.51, np.nan])
    assert holds(about(soft(high=1)), values).tolist() == [True, False, False]


def test_postures_are_read_by_their_place_in_the_menu():
    each = next(a for a in asked() if a.target.variable == "posture of Caracas")
    places = np.array([each.reading.menu.index(name) for name in ("embrace", "hedge", "drawdown")])
    assert holds(each, places.astype(float)).tolist() == [False, True, True]


def test_hard_targets_reject_and_soft_ones_add_in_quadrature():
    targets = (about(hard(low=1), HARD), about(soft(high=0)), about(soft(high=0)))
    readings = np.array([[1.0, 1.5, 2.0], [0.0, 0.0, 0.0]])
    scores = score(targets, readings)  # 3 and 4 tolerances make 5
    assert scores.stands.tolist() == [True, False]
    assert scores.distance.tolist() == [5, 0]
    assert score([each.unused() for each in targets], readings).distance.tolist() == [0, 0]


def test_of_an_ensemble_the_mean_is_judged():
    each = next(a for a in asked() if a.reading.ensemble and a.pattern.id == "p07")
    assert share_met(each, np.array([1.0] * 9 + [0.0])) == 1  # 0.9, as asked
    assert share_met(each, np.array([1.0, 0.0])) == 0


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(0.01, 3))
def test_a_value_nearer_to_the_band_is_never_farther_away(one, other, tolerance):
    target = PatternTarget("x", "soft", DAY, DAY, low=-1, high=1, tolerance=tolerance)
    nearer, farther = sorted((one, other), key=lambda v: max(abs(v) - 1, 0))
    first, second = distance(target, np.array([nearer, farther]))
    assert first <= second


def test_every_variable_of_a_pattern_has_a_reader_and_no_reader_is_idle():
    variables = {target.variable for pattern in patterns() for target in pattern.targets}
    assert variables == set(READINGS)


def test_checks_never_count_as_fit_and_ensembles_never_reject_a_run():
    assert not any(each.counts for each in asked() if each.pattern.role == "check")
    assert not any(each.counts or each.rejects for each in asked() if each.reading.ensemble)


@pytest.mark.parametrize("name", ["p11.1", "p24.1", "p10.3"])
def test_what_the_press_says_is_read_from_what_is_reported(name):
    each = next(a for a in asked() if a.name == name)
    assert "reported" in each.target.variable
