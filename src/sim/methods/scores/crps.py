r"""Continuous ranked probability score of equally weighted values.

.. math:: CRPS(F, y) = \int (F(x) - 1[y \le x])^2 dx = E|X - y| - \tfrac12 E|X - X'|

It has the unit of the quantity, and for a single value it is the absolute error. Cut at the horizon,
values and answer alike, it is the score censored there: no part of the integral lies beyond.

Sources: Gneiting & Raftery 2007; Ferro 2014 for the fair estimator; Gneiting & Ranjan 2011 for
thresholds.
"""

import numpy as np
from numpy.typing import ArrayLike

from sim.core.quantity import Floats


def crps(values: Floats, answer: ArrayLike, *, fair: bool) -> Floats:
    r"""CRPS of each answer, in the unit of the values.

    Parameters
    ----------
    values
        Equally weighted values that stand for the predictive distribution, shape (m,).
    answer
        What came true, any shape.
    fair
        True for a random sample: the estimate is then unbiased for the distribution it was drawn from,
        whatever m is. False for quantiles at the levels :math:`(i - \frac12)/m`: the score is then the
        exact one of the step function through them, which is twice their mean pinball loss.

    Examples
    --------
    >>> float(crps(np.array([3.0]), 5.0, fair=False))
    2.0
    """
    ordered, m = np.sort(np.asarray(values, float)), len(values)
    error = np.abs(np.asarray(answer, float)[..., None] - ordered).mean(axis=-1)
    pairs = float(np.sum((2 * np.arange(1, m + 1) - m - 1) * ordered))  # half the sum of |x - x'|
    others = m - 1 if fair and m > 1 else m
    return np.asarray(error - pairs / (m * others))
