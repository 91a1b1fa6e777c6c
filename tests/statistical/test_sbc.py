"""Simulation-based calibration of the fit, on a linear model that runs in microseconds.

Five quantities, three readings with noise; ranks of the truth are uniform if the draws are from the posterior (Talts et al. 2018).
"""

from functools import cache

import numpy as np
from scipy.stats import kstest

from sim.core.streams import Streams
from sim.mechanisms.causes import CAUSE_NAMES
from sim.studies.calibration.answer.identify import PriorFits, fit_to, recovered
from sim.studies.calibration.answer.smc import FittingProblem, Shown, Tightening, standing
from sim.studies.calibration.question.readings import asked
from sim.studies.calibration.question.scoring import score
from sim.studies.calibration.question.space import normal

N_QUANTITIES, N_RUNS, N_TRUTHS, LEVEL = 5, 3000, 200, 0.001
COUNTED = tuple(each for each in asked() if each.counts)[:3]
TOLERANCES = np.array([each.target.tolerance for each in COUNTED])
SLOPES = np.array([[1.5, 0, 0], [0, 1, 0.5], [0, -0.5, 1], [0, 0, 0.3], [0, 0, 0]])
NAMES = tuple("abcde")
PLAN = Tightening(60, tolerance=1.5, last_moves=2)


class Linear:
    """Readings in tolerances are linear in the position, plus standard normal noise."""

    def __init__(self, seed):
        self.seed, self.stage = seed, 0

    def run(self, label, z):
        self.stage += 1
        marks = Streams(self.seed, np.arange(len(z))).uniforms("noise", self.stage, 3)
        readings = (z @ SLOPES + normal(marks)) * TOLERANCES
        shares = np.zeros((len(z), len(CAUSE_NAMES)))
        shares[:, 0] = z[:, 0] + marks[:, 0]  # something latent that depends on both
        return Shown(readings, shares, self.stage)


@cache
def fits():
    model = Linear(3)
    z = normal(Streams(4, np.arange(N_RUNS)).uniforms("z", 0, N_QUANTITIES))
    everywhere = FittingProblem(
        model.run, lambda r: score(COUNTED, r), lambda x: x[:, 0] < np.inf, 0
    )
    table = PriorFits(NAMES, COUNTED, standing(everywhere, z, model.run("table", z)))
    found = {truth: fit_to(table, truth, PLAN, 9, model.run) for truth in range(N_TRUTHS)}
    found = {truth: fit for truth, fit in found.items() if fit is not None}
    assert len(found) > 0.9 * N_TRUTHS
    return recovered(table, found, (*NAMES, f"share {CAUSE_NAMES[0]}"), 11)


def test_ranks_of_the_truth_are_uniform():
    assert {each.name: each.p for each in fits() if each.p <= LEVEL} == {}


def test_intervals_hold_the_truth_as_often_as_they_say():
    for each in fits():
        for share, seen in zip((0.5, 0.9), each.inside, strict=True):
            error = np.sqrt(share * (1 - share) / N_TRUTHS)
            assert abs(seen - share) < 4 * error, each.name


def test_what_the_readings_show_is_recovered_and_what_they_do_not_is_not():
    learned = {each.name: each.learned for each in fits()}
    assert learned["a"] > 0.4
    assert learned["e"] < 0.1


def test_ranks_of_draws_that_are_too_narrow_are_not_uniform():
    """The check itself has power: halve the spread around the posterior mean, and it fails."""
    ranks = next(each.ranks for each in fits() if each.name == "a")
    narrow = np.clip(0.5 + 2 * (ranks - 0.5), 0, 1)
    assert kstest(narrow, "uniform").pvalue < LEVEL
