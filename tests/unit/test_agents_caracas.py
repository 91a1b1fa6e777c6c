"""Caracas: what it sees, orders and rests on, against hand values."""

from math import exp

import numpy as np
import pytest

from sim.model.agents import caracas as module
from sim.people.missions import mission
from sim.postures.caracas import MENU
from support.mornings import morning
from support.worlds import HEADS

HEDGE, RUPTURE = (list(MENU).index(name) for name in ("hedge", "rupture"))
A = "assumptions"


def approx(*values):
    return pytest.approx(np.array(values))


@pytest.mark.parametrize(
    ("order", "expected"), [("simultaneous", 0.4), ("washington_first", 0.4 + 0.1 * (0.85 - 0.4))]
)
def test_what_caracas_sees_when_it_chooses(monkeypatch, order, expected) -> None:
    model = morning(
        {
            "switches.move_order": order,
            f"{A}.expectations.learning": 0.1,
            f"{A}.bargaining.concession_pull": 2,
            f"{A}.bargaining.conflict_caracas": 0.3,
            f"{A}.bargaining.credibility": 0.5,
            f"{A}.bargaining.pressure_spoils": 0.4,
            f"{A}.levers_at_start.pressure": 0.5,
            f"{A}.levers_at_start.inducement": 0.1,
        }
    )
    caracas, seen = model.caracas, {}
    monkeypatch.setattr(module, "utility", lambda menu, p, view, **switches: seen.update(view=view))
    caracas.expected_pressure[:] = 0.4
    caracas.volatility[:] = 0.09
    caracas.hold[:] = 0.3
    caracas.utility()
    view = seen["view"]
    # Washington holds "coerce": where it moves first, its targets 0.85 and 0.3 are seen.
    pressure, inducement = (0.85, 0.3) if order == "washington_first" else (0.5, 0.1)
    assert view.expected_pressure == approx(expected, expected)
    assert view.surprise == approx(0.3, 0.3)
    assert view.inducement == approx(inducement, inducement)
    assert view.assurance == approx(*2 * [0.5 * (1 - 0.4 * pressure)])
    assert view.hold == approx(0.3, 0.3)
    assert view.solidarity == approx(*2 * [MENU["embrace"].solidarity])
    assert view.pressure_weight == approx(1.4, 1.4)


def test_caracas_learns_from_the_pressure_on_it() -> None:
    model = morning({f"{A}.expectations.learning": 0.2})
    model.caracas.expected_pressure[:] = 0.5
    model.washington.pressure = np.array([0.5, 0.8])
    model.caracas.form_expectations()
    assert model.caracas.expected_pressure == approx(0.5, 0.56)
    assert model.caracas.volatility == approx(0, 0.2 * 0.3**2)


def test_relief_is_what_was_decided_some_days_ago_times_its_scale() -> None:
    scale = {f"{A}.causes.expelled.security_relief": 2, f"{A}.causes.expelled.civilian_relief": 3}
    model = morning(scale, {f"{A}.orders.delay_caracas": 4})
    caracas, relief = model.caracas, MENU["rupture"].relief
    model.day = 9
    caracas.held[5] = RUPTURE
    caracas.posture[:] = 0
    assert caracas.relief()[0] == approx(
        2 * relief.presidential_guard,
        2 * relief.counterintelligence,
        2 * relief.military_advisers,
        3 * relief.medical,
        3 * relief.sport,
        3 * relief.education,
        2 * relief.undercover,
    )
    model.day = 10
    assert (caracas.relief() == 0).all()


COUP = {
    f"{A}.coup.counterintelligence_weight": 0.7,
    f"{A}.coup.guard_weight": 0.6,
    f"{A}.coup.returns": 1,
    f"{A}.coup.substitute_ceiling": 0.5,
    f"{A}.coup.substitute_time": 365,
    f"{A}.survival.settling": 100,
    f"{A}.survival.rent_base": 0.5,
    f"{A}.survival.rent_inducement": 0.2,
    f"{A}.survival.rent_pressure": 0.4,
    f"{A}.survival.need": 0.8,
    f"{A}.survival.loyalty_speed": 0.1,
}


