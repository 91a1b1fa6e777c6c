"""Outcomes: streaks, thresholds, coups, deals and who is left, against hand values."""

import numpy as np
import pytest

from sim.model.outcomes import OUTCOME_NAMES, OUTCOMES, PRESENCE_CLASSES
from sim.people.missions import mission
from sim.postures.caracas import MENU
from support.mornings import exponentials, morning, uniforms

RUPTURE = list(MENU).index("rupture")
NOTHING = np.zeros(2)


def calm(*changes, replicates=2, days=90):
    """A model in which nothing rings by itself."""
    return morning(*changes, replicates=replicates, days=days)


def settle(model, *, deal=NOTHING, oil=0.0):
    """One day of outcomes."""
    model.suppliers["venezuela"].volume[:, 3] = oil
    model.outcomes.settle(deal=deal)
    model.day += 1


def first(model, name):
    return model.outcomes.first_day[:, OUTCOME_NAMES.index(name)].tolist()


# ---- slow outcomes


@pytest.mark.parametrize(
    ("name", "days"),
    [("hollowed_alliance", 30), ("alliance_dissolved", 30), ("rupture", 14), ("restoration", 1),
     ("washington_relents", 30)],
)  # fmt: skip
def test_how_long_a_condition_must_hold(name, days) -> None:
    [outcome] = [each for each in OUTCOMES if each.name == name]
    assert outcome.days == days


def test_rupture_is_fourteen_days_on_end() -> None:
    model = calm()
    for day in range(40):
        on_end = RUPTURE if day >= 20 else 0
        broken = RUPTURE if day not in {9, 19} else 0  # nine days, nine days, and then for good
        model.caracas.posture = np.array([on_end, broken])
        settle(model)
    assert first(model, "rupture") == [33, 33]


@pytest.mark.parametrize(
    ("security", "oil", "solidarity", "posture", "hollow", "dissolved"),
    [
        (0.05, 1.0, 0.5, 0, True, False),
        (0.06, 1.0, 0.5, 0, False, False),  # somebody still guards
        (0.05, 1.1, 0.5, 0, False, False),  # somebody still sends oil
        (0.05, 1.0, 0.49, 0, False, False),  # neither word nor silence
        (0.05, 1.0, 0.3, 0, False, False),
        (0.05, 1.0, 0.29, 0, False, True),
        (0.05, 1.0, 0.49, RUPTURE, False, True),
        (0.05, 1.0, 0.8, RUPTURE, True, True),
        (0.05, 5.0, 0.29, RUPTURE, False, False),
        (0.3, 1.0, 0.29, RUPTURE, False, False),
    ],
)  # fmt: skip
def test_hollow_and_dissolved(security, oil, solidarity, posture, hollow, dissolved) -> None:
    menu = {f"actors.caracas.menu.{name}.solidarity": solidarity for name in ("embrace", "rupture")}
    model = calm(menu)
    model.people.security_share = np.full(2, security)
    model.caracas.posture = np.full(2, posture)
    for _ in range(31):
        settle(model, oil=oil)
    assert first(model, "hollowed_alliance") == 2 * [29 if hollow else -1]
    assert first(model, "alliance_dissolved") == 2 * [29 if dissolved else -1]


def test_venezuelan_oil_is_a_mean_of_at_most_thirty_days() -> None:
    model, told = calm(), []
    for day in range(70):
        model.suppliers["venezuela"].volume[:, 3] = 60.0 if day < 40 else 0.0
        model.outcomes.settle(deal=NOTHING)
        told.append(model.outcomes.venezuelan_oil()[0])
        model.day += 1
    assert told[:40] == pytest.approx([60] * 40)
    assert told[40:] == pytest.approx([60 * (29 - n) / 30 for n in range(30)])


def test_restoration_needs_a_fall_below_half_and_a_return_above_it() -> None:
    model = calm()
    for shares in ([0.6, 0.6], [0.5, 0.49], [0.51, 0.5], [0.51, 0.51]):
        model.people.security_share = np.array(shares)
        settle(model)
    assert first(model, "restoration") == [-1, 3]


@pytest.mark.parametrize(
    ("pressure", "blockade", "relents"),
    [(0.29, 0.29, True), (0.3, 0.0, False), (0.0, 0.3, False), (0.0, 1.0, False)],
)
def test_washington_relents_when_both_are_low(pressure, blockade, relents) -> None:
    model = calm()
    model.washington.pressure[:], model.washington.blockade[:] = pressure, blockade
    for _ in range(30):
        settle(model)
    assert first(model, "washington_relents") == 2 * [29 if relents else -1]


# ---- sudden outcomes


def test_each_threshold_has_a_draw_of_its_own() -> None:
    model = calm()
    for name in ("coup", "deal", "collapse", "leader"):
        assert model.outcomes.threshold[name].tolist() == pytest.approx(
            exponentials(model, f"threshold {name}", 0)
        )


def test_a_deal_rings_once_and_binds_both_sides() -> None:
    model = calm()
    model.outcomes.threshold["deal"] = np.array([1.0, 99.0])
    for day in range(9):
        settle(model, deal=np.full(2, 0.3))
        happened = day >= 3  # 0.3, 0.6, 0.9, 1.2
        assert first(model, "havana_deal") == [3 if happened else -1, -1]
        for actor in (model.washington, model.havana):
            assert actor.bound.tolist() == [happened, False]
    assert model.washington.deal.tolist() == [True, False]


