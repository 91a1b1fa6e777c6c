"""Hold on power, loyalty and grievance, against hand values."""

import pytest

from sim.mechanisms.survival import Survival, grievance, hold, loyalty
from support.numbers import a, parameters


def given(**changes: float) -> Survival:
    usual = {
        "rent_base": 0.5,
        "rent_inducement": 0.4,
        "rent_pressure": 0.3,
        "need": 0.9,
        "loyalty_speed": 0.1,
        "personalism": 0.8,
        "grievance_base": 0.2,
        "grievance_compliance": 0.5,
        "grievance_disloyalty": 0.3,
        "grievance_hold": 0.25,
    }
    return parameters(Survival, **(usual | changes))


@pytest.mark.parametrize(
    ("now", "settling", "next_"), [(0.2, 100, 0.208), (0.2, 1, 1.0), (1.0, 100, 1.0)]
)
def test_hold_grows_towards_one(now: float, settling: float, next_: float) -> None:
    assert hold(a(now), a(settling)) == pytest.approx(next_)


def test_loyalty_follows_rents() -> None:
    # Rent 0.5 + 0.4*0.25 - 0.3*0.5 = 0.45, half of what is needed: 0.8 + 0.1*(0.5 - 0.8) = 0.77
    assert loyalty(a(0.8), a(0.25), a(0.5), given()) == pytest.approx(0.77)


def test_more_than_is_needed_buys_no_more_than_loyalty() -> None:
    # Rent 0.9, need 0.3: 0.8 + 0.1*(1 - 0.8) = 0.82
    assert loyalty(a(0.8), a(1.0), a(0.0), given(need=0.3)) == pytest.approx(0.82)


def test_rents_do_not_fall_below_nothing() -> None:
    # 0.1 - 0.3 is no rent: 0.8*(1 - 0.1)
    assert loyalty(a(0.8), a(0.0), a(1.0), given(rent_base=0.1)) == pytest.approx(0.72)


def test_grievance() -> None:
    # 0.2 + 0.5*0.4 + 0.3*(1-0.75)*0.8 - 0.25*0.4 = 0.2 + 0.2 + 0.06 - 0.1 = 0.36
    assert grievance(a(0.4), a(0.75), a(0.4), given()) == pytest.approx(0.36)


def test_grievance_is_a_share() -> None:
    most = given(grievance_base=0.9, grievance_compliance=0.9)
    least = given(grievance_base=0.0, grievance_hold=1.0)
    assert grievance(a(1.0), a(0.0), a(0.0), most).tolist() == [1]
    assert grievance(a(0.0), a(1.0), a(1.0), least).tolist() == [0]


def test_signs_of_grievance() -> None:
    at = grievance(a(0.5), a(0.5), a(0.5), given())
    assert grievance(a(0.6), a(0.5), a(0.5), given()) > at
    assert grievance(a(0.5), a(0.6), a(0.5), given()) < at
    assert grievance(a(0.5), a(0.5), a(0.6), given()) < at
