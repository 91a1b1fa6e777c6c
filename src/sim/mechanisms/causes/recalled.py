"""Recalled: called home by an order of Havana."""

from sim.core.distributions import log_uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain
from sim.mechanisms.causes.base import Cause, Signals


class Recalled(Parameters):
    """How an order of Havana reaches its people."""

    scale: Number = uncertain(
        log_uniform(0.3, 3),
        "1",
        (0, 10),
        "priors:h-guest-recall-urgent; priors:h-guest-slow-or-negotiated",
    )
    """Multiplier on the recall rates of the postures."""


def rate(parameters: Recalled, signals: Signals) -> Floats:
    """Recall order in force times the scale, in 1/day."""
    return signals.recall * parameters.scale[:, None]


CAUSE = Cause(
    "recalled",
    "called home by Havana",
    "article:who-orders-departures-contested",
    Recalled,
    rate,
    by_order=True,
)
