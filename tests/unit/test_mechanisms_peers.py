"""The peer effect: by how much departed peers speed a clock up, seen from outside.

Some health staff of the capital are called home on the first day. On the second only the clock of
those who leave freely runs, at a rate just below or just above what makes its next person leave.
"""

from math import exp

import pytest

from sim.core.streams import purpose_id
from sim.mechanisms.causes import cause
from sim.people.missions import mission
from sim.people.states import N_STATES
from support.crews import Crew
from support.numbers import PlainStreams

N = 20
CAPITAL = mission("medical") * N_STATES
BAND = {
    "seed": 3,
    "missions.medical.capital_share": 0.5,
    "assumptions.causes.voluntary.peers": 2.0,
    "assumptions.peers.threshold": 0.3,
}
PURPOSE = int(purpose_id("clock voluntary"))
PLAIN = PlainStreams(3, 0)


def after_a_recall(kind: str, order: float) -> tuple[Crew, set[int]]:
    """Forty persons, half of them in the capital, of whom some have been called home."""
    crew = Crew({"medical": 2 * N}, BAND, {"switches.contagion": kind})
    crew.rates(recalled=order)
    crew.advance(seats=100)
    return crew, {post for post in range(N) if crew.status()[post] == 0}


def first_to_stay(left: set[int]) -> float:
    """Threshold of the first person whose turn to leave freely comes and who is still there."""
    clock = zip(
        PLAIN.thresholds(PURPOSE, CAPITAL, N), PLAIN.turns(PURPOSE, CAPITAL, N), strict=True
    )
    return next(threshold for threshold, person in clock if person not in left)


def leavers(kind: str, order: float, rate: float) -> int:
    """How many of the capital leave freely on the second day at a rate."""
    crew, left = after_a_recall(kind, order)
    crew.rates(voluntary=rate)
    crew.advance(seats=100)
    freely = sum(crew.status()[post] == 0 for post in range(N) if post not in left)
    assert freely <= crew.roster.exited[0, mission("medical"), cause("voluntary")]
    return int(freely)


def speed(kind: str, order: float) -> tuple[float, float, float]:
    """Share gone, and the rates around the one at which the next person leaves without peers."""
    _, left = after_a_recall(kind, order)
    threshold = first_to_stay(left)
    return len(left) / N, threshold * (1 - 1e-9), threshold * (1 + 1e-9)


ORDERS = [0.15, 0.5, 1.5]


@pytest.mark.parametrize("order", ORDERS)
def test_without_contagion_peers_do_not_matter(order: float) -> None:
    _, below, above = speed("none", order)
    assert (leavers("none", order, below), leavers("none", order, above)) == (0, 1)


@pytest.mark.parametrize("order", ORDERS)
def test_the_effect_is_in_proportion_to_those_who_left(order: float) -> None:
    # The clock runs exp(2 * share) times as fast
    share, below, above = speed("linear", order)
    assert 0 < share < 1
    factor = exp(2 * share)
    assert leavers("linear", order, below / factor) == 0
    assert leavers("linear", order, above / factor) == 1


@pytest.mark.parametrize("order", ORDERS)
def test_beyond_a_threshold_the_effect_is_as_if_all_had_left(order: float) -> None:
    # exp(2) times as fast from a share of 0.3 on, and not at all below
    share, below, above = speed("threshold", order)
    factor = exp(2) if share >= 0.3 else 1.0
    assert leavers("threshold", order, below / factor) == 0
    assert leavers("threshold", order, above / factor) == 1


def test_both_sides_of_the_threshold_were_tried() -> None:
    shares = [speed("threshold", order)[0] for order in ORDERS]
    assert min(shares) < 0.3 < max(shares)


def test_peers_are_those_of_the_same_contingent() -> None:
    """The other states are emptied and the capital does not mind."""
    crew = Crew({"medical": 2 * N}, BAND, {"switches.contagion": "linear"})
    crew.clocks.by_state[:, crew.clock("recalled"), 0] = 0
    crew.rates(recalled=100.0)
    crew.advance(seats=100)
    assert (crew.status()[:N] == 1).all()
    assert (crew.status()[N:] == 0).all()
    crew.rates(voluntary=first_to_stay(set()) * (1 - 1e-9))
    crew.advance(seats=100)
    assert (crew.status()[:N] == 1).all()


def test_orders_are_not_contagious() -> None:
    """After many have been called home, relief and recall run no faster than before.

    Persons are numbered in the order of relief.
    """
    crew, left = after_a_recall("linear", 0.3)
    purpose = int(purpose_id("clock relief"))
    thresholds = PLAIN.thresholds(purpose, CAPITAL, N)
    person = next(person for person in range(N) if person not in left)
    crew.rates(relief=thresholds[person] * (1 - 1e-9))
    crew.advance()
    assert crew.status()[person] == 1
    crew.rates(relief=thresholds[person] * 2e-9)
    crew.advance()
    assert crew.status()[person] == 2
