"""Havana: oil, hardship, recall and what it sees, against hand values."""

from math import exp

import numpy as np
import pytest

from sim.postures.havana import MENU
from support.mornings import morning
from support.worlds import HEADS

A = "assumptions"
PROTECT_RECALL, NEGOTIATE = (list(MENU).index(name) for name in ("protect_recall", "negotiate"))
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
def test_what_havana_sees_when_it_chooses(order) -> None:
    model = morning(
        {
            "switches.move_order": order,
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
    model.washington.measures = {"venezuela"}
    model.washington.blockade[:] = 0.3
    model.caracas.posture[:] = 1  # hedge: compliance 0.45
    model.havana.posture[:] = PROTECT_RECALL  # concession 0.25
    model.havana.hardship = np.array([0.35, 0.35])
    view = model.havana.view()
    first = order == "washington_first"  # then the targets of "coerce" are seen
    pressure, demand, talks, blockade = (0.85, 0.7, 0.4, 0.9) if first else (0.5, 0.6, 0.1, 0.3)
    assert view.blockade[:, 0] == twice(blockade)
    assert view.demand[:, 0] == twice(demand)
    assert view.talks[:, 0] == twice(talks)
    assert view.insecurity[:, 0] == twice(0.225)  # no strike yet: half of the distance of Caracas
    assert view.hardship[:, 0] == twice(0.35)
    going_on = 0.5 * (pressure + blockade) / 2 * 1.25
    assert view.assurance[:, 0] == twice(0.5 * (1 - 0.4 * going_on) * (1 - 0.2 * demand))
    assert view.conflict[:, 0] == twice(0.75)


def test_oil_that_arrives_is_half_of_late_and_half_expected() -> None:
    model = morning({"oil.suppliers.venezuela.interdiction": 0.8})
    havana = model.havana
    model.washington.measures = {"venezuela"}
    model.washington.blockade[:] = 0.5
    model.caracas.posture[:] = 1  # hedge: willing to send 0.8
    assert havana.oil_arriving() == twice(0.5 + 0.5 * 0.8 * 0.6)
    for model.day in range(30):  # half of the sixty days that are remembered
        havana.receive_oil(np.zeros(2))
    assert havana.oil_arriving() == twice(0.25 + 0.5 * 0.8 * 0.6)


def test_who_stays_and_what_they_earn() -> None:
    stakes = {
        f"{A}.havana.horizon": 100,
        f"{A}.causes.recalled.scale": 2,
        f"{A}.returns.training": 0,
        f"{A}.returns.filling": 100,
        "actors.caracas.menu.embrace.invites": 0.5,
        "actors.havana.menu.stand.replacements": 1,
    }
    needs = {f"{A}.needs.{name}": 2 * heads for name, heads in HEADS.items()}
    model = morning(stakes, needs)
    whole = sum(HEADS.values())
    view = model.havana.view()
    kept = sum(
        heads * exp(-200 * getattr(MENU["withdraw"].recall, name)) for name, heads in HEADS.items()
    )
    assert view.people_kept[0, [0, 4]] == pytest.approx([1, kept / whole])
    assert view.earning[0, [0, 4]] == pytest.approx([0.5, kept / (2 * whole)])
    model.people.posted[:] = 0  # all left: half of them are asked for, 1 - 1/e would come
    assert model.havana.view().earning[0, 0] == pytest.approx(0.25 * (1 - exp(-1)))


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


def test_a_concession_is_that_of_the_posture_or_of_the_deal() -> None:
    model = morning(replicates=3)
    model.havana.posture[:] = [0, NEGOTIATE, NEGOTIATE]
    model.table.concession = np.array([0.5, 0.5, 0.9])
    assert model.havana.conceded().tolist() == [0.5, 0.6, 0.9]


def test_fear_of_abandonment() -> None:
    fears = {"base": -2.3, "dependence": 1, "compliance": 2, "solidarity": 1.5, "lure": 2}
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
    model.washington.pressure[:], model.washington.inducement[:] = 0.5, 0.1
    # 30 of 40 kb a day usually come from Venezuela; -2.3 + 0.75 + 0.9 + 2*0.3 = -0.05
    assert model.havana.fear_of_abandonment == twice(1 / (1 + exp(0.05)))
    model.switches = model.switches.model_copy(update={"costly_rhetoric": True})
    assert model.havana.fear_of_abandonment == twice(1 / (1 + exp(1.25)))


def test_hazards_of_the_government_and_of_its_leader() -> None:
    collapse = {"calm_hazard": 0.01, "severe_hazard": 0.16, "cohesion": 0.7, "cohesion_effect": 2}
    model = morning(
        {f"{A}.collapse.{name}": value for name, value in collapse.items()},
        {f"{A}.collapse.leader_exit": 0.1},
    )
    model.havana.hardship = np.array([0.55, 0.55])  # half way between the anchors
    assert model.havana.collapse_hazard() == twice(0.04 * exp(-0.2))
    assert model.havana.leader_exit_hazard() == twice(0.1 * 2)
