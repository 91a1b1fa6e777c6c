"""Rotated: the tour of duty ends as planned; in normal times a replacement arrives."""

import numpy as np

from sim.core.distributions import uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain
from sim.mechanisms.causes.base import Cause, Signals


class Rotated(Parameters):
    """Routine coming and going."""

    tour: Number = uncertain(
        uniform(730, 1095),
        "days",
        (30, 10_000),
        "personnel:1960-to-2000-medical-mission-length-min; personnel:2015-09-medical-mission-length",
    )
    """Length of a tour of duty; in a standing mission one over it ends every day."""


def rate(parameters: Rotated, signals: Signals) -> Floats:
    """One over the tour for everybody, in 1/day, shape (R, M)."""
    return np.ones_like(signals.recall) / parameters.tour[:, None]


CAUSE = Cause(
    "rotated",
    "end of a regular tour of duty",
    "events:2026-01-25-nine-il96-trips-rotation",
    Rotated,
    rate,
    replaced=True,
)
