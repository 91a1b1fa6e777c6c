"""Sensitivity against what is known: closed forms, an oracle, and budgets that are too small."""

from functools import cache

import numpy as np
import pytest
from quiet import quiet
from scipy import integrate

from sim.core.distributions import Distribution
from sim.ensemble.contract import simulate
from sim.experiments.design import changed
from sim.methods.design import CHANCE, Factor, factors_of, in_rows
from sim.methods.target import Target
from sim.scenario.resolve import resolved
from sim.scenario.schema import Scenario
from sim.studies.sensitivity.answer import (
    index_design,
    indices,
    n_settled,
    screen,
    screening_design,
    verdict,
)

DAYS, HEADS = 20, 2000
VOLUNTARY, DEFECTED = (f"assumptions.causes.{name}.base" for name in ("voluntary", "defected"))
FASTEST = {VOLUNTARY: 0.08, DEFECTED: 0.03}  # 1/day, both from 0.001
SLOWEST, TOUR = 0.001, 1e-4


def competing_risks():
    """Doctors who leave of their own will or desert, at rates that nobody knows."""
    changes = {path: f"uniform({SLOWEST}, {fastest})" for path, fastest in FASTEST.items()}
    certain = quiet(DAYS, 7, {"missions.medical.headcount": HEADS})
    return Scenario.model_validate(changed(resolved(certain), changes))


@cache
def theory():
    """Variances of departures n (1 - exp(-(a + b + tour) t)): of a alone, of b alone, all, and noise."""
    (a_low, a_high), (b_low, b_high) = ((SLOWEST, FASTEST[p]) for p in (VOLUNTARY, DEFECTED))

    def stayed(low, high, k):
        """E exp(-k u t) for u uniform."""
        return (np.exp(-k * low * DAYS) - np.exp(-k * high * DAYS)) / (k * DAYS * (high - low))

    tour = np.exp(-TOUR * DAYS)
    a, b = stayed(a_low, a_high, 1), stayed(b_low, b_high, 1)
    aa, bb = stayed(a_low, a_high, 2), stayed(b_low, b_high, 2)
    mean, square = tour * a * b, tour**2 * aa * bb
    of_a, of_b = tour**2 * (aa * b**2 - (a * b) ** 2), tour**2 * (bb * a**2 - (a * b) ** 2)
    both = square - mean**2
    noise = (mean - square) / HEADS
    return of_a, of_b, both, noise


def test_the_theory_agrees_with_quadrature():
    of_a, _, both, _ = theory()
    area = (FASTEST[VOLUNTARY] - SLOWEST) * (FASTEST[DEFECTED] - SLOWEST)

    def gone(b, a):
        return 1 - np.exp(-(a + b + TOUR) * DAYS)

    ends = (SLOWEST, FASTEST[VOLUNTARY], SLOWEST, FASTEST[DEFECTED])
    mean = integrate.dblquad(gone, *ends)[0] / area
    second = integrate.dblquad(lambda b, a: gone(b, a) ** 2, *ends)[0] / area
    assert both == pytest.approx(second - mean**2, rel=1e-6)

    def given_a(a):
        found = integrate.quad(lambda b: gone(b, a), SLOWEST, FASTEST[DEFECTED])[0]
        return (found / (FASTEST[DEFECTED] - SLOWEST) - mean) ** 2

    alone = integrate.quad(given_a, SLOWEST, FASTEST[VOLUNTARY])[0]
    assert of_a == pytest.approx(alone / (FASTEST[VOLUNTARY] - SLOWEST), rel=1e-6)


