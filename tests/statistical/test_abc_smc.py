"""Our ABC-SMC against posteriors in closed form.

z ~ N(0, 1), and the mean m of n readings z + N(0, 1) is observed: z | m ~ N(m n / (n + 1), 1 / (n + 1)).
With a uniform kernel of half-width e on m, the variance grows by (n / (n + 1))^2 e^2 / 3 to first order.
"""

import numpy as np
import pytest
from scipy import stats

from sim.studies.calibration.answer.smc import FittingProblem, Tightening
from support.fits import everywhere, fitted, near, noisy_mean

ROWS = 2000
PLAN = Tightening(ROWS, tolerance=0.05, most_steps=20, last_moves=25)


@pytest.mark.parametrize(("observed", "n", "seed"), [(0.0, 1, 1), (1.5, 4, 2), (-1.0, 2, 3)])
def test_the_posterior_of_a_normal_mean_is_the_conjugate_one(observed, n, seed):
    problem = FittingProblem(noisy_mean(seed, n), near(observed), everywhere, seed)
    found = fitted(problem, PLAN, 4000).z
    mean, variance = observed * n / (n + 1), 1 / (n + 1)
    # Rows of one family are alike: an eighth of them is taken to be independent, and five standard
    # errors are allowed; a wrong weight of prior against data would be off by ten or more.
    worth = ROWS / 8
    assert abs(found[:, 0].mean() - mean) < 5 * np.sqrt(variance / worth)
    assert abs(found[:, 0].var() / variance - 1) < 5 * np.sqrt(2 / worth)
    assert abs(found[:, 1].mean()) < 5 / np.sqrt(worth)
    assert abs(found[:, 1].var() - 1) < 5 * np.sqrt(2 / worth)


def test_a_hard_pattern_cuts_the_posterior_off():
    """Of z given |z + noise| < 0.5 with nothing else known, by numerical integration."""
    problem = FittingProblem(noisy_mean(5), near(0.0, limit=0.5), everywhere, 5)
    found = fitted(problem, Tightening(ROWS, tolerance=10.0, last_moves=20), 8000).z[:, 0]
    at = np.linspace(-6, 6, 4001)
    density = stats.norm.pdf(at) * (stats.norm.cdf(0.5 - at) - stats.norm.cdf(-0.5 - at))
    density /= density.sum()
    variance = (density * at**2).sum()
    assert abs(found.mean()) < 5 * np.sqrt(variance / (ROWS / 8))
    assert abs(found.var() / variance - 1) < 5 * np.sqrt(2 / (ROWS / 8))


def test_what_history_matching_rules_out_has_no_particle():
    problem = FittingProblem(noisy_mean(6), near(0.3), lambda z: z[:, 0] > 0, 6)
    marks = fitted(problem, Tightening(500, tolerance=0.5, last_moves=10), 4000)
    moved = marks.z[marks.stage > 1]
    assert len(moved)
    assert (moved[:, 0] > 0).all()


def test_all_are_close_in_the_end_and_the_same_seed_gives_the_same_bits():
    problems = [FittingProblem(noisy_mean(7), near(0.8), everywhere, 7) for _ in range(2)]
    one, other = (
        fitted(each, Tightening(300, tolerance=0.1, last_moves=3), 1000) for each in problems
    )
    assert (one.distance <= 0.1).all()
    assert one.z.tobytes() == other.z.tobytes()
    assert (
        fitted(
            FittingProblem(noisy_mean(8), near(0.8), everywhere, 8),
            Tightening(300, tolerance=0.1, last_moves=3),
            1000,
        ).z.tobytes()
        != one.z.tobytes()
    )
