r"""Adaptive expectations: what Caracas thinks Washington's pressure will be, and how sure it is.

.. math:: \hat P \leftarrow \hat P + \eta (P - \hat P), \qquad
          v \leftarrow (1-\eta) v + \eta (P - \hat P)^2

Source: Cagan 1956; the expectation always lies between the smallest and largest pressure seen.
"""

import numpy as np

from sim.core.distributions import log_uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain


class Expectations(Parameters):
    """How fast governments learn."""

    learning: Number = uncertain(
        log_uniform(0.03, 0.3),
        "1/day",
        (0, 1),
        "Cagan 1956; assumption: a few days to a month",
        symbol="η",
    )
    """Weight of today's pressure in tomorrow's expectation."""
    unsettling: Number = uncertain(
        0.25,
        "1",
        (0.01, 1),
        "Kuik 2021; assumption: a quarter of the scale of pressure",
        symbol="v_1",
    )
    """Standard deviation of surprises at which the future is wholly open."""


def expect(
    expected: Floats, volatility: Floats, seen: Floats, learning: Floats
) -> tuple[Floats, Floats]:
    """Expectation and squared surprise after one more day, same shapes.

    >>> expect(0.0, 0.0, 1.0, 0.1)
    (0.1, 0.1)
    """
    surprise = seen - expected
    return expected + learning * surprise, (1 - learning) * volatility + learning * surprise**2


def uncertainty(volatility: Floats) -> Floats:
    """Standard deviation of surprises, in [0, 1]."""
    return np.sqrt(volatility)