def test_what_has_rung_does_not_ring_again() -> None:
    model, signed = calm(), []
    model.outcomes.threshold["deal"] = np.array([0.5, 0.5])
    model.havana.sign = lambda where: signed.append(where.tolist())
    for _ in range(4):
        settle(model, deal=np.array([0.5, 0.2]))
    assert signed == [[True, False], [False, False], [False, True], [False, False]]


COLLAPSE = {
    "assumptions.collapse.calm_hazard": 0.73,
    "assumptions.collapse.severe_hazard": 0.73,
    "assumptions.collapse.cohesion": 0.6,
}


def test_a_collapse_takes_the_leader_along_and_the_hazard_is_of_a_year() -> None:
    model = calm(COLLAPSE)
    model.outcomes.threshold["collapse"] = np.array([0.0065, 99.0])
    model.outcomes.threshold["leader"] = np.array([99.0, 99.0])
    for _ in range(6):
        settle(model)  # 0.73/365 = 0.002 a day
    assert first(model, "havana_collapse") == [3, -1]
    assert first(model, "leader_exit_havana") == [3, -1]
    assert model.havana.bound.tolist() == [True, False]


def test_a_leader_can_go_while_the_government_stays() -> None:
    model = calm({"assumptions.collapse.leader_exit": 0.73})
    model.havana.hardship = np.full(2, 0.3)
    model.outcomes.threshold["leader"] = np.array([0.0065, 99.0])
    for _ in range(6):
        settle(model)
    assert first(model, "leader_exit_havana") == [3, -1]
    assert first(model, "havana_collapse") == [-1, -1]
    assert model.havana.bound.tolist() == [False, False]


# ---- coups


def weighed(model, attempts, success):
    """Give Caracas these hazards of attempts a day, and this chance of success."""
    n = model.n_replicates
    model.caracas.weigh_coup = lambda: (np.full(n, attempts), np.full(n, success))


def test_nobody_attempts_a_coup_before_the_strike() -> None:
    model = calm()
    weighed(model, 99.0, 1.0)
    settle(model)
    assert first(model, "coup_attempt") == [-1, -1]
    model.strike_day = 1
    settle(model)
    assert first(model, "coup_attempt") == [1, 1]


def test_the_next_attempt_is_a_wait_after_the_last() -> None:
    model = calm()
    weighed(model, 1.0, 0.0)
    model.strike_day = 0
    model.outcomes.threshold["coup"] = np.array([2.5, 3.5])
    attempts = []
    for _ in range(60):
        settle(model)
        attempts.append(model.outcomes.attempts.copy())
    assert first(model, "coup_attempt") == [2, 3]
    expected = np.zeros((60, 2), int)
    waits = [exponentials(model, "wait for a coup", n) for n in range(60)]
    for r, threshold in enumerate((2.5, 3.5)):
        n, rings_at = 0, threshold
        for day in range(60):
            if day + 1 >= rings_at:
                n += 1
                rings_at = day + 1 + waits[n][r]
            expected[day, r] = n
    assert np.array(attempts).tolist() == expected.tolist()
    assert expected[-1].min() > 10


def test_every_attempt_has_luck_of_its_own() -> None:
    runs, chance = 40, 0.3
    model = calm(replicates=runs)
    weighed(model, 0.0, chance)
    marks = np.array([uniforms(model, "coup succeeds", n, 1)[:, 0] for n in range(3)])
    everywhere = np.ones(runs, bool)
    for model.day in range(3):
        model.outcomes.attempt_coup(everywhere)
    succeeds = marks < chance
    expected = np.where(succeeds.any(axis=0), succeeds.argmax(axis=0), -1)
    assert first(model, "coup_caracas") == expected.tolist()
    assert {-1, 0, 1, 2} == set(expected.tolist())
    assert first(model, "coup_attempt") == [0] * runs


def test_only_one_coup_succeeds_and_it_deposes() -> None:
    model, deposed = calm(), []
    weighed(model, 0.0, 1.0)
    model.caracas.deposed = lambda where: deposed.append(where.tolist())
    only = np.array([True, False])
    for model.day in range(2):
        model.outcomes.attempt_coup(only)
    assert deposed == [[True, False], [False, False]]
    assert first(model, "coup_caracas") == [0, -1]
    assert model.outcomes.happened("coup_caracas").tolist() == [True, False]
    model.outcomes.attempt_coup(np.zeros(2, bool))
    assert model.outcomes.attempts.tolist() == [2, 0]


# ---- who is left


@pytest.mark.parametrize(
    ("left", "told"),
    [
        ({}, "none"),
        ({"undercover": 1}, "covert_only"),
        ({"medical": 8}, "none"),  # of 176 civilians, less than a twentieth
        ({"medical": 9}, "civilian"),
        ({"sport": 5, "education": 4}, "civilian"),
        ({"medical": 100, "undercover": 1}, "civilian"),
        ({"presidential_guard": 5}, "none"),  # of 110 soldiers, likewise
        ({"presidential_guard": 3, "military_advisers": 3}, "mixed"),
        ({"counterintelligence": 30}, "mixed"),
        ({"counterintelligence": 30, "medical": 140, "undercover": 24}, "mixed"),
    ],
)
def test_who_is_left_at_the_end(left, told) -> None:
    model = calm()
    model.people.present[:] = 0
    for name, heads in left.items():
        model.people.present[:, mission(name)] = heads
    assert model.outcomes.presence_class().tolist() == 2 * [PRESENCE_CLASSES.index(told)]
