"""Where an answer fell in what was predicted: uniform over many answers if the forecast is calibrated.

Source: Dawid 1984; Gneiting, Balabdaoui & Raftery 2007.
"""

import numpy as np
from numpy.typing import ArrayLike

from sim.core.quantity import Floats


def pit(values: Floats, answer: ArrayLike) -> Floats:
    """Share of the predictive values below each answer, those equal to it counted half.

    >>> float(pit(np.array([1.0, 2.0, 3.0, 4.0]), 3.0))
    0.625
    """
    ordered, y = np.sort(np.asarray(values, float)), np.asarray(answer, float)
    below = np.searchsorted(ordered, y, "left") + np.searchsorted(ordered, y, "right")
    return np.asarray(below / (2 * len(ordered)))
