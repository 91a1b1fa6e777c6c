"""Adaptive expectations by hand."""

import pytest

from sim.mechanisms.expectations import expect, uncertainty
from support.numbers import a


def test_two_days_of_learning() -> None:
    # 0.4 + 0.25*(0.8-0.4) = 0.5, surprise squared 0.16: 0.25*0.16 = 0.04
    expected, volatility = expect(a(0.4), a(0.0), a(0.8), a(0.25))
    assert expected == pytest.approx(0.5)
    assert volatility == pytest.approx(0.04)
    # 0.5 + 0.25*0.3 = 0.575; 0.75*0.04 + 0.25*0.09 = 0.0525
    expected, volatility = expect(expected, volatility, a(0.8), a(0.25))
    assert expected == pytest.approx(0.575)
    assert volatility == pytest.approx(0.0525)


def test_who_does_not_learn_keeps_the_first_expectation() -> None:
    expected, volatility = expect(a(0.4), a(0.1), a(0.9), a(0.0))
    assert (expected.tolist(), volatility.tolist()) == ([0.4], [0.1])


def test_who_learns_at_once_expects_what_is_seen() -> None:
    # The new volatility is the squared surprise alone: 0.5^2
    expected, volatility = expect(a(0.4), a(0.1), a(0.9), a(1.0))
    assert expected == pytest.approx(0.9)
    assert volatility == pytest.approx(0.25)


def test_no_surprise_calms() -> None:
    # 0.9 * 0.2 = 0.18
    expected, volatility = expect(a(0.6), a(0.2), a(0.6), a(0.1))
    assert expected.tolist() == [0.6]
    assert volatility == pytest.approx(0.18)


def test_uncertainty_is_a_standard_deviation() -> None:
    assert uncertainty(a(0, 0.25, 1)).tolist() == [0, 0.5, 1]
