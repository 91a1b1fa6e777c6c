"""Small problems for ABC-SMC whose posterior is known."""

from collections.abc import Callable

import numpy as np

from sim.core.streams import Streams
from sim.studies.calibration.answer.smc import (
    FittingProblem,
    Particles,
    Shown,
    Tightening,
    standing,
    tightened,
)
from sim.studies.calibration.question.scoring import Scores
from sim.studies.calibration.question.space import normal


def everywhere(z):
    return np.ones(len(z), bool)


def noisy_mean(seed: int, n: int = 1) -> Callable[[str, np.ndarray], Shown]:
    """The mean of `n` readings of the first coordinate with standard normal errors."""
    stage = [0]

    def run(label, z):
        stage[0] += 1
        noise = normal(Streams(seed, np.arange(len(z))).uniforms("noise", stage[0], n))
        mean = z[:, 0] + noise.mean(axis=1)
        return Shown(mean[:, None], np.zeros((len(z), 1)), stage[0])

    return run


def near(observed: float, limit: float = np.inf) -> Callable[[np.ndarray], Scores]:
    """Distance to an observed mean; a reading beyond `limit` does not stand."""
    return lambda readings: Scores(
        np.abs(readings[:, 0]) < limit, np.abs(readings[:, 0] - observed)
    )


def fitted(
    problem: FittingProblem, plan: Tightening, start: int, n_quantities: int = 2
) -> Particles:
    """From `start` draws of the prior to particles within the tolerance."""
    marks = Streams(problem.seed, np.arange(start)).uniforms("start", 0, n_quantities)
    z = normal(marks)
    return tightened(problem, standing(problem, z, problem.run("start", z)), plan)[0]
