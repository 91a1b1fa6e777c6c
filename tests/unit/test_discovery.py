"""Scenario discovery on regions that were planted, and on nothing at all."""

import numpy as np
import pandas as pd
import pytest

from sim.core.distributions import Distribution
from sim.core.errors import SimError
from sim.core.streams import Streams
from sim.methods.design import Factor
from sim.studies.discovery.answer import boxes as discovery
from sim.studies.discovery.answer.boxes import candidates, discover, region_of
from sim.studies.discovery.answer.regret import regrets
from sim.studies.discovery.told.regions import limits_text, region_text

N = 800
NAMES = [f"assumptions.group.q{i}" for i in range(12)]
FACTORS = [
    *(Factor(n, "A quantity.", "1/day", "quantity", Distribution("uniform", 0, 1)) for n in NAMES),
    Factor(
        "switches.contagion", "A switch.", "1", "switch", levels=("none", "linear", "threshold")
    ),
]


def columns():
    uniforms = Streams(5, np.arange(N)).uniforms("test", 0, len(NAMES) + 3)
    frame = pd.DataFrame(dict(zip(NAMES, uniforms.T, strict=False)))
    words = FACTORS[-1].words
    levels = [words[int(3 * u)] for u in uniforms[:, len(NAMES)]]
    frame["switches.contagion"] = pd.Categorical(levels, words)
    return frame, uniforms[:, -2:]


@pytest.fixture(scope="module")
def planted():
    """Cases in 90 % of a box of two quantities and a switch, and in 3 % elsewhere."""
    frame, noise = columns()
    box = (
        (frame[NAMES[3]] > 0.6) & (frame[NAMES[7]] < 0.45) & (frame["switches.contagion"] != "none")
    )
    cases = np.where(box, noise[:, 0] < 0.9, noise[:, 0] < 0.03)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discovery, "RESAMPLES", 2)
        return box.to_numpy(), cases, discover(FACTORS, frame, cases, 1)


def test_prim_finds_the_planted_box(planted):
    box, cases, found = planted
    limits = {limit.factor.path: limit for limit in found.region.limits}
    assert set(limits) == {NAMES[3], NAMES[7], "switches.contagion"}
    assert limits[NAMES[3]].low == pytest.approx(0.6, abs=0.04)
    assert limits[NAMES[7]].high == pytest.approx(0.45, abs=0.04)
    assert limits["switches.contagion"].levels == ("linear", "threshold")
    assert found.region.density == pytest.approx(cases[box].mean(), abs=0.08)
    assert found.region.coverage == pytest.approx(cases[box].sum() / cases.sum(), abs=0.1)
    assert all(limit.quasi_p < 1e-6 for limit in found.region.limits)


def test_random_halves_find_it_again_and_it_holds_in_the_other_half(planted):
    _, _, found = planted
    assert found.halves == 2
    assert all(limit.found == pytest.approx(1) for limit in found.region.limits)
    coverage, density = found.held_out
    assert density > 0.75
    assert coverage > 0.6


def test_the_tree_agrees_with_the_box(planted):
    _, _, found = planted
    assert {limit.factor.path for limit in found.tree.limits} >= {NAMES[3], NAMES[7]}
    assert found.agreement > 0.6


def test_the_box_is_told_in_a_sentence_with_units(planted):
    _, _, found = planted
    told = region_text("Rupture", found.region, found.n_cases / found.n_runs)
    assert told.startswith("Rupture in ")
    assert "group: q3 is above 0." in told
    assert "1/day" in told
    assert "switches: contagion is linear or threshold" in limits_text(found.region.limits)


@pytest.mark.slow
def test_where_nothing_was_planted_no_limit_is_trusted():
    frame, noise = columns()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discovery, "RESAMPLES", 2)
        found = discover(FACTORS, frame, noise[:, 1] < 0.3, 1)
    assert found.region is None or min(limit.found for limit in found.region.limits) < 0.7


def test_too_few_cases_are_refused():
    frame, _noise = columns()
    with pytest.raises(SimError, match="it happens in 1 of 800 runs; at least 20"):
        discover(FACTORS, frame, np.arange(N) == 3, 1)


def test_candidates_are_those_that_differ_most_and_never_constant():
    frame, _ = columns()
    frame["constant"] = 1.0
    cases = frame[NAMES[2]].to_numpy() > 0.5
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discovery, "CANDIDATES", 4)
        chosen = candidates(frame, cases)
    assert NAMES[2] in chosen
    assert len(chosen) == 4
    assert "constant" not in chosen


def test_a_region_without_limits_holds_everything():
    frame, _ = columns()
    cases = np.arange(N) < 200
    found = region_of((), frame, cases)
    assert (found.coverage, found.density, found.mass) == (1.0, 0.25, 1.0)


def test_regret_counts_runs_in_which_another_policy_would_have_avoided_it():
    happened = {
        "a": {1: True, 2: True, 3: False, 4: True},
        "b": {1: True, 2: False, 3: True, 4: False},
        "c": {1: True, 2: False, 3: True},
    }
    found = {each.name: each for each in regrets(happened, [2])}
    assert next(each.name for each in regrets(happened, [2])) == "a"
    assert (found["a"].n, found["a"].happened, found["a"].regretted) == (3, 2, 1)
    assert (found["b"].regretted, found["a"].regretted_inside) == (1, 1)
