"""The air bridge: seats under closures and without fuel, and how many replacements fly in."""

import numpy as np
import pytest

from support.mornings import morning

AIR = {"air.seats": 101, "air.without_jet_fuel": 0.5}


@pytest.mark.parametrize(
    ("limits", "shortages", "closures", "seats"),
    [
        (True, 0, 0, 101),
        (False, 0, 0, 101),
        (True, 1, 0, 50),  # 50.5, and nobody takes half a seat
        (True, 2, 0, 50),
        (False, 1, 0, 101),
        (True, 0, 1, 0),
        (True, 1, 2, 0),
    ],
)
def test_seats_of_the_day(limits, shortages, closures, seats) -> None:
    model = morning(AIR, {"switches.jet_fuel_limits_seats": limits})
    model.air_bridge.fuel_shortages, model.air_bridge.closures = shortages, closures
    model.air_bridge.fly_home()
    assert model.air_bridge.seats.tolist() == [seats, seats]


def test_a_replacement_needs_both_capitals() -> None:
    model = morning(AIR, replicates=3)
    model.day = 4
    offered = []
    model.people.fly_home = lambda *what: offered.append(what)
    model.caracas.posture = np.array([0, 1, 3])  # lets in 1, 0.5, 0
    model.havana.posture = np.array([1, 1, 0])  # sends 0.3, 0.3, 1
    model.air_bridge.fly_home()
    [(seats, inflow, _, day)] = offered
    assert seats.tolist() == [101, 101, 101]
    assert inflow == pytest.approx(np.array([0.3, 0.15, 0]))
    assert day == 4


def test_newcomers_need_both_capitals_today_and_since_training() -> None:
    model = morning(AIR, {"assumptions.returns.training": 3}, replicates=4)
    caracas, havana = model.caracas, model.havana
    model.day = 9
    caracas.posture = np.array([0, 0, 1, 0])  # embrace invites, hedge does not
    havana.posture = np.array([0, 1, 0, 0])  # stand sends 1, rotate_home 0.3
    caracas.held[6] = [0, 0, 0, 1]
    havana.held[6] = [0, 0, 0, 0]
    assert model.air_bridge._invited() == pytest.approx(np.array([1, 0.3, 0, 0]))


def test_what_is_owed_is_a_share_of_the_vacant_posts() -> None:
    """Of 140 vacant doctors' posts a seventieth a day: two; without seats they stay owed."""
    model = morning({"assumptions.returns.filling": 70})
    people = model.people
    people.present[:] = people.initial
    people.present[:, 3] = 0
    people.fly_home(np.array([0, 50]), np.zeros(2), np.ones(2), 0)
    assert people.owed[:, 3].tolist() == [2, 0]
