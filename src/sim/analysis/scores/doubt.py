"""Answers in doubt: what may be true, as equally likely values that a score is averaged over.

Half of the chances lie evenly from the lowest number to the value, half from there to the highest.
"""

import numpy as np

from sim.core.quantity import Floats

N_TRUTHS = 41  # odd, so that one of them is the value


def levels(n: int) -> Floats:
    """Levels of `n` equally weighted values, the middles of n equal cells of [0, 1]."""
    return np.asarray((np.arange(n) + 0.5) / n)


def spread(middle: float, low: float | None, high: float | None, n: int) -> Floats:
    """`n` values at equal steps of probability: half from `low` to `middle`, half from there to `high`.

    >>> spread(2.0, 0.0, None, 4).tolist()
    [0.5, 1.5, 2.0, 2.0]
    """
    bottom = middle if low is None else low
    top = middle if high is None else high
    return np.asarray(np.interp(levels(n), [0.0, 0.5, 1.0], [bottom, middle, top]))


def truths(value: float, low: float, high: float) -> Floats:
    """What may be true; the value alone where there is no doubt."""
    return np.array([value]) if low == high else spread(value, low, high, N_TRUTHS)
