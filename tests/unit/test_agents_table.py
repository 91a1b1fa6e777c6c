"""The table: what terms are worth today, how fast a deal comes and goes, against hand values."""

import numpy as np
import pytest

from support.mornings import morning

A = "assumptions"
DEAL_TRACK, COERCE, STAND, NEGOTIATE = 3, 1, 0, 3
PLAIN = {
    f"{A}.bargaining.concession_pull": 2,
    f"{A}.bargaining.conflict_havana": 0.5,
    f"{A}.bargaining.credibility": 0.5,
    f"{A}.bargaining.pressure_spoils": 0,
    f"{A}.bargaining.demand_spoils": 0,
    f"{A}.havana.regime": 0.8,
    f"{A}.washington.deal": 1.2,
    f"{A}.washington.change": 0.6,
    f"{A}.washington.cost": 0.4,
    f"{A}.washington.humanitarian": 0.5,
    f"{A}.washington.credibility": 0.3,
    f"{A}.levers_at_start.demand": 0.5,
    f"{A}.bargains.break_rate": 0.1,
    f"{A}.bargains.walk_out": 4,
}


def table(*changes, replicates=2):
    model = morning(PLAIN, *changes, replicates=replicates)
    model.washington.measures = {"venezuela"}
    model.washington.blockade[:] = 0.8
    model.washington.unmet[:] = 0.5
    model.havana.hardship = np.full(replicates, 0.6)
    return model.table


def test_what_terms_are_worth() -> None:
    sides = table().sides()
    # 2*0.5 * cube root of 0.6*0.8*0.5 = 0.24
    assert sides.relief_to_havana == pytest.approx(np.full(2, 0.24 ** (1 / 3)))
    assert sides.concession_to_havana == pytest.approx(np.full(2, 0.8 * 0.5 / 2))
    # 0.8 * (0.5*0.6 + 0.4/2 - 0.6*0.5*1.5/2) = 0.8 * (0.5 - 0.225)
    assert sides.relief_to_washington == pytest.approx(np.full(2, 0.22))
    assert sides.concession_to_washington == pytest.approx(np.full(2, 1.2))
    assert sides.backing_down == pytest.approx(np.full(2, 0.3 * 0.5 * 0.5))


def test_havana_trusts_less_what_is_felt_and_what_is_demanded() -> None:
    spoils = {f"{A}.bargaining.pressure_spoils": 0.4, f"{A}.bargaining.demand_spoils": 0.2}
    at = table(spoils, {f"{A}.levers_at_start.pressure": 0.6})
    # Felt (0.6 + 0.8)/2 = 0.7, half of which goes on; demanded 0.5
    believed = 0.5 * (1 - 0.4 * 0.35) * (1 - 0.2 * 0.5)
    expected = (0.6 * 0.8 * believed) ** (1 / 3)
    assert at.sides().relief_to_havana == pytest.approx(np.full(2, expected))


def test_a_deal_here_leaves_the_deal_there_alone() -> None:
    at = table()
    at.sign(np.array([True, False]))
    at.sign(np.array([False, True]))
    assert at.in_force.tolist() == [True, True]


def test_a_deal_takes_two_who_are_ready_and_room_for_terms() -> None:
    at = table({f"{A}.bargains.deal_rate": 0.02}, replicates=4)
    at.model.washington.posture = np.array([DEAL_TRACK, DEAL_TRACK, COERCE, COERCE])
    at.model.havana.posture = np.array([NEGOTIATE, STAND, NEGOTIATE, STAND])
    at.possible = np.tile([0.5, 0.9], (4, 1)), np.tile([0.5, 0.0], (4, 1))  # all gain on both
    assert at.rate() == pytest.approx(0.02 * np.array([1, 0.1, 0.4, 0.04]))
    at.in_force[:] = [True, False, False, False]
    assert at.rate()[0] == 0
    at.possible = np.zeros((4, 2)), np.ones((4, 2))  # nothing for Havana
    assert at.rate().tolist() == [0, 0, 0, 0]


def test_a_deal_breaks_sooner_where_one_side_regrets_it() -> None:
    at = table()
    at.sign(np.array([True, True]))
    at.relief, at.concession = np.array([0.5, 0.0]), np.array([0.5, 1.0])
    assert at.break_rate() == pytest.approx(np.array([0.1, 4.1]) / 365)
    at.end(np.array([False, True]))
    assert at.break_rate().tolist()[1] == 0
    assert at.in_force.tolist() == [True, False]
    assert at.concession.tolist() == [0.5, 0]


def test_terms_are_weighed_against_the_blockade_without_the_deal() -> None:
    at = table()
    before = at.sides().relief_to_havana
    at.sign(np.array([True, False]))
    at.model.washington.blockade[:] = 0.0  # lifted
    after = at.sides().relief_to_havana
    assert after[0] == pytest.approx((0.6 * 0.9 * 0.5) ** (1 / 3))  # "coerce" would set 0.9
    assert after[1] == 0
    assert before[0] > 0


def test_what_was_signed_is_kept_when_the_deal_is_off() -> None:
    at = table()
    at.sign(np.array([True, False]))
    terms = at.signed.copy()
    at.end(np.array([True, True]))
    assert (terms[0] == at.signed[0]).all()
    assert np.isnan(at.signed[1]).all()
