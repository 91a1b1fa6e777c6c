r"""Logarithmic score of a probability, with a floor that keeps one mistake from deciding everything.

.. math:: LS = -\ln p \text{ for yes}, \quad -\ln(1 - p) \text{ for no}

Source: Good 1952; the floor is that of the model's specification.
"""

import numpy as np

from sim.core.quantity import Floats

FLOOR = 0.005  # no forecast here is held to be surer than 199 to 1


def floored(probability: Floats | float) -> Floats:
    """The probability kept away from 0 and 1 by `FLOOR`."""
    return np.asarray(np.clip(np.asarray(probability, float), FLOOR, 1 - FLOOR))


def logarithmic(probability: Floats | float, happened: Floats | float) -> Floats:
    """Logarithmic score in nats, averaged over the doubt about the answer; see `brier`.

    >>> float(logarithmic(0.5, 1.0)), float(logarithmic(0.0, 1.0))
    (0.693, 5.298)
    """
    p, y = floored(probability), np.asarray(happened, float)
    return np.asarray(-y * np.log(p) - (1 - y) * np.log1p(-p))
