"""Designs of experiments: what varies, and how points of the unit cube become runs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.distributions import Distribution
from sim.experiments.batch import uncertain_paths
from sim.methods.design import CHANCE, Factor, factors_of, in_rows, latin_hypercube
from sim.methods.target import Target
from sim.studies.sensitivity.answer import index_design, screening_design
from support.worlds import relation, world

SCENARIO = world(days=10)
FACTORS = factors_of(SCENARIO)
TARGET = Target.parse("present", SCENARIO)


def test_factors_are_quantities_switches_and_chance():
    kinds = [factor.kind for factor in FACTORS]
    assert tuple(f.path for f in FACTORS if f.kind == "quantity") == uncertain_paths(SCENARIO)
    assert kinds.count("switch") == 7
    assert kinds[-1] == "chance"
    contagion = next(f for f in FACTORS if f.path == "switches.contagion")
    assert contagion.words == ("none", "linear", "threshold")
    rhetoric = next(f for f in FACTORS if f.path == "switches.costly_rhetoric")
    assert rhetoric.words == ("false", "true")


@relation
@given(n=st.integers(1, 40), seed=st.integers(0, 2**63 - 1))
def test_a_latin_hypercube_has_one_value_in_each_cell(n, seed):
    design = latin_hypercube(FACTORS[-9:], n, seed)
    cells = np.sort(np.floor(design.cube * n), axis=0)
    assert (cells == np.arange(n)[:, None]).all()


def test_adding_a_factor_moves_no_other():
    few, more = latin_hypercube(FACTORS[3:6], 20, 7), latin_hypercube(FACTORS[:8], 20, 7)
    np.testing.assert_array_equal(few.cube, more.cube[:, 3:6])


def test_runs_of_one_combination_of_switches_stand_together():
    design = latin_hypercube(FACTORS, 64, 3)
    made, order = design.points(SCENARIO, TARGET)
    assert (np.diff(made.variant_of) >= 0).all()
    position = [f.path for f in FACTORS].index("switches.contagion")
    words = design.words_of(position)
    for run, row in enumerate(order):
        assert made.variants[made.variant_of[run]]["switches.contagion"] == words[row]
        assert made.stream_of[run] == design.streams[row]
    path = made.paths[0]
    np.testing.assert_array_equal(made.values[:, 0], design.values_of(path)[order])


def test_quantities_go_through_their_own_prior():
    prior = Distribution("uniform", 10, 20)
    factor = Factor("x", "X", "1", "quantity", prior)
    values = latin_hypercube((factor,), 1000, 1).values_of("x")
    assert 10 < values.min() < 10.02
    assert abs(values.mean() - 15) < 0.01


def test_screening_moves_one_factor_at_a_time_on_the_same_streams():
    design = screening_design(FACTORS, 3, 5)
    rows = len(FACTORS) + 1
    for trajectory in range(3):
        part = slice(trajectory * rows, (trajectory + 1) * rows)
        moved = (np.diff(design.cube[part], axis=0) != 0).sum(axis=1)
        assert (moved == 1).all()
        assert len(set(design.streams[part].tolist())) == 2  # chance moves once
    assert len(set((design.streams // 4).tolist())) == 3
    quantities = [i for i, f in enumerate(FACTORS) if f.kind == "quantity"]
    ends = design.cube[:, quantities]
    assert ends.min() == pytest.approx(0.05)
    assert ends.max() == pytest.approx(0.95)


def test_indices_vary_the_others_together_and_nothing_is_held():
    alone = (FACTORS[0].path, CHANCE)
    design, groups = index_design(FACTORS, alone, 8, 5)
    assert set(groups) == {*alone, "others"}
    blocks = design.cube.reshape(8, len(groups) + 2, len(FACTORS))
    moved = (blocks[:, 1 + groups.index("others")] != blocks[:, 0]).all(axis=0)
    assert moved.sum() == len(FACTORS) - 2


def test_runs_come_back_in_the_order_of_the_design_and_failures_are_missing():
    order = np.array([2, 0, 1])
    found = in_rows(np.array([5.0, 7.0]), np.array([0, 2]), order)
    assert found[2] == 5.0
    assert found[1] == 7.0
    assert np.isnan(found[0])
