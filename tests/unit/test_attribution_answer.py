"""Shapley values against games with known answers, and drivers that really are off when they are off."""

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.core.errors import BadValueError
from sim.ensemble.contract import same_bits, simulate
from sim.experiments.batch import run_batch
from sim.experiments.design import changed
from sim.methods.paired import TooFewPairsError
from sim.methods.target import Target
from sim.scenario.load import load
from sim.scenario.resolve import resolved
from sim.scenario.schema import Scenario
from sim.studies.attribution.answer import (
    acting,
    attribute,
    coalition_points,
    shapley,
    worths,
)
from sim.studies.attribution.question import DRIVERS, Driver, drivers_named
from support.worlds import FREE, world

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
ENOUGH = settings(derandomize=True, database=None, deadline=None, max_examples=50)
counts = arrays(np.float64, (8, 3), elements=st.integers(-1000, 1000).map(float))


def by_orders(worth):
    """Shapley values by walking through all orders, one run."""
    k = len(worth).bit_length() - 1
    shares = np.zeros(k)
    orders = list(permutations(range(k)))
    for order in orders:
        coalition = 0
        for i in order:
            shares[i] += worth[coalition | 1 << i] - worth[coalition]
            coalition |= 1 << i
    return shares / len(orders)


def test_the_glove_game_comes_out_as_in_the_textbook():
    # Player 0 has a left glove, 1 and 2 a right one; a pair is worth 1. Known: 2/3, 1/6, 1/6.
    worth = np.array([[float(c & 1 and c & 6 and 1)] for c in range(8)])
    assert shapley(worth)[:, 0] == pytest.approx([2 / 3, 1 / 6, 1 / 6])


@ENOUGH
@given(counts)
def test_shares_add_up_to_the_whole_in_every_run_and_are_the_mean_over_orders(worth):
    shares = shapley(worth)
    np.testing.assert_allclose(shares.sum(axis=0), worth[-1] - worth[0], atol=1e-9)
    for run in range(worth.shape[1]):
        np.testing.assert_allclose(shares[:, run], by_orders(worth[:, run]), atol=1e-9)


@ENOUGH
@given(counts, counts)
def test_shares_of_a_sum_are_the_sums_of_shares(one, other):
    np.testing.assert_allclose(shapley(one + other), shapley(one) + shapley(other), atol=1e-9)


@ENOUGH
@given(arrays(np.float64, (4, 2), elements=st.integers(-99, 99).map(float)))
def test_a_driver_that_changes_nothing_is_owed_nothing(worth):
    with_idle = np.concatenate([worth, worth])  # bit 2 does nothing
    shares = shapley(with_idle)
    assert (shares[2] == 0).all()
    np.testing.assert_allclose(shares[:2], shapley(worth), atol=1e-9)


def test_streams_with_a_failed_run_are_left_out():
    values, runs = np.arange(7.0), np.array([0, 1, 2, 3, 5, 6, 7])  # two streams, run 4 failed
    assert worths(values, runs, 4).tolist() == [[1.0], [3.0], [4.0], [6.0]]


def test_estimates_are_of_the_right_differences():
    worth = np.array([[10.0, 12.0], [14.0, 16.0], [11.0, 13.0], [20.0, 22.0]])
    target = Target.parse("exited", world())
    found = attribute(target, DRIVERS[:2], worth)
    first = next(share for share in found.shares if share.driver is DRIVERS[0])
    assert (first.shapley.mean, first.without.mean, first.alone.mean) == (6.5, 9.0, 4.0)
    assert (found.rest.mean, found.whole.mean) == (11.0, 21.0)
    with pytest.raises(TooFewPairsError):
        attribute(target, DRIVERS[:2], worth[:, :1])


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_every_scenario_can_do_without_every_driver_and_without_all(file):
    scenario = load(file, Scenario).scenario
    chosen, idle = acting(scenario, DRIVERS)
    assert sorted(each.name for each in (*chosen, *idle)) == sorted(d.name for d in DRIVERS)
    everything_off = {p: v for driver in DRIVERS for p, v in driver.off(scenario).items()}
    whole = json.dumps(changed(dict(resolved(scenario)), everything_off))
    Scenario.model_validate_json(whole)


def test_a_driver_the_scenario_does_not_have_is_idle():
    no_shock = load(Path(__file__).parents[2] / "scenarios" / "no_shock.yaml", Scenario).scenario
    _, idle = acting(no_shock, DRIVERS)
    assert "blockade" in {driver.name for driver in idle}
    _, idle = acting(world({"switches.contagion": "none"}), drivers_named(("peers", "recall")))
    assert [driver.name for driver in idle] == ["peers"]


def test_an_unknown_driver_is_refused_with_the_ones_there_are():
    with pytest.raises(BadValueError, match="did you mean 'blockade'"):
        drivers_named(("blokade",))
    assert drivers_named(()) == DRIVERS
    assert len({driver.name for driver in DRIVERS}) == len(DRIVERS)


def last(points, name, coalition, n):
    rows = range(coalition * n, coalition * n + n)
    return simulate(points.job(), tuple(rows)).arrays[name][:, -1]


@pytest.mark.parametrize(
    ("name", "observable", "of"),
    [
        ("blockade", "blockade", None),
        ("pressure", "pressure", None),
        ("inducement", "inducement", None),
        ("recall", "triggered", "recalled"),
        ("relief", "exited", "expelled"),
        ("shock", "exited", "killed"),
    ],
)
def test_what_is_switched_off_is_gone_and_only_then(name, observable, of):
    scenario = world(FREE)
    driver = drivers_named((name,))
    points = coalition_points(scenario, driver, Target.parse(observable, scenario), 4)
    off, on = (last(points, observable, coalition, 4) for coalition in (0, 1))
    if of is not None:
        from sim.mechanisms.causes import cause

        off, on = off[..., cause(of)], on[..., cause(of)]
    assert (off == 0).all()
    assert on.sum() > 0


def test_without_the_limit_of_the_air_bridge_nobody_waits():
    scenario = world(FREE, {"air.seats": 1})
    target = Target.parse("queued", scenario)
    points = coalition_points(scenario, drivers_named(("seats",)), target, 4)
    assert last(points, "queued", 0, 4).sum() == 0
    assert last(points, "queued", 1, 4).sum() > 0


def test_the_coalition_of_all_drivers_is_the_scenario_itself_on_the_same_streams():
    scenario = world(FREE)
    target = Target.parse("exited", scenario)
    points = coalition_points(scenario, drivers_named(("recall", "relief")), target, 3)
    assert points.variants[-1] == {}
    assert points.n_runs == 12
    whole = simulate(points.job(), (9, 10, 11)).arrays["exited"]
    assert same_bits(whole, run_batch(scenario, range(3)).arrays["exited"])


def test_a_driver_may_be_anything_that_settings_can_switch_off():
    scenario = world(FREE)
    mine = Driver("doctors", "Doctors", "the medical mission", {"missions.medical.headcount": 0})
    points = coalition_points(scenario, (mine,), Target.parse("present.medical", scenario), 2)
    assert last(points, "present", 0, 2)[:, 3].sum() == 0
