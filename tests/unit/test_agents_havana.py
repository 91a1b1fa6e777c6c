"""Havana: oil, hardship, recall and what it sees, against hand values."""

from math import exp

import numpy as np
import pytest

from sim.model.agents import havana as module
from sim.postures.havana import MENU
from support.mornings import morning

A = "assumptions"
PROTECT_RECALL, NEGOTIATE = (list(MENU).index(name) for name in ("protect_recall", "negotiate"))
CUBA = {
    "oil.cuba.comfortable_stock": 1000,
    "oil.cuba.initial_cover": 0.5,
    "oil.cuba.rationing_floor": 0.4,
}


def twice(value):
    return pytest.approx(np.array([value, value]))


def test_a_day_of_oil() -> None:
    """Cuba uses 110 kb a day without shortage and pumps 40."""
    model = morning(CUBA)
    havana = model.havana
    assert havana.stock == twice(500)
    havana.burn_oil(np.array([20.0, 0.0]))
    # 110 * (0.4 + 0.6*500/1000) = 77
    assert havana.used == twice(77)
    assert havana.stock == pytest.approx(np.array([500 + 40 + 20 - 77, 500 + 40 - 77]))
    assert havana.deficit == twice(1 - 77 / 110)
    assert havana.days_of_cover == pytest.approx(np.array([483 / 37, 463 / 37]))


def test_an_empty_stock_burns_what_comes_in() -> None:
    model = morning(CUBA)
    model.havana.stock = np.zeros(2)
    model.havana.burn_oil(np.array([1.0, 0.0]))
    assert model.havana.used == pytest.approx(np.array([41, 40]))
    assert model.havana.stock.tolist() == [0, 0]


def test_cover_is_told_up_to_999_days() -> None:
    havana = morning(CUBA).havana
    havana.used = np.array([40.0, 30.0])  # no more than Cuba pumps
    assert havana.days_of_cover.tolist() == [999, 999]


def test_hardship_follows_the_deficit() -> None:
    hardship = {
        f"{A}.hardship.{k}": v for k, v in {"initial": 0.4, "exponent": 0.5, "memory": 50}.items()
    }
    havana = morning(hardship).havana
    assert havana.hardship == twice(0.4)
    havana.deficit = np.array([0.25, 0.0])
    havana.feel_hardship()
    # Felt is the root of the deficit: 0.4 + (0.5 - 0.4)/50, and without one 0.4 - 0.4/50.
    assert havana.hardship == pytest.approx(np.array([0.402, 0.392]))


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
    model.washington.blockade_in_force = True
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
