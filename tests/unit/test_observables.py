"""Every observable reads what its name says, on a model whose numbers are all different."""

import numpy as np
import pytest

from sim.mechanisms.causes import CAUSE_NAMES
from sim.model.observables import OBSERVABLES
from sim.people.missions import MISSIONS
from sim.people.states import STATES
from sim.postures import caracas, havana
from support.mornings import morning

BY_NAME = {each.name: each for each in OBSERVABLES}
LEVERS = ("pressure", "inducement", "blockade", "demand", "talks", "consent")
INDICES = ("surveillance", "counterweight", "substitute", "hold", "loyalty")
HEDGE = list(caracas.MENU).index("hedge")
ROTATE_HOME = list(havana.MENU).index("rotate_home")


@pytest.fixture
def model():
    stocks = {"oil.cuba.essential": 0.1, "oil.cuba.comfortable_stock": 1000}
    return morning({"assumptions.orders.shock_memory": 10} | stocks)


def reads(model, name, *numbers):
    assert BY_NAME[name].read(model) == pytest.approx(np.array(numbers)), name


@pytest.mark.parametrize("name", LEVERS)
def test_levers(model, name) -> None:
    for position, lever in enumerate(LEVERS):
        getattr(model.washington, lever)[:] = [position / 10, position / 20]
    reads(model, name, LEVERS.index(name) / 10, LEVERS.index(name) / 20)


def test_postures_and_what_they_mean(model) -> None:
    model.washington.posture[:], model.caracas.posture[:], model.havana.posture[:] = (
        2,
        HEDGE,
        ROTATE_HOME,
    )
    reads(model, "washington_posture", 2, 2)
    reads(model, "caracas_posture", HEDGE, HEDGE)
    reads(model, "havana_posture", ROTATE_HOME, ROTATE_HOME)
    hedge, rotate = caracas.MENU["hedge"], havana.MENU["rotate_home"]
    for name, value in {
        "compliance": hedge.compliance,
        "concession": rotate.concession,
        "solidarity_caracas": hedge.solidarity,
        "solidarity_havana": rotate.solidarity,
        "rhetoric_gap": 0.80 - (1 - 0.45),
    }.items():
        reads(model, name, value, value)
    assert hedge.solidarity != rotate.solidarity != rotate.concession


@pytest.mark.parametrize("name", INDICES)
def test_indices_of_power(model, name) -> None:
    for position, index in enumerate(INDICES):
        getattr(model.caracas, index)[:] = [position / 10, position / 20]
    reads(model, name, INDICES.index(name) / 10, INDICES.index(name) / 20)


def test_what_governments_expect_and_fear(model) -> None:
    model.caracas.expected_pressure[:] = [0.3, 0.4]
    model.caracas.coup_hazard[:], model.caracas.coup_success[:] = 0.2, 0.3
    reads(model, "expected_pressure", 0.3, 0.4)
    reads(model, "coup_hazard", 0.2, 0.2)
    reads(model, "coup_success", 0.3, 0.3)
    reads(model, "fear_of_entrapment", *model.caracas.fear_of_entrapment)
    reads(model, "fear_of_abandonment", *model.havana.fear_of_abandonment)
    reads(model, "grievance", *model.caracas.grievance)
    reads(model, "collapse_hazard", *model.havana.collapse_hazard())
    assert not np.allclose(model.caracas.fear_of_entrapment, model.havana.fear_of_abandonment)


def test_oil_by_supplier_and_fate(model) -> None:
    for column, supplier in enumerate(model.suppliers.values()):
        supplier.volume[:] = 10 * column + np.arange(4)
    for fate, name in enumerate(("withheld", "deterred", "interdicted", "delivered")):
        row = [fate, 10 + fate, 20 + fate]
        reads(model, f"oil_{name}", row, row)


def test_oil_in_cuba(model) -> None:
    cuba = model.havana
    cuba.used, cuba.stock = np.array([50.0, 60.0]), np.array([100.0, 200.0])
    cuba.deficit, cuba.hardship = np.array([0.1, 0.2]), np.array([0.3, 0.4])
    cuba.power_deficit, cuba.grid_failures = np.array([0.5, 0.6]), np.array([1, 2])
    reads(model, "oil_used", 50, 60)
    reads(model, "oil_stock", 100, 200)
    reads(model, "oil_deficit", 0.1, 0.2)
    reads(model, "hardship", 0.3, 0.4)
    reads(model, "power_deficit", 0.5, 0.6)
    reads(model, "grid_failures", 1, 2)
    # Of the 70 kb/day that come by sea, 0.1 and a tenth or a fifth of the rest are served.
    reads(model, "days_of_cover", 100 / (70 * 0.19), 200 / (70 * 0.28))


def test_persons(model) -> None:
    people, missions = model.people, np.arange(len(MISSIONS))
    people.posted[:], people.present[:], people.queued[:] = missions, 10 + missions, 20 + missions
    people.by_state[:] = np.arange(len(STATES))
    people.arrived[:] = [3, 4]
    people.initial[:] = 26
    model.air_bridge.seats[:] = [7, 8]
    reads(model, "posted", missions, missions)
    reads(model, "present", 10 + missions, 10 + missions)
    reads(model, "queued", 20 + missions, 20 + missions)
    reads(model, "present_by_state", np.arange(len(STATES)), np.arange(len(STATES)))
    reads(model, "arrived", 3, 4)
    reads(model, "seats", 7, 8)
    reads(model, "presence_share", 91 / 182, 91 / 182)  # 10 + 11 + ... + 16 of 7 * 26


def test_departures_by_mission_and_cause(model) -> None:
    roster, causes = model.people.roster, len(CAUSE_NAMES)
    table = np.arange(len(MISSIONS) * causes).reshape(len(MISSIONS), causes)
    roster.exited[:] = table
    roster.triggered[:] = 0
    roster.triggered[:, 0] = 5 + np.arange(causes)
    roster.triggered[:, -1] = 1
    reads(model, "exited", table, table)
    reads(model, "triggered", *2 * [6 + np.arange(causes)])


def test_insecurity(model) -> None:
    model.strike_day, model.day = 0, 10
    model.caracas.posture[:] = HEDGE
    reads(model, "insecurity", *2 * [1 - (1 - np.exp(-1)) * (1 - 0.225)])
