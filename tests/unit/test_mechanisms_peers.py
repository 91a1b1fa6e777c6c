"""The peer effect on the clocks of a contingent, by hand."""

from math import exp

import numpy as np
import pytest

from sim.mechanisms.causes import cause
from sim.world.missions import mission
from sim.world.states import N_STATES
from support.crews import Crew

CAPITAL = mission("medical") * N_STATES
CLOSE = {
    "missions.medical.capital_share": 0.5,
    "assumptions.causes.voluntary.peers": 2.0,
    "assumptions.causes.defected.peers": 1.0,
    "assumptions.peers.threshold": 0.3,
}


def factors(kind: str, days: int) -> tuple[Crew, float]:
    """A crew of 40, half of them in the capital, and the share of those that has left by then."""
    crew = Crew({"medical": 40}, CLOSE, {"switches.contagion": kind, "seed": 3})
    crew.rates(recalled=0.05)
    crew.advance(days, seats=40)
    left = int((crew.status()[:20] == 0).sum())
    assert crew.roster.exited[0, mission("medical"), cause("recalled")] >= left
    crew.rates(recalled=1e-12)
    crew.advance()  # the factors of a day are those of its morning
    return crew, left / 20


def of(crew: Crew, name: str) -> float:
    return float(crew.roster.clocks["peer_factor"][0, CAPITAL, crew.clock(name)])


@pytest.mark.parametrize("days", [1, 6, 12])
def test_in_proportion_to_those_who_left(days: int) -> None:
    # exp(2 * share) and exp(1 * share); orders are not contagious
    crew, share = factors("linear", days)
    assert of(crew, "voluntary") == pytest.approx(exp(2 * share))
    assert of(crew, "defected") == pytest.approx(exp(share))
    assert of(crew, "recalled") == of(crew, "relief") == of(crew, "rotated") == 1


@pytest.mark.parametrize("days", [1, 4, 12])
def test_beyond_a_threshold_as_if_all_had_left(days: int) -> None:
    crew, share = factors("threshold", days)
    assert of(crew, "voluntary") == pytest.approx(exp(2) if share >= 0.3 else 1)


def test_both_sides_of_the_threshold_are_tried() -> None:
    shares = [factors("threshold", days)[1] for days in (1, 12)]
    assert shares[0] < 0.3 <= shares[1]


def test_without_contagion_peers_do_not_matter() -> None:
    crew, share = factors("none", 12)
    assert share > 0
    assert (crew.roster.clocks["peer_factor"] == 1).all()


def test_peers_are_those_of_the_same_contingent() -> None:
    crew = Crew({"medical": 40}, CLOSE, {"switches.contagion": "linear", "seed": 3})
    crew.clocks.by_state[:, 1:, crew.clock("recalled")] = 0  # only the capital is called home
    crew.rates(recalled=0.2)
    crew.advance(8, seats=40)
    elsewhere = crew.roster.clocks["peer_factor"][0, CAPITAL + 1 : CAPITAL + N_STATES]
    assert of(crew, "voluntary") > 1.5
    assert (elsewhere == 1).all()
    assert np.isfinite(crew.roster.clocks["peer_factor"]).all()
