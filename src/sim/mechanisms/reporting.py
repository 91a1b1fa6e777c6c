"""What is reported is not what is: the press sees a share of departures, late, and mixes causes up."""

import numpy as np

from sim.core.distributions import uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain
from sim.mechanisms.causes import CAUSE_NAMES

CONTESTED = ("expelled", "recalled", "voluntary", "rotated")


class Reporting(Parameters):
    """How departures become news."""

    lag: Number = uncertain(
        uniform(2, 21),
        "days",
        (0, 365),
        "article:departures-began; assumption: days to weeks",
        whole=True,
    )
    """Days from a departure to its report."""
    confusion: Number = uncertain(
        uniform(0.2, 0.8), "1", (0, 1), "article:who-orders-departures-contested"
    )
    """Probability that a report names some contested cause at random instead of the true one."""


def confusion_rows(confusion: float) -> Floats:
    """Cumulative probabilities (Z, Z) of the reported cause for every true cause; rows end at 1.

    Expelled, recalled, voluntary and rotated are mixed up; the killed, the injured and deserters are not.
    """
    rows = np.eye(len(CAUSE_NAMES))
    contested = [CAUSE_NAMES.index(name) for name in CONTESTED]
    for row in contested:
        rows[row, row] = 1 - confusion
        rows[row, contested] += confusion / len(contested)
    return np.cumsum(rows, axis=1)
