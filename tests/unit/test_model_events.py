"""Dated events and what the phases of a day hand from one agent to the next, against hand values."""

import numpy as np
import pytest

from sim.model.model import choose_postures, hear_orders, settle_outcomes
from sim.postures import havana, washington
from support.mornings import morning
from support.worlds import day, spell, strike


def events(**named):
    return {f"events.{name}": event for name, event in named.items()}


def evenings(model, days, read):
    """Run some days; what `read` says at the end of each."""
    told = []
    for _ in range(days):
        model.run_for(1)
        told.append(read(model))
    return told


def test_the_airspace_is_closed_from_the_first_to_the_last_day() -> None:
    closed = events(closed=spell("airspace_closed", 3, 5))
    model = morning({"air.seats": 10}, closed)
    seats = evenings(model, 8, lambda m: int(m.air_bridge.seats[0]))
    assert seats == [10, 10, 10, 0, 0, 0, 10, 10]


def test_of_spells_that_overlap_the_longer_decides() -> None:
    first, second = (spell("airspace_closed", *days) for days in ((1, 3), (2, 6)))
    model = morning({"air.seats": 10}, events(first=first, second=second))
    seats = evenings(model, 9, lambda m: int(m.air_bridge.seats[0]))
    assert seats == [10, 0, 0, 0, 0, 0, 0, 10, 10]


def test_a_spell_of_one_day_and_one_beyond_the_window() -> None:
    once, late = spell("airspace_closed", 2, 2), spell("airspace_closed", 6, 9)
    model = morning({"air.seats": 10}, events(once=once, late=late), days=10)
    seats = evenings(model, 10, lambda m: int(m.air_bridge.seats[0]))
    assert seats == [10, 10, 0, 10, 10, 10, 0, 0, 0, 0]


def test_fuel_and_suppliers_have_their_spells() -> None:
    model = morning(
        {"air.seats": 10, "air.without_jet_fuel": 0.5, "switches.jet_fuel_limits_seats": True},
        events(
            dry=spell("jet_fuel_gone", 1, 2),
            halt=spell("supplier_stops", 2, 3, supplier="mexico"),
        ),
    )

    def read(m):
        stops = [m.suppliers[name].stops for name in ("venezuela", "mexico", "others")]
        return int(m.air_bridge.seats[0]), stops

    none, mexico = [0, 0, 0], [0, 1, 0]
    assert evenings(model, 5, read) == [
        (10, none),
        (5, none),
        (5, mexico),
        (10, mexico),
        (10, none),
    ]


def test_an_event_that_does_not_happen_leaves_no_trace() -> None:
    model = morning(events(strike=strike(2) | {"happens": False}))
    assert set(evenings(model, 4, lambda m: m.strike_day)) == {None}


def test_the_strike_the_blockade_and_an_attempt_happen_on_their_days() -> None:
    model = morning(
        {"assumptions.survival.initial_hold": 0.2, "assumptions.survival.settling": 3650},
        events(
            strike=strike(2, killed=8, injured=6),
            blockade={"kind": "blockade_begins", "date": day(1)},
            attempt={"kind": "coup_attempt", "date": day(3)},
        ),
    )

    def read(m):
        dead = int((m.people.initial - m.people.present)[0].sum() > 7)
        force = m.washington.blockade_in_force
        weak = bool(m.caracas.hold[0] < 0.3)
        return m.strike_day, dead, force, weak, m.outcomes.attempts.tolist()

    assert evenings(model, 4, read) == [
        (None, 0, False, False, [0, 0]),
        (None, 0, True, False, [0, 0]),
        (2, 1, True, True, [0, 0]),
        (2, 1, True, True, [1, 1]),
    ]


def test_the_shock_of_the_strike_wears_off() -> None:
    model = morning()
    memory = np.array([10.0, 20.0])
    assert model.shock(memory).tolist() == [0, 0]
    model.strike_day, model.day = 2, 12
    assert model.shock(memory) == pytest.approx(np.exp([-1, -0.5]))


def test_signals_are_what_the_capitals_do() -> None:
    model, heard = morning({"assumptions.orders.shock_memory": 10}), []
    model.people.hear = heard.append
    model.people.rates = []
    model.strike_day, model.day = 0, 10
    model.caracas.posture[:] = 1  # hedge: compliance 0.45
    model.havana.posture[:] = 2  # protect_recall: exposed 0.3
    model.havana.hardship = np.array([0.2, 0.6])
    hear_orders(model)
    [signals] = heard
    insecurity = 1 - (1 - np.exp(-1)) * (1 - 0.225)
    assert signals.insecurity == pytest.approx(np.full(2, insecurity))
    assert signals.forced_return == pytest.approx(np.full(2, 1 - 0.55 * 0.3))
    assert signals.hardship.tolist() == [0.2, 0.6]
    assert signals.relief.tolist() == model.caracas.relief().tolist()
    assert signals.recall.tolist() == model.havana.recall().tolist()


DEAL_TRACK, COERCE = (list(washington.MENU).index(name) for name in ("deal_track", "coerce"))
STAND, NEGOTIATE = (list(havana.MENU).index(name) for name in ("stand", "negotiate"))


def test_a_deal_takes_both_sides_assurance_and_hardship() -> None:
    model, asked = (
        morning(
            {
                "assumptions.bargaining.deal_rate": 0.02,
                "assumptions.bargaining.credibility": 0.5,
                "assumptions.bargaining.pressure_spoils": 0.8,
                "assumptions.bargaining.demand_spoils": 0.4,
            },
            replicates=4,
        ),
        [],
    )
    model.outcomes.settle = lambda *, deal: asked.append(deal)
    model.washington.posture = np.array([DEAL_TRACK, DEAL_TRACK, COERCE, COERCE])
    model.havana.posture = np.array([NEGOTIATE, STAND, NEGOTIATE, STAND])
    model.washington.pressure[:], model.washington.demand[:] = 0.5, 0.25
    model.havana.hardship = np.full(4, 0.6)
    settle_outcomes(model)
    # Rate, hardship, credibility, and what pressure (0.8*0.5) and demand (0.4*0.25) leave of it.
    assert asked[0] == pytest.approx(np.array([0.02 * 0.6 * 0.5 * 0.6 * 0.9, 0, 0, 0]))


@pytest.mark.parametrize(("order", "seen"), [("simultaneous", 1), ("washington_first", 3)])
def test_who_moves_first_is_seen_by_the_others(order, seen) -> None:
    """Washington turns from posture 1 to 3; Caracas notes what it held when it chose itself."""
    model, noted = morning({"switches.move_order": order}), []
    model.washington.next_posture = lambda: np.array([3, 3])

    def note():
        noted.append(int(model.washington.posture[0]))
        return model.caracas.posture

    model.caracas.next_posture = note
    choose_postures(model)
    assert noted == [seen]
    assert model.washington.posture.tolist() == [3, 3]
