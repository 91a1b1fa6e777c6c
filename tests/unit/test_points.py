"""Points: runs whose settings differ, on streams that may be shared."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ensemble.contract import simulate
from sim.experiments.batch import run_batch, uncertain_paths
from sim.experiments.design import Points, changed
from support.worlds import relation, world

DELAY = "assumptions.orders.delay_caracas"
PIN = "levers.pressure.level"


def points(scenario, variants, variant_of, stream_of, **more):
    return Points(scenario, tuple(variants), np.array(variant_of), np.array(stream_of), **more)


def same(one, other, row, other_row):
    return all(
        np.array_equal(one.arrays[name][row], other.arrays[name][other_row], equal_nan=True)
        for name in one.arrays
    )


@pytest.fixture(scope="module")
def small():
    return world(days=20)


def test_a_point_equals_the_plain_run_of_its_settings_bit_for_bit(small):
    made = points(small, [{}, {PIN: 0.25, "switches.contagion": "none"}], [0, 1, 1], [2, 2, 5])
    batch = simulate(made.job(), (0, 1, 2))
    plain = run_batch(small, [2])
    other = run_batch(world({PIN: 0.25, "switches.contagion": "none"}, days=20), [2, 5])
    assert same(batch, plain, 0, 0)
    assert same(batch, other, 1, 0)
    assert same(batch, other, 2, 1)
    assert batch.events[1] == other.events[0]
    assert not np.array_equal(batch.arrays["pressure"][0], batch.arrays["pressure"][1])


@settings(relation, max_examples=6)
@given(order=st.permutations(range(6)), cut=st.integers(1, 5))
def test_points_have_the_same_bits_in_any_batch(order, cut):
    scenario = world(days=6)
    made = points(scenario, [{}, {PIN: 0.5}, {PIN: 0.0}], [0, 1, 2, 0, 1, 2], [0, 0, 0, 1, 1, 1])
    whole = simulate(made.job(), tuple(range(6)))
    for part in (order[:cut], order[cut:]):
        batch = simulate(made.job().part(part), tuple(part))
        assert all(same(batch, whole, row, run) for row, run in enumerate(part))


def test_draws_chosen_beforehand_are_used_and_recorded(small):
    made = points(small, [{}], [0, 0], [0, 0], paths=(DELAY,), values=np.array([[0.5], [5.5]]))
    draws = simulate(made.job(), (0, 1)).arrays["draws"]
    assert draws[:, uncertain_paths(small).index(DELAY)].tolist() == [0.5, 5.5]


def test_what_a_variant_fixes_stays_fixed(small):
    made = points(small, [{DELAY: 3}], [0], [0], paths=(DELAY,), values=np.array([[0.5]]))
    draws = simulate(made.job(), (0,)).arrays["draws"]
    assert draws[0, uncertain_paths(small).index(DELAY)] == 3


def test_only_what_is_kept_is_recorded(small):
    made = points(small, [{}], [0], [0], keep=("first_day", "present"))
    assert set(simulate(made.job(), (0,)).arrays) == {"first_day", "present"}
    assert {v.name for v in made.layout().variables} == {"first_day", "present"}


def test_other_streams_variants_or_kept_variables_are_another_job(small):
    base = points(small, [{}], [0], [0])
    others = [
        points(small, [{}], [0], [1]),
        points(small, [{PIN: 0.5}], [0], [0]),
        points(small, [{}], [0], [0], keep=("present",)),
    ]
    assert len({each.job().digest for each in [base, *others]}) == 4


def test_changes_reach_into_lists_and_make_missing_mappings():
    content = {"script": [{"posture": "embrace"}], "levers": {}}
    found = changed(content, {"script.0.posture": "hedge", "levers.pressure.level": 1})
    assert found == {"script": [{"posture": "hedge"}], "levers": {"pressure": {"level": 1}}}
    assert content["script"][0]["posture"] == "embrace"
