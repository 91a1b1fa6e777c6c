"""Havana: oil, hardship, recall and what it sees, against hand values."""

from math import exp

import numpy as np
import pytest

from sim.agents import havana as module
from sim.postures.havana import MENU
from support.mornings import morning

A = "assumptions"
PROTECT_RECALL, NEGOTIATE = 2, 3
CUBA = {
    "oil.cuba.comfortable_stock": 1000,
    "oil.cuba.initial_cover": 0.5,
    "oil.cuba.essential": 0.4,
}


def twice(value):
    return pytest.approx(np.array([value, value]))


def test_a_day_of_oil() -> None:
    """Cuba uses 110 kb a day without shortage and pumps 40."""
    model = morning(CUBA)
    havana = model.havana
    assert havana.stock == twice(500)
    havana.burn_oil(np.array([20.0, 0.0]))
    # Half of 0.6 of the need of 70 is not served: 110 - 21 = 89.
    assert havana.used == twice(89)
    assert havana.stock == pytest.approx(np.array([500 + 40 + 20 - 89, 500 + 40 - 89]))
    assert havana.deficit == twice(1 - 89 / 110)
    # Drawn from the stock at tomorrow's rationing: 70 * (1 - 0.6*0.529), 70 * (1 - 0.6*0.549).
    assert havana.days_of_cover == pytest.approx(np.array([471 / 47.782, 451 / 46.942]))


def test_an_empty_stock_burns_what_comes_in() -> None:
    model = morning(CUBA)
    model.havana.stock = np.zeros(2)
    model.havana.burn_oil(np.array([1.0, 0.0]))
    assert model.havana.used == pytest.approx(np.array([41, 40]))
    assert model.havana.stock.tolist() == [0, 0]


def test_cover_is_told_up_to_a_year() -> None:
    havana = morning(CUBA).havana
    havana.stock = np.array([1e6, 0.0])
    assert havana.days_of_cover.tolist() == [365, 0]


def test_power_falls_short_with_oil_and_failures_are_counted_once() -> None:
    grid = {f"{A}.grid.broken": 0.25, f"{A}.grid.fuel_effect": 0.8}
    model = morning(grid | {f"{A}.grid.failures_strained": 2, f"{A}.grid.failures_starved": 8})
    havana = model.havana
    havana.deficit = np.array([0.25, 0.5])  # power 0.40 and 0.55
    havana.grid_arrivals = np.array([[0.5, 2.5 / 365, 9.0], [0.001, 0.01, 9.0]])
    havana.grid_arrivals.sort(axis=1)
    daily = []
    for _ in range(3):
        havana.power_the_grid()
        daily.append(havana.grid_failures.tolist())
    assert havana.power_deficit == pytest.approx(np.array([0.4, 0.55]))
    # Strain of 2/365 and 2*4^0.75/365 = 0.0155 a day: the first fails on the second day.
    assert daily == [[0, 2], [1, 0], [0, 0]]


def test_hardship_follows_missing_power_and_missing_fuel() -> None:
    values = {"initial": 0.4, "fuel": 0.4, "memory": 50}
    havana = morning({f"{A}.hardship.{name}": value for name, value in values.items()}).havana
    assert havana.hardship == twice(0.4)
    havana.power_deficit = np.array([0.5, 0.5])
    havana.used = np.array([110.0, 75.0])  # of the need of 70 by sea nothing is missing, and half
    havana.feel_hardship()
    # Felt 0.6*0.5 = 0.3, and 0.3 + 0.4*0.5 = 0.5.
    assert havana.hardship == pytest.approx(np.array([0.398, 0.402]))


