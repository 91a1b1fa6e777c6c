"""Fears, linkage and assurance, against hand values."""

import numpy as np
import pytest

from sim.mechanisms.alliance import (
    Bargaining,
    Fears,
    assurance,
    fear_of_abandonment,
    fear_of_entrapment,
    linkage,
)
from support.numbers import a, parameters

FEARS = parameters(
    Fears,
    abandonment_base=-2.3,
    abandonment_dependence=1.0,
    abandonment_compliance=1.5,
    abandonment_solidarity=0.5,
    abandonment_lure=1.0,
    entrapment_base=-1.4,
    entrapment_presence=2.0,
    entrapment_compliance=1.0,
    entrapment_quarrel=0.5,
)
TERMS = parameters(Bargaining, credibility=0.6, pressure_spoils=0.5, demand_spoils=0.25)


def test_fear_of_abandonment() -> None:
    # -2.3 + 1*0.5 + 1.5*0.4 + 1*0.6 - 0.5*0.8 = -1; 1/(1+e) = 0.268941
    fear = fear_of_abandonment(a(0.5), a(0.4), a(0.6), a(0.8), FEARS)
    assert fear == pytest.approx(0.268941, abs=1e-6)


def test_fear_of_entrapment() -> None:
    # -1.4 + 0.5*0.4 + 2*0.8*0.5 - 1*0.25 = -0.65; 1/(1+e^0.65) = 0.342990
    fear = fear_of_entrapment(a(0.8), np.array([[0.5]]), np.array([0.25]), a(0.4), FEARS)
    assert fear == pytest.approx(0.342990, abs=1e-6)


def test_who_is_not_seen_entraps_nobody() -> None:
    hidden = np.zeros((2, 1))
    fears = fear_of_entrapment(a(0.0, 1.0), hidden, np.zeros(1), a(0.0, 0.0), FEARS)
    assert fears[0] == fears[1]


def test_talks_take_the_quarrel_away() -> None:
    fears = fear_of_entrapment(a(0.8, 0.8), np.ones((2, 1)), np.zeros(1), a(0.7, 0.0), FEARS)
    assert fears[1] < fears[0]


def test_distance_raises_one_fear_and_lowers_the_other() -> None:
    """Snyder's dilemma: for more compliance, abandonment up and entrapment down together."""
    near, far = a(0.2), a(0.7)
    assert fear_of_abandonment(a(0.5), far, a(0.5), a(0), FEARS) > fear_of_abandonment(
        a(0.5), near, a(0.5), a(0), FEARS
    )
    seen = np.array([[0.5]])
    assert fear_of_entrapment(a(0.8), seen, far, a(0.5), FEARS) < fear_of_entrapment(
        a(0.8), seen, near, a(0.5), FEARS
    )


@pytest.mark.parametrize(
    ("oil", "services", "link"),
    [(0.5, 0.8, 0.5), (0.9, 0.3, 0.3), (1.5, 1.2, 1.0), (0.0, 1.0, 0.0), (1.0, 1.0, 1.0)],
)
def test_a_link_is_as_strong_as_its_weaker_side(oil: float, services: float, link: float) -> None:
    assert linkage(a(oil), a(services)).tolist() == [link]


def test_assurance() -> None:
    # Going on 0.5*0.8*(1+0.5) = 0.6; 0.6 * (1 - 0.5*0.6) * (1 - 0.25*0.4) = 0.378
    assert assurance(a(0.8), a(0.5), a(0.4), TERMS) == pytest.approx(0.378)


def test_without_pressure_and_demand_assurance_is_credibility() -> None:
    assert assurance(a(0), a(1), a(0), TERMS).tolist() == [0.6]


def test_assurance_falls_with_the_pressure_expected_after_complying() -> None:
    """More pressure, more compliance that has not ended it, or a more maximal demand: less belief."""
    usual = assurance(a(0.8), a(0.5), a(0.4), TERMS)
    assert assurance(a(0.9), a(0.5), a(0.4), TERMS) < usual
    assert assurance(a(0.8), a(0.6), a(0.4), TERMS) < usual
    assert assurance(a(0.8), a(0.5), a(0.5), TERMS) < usual
