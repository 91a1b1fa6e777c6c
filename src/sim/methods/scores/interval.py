r"""Where answers fall in what was predicted, and the interval score of a central range.

The score is the width of the range and a fine for every answer outside.

.. math:: IS = (u - l) + \tfrac{2}{\alpha}(l - y)^+ + \tfrac{2}{\alpha}(y - u)^+,
   \qquad \alpha = 1 - \text{level}

Source: Gneiting & Raftery 2007, section 6.2.
"""

import numpy as np
from numpy.typing import ArrayLike

from sim.core.quantity import Floats


def central(values: Floats, level: float) -> tuple[float, float]:
    """Ends of the range that holds the middle `level` of equally weighted values.

    Value i of m, counted from 1 in order, stands at the level (i - 1/2)/m; between them it is linear.
    """
    tail = (1 - level) / 2
    low, high = np.quantile(values, [tail, 1 - tail], method="hazen")
    return float(low), float(high)


def interval_score(low: float, high: float, answer: ArrayLike, level: float) -> Floats:
    """Interval score of each answer, in the unit of the ends.

    >>> float(interval_score(2.0, 6.0, 7.0, 0.9)), float(interval_score(2.0, 6.0, 3.0, 0.9))
    (24.0, 4.0)
    """
    y = np.asarray(answer, float)
    outside = np.maximum(low - y, 0) + np.maximum(y - high, 0)
    return np.asarray(high - low + 2 / (1 - level) * outside)


def pit(values: Floats, answer: ArrayLike) -> Floats:
    """Share of the predictive values below each answer, those equal to it counted half.

    Over many answers it is uniform if the forecast is calibrated. Source: Dawid 1984; Gneiting,
    Balabdaoui & Raftery 2007.

    >>> float(pit(np.array([1.0, 2.0, 3.0, 4.0]), 3.0))
    0.625
    """
    ordered, y = np.sort(np.asarray(values, float)), np.asarray(answer, float)
    below = np.searchsorted(ordered, y, "left") + np.searchsorted(ordered, y, "right")
    return np.asarray(below / (2 * len(ordered)))