@pytest.mark.parametrize("order", ["simultaneous", "washington_first"])
def test_what_havana_sees_when_it_chooses(monkeypatch, order) -> None:
    model = morning(
        {
            "switches.move_order": order,
            f"{A}.bargaining.concession_pull": 2,
            f"{A}.bargaining.conflict_caracas": 0.1,
            f"{A}.bargaining.conflict_havana": 0.75,
            f"{A}.bargaining.credibility": 0.5,
            f"{A}.bargaining.pressure_spoils": 0.4,
            f"{A}.bargaining.demand_spoils": 0.2,
            f"{A}.levers_at_start.pressure": 0.5,
            f"{A}.levers_at_start.demand": 0.6,
            f"{A}.levers_at_start.talks": 0.1,
        }
    )
    seen = {}
    monkeypatch.setattr(module, "utility", lambda menu, p, view: seen.update(view=view))
    model.washington.measures = {"venezuela"}
    model.washington.blockade[:] = 0.3
    model.caracas.posture[:] = 1  # hedge: compliance 0.45
    model.havana.hardship = np.array([0.35, 0.35])
    model.havana.utility()
    view = seen["view"]
    first = order == "washington_first"  # then the targets of "coerce" are seen
    pressure, demand, talks, blockade = (0.85, 0.7, 0.4, 0.9) if first else (0.5, 0.6, 0.1, 0.3)
    assert view.blockade == twice(blockade)
    assert view.demand == twice(demand)
    assert view.talks == twice(talks)
    assert view.insecurity == twice(0.225)  # no strike yet: half of the distance of Caracas
    assert view.compliance == twice(0.45)
    assert view.hardship == twice(0.35)
    assert view.assurance == twice(0.5 * (1 - 0.4 * pressure) * (1 - 0.2 * demand))
    assert view.pain_weight == twice(0.5)


def test_recall_is_what_was_decided_some_days_ago() -> None:
    model = morning({f"{A}.orders.delay_havana": 4, f"{A}.orders.delay_caracas": 2})
    havana = model.havana
    model.day = 9
    havana.held[5] = PROTECT_RECALL
    recall = MENU["protect_recall"].recall
    assert havana.recall()[0].tolist() == [
        recall.presidential_guard,
        recall.counterintelligence,
        recall.military_advisers,
        recall.medical,
        recall.sport,
        recall.education,
        recall.undercover,
    ]
    model.day = 10
    assert (havana.recall() == 0).all()


def test_a_deal_binds_for_good() -> None:
    havana = morning().havana
    havana.sign(np.array([True, False]))
    havana.sign(np.array([False, False]))
    assert havana.bound.tolist() == [True, False]


def test_only_who_negotiates_is_at_the_table() -> None:
    havana = morning(replicates=5).havana
    havana.posture = np.arange(5)
    assert havana.at_table().tolist() == [0, 0, 0, 1, 0]
    assert havana.names[NEGOTIATE] == "negotiate"


def test_fear_of_abandonment() -> None:
    fears = {"dependence": 1, "compliance": 2, "solidarity": 1.5}
    suppliers = {
        "venezuela": {"cargoes": 0.1, "smallest": 100, "largest": 500},
        "mexico": {"cargoes": 0.2, "smallest": 40, "largest": 60},
        "others": {"cargoes": 0, "smallest": 100, "largest": 790},
    }
    model = morning(
        {f"{A}.fears.abandonment_{name}": value for name, value in fears.items()},
        {
            f"oil.suppliers.{supplier}.{name}": value
            for supplier, terms in suppliers.items()
            for name, value in terms.items()
        },
    )
    model.caracas.posture[:] = 1  # hedge: compliance 0.45, solidarity 0.8
    # 30 of 40 kb a day usually come from Venezuela; -1.4 + 0.75 + 0.9 - 1.2 = -0.95
    assert model.havana.fear_of_abandonment == twice(1 / (1 + exp(0.95)))


def test_hazards_of_the_government_and_of_its_leader() -> None:
    collapse = {"calm_hazard": 0.01, "severe_hazard": 0.16, "cohesion": 0.7, "cohesion_effect": 2}
    model = morning(
        {f"{A}.collapse.{name}": value for name, value in collapse.items()},
        {f"{A}.collapse.leader_exit": 0.1},
    )
    model.havana.hardship = np.array([0.55, 0.55])  # half way between the anchors
    assert model.havana.collapse_hazard() == twice(0.04 * exp(-0.2))
    assert model.havana.leader_exit_hazard() == twice(0.1 * 2)
