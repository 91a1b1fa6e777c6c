"""A difference is shared out between levers and assumptions, and both futures between are what they say."""

import numpy as np
import pytest

from sim.scenario.differences import differences
from sim.studies.comparison.answer.split import Split, between
from support.worlds import FREE, day, script, strike, world

LEVERS = {
    "levers.blockade": {"level": 1, "start": day(12)},
    "actors.havana.script": script((8, "withdraw")),
    "events": {"strike": strike()},
}
ASSUMPTIONS = {"air.seats": 3, "switches.contagion": "none"}


def paths(one, other):
    return {each.path for each in differences(one, other) if each.role != "run"}


def test_the_futures_between_have_one_kind_of_setting_each():
    one, other = world(FREE), world(FREE, LEVERS, ASSUMPTIONS)
    found = between(one, other)
    assert paths(one, found["assumptions"]) == set(ASSUMPTIONS)
    assert paths(found["levers"], other) >= set(ASSUMPTIONS)
    assert found["levers"].levers.blockade == other.levers.blockade
    assert found["levers"].actors.havana.script == other.actors.havana.script
    assert not found["levers"].events["blockade"].happens
    assert found["levers"].air == one.air


def test_futures_that_differ_in_one_kind_need_no_split():
    assert between(world(FREE), world(FREE, LEVERS)) is None
    assert between(world(FREE), world(FREE, ASSUMPTIONS)) is None
    assert between(world(FREE), world(FREE)) is None


def test_the_parts_add_up_to_the_difference():
    one, levers, assumptions, other = np.array(
        [[10.0, 12.0], [14.0, 15.0], [11.0, 13.0], [20.0, 22.0]]
    )
    found = Split.of(one, levers, assumptions, other)
    added = found.levers.mean + found.assumptions.mean
    assert added == pytest.approx((other - one).mean())
    assert found.levers.mean == pytest.approx(((4 + 9) / 2 + (3 + 9) / 2) / 2)