def test_sobol_indices_of_competing_risks_match_theory_within_three_hundredths():
    scenario = competing_risks()
    factors = factors_of(scenario, switches=False)
    assert [factor.path for factor in factors] == [DEFECTED, VOLUNTARY, CHANCE]
    target = Target.parse("exited", scenario)
    design, groups = index_design(factors, [f.path for f in factors], 512, scenario.seed)
    points, order = design.points(scenario, target)
    exited = np.concatenate(
        [
            simulate(points.job(), tuple(part)).arrays["exited"][:, -1].sum(axis=(1, 2))
            for part in np.array_split(np.arange(points.n_runs), 20)
        ]
    )
    found = indices(factors, groups, in_rows(exited, np.arange(len(exited)), order), 1)
    of_a, of_b, both, noise = theory()
    total = both + noise
    by_path = {each.total.factor.path: each for each in found.indices}
    assert by_path[VOLUNTARY].first == pytest.approx(of_a / total, abs=0.03)
    assert by_path[DEFECTED].first == pytest.approx(of_b / total, abs=0.03)
    # The noise of a run depends on the rates, so both interact with chance, by less than the tolerance.
    assert by_path[VOLUNTARY].total.size == pytest.approx((both - of_b) / total, abs=0.03)
    assert by_path[DEFECTED].total.size == pytest.approx((both - of_a) / total, abs=0.03)
    assert found.chance.total.size == pytest.approx(noise / total, abs=0.01)
    assert found.deviation == pytest.approx(HEADS * np.sqrt(total), rel=0.05)
    assert [each.total.factor.path for each in found.indices] == [VOLUNTARY, DEFECTED, CHANCE]
    assert n_settled([each.total for each in found.indices]) == 3


def test_replicate_noise_is_measured_where_it_is_most_of_the_variance():
    factors = (*_plain(2), _chance())
    design, groups = index_design(factors, [f.path for f in factors], 2048, 3)
    noise = _noise(design.streams)
    found = indices(factors, groups, design.cube[:, 0] + 2 * noise, 1)
    # var U = 1/12; 2 * uniform noise has 4/12: chance is 4 of 5 parts.
    assert found.chance.total.size == pytest.approx(0.8, abs=0.04)
    assert found.chance.first == pytest.approx(0.8, abs=0.08)


def _plain(n):
    return [Factor(f"x{i}", "x", "1", "quantity", Distribution("uniform", 0, 1)) for i in range(n)]


def _chance():
    return Factor(CHANCE, "chance", "1", "chance")


def _noise(streams):
    return (streams * 0.6180339887498949 * 1e4) % 1.0


def test_screening_agrees_with_salib():
    from SALib.analyze import morris

    factors = (*_plain(5), _chance())
    design = screening_design(factors, 12, 4)
    results = design.cube[:, 0] * 3 + design.cube[:, 1] ** 2 - design.cube[:, 2]
    found = screen(design, results, 1)
    unit = np.round((design.cube - 0.05) / 0.9 * 3) / 3
    unit[:, -1] = design.cube[:, -1]
    problem = {"num_vars": 6, "names": [f.path for f in factors], "bounds": [[0, 1]] * 6}
    theirs = morris.analyze(problem, unit, results, num_levels=4, seed=1)
    star = dict(zip(problem["names"], np.asarray(theirs["mu_star"]) * 2 / 3, strict=True))
    for each in found.effects:
        assert each.size == pytest.approx(star[each.factor.path], abs=1e-9)
    assert [each.factor.path for each in found.effects][:1] == ["x0"]


def test_a_budget_too_small_to_rank_is_said_to_be():
    factors = (*_plain(6), _chance())
    design = screening_design(factors, 4, 4)
    found = screen(design, _noise(np.arange(len(design.cube)) + 17), 1)
    assert "too small to rank" in verdict(found.effects, varies=found.varies)


def test_a_result_that_never_changes_has_nothing_to_rank():
    factors = (*_plain(3), _chance())
    design = screening_design(factors, 4, 4)
    found = screen(design, np.full(len(design.cube), 5.0), 1)
    assert "nothing to rank" in verdict(found.effects, varies=found.varies)
    design, groups = index_design(factors, ["x0", CHANCE], 16, 4)
    assert not indices(factors, groups, np.full(len(design.cube), 5.0), 1).varies


def test_runs_that_failed_take_their_trajectory_or_base_row_with_them():
    factors = (*_plain(3), _chance())
    design = screening_design(factors, 6, 4)
    results = design.cube[:, 0].copy()
    results[7] = np.nan
    assert screen(design, results, 1).n_trajectories == 5
    design, groups = index_design(factors, ["x0", CHANCE], 16, 4)
    results = design.cube[:, 0].copy()
    results[0] = np.nan
    assert indices(factors, groups, results, 1).n_rows == 15
