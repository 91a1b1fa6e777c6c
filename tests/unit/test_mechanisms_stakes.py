"""Stakes as stocks and flows, and who comes back, against hand values."""

import numpy as np
import pytest

from sim.mechanisms.returns import Returns, coming, share_back
from sim.mechanisms.stakes import Needs, ahead, filled, kept, together
from sim.people.missions import MISSIONS
from support.numbers import a, parameters


def test_needs_are_those_of_the_missions_in_their_order() -> None:
    needs = parameters(Needs, **{name: float(i) for i, name in enumerate(MISSIONS)})
    assert needs.table().tolist() == [list(range(len(MISSIONS)))]


def test_more_than_is_needed_is_worth_no_more() -> None:
    assert filled(np.array([[50, 100, 200]]), a(100, 100, 100)).tolist() == [[0.5, 1.0, 1.0]]


def test_an_order_leaves_an_exponential_share() -> None:
    # 0.01 a day over 100 days: e^-1
    assert kept(np.array([[[0.01, 0.0]]]), a(100.0))[0, 0] == pytest.approx(
        [0.367879, 1.0], abs=1e-6
    )


def test_what_is_ahead_is_what_is_left_and_what_comes_back() -> None:
    # 0.5*0.4 + 0.25*(1-0.5) = 0.325
    share = ahead(np.array([[0.5]]), np.array([[1.0]]), np.full((1, 1, 1), 0.4), np.array([[0.25]]))
    assert share == pytest.approx(np.array([[[0.325]]]))


def test_five_hundred_doctors_are_not_worth_twelve_thousand() -> None:
    """The same order takes away in proportion to who is there."""
    left = np.full((2, 1, 1), 0.5)
    stock = filled(np.array([[500], [12_500]]), np.array([12_500.0]))
    lost = together(stock[:, None] * (1 - left), np.ones((2, 1)))
    assert lost[:, 0] == pytest.approx([0.02, 0.5])


def test_vacant_posts_fill_after_training() -> None:
    p = parameters(Returns, training=30.0, filling=100.0)
    # Horizon 130: 1 - e^-1; within training nobody comes
    assert share_back(a(130.0), p) == pytest.approx(0.632121, abs=1e-6)
    assert share_back(a(20.0), p) == 0


def test_newcomers_are_whole_and_have_seats() -> None:
    owed = np.array([[2.9, 0.4, 5.0]])
    assert coming(owed, np.array([100])).tolist() == [[2, 0, 5]]
    few = coming(owed, np.array([3]))
    assert few.sum() <= 3
    assert (few <= [[2, 0, 5]]).all()
    assert coming(owed, np.array([0])).sum() == 0
