"""Deals with terms, against hand values."""

import numpy as np
import pytest

from sim.mechanisms.bargains import Sides, agreed, regretted, room_for_a_deal
from support.numbers import a

RELIEF = np.array([[0.2, 0.5, 0.9]])
CONCESSION = np.array([[0.9, 0.5, 0.2]])


def sides(**changes: float) -> Sides:
    usual = {
        "relief_to_havana": 0.6,
        "concession_to_havana": 0.3,
        "relief_to_washington": -0.4,
        "concession_to_washington": 0.8,
        "backing_down": 0.1,
    }
    return Sides(**{name: a(value) for name, value in (usual | changes).items()})


def test_gains_of_both_sides() -> None:
    havana, washington = sides().gains(RELIEF, CONCESSION)
    # 0.6 r - 0.3 c; -0.4 r + 0.8 c - 0.1 r (1-c)
    assert havana[0] == pytest.approx([-0.15, 0.15, 0.48])
    assert washington[0] == pytest.approx([0.638, 0.175, -0.272])


def test_room_is_the_share_of_terms_that_both_prefer() -> None:
    assert room_for_a_deal(sides(), RELIEF, CONCESSION) == pytest.approx([1 / 3])
    assert room_for_a_deal(sides(concession_to_havana=5), RELIEF, CONCESSION).tolist() == [0]


def test_the_terms_agreed_are_the_best_for_both() -> None:
    relief, concession = agreed(sides(), RELIEF, CONCESSION)
    assert (relief.tolist(), concession.tolist()) == ([0.5], [0.5])


def test_either_side_can_regret_a_deal() -> None:
    for relief, concession, unhappy in ((0.5, 0.5, False), (0.2, 0.9, True), (0.9, 0.2, True)):
        assert regretted(sides(), a(relief), a(concession)).tolist() == [unhappy]


@pytest.mark.parametrize(
    "better",
    [
        {"relief_to_havana": 0.9},
        {"concession_to_havana": 0.1},
        {"relief_to_washington": 0.0},
        {"concession_to_washington": 1.2},
        {"backing_down": 0.0},
    ],
)
def test_what_makes_terms_better_for_one_side_leaves_no_less_room(
    better: dict[str, float],
) -> None:
    terms = np.random.default_rng(2).random((2, 1, 500))
    assert room_for_a_deal(sides(**better), *terms) >= room_for_a_deal(sides(), *terms)
