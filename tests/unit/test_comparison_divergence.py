"""Paired runs are the same until something they are given differs, and only then part."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.studies.comparison.answer.divergence import NEVER, first_differing_input, first_divergence
from support.labelled import labelled
from support.worlds import FREE, START, day, script, spell, strike, world

DAYS = 30
EVENTS = {"strike": strike(), "blockade": {"kind": "blockade_begins", "date": day(2)}}
PIN = "levers.blockade"


def small(*changes):
    return world(FREE, *changes, days=DAYS)


def on(number):
    return START + timedelta(days=number)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"title": "Called otherwise", "replicates": 3}, None),
        ({"assumptions.peers.threshold": 0.2}, 0),
        ({"air.seats": 3}, 0),
        ({"switches.contagion": "none"}, 0),
        ({PIN: {"level": 1, "start": day(12)}}, 12),
        ({PIN: {"level": 1, "start": day(12), "until": day(3000)}}, 12),
        ({"actors.caracas.script": script((17, "rupture"))}, 17),
        ({"events": EVENTS | {"strike": strike(7)}}, 5),
        ({"events": EVENTS | {"closed": spell("airspace_closed", 9, 20)}}, 9),
        (
            {"events": EVENTS | {"closed": {**spell("airspace_closed", 9, 20), "happens": False}}},
            None,
        ),
        ({"events": EVENTS | {"strike": {**strike(), "label": "Called otherwise"}}}, None),
        ({"events": {"strike": strike()}}, 2),
        ({"actors.havana.menu.stand.recall.medical": 0.1}, 0),
        ({PIN: {"level": 1, "start": day(20)}, "actors.havana.script": script((8, "withdraw"))}, 8),
    ],
)
def test_the_first_differing_input_is_the_first_day_that_says_something_else(change, expected):
    found = first_differing_input(small(), small(change))
    assert found == (None if expected is None else on(expected))
    assert found == first_differing_input(small(change), small())


def test_a_spell_that_ends_earlier_differs_from_the_day_after_it():
    long, short = (
        small({"events": EVENTS | {"closed": spell("airspace_closed", 9, last)}})
        for last in (20, 14)
    )
    assert first_differing_input(long, short) == on(15)


def test_of_script_entries_that_overlap_the_last_is_compared():
    hedge, rupture = (
        small({"actors.caracas.script": script((0, "embrace"), (10, last))})
        for last in ("hedge", "rupture")
    )
    assert first_differing_input(hedge, rupture) == on(10)


def test_a_posture_scripted_for_days_beyond_the_window_differs_never():
    assert first_differing_input(small(), small({PIN: {"level": 1, "start": day(DAYS)}})) is None


dated = st.one_of(
    st.builds(
        lambda d, x: {PIN: {"level": x / 10, "start": day(d)}},
        st.integers(0, 29),
        st.integers(0, 10),
    ),
    st.builds(
        lambda actor, d, p: {f"actors.{actor[0]}.script": script((d, actor[1][p]))},
        st.sampled_from(
            [
                ("caracas", ("rupture", "drawdown")),
                ("havana", ("withdraw", "negotiate")),
                ("washington", ("disengage", "deal_track")),
            ]
        ),
        st.integers(0, 29),
        st.integers(0, 1),
    ),
    st.builds(
        lambda d, n: {"events": EVENTS | {"closed": spell("airspace_closed", d, d + n)}},
        st.integers(0, 29),
        st.integers(0, 9),
    ),
)


@settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(dated, st.integers(0, 2**32))
def test_runs_never_part_before_the_first_differing_input(change, seed):
    one, other = small({"seed": seed}), small({"seed": seed}, change)
    given_day = first_differing_input(one, other)
    parted = first_divergence(labelled(one, 3), labelled(other, 3))
    if given_day is None:
        assert (parted == NEVER).all()
    else:
        assert ((parted == NEVER) | (parted >= (given_day - START).days)).all()


def test_runs_part_on_the_very_day_on_which_a_lever_is_pulled():
    """To a level that is no posture's target, so that no run was heading there anyway."""
    one, other = small(), small({PIN: {"level": 0.97, "start": day(12)}})
    parted = first_divergence(labelled(one, 4), labelled(other, 4))
    assert (parted == 12).all()


def test_a_difference_in_one_number_of_one_run_is_seen():
    one = labelled(small(), 3)
    other = one.copy(deep=True)
    other["exited"][1, 20, 3, 2] += 1
    other["hardship"][1, 25] += 0.1
    np.testing.assert_array_equal(first_divergence(one, other), [NEVER, 20, NEVER])
