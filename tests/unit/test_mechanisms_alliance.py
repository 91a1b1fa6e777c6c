"""Fears, linkage, assurance and the rate of a deal, against hand values."""

import pytest

from sim.mechanisms.alliance import (
    Bargaining,
    Fears,
    assurance_caracas,
    assurance_havana,
    deal_hazard,
    fear_of_abandonment,
    fear_of_entrapment,
    linkage,
)
from support.numbers import a, parameters

FEARS = parameters(
    Fears,
    abandonment_base=-1.4,
    abandonment_dependence=1.0,
    abandonment_compliance=1.5,
    abandonment_solidarity=0.5,
    entrapment_base=-2.0,
    entrapment_presence=2.0,
    entrapment_compliance=1.0,
)
TERMS = parameters(
    Bargaining, credibility=0.6, pressure_spoils=0.5, demand_spoils=0.25, deal_rate=0.01
)


def test_fear_of_abandonment() -> None:
    # -1.4 + 1*0.5 + 1.5*0.4 - 0.5*0.8 = -0.7; 1/(1+e^0.7) = 1/3.013753 = 0.331812
    assert fear_of_abandonment(a(0.5), a(0.4), a(0.8), FEARS) == pytest.approx(0.331812, abs=1e-6)


def test_fear_of_abandonment_is_about_a_fifth_when_nothing_weighs() -> None:
    # 1/(1+e^1.4) = 1/5.0552 = 0.197816
    assert fear_of_abandonment(a(0), a(0), a(0), FEARS) == pytest.approx(0.197816, abs=1e-6)


def test_fear_of_entrapment() -> None:
    # -2 + 2*0.8*0.5 - 1*0.25 = -1.45; 1/(1+e^1.45) = 1/5.263115 = 0.190002
    assert fear_of_entrapment(a(0.8), a(0.5), a(0.25), FEARS) == pytest.approx(0.190002, abs=1e-6)


def test_who_is_not_seen_entraps_nobody() -> None:
    # Pressure counts only through what is visible: 1/(1+e^2) = 0.119203
    fears = fear_of_entrapment(a(0.0, 1.0), a(0.0, 0.0), a(0.0, 0.0), FEARS)
    assert fears == pytest.approx([0.119203, 0.119203], abs=1e-6)


def test_distance_raises_one_fear_and_lowers_the_other() -> None:
    """Snyder's dilemma: for more compliance, abandonment up and entrapment down together."""
    near, far = a(0.2), a(0.7)
    assert fear_of_abandonment(a(0.5), far, a(0.8), FEARS) > fear_of_abandonment(
        a(0.5), near, a(0.8), FEARS
    )
    assert fear_of_entrapment(a(0.8), a(0.5), far, FEARS) < fear_of_entrapment(
        a(0.8), a(0.5), near, FEARS
    )


@pytest.mark.parametrize(
    ("oil", "services", "link"),
    [(0.5, 0.8, 0.5), (0.9, 0.3, 0.3), (1.5, 1.2, 1.0), (0.0, 1.0, 0.0), (1.0, 1.0, 1.0)],
)
def test_a_link_is_as_strong_as_its_weaker_side(oil: float, services: float, link: float) -> None:
    assert linkage(a(oil), a(services)).tolist() == [link]


def test_assurance_in_caracas() -> None:
    # 0.6 * (1 - 0.5*0.8) = 0.36
    assert assurance_caracas(a(0.8), TERMS) == pytest.approx(0.36)


def test_assurance_in_havana() -> None:
    # 0.36 * (1 - 0.25*0.4) = 0.324
    assert assurance_havana(a(0.8), a(0.4), TERMS) == pytest.approx(0.324)


def test_without_pressure_and_demand_assurance_is_credibility() -> None:
    assert assurance_havana(a(0), a(0), TERMS).tolist() == [0.6]


def test_full_pressure_and_demand_leave_what_they_do_not_spoil() -> None:
    # 0.6 * 0.5 * 0.75 = 0.225
    assert assurance_havana(a(1), a(1), TERMS) == pytest.approx(0.225)


def test_rate_of_a_deal() -> None:
    # 0.01 * 1 * 0.324 * 0.5 = 0.00162, and nothing away from the table
    rates = deal_hazard(a(1, 0), a(0.324, 0.324), a(0.5, 0.5), TERMS)
    assert rates == pytest.approx([0.00162, 0])


def test_no_deal_without_hardship_or_credibility() -> None:
    assert deal_hazard(a(1, 1), a(0.5, 0), a(0, 0.5), TERMS).tolist() == [0, 0]
