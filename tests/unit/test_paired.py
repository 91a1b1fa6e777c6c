"""Paired differences against numbers by hand, against theory, and against one another."""

from itertools import product
from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.methods.paired import Difference, TooFewPairsError, crossed

ENOUGH = settings(derandomize=True, database=None, deadline=None, max_examples=60)
runs = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=2, max_size=30)


def test_the_interval_of_a_mean_difference_is_students():
    # Differences 1, 2, 0: mean 1, standard deviation 1; t(0.975, 2 degrees) = 4.302653.
    found = Difference.of(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 3.0]))
    assert found.mean == 1.0
    assert found.high - 1.0 == pytest.approx(4.302653 / sqrt(3), rel=1e-6)
    assert found.low == pytest.approx(1.0 - 4.302653 / sqrt(3), rel=1e-6)
    assert (found.more, found.fewer, found.same) == (2, 0, 1)
    assert not found.clear


def test_the_unpaired_width_is_welchs():
    # Both have variance 1 over 3 runs, so Welch has 4 degrees of freedom: t(0.975, 4) = 2.776445.
    found = Difference.of(np.array([1.0, 2.0, 3.0]), np.array([11.0, 12.0, 13.0]))
    assert found.unpaired_width == pytest.approx(2 * 2.776445 * sqrt(2 / 3), rel=1e-6)
    assert found.width == 0.0
    assert found.gain is None
    assert found.clear


def test_the_interval_of_paired_shares_is_that_of_bonett_and_price():
    # 10 pairs, 3 gain it and 1 loses it: (4 - 2) / 12 and its half width by their formula.
    one = np.array([1, 0, 0, 0, 1, 0, 0, 0, 0, 0], bool)
    other = np.array([0, 1, 1, 1, 1, 0, 0, 0, 0, 0], bool)
    found = Difference.of_shares(one, other)
    half = 1.959964 * sqrt((6 / 12 - (2 / 12) ** 2) / 12)
    assert found.mean == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((2 / 12 - half, 2 / 12 + half), rel=1e-6)
    assert (found.more, found.fewer, found.same) == (3, 1, 6)


@pytest.mark.parametrize(
    ("up", "down"), [(0.02, 0.02), (0.1, 0.05), (0.3, 0.1), (0.45, 0.45), (0.6, 0.0)]
)
def test_the_interval_of_paired_shares_holds_the_truth_as_often_as_it_says(up, down):
    # Every possible result of 24 pairs with its exact probability; nothing is drawn.
    n, covered = 24, 0.0
    for gained, lost in product(range(n + 1), repeat=2):
        if gained + lost > n:
            continue
        rest = n - gained - lost
        chance = comb(n, gained) * comb(n - gained, lost) * up**gained * down**lost
        chance *= (1 - up - down) ** rest
        one = np.array([False] * gained + [True] * lost + [False] * rest)
        other = np.array([True] * gained + [False] * lost + [False] * rest)
        found = Difference.of_shares(one, other)
        covered += chance * (found.low <= up - down <= found.high)
    assert covered > 0.94


@ENOUGH
@given(runs)
def test_turning_the_futures_round_turns_the_difference_round(pairs):
    one, other = np.array(pairs, float).T
    there, back = Difference.of(one, other), Difference.of(other, one)
    assert there.mean == pytest.approx(-back.mean)
    assert there.width == pytest.approx(back.width)
    assert there.unpaired_width == pytest.approx(back.unpaired_width)
    assert (there.more, there.fewer, there.same) == (back.fewer, back.more, back.same)
    assert there.n == len(pairs)


@ENOUGH
@given(runs, st.integers(-100, 100))
def test_what_all_runs_have_in_common_takes_nothing_from_the_certainty(pairs, shift):
    one, other = np.array(pairs, float).T
    moved = Difference.of(one, other + shift)
    assert moved.mean == pytest.approx(Difference.of(one, other).mean + shift)
    assert moved.width == pytest.approx(Difference.of(one, other).width)


@ENOUGH
@given(st.lists(st.booleans(), min_size=2, max_size=40))
def test_a_future_does_not_differ_from_itself(happened):
    same = np.array(happened)
    shares, numbers = Difference.of_shares(same, same), Difference.of(same * 1.0, same * 1.0)
    assert shares.mean == numbers.mean == 0.0
    assert shares.low < 0 < shares.high
    assert shares.same == numbers.same == len(happened)
    assert numbers.gain is None


def test_one_pair_is_not_enough():
    with pytest.raises(TooFewPairsError, match="at least 2 runs"):
        Difference.of(np.array([1.0]), np.array([2.0]))


def test_crossed_differences_never_take_a_pair():
    one, other = np.arange(5.0), 100 * np.arange(5.0)
    found = crossed(one, other)
    pairs = set((other - one).tolist())
    assert len(found) == 5 * 4
    assert set(found.tolist()) == {b - a for a in one for b in other} - pairs
    assert len(crossed(one, other, shifts=2)) == 10
