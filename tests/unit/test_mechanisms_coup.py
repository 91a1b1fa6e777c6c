"""Coup-proofing: strengths, the substitute, rate of attempts, chance of success, against hand values."""

from math import exp, log

import numpy as np
import pytest

from sim.mechanisms.coup import (
    Coup,
    attempt_hazard,
    effective,
    shock_since,
    strength,
    substitute,
    success_probability,
)
from support.numbers import a, parameters

P = parameters(
    Coup,
    calm_rate=0.02,
    grievance_effect=1.5,
    shock_effect=1.0,
    newness_effect=0.8,
    surveillance_effect=2.0,
    counterweight_deters=0.5,
    success_without_counterweight=0.48,
    counterweight_effect=log(2),
    substitute_ceiling=0.5,
    substitute_time=100.0,
)


@pytest.mark.parametrize(
    ("first", "second", "weight", "returns", "level"),
    [
        (1.0, 1.0, 0.7, 1.0, 1.0),  # everybody at post
        (0.0, 0.0, 0.7, 0.5, 0.0),  # nobody
        (0.5, 0.25, 0.7, 1.0, 0.425),  # 0.7*0.5 + 0.3*0.25
        (0.25, 1.0, 0.6, 0.5, 0.7),  # 0.6*sqrt(0.25) + 0.4
        (0.0, 1.0, 0.6, 0.5, 0.4),
        (0.5, 0.5, 1.0, 2.0, 0.25),
    ],
)
def test_strength_of_two_missions(
    first: float, second: float, weight: float, returns: float, level: float
) -> None:
    assert strength(a(first), a(second), a(weight), a(returns)) == pytest.approx(level)


def test_the_substitute_grows_towards_what_is_missing() -> None:
    # Wanted 0.5*(1-0.4) = 0.3; 0.1 + (0.3-0.1)/100 = 0.102
    assert substitute(a(0.1), a(0.4), P) == pytest.approx(0.102)


def test_no_substitute_is_built_beside_a_full_counterweight() -> None:
    assert substitute(a(0.0), a(1.0), P).tolist() == [0]
    assert substitute(a(0.2), a(1.0), P) == pytest.approx(0.198)


def test_the_substitute_stops_at_its_ceiling() -> None:
    assert substitute(a(0.5), a(0.0), P).tolist() == [0.5]


@pytest.mark.parametrize(
    ("cuban", "own", "together"), [(0.5, 0.5, 0.75), (0, 0, 0), (1, 0.3, 1), (0, 0.3, 0.3)]
)
def test_counterweights_together(cuban: float, own: float, together: float) -> None:
    assert effective(a(cuban), a(own)) == pytest.approx(together)


def test_rate_of_attempts() -> None:
    # 1.5*0.4 + 1*0.5 + 0.8*0.25 + 2*(1-0.65) + 0.5*0.6 = 0.6+0.5+0.2+0.7+0.3 = 2.3
    # 0.02 * e^2.3 = 0.02 * 9.974182 = 0.199484
    rate = attempt_hazard(P, a(0.4), a(0.5), a(0.25), a(0.65), a(0.6))
    assert rate == pytest.approx(0.199484, rel=1e-5)


def test_a_calm_country_under_full_surveillance_has_the_calm_rate() -> None:
    assert attempt_hazard(P, a(0), a(0), a(0), a(1), a(0)).tolist() == [0.02]


def test_signs_of_the_rate_of_attempts() -> None:
    levels = {
        "grievance": 0.5,
        "shock": 0.5,
        "newness": 0.5,
        "surveillance": 0.5,
        "exposed": 0.5,
    }
    at = attempt_hazard(P, **{name: a(level) for name, level in levels.items()})
    for name, sign in zip(levels, (1, 1, 1, -1, 1), strict=True):
        more = attempt_hazard(P, **{n: a(level + 0.1 * (n == name)) for n, level in levels.items()})
        assert sign * (more - at) > 0, name


def test_chance_of_success() -> None:
    # Odds 0.48/0.52 = 12/13 against nothing; a full counterweight halves them: 6/13, so 6/19.
    assert success_probability(P, a(0.0, 1.0)) == pytest.approx([0.48, 6 / 19])


def test_success_falls_with_the_counterweight() -> None:
    assert (np.diff(success_probability(P, np.linspace(0, 1, 20))) < 0).all()


def test_the_shock_wears_off() -> None:
    assert shock_since(0, a(30)).tolist() == [1]
    assert shock_since(30, a(30)) == pytest.approx(exp(-1))
