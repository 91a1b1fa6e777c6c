"""How often a government would leave the old order, against closed forms."""

import numpy as np

from sim.core.streams import Streams
from sim.mechanisms.choice import probabilities
from sim.model.agents.actor import MONTH
from sim.studies.calibration.question.steadiness import COUNTED, TASTES, YEAR, leaving

RUNS = 16


def rate(weights: list[float], memory: float) -> np.ndarray:
    weighed = np.tile(weights, (RUNS, 1))
    streams = Streams(7, np.arange(RUNS))
    return leaving(weighed, 0, np.full(RUNS, memory), streams, "caracas")


def test_without_memory_every_decision_is_a_fresh_logit() -> None:
    """The chance of leaving is that of the other postures at each of 365.25 / 28 decisions a year."""
    weights = [2.0, 0.5, 0.0]
    leaves = 1 - probabilities(np.array([weights]), np.ones(1))[0, 0]
    decisions = RUNS * TASTES * COUNTED
    error = np.sqrt(leaves * (1 - leaves) / decisions)
    found = rate(weights, 0.01).mean() * MONTH / 365.25
    assert abs(found - leaves) < 4 * error


def test_taste_that_never_changes_never_leaves() -> None:
    assert rate([0.0, 0.0, 0.0], 1e12).max() == 0


def test_a_longer_memory_and_a_dearer_change_leave_less_often() -> None:
    weights, dearer = [1.0, 0.0, 0.0], [2.0, 0.0, 0.0]
    assert rate(weights, 300).mean() < rate(weights, 30).mean()
    assert rate(dearer, 300).mean() < rate(weights, 300).mean()


def test_the_first_year_only_sorts() -> None:
    """Rates are shares of the decisions that count, so none exceeds one leaving a decision."""
    assert YEAR == 13  # four-weekly decisions
    assert rate([-50.0, 0.0, 0.0], 0.01).max() <= 365.25 / MONTH