def test_power_rests_on_who_is_posted() -> None:
    model = morning(COUP)
    caracas, posted = model.caracas, model.people.posted
    kept = {
        "counterintelligence": 0.5,
        "undercover": 0.25,
        "presidential_guard": 0.25,
        "military_advisers": 0.5,
    }
    for name, share in kept.items():
        posted[:, mission(name)] = round(share * HEADS[name])
    model.washington.inducement[:], model.washington.pressure[:] = 0.5, 0.25
    caracas.hold[:] = 0.2
    caracas.settle_power()
    # Shares 15/30, 6/24, 10/40 and 20/40: 0.7*0.5 + 0.3*0.25, then 0.6*0.25 + 0.4*0.5.
    assert caracas.surveillance == approx(0.425, 0.425)
    assert caracas.counterweight == approx(0.35, 0.35)
    # 0 + (0.5*(1-0.35) - 0)/365, which in a year would be 0.325
    assert caracas.substitute == approx(0.325 / 365, 0.325 / 365)
    assert caracas.newness == approx(0.325, 0.325)
    assert caracas.hold == approx(0.208, 0.208)
    # Rent 0.5 + 0.2*0.5 - 0.4*0.25 = 0.5 of 0.8 needed; 1 + 0.1*(0.625 - 1)
    assert caracas.loyalty == approx(0.9625, 0.9625)


def test_newness_is_at_most_one_and_never_negative() -> None:
    model = morning(COUP, {f"{A}.coup.substitute_time": 10})
    model.people.posted[:] = 0
    model.caracas.settle_power()
    assert model.caracas.newness.tolist() == [1, 1]
    model.caracas.substitute[:] = 0.9
    model.caracas.settle_power()
    assert model.caracas.newness.tolist() == [0, 0]


@pytest.mark.parametrize(("theory", "exposed"), [("debruin", 0.0), ("powell", 0.25)])
def test_what_a_coup_is_weighed_by(theory, exposed) -> None:
    model = morning(
        {
            "switches.deterrence": theory,
            f"{A}.coup.calm_rate": 0.02,
            f"{A}.coup.grievance_effect": 1.5,
            f"{A}.coup.shock_effect": 1,
            f"{A}.coup.shock_memory": 50,
            f"{A}.orders.shock_memory": 20,
            f"{A}.coup.newness_effect": 0.8,
            f"{A}.coup.surveillance_effect": 2,
            f"{A}.coup.counterweight_deters": 0.6,
            f"{A}.coup.counterweight_effect": 2,
            f"{A}.survival.grievance_base": 0.2,
            f"{A}.survival.grievance_compliance": 0.4,
            f"{A}.survival.grievance_disloyalty": 0.3,
            f"{A}.survival.personalism": 0.5,
            f"{A}.survival.grievance_hold": 0.5,
        },
        days=60,
    )
    caracas = model.caracas
    model.strike_day, model.day = 0, 50
    caracas.posture[:] = HEDGE
    caracas.loyalty[:], caracas.hold[:] = 0.6, 0.4
    caracas.counterweight[:], caracas.substitute[:] = 0.5, 0.5
    caracas.newness[:], caracas.surveillance[:] = 0.25, 0.9
    # 0.2 + 0.4*0.45 + 0.3*0.4*0.5 - 0.5*0.4 = 0.24
    assert caracas.grievance == approx(0.24, 0.24)
    hazard = 0.02 * exp(1.5 * 0.24 + exp(-1) + 0.8 * 0.25 + 2 * 0.1 + 0.6 * exposed)
    odds = 0.48 / 0.52 * exp(-2 * 0.75)
    attempts, success = caracas.weigh_coup()
    assert attempts == approx(hazard / 365, hazard / 365)
    assert caracas.coup_hazard == approx(hazard, hazard)
    assert success == approx(odds / (1 + odds), odds / (1 + odds))


def test_fear_of_entrapment() -> None:
    model = morning({f"{A}.fears.entrapment_presence": 1, f"{A}.fears.entrapment_compliance": 2})
    model.caracas.expected_pressure[:] = 0.8
    model.people.security_share[:] = 0.5
    model.caracas.posture[:] = HEDGE
    # -2 + 1*0.8*0.5 - 2*0.45 = -2.5
    assert model.caracas.fear_of_entrapment == approx(*2 * [1 / (1 + exp(2.5))])


def test_the_strike_leaves_a_weak_hold_everywhere_and_a_coup_where_it_succeeds() -> None:
    menu = {
        f"actors.caracas.menu.{name}.successor": float(name == "rupture")
        for name in ("embrace", "hedge", "drawdown", "rupture")
    }
    model = morning(menu, {f"{A}.survival.initial_hold": 0.2})
    caracas = model.caracas
    caracas.lose_power()
    assert caracas.hold.tolist() == [0.2, 0.2]
    caracas.hold[:] = 0.9
    caracas.deposed(np.array([True, False]))
    assert caracas.hold.tolist() == [0.2, 0.9]
    assert caracas.posture.tolist() == [RUPTURE, 0]
    assert caracas.bound.tolist() == [True, False]
    assert model.draws.assumptions.survival.initial_hold.tolist() == [0.2, 0.2]
