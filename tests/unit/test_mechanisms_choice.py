"""Quantal response, against hand values and its own theorems."""

from math import e, log

import numpy as np
import pytest

from sim.core.streams import Streams
from sim.mechanisms.choice import choose, gumbel, probabilities
from support.numbers import a


def test_gumbel_noise() -> None:
    # -ln(-ln(1/e)) = -ln 1 = 0; -ln(-ln 0.5) = -ln 0.693147 = 0.366513
    assert gumbel(a(1 / e, 0.5)) == pytest.approx([0, 0.366513], abs=1e-6)


def test_gumbel_noise_rises_with_the_uniform() -> None:
    assert (np.diff(gumbel(np.linspace(0.001, 0.999, 100))) > 0).all()


def test_the_most_extreme_uniforms_give_finite_noise() -> None:
    assert np.isfinite(gumbel(a(2.0**-33, 1 - 2.0**-33))).all()


def test_a_choice_weighs_utility_against_noise() -> None:
    # lambda 2: 2*0.5 + 0 = 1 against 2*0.1 + 0.9 = 1.1; without the noise the first wins.
    utility, noise = np.array([[0.5, 0.1]]), np.array([[0.0, 0.9]])
    assert choose(utility, noise, a(2.0)).tolist() == [1]
    assert choose(utility, 0 * noise, a(2.0)).tolist() == [0]
    assert choose(utility, noise, a(100.0)).tolist() == [0]


def test_without_precision_only_noise_chooses() -> None:
    utility, noise = np.array([[5.0, 0.0]]), np.array([[0.1, 0.2]])
    assert choose(utility, noise, a(0.0)).tolist() == [1]


def test_probabilities() -> None:
    # lambda 2, utilities 0 and ln(3)/2: weights 1 and 3
    assert probabilities(np.array([[0, log(3) / 2]]), a(2.0)) == pytest.approx(
        np.array([[0.25, 0.75]])
    )


def test_no_precision_is_a_fair_die_and_much_is_certainty() -> None:
    utility = np.array([[0.1, 0.9, 0.5]])
    assert probabilities(utility, a(0.0)) == pytest.approx(np.full((1, 3), 1 / 3))
    assert probabilities(utility, a(1000.0)) == pytest.approx(np.array([[0.0, 1.0, 0.0]]))


def test_a_constant_for_all_postures_changes_nothing() -> None:
    utility = np.array([[0.1, 0.9, 0.5]])
    assert probabilities(utility + 7, a(3.0)) == pytest.approx(probabilities(utility, a(3.0)))


def test_the_ratio_of_two_postures_ignores_a_third() -> None:
    two = probabilities(np.array([[0.1, 0.9]]), a(3.0))[0]
    three = probabilities(np.array([[0.1, 0.9, 0.5]]), a(3.0))[0]
    assert three[0] / three[1] == pytest.approx(two[0] / two[1])


def test_frequencies_of_choices_are_the_probabilities() -> None:
    """40,000 draws against the logit, within five standard errors."""
    n = 40_000
    utility = np.tile([0.1, 0.4, 0.0], (n, 1))
    noise = gumbel(Streams(3, np.arange(n)).uniforms("choice", 0, 3))
    chosen = np.bincount(choose(utility, noise, np.full(n, 2.0)), minlength=3) / n
    expected = probabilities(utility[:1], a(2.0))[0]
    assert (abs(chosen - expected) < 5 * np.sqrt(expected * (1 - expected) / n)).all()
