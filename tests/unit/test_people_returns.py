"""Newcomers at vacated posts: counts, clocks that stand for somebody again, and their laws."""

import numpy as np
import pytest
from scipy import stats

from sim.people.missions import mission
from sim.people.roster import CLOSED, POSTED, RELIEVED, SCHEDULED, VACANT
from support.crews import Crew

CAPITAL = {"missions.medical.capital_share": 1}
SEATS = 100_000


def emptied(n: int = 200, cause: str = "voluntary", days: int = 80, **changes: float) -> Crew:
    """A mission that has all left for one cause."""
    crew = Crew({"medical": n}, {"seed": 5}, changes, days=days)
    crew.rates(**{cause: 50.0})
    crew.advance(seats=SEATS)
    assert crew.roster.posted.sum() == 0
    crew.rates()
    return crew


@pytest.mark.parametrize("wanted", [1, 57, 200, 500])
def test_as_many_come_as_are_wanted_and_have_posts(wanted: int) -> None:
    crew = emptied()
    crew.come_back(medical=wanted)
    assert crew.roster.posted.sum() == min(wanted, 200)
    assert crew.roster.arrived.sum() == min(wanted, 200)
    assert (crew.status() == POSTED).sum() == min(wanted, 200)


def test_newcomers_are_spread_like_the_vacant_posts() -> None:
    crew = emptied(1000)
    crew.come_back(medical=500)
    sizes = crew.roster.contingents["size"][0]
    assert (abs(crew.roster.posted[0] - sizes / 2) <= 1).all()


def test_a_single_newcomer_can_come_to_any_state() -> None:
    """One a day for 60 days: states get them by their vacant posts, not the last state all."""
    even = {"missions.medical.capital_share": -1}
    crew = Crew({"medical": 3000}, {"seed": 5}, even, days=80)
    crew.rates(voluntary=50.0)
    crew.advance(seats=SEATS)
    crew.rates()
    for _ in range(60):
        crew.come_back(medical=1)
        crew.advance(seats=SEATS)
    sizes = crew.roster.contingents["size"][0]
    came = crew.roster.arrived[0]
    assert came.sum() == 60
    expected = 60 * sizes / sizes.sum()
    assert (abs(came - expected) <= 4 * np.sqrt(expected) + 1).all()


def test_nobody_comes_to_a_mission_that_is_full_or_does_not_exist() -> None:
    crew = Crew({"medical": 50}, {"seed": 5})
    crew.come_back(medical=10, sport=10)
    assert crew.roster.arrived.sum() == 0


@pytest.mark.parametrize("cause", ["voluntary", "defected", "recalled", "relief"])
def test_whoever_comes_can_leave_again_for_the_cause_of_the_one_before(cause: str) -> None:
    """Twice emptied and filled: no post remembers that its clock has rung."""
    crew = Crew({"medical": 120}, {"seed": 8, "assumptions.causes.expelled.after_relief": 5})
    for _ in range(3):
        crew.rates(**{cause: 50.0})
        crew.advance(6, seats=SEATS)
        assert crew.roster.posted.sum() == 0
        crew.rates()
        crew.advance(3, seats=SEATS)
        crew.come_back(medical=120)
        assert crew.roster.posted.sum() == 120
        assert not (crew.roster.status[0, :120] & CLOSED).any()


@pytest.mark.parametrize("cause", ["voluntary", "defected", "recalled", "relief"])
def test_newcomers_leave_at_the_rate_of_the_cause(cause: str) -> None:
    """Who is left after ten days at 0.05 a day has the binomial law of the first staff."""
    crew = emptied(4000, cause)
    crew.advance(30, seats=SEATS)
    crew.come_back(medical=4000)
    n = int(crew.roster.posted.sum())
    crew.rates(**{cause: 0.05})
    crew.advance(10, seats=SEATS)
    left = int(crew.roster.posted.sum())
    assert stats.binomtest(left, n, np.exp(-0.5)).pvalue > 1e-3


@pytest.mark.parametrize("cause", ["voluntary", "defected", "recalled", "relief"])
def test_newcomers_among_others_leave_at_the_same_rate(cause: str) -> None:
    """A third has left and is replaced; then everybody faces the same hazard."""
    crew = Crew({"medical": 6000}, {"seed": 12, "assumptions.causes.expelled.after_relief": 5})
    crew.rates(**{cause: 0.4})
    crew.advance(seats=SEATS)
    crew.rates()
    crew.advance(15, seats=SEATS)
    crew.come_back(medical=6000)
    assert crew.roster.posted.sum() == 6000
    old = crew.roster.history[0, :6000, 0] < 0
    crew.rates(**{cause: 0.05})
    crew.advance(10, seats=SEATS)
    there = crew.status()[:6000] == POSTED
    for group in (old, ~old):
        n, left = int(group.sum()), int((there & group).sum())
        assert stats.binomtest(left, n, np.exp(-0.5)).pvalue > 1e-3


def test_a_post_waits_for_whoever_stands_on_a_list_of_the_due() -> None:
    """Relieved, then recalled before the expulsion: the date stands, so nobody new is sent yet."""
    slow = {"assumptions.causes.expelled.after_relief": 0.2}
    crew = Crew({"medical": 300}, {"seed": 3}, slow, days=80)
    crew.rates(relief=50.0)
    crew.advance()
    assert (crew.status()[:300] == RELIEVED).any()
    crew.rates(recalled=50.0)
    crew.advance(seats=SEATS)
    waiting = (crew.roster.status[0, :300] & SCHEDULED != 0) & (crew.status()[:300] == VACANT)
    assert waiting.any()
    crew.rates()
    crew.come_back(medical=300)
    assert (crew.status()[:300][waiting] == VACANT).all()
    crew.advance(60, seats=SEATS)
    crew.come_back(medical=300)
    assert crew.roster.posted.sum() == 300


def test_peers_count_who_is_missing_not_who_rotated() -> None:
    """Half leave and come back: the peer effect is that of nobody missing."""
    peers = {"switches.contagion": "linear", "assumptions.causes.voluntary.peers": 2}
    crew = Crew({"medical": 400}, {"seed": 4}, CAPITAL, peers)
    crew.rates(recalled=0.7)
    crew.advance(seats=SEATS)
    crew.rates(voluntary=1e-9)
    crew.advance()
    where = (0, mission("medical"), crew.clock("voluntary"), 0)
    missing = 1 - crew.roster.posted[0].sum() / 400
    assert crew.roster.peer_factor[where] == pytest.approx(np.exp(2 * missing))
    crew.come_back(medical=400)
    crew.advance()
    assert crew.roster.peer_factor[where] == 1


def test_a_replicate_gets_the_same_newcomers_in_any_batch() -> None:
    def filled(replicates: int) -> np.ndarray:
        crew = Crew({"medical": 100}, {"seed": 6}, replicates=replicates)
        crew.rates(voluntary=0.5)
        crew.advance(3, seats=SEATS)
        crew.come_back(medical=30)
        crew.advance(3, seats=SEATS)
        return crew.status(0)[: int(crew.roster.contingents["size"][0].sum())]

    assert (filled(1) == filled(5)).all()
