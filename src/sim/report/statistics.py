"""How numbers over runs are summed up: medians, shares of runs, and what a finite number of runs leaves open."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from sim.core.quantity import Floats

Z95 = 1.959963984540054  # standard normal quantile at 0.975
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
MEDIAN = 0.5


@dataclass(frozen=True, slots=True)
class Bands:
    """Median and the ranges that hold the middle 50 % and 90 % of runs, all of one shape."""

    median: Floats
    low50: Floats
    high50: Floats
    low90: Floats
    high90: Floats


def bands(values: Floats) -> Bands:
    """Bands over the first axis, which counts runs."""
    low90, low50, median, high50, high90 = np.quantile(values, LEVELS, axis=0)
    return Bands(median, low50, high50, low90, high90)


def wilson(count: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's interval for the probability behind `count` of `n` runs.

    Source: Wilson 1927. It never leaves [0, 1] and has width even where `count` is 0 or `n`.

    >>> tuple(round(end, 3) for end in wilson(18, 100))
    (0.117, 0.267)
    """
    if not 0 <= count <= n:
        message = f"count must be from 0 to {n}, is {count}"
        raise ValueError(message)
    if n == 0:
        return 0.0, 1.0
    p, zz = count / n, z * z
    centre = (p + zz / (2 * n)) / (1 + zz / n)
    half = z / (1 + zz / n) * sqrt(p * (1 - p) / n + zz / (4 * n * n))
    # Rounding must not move an end away from a bound that it reaches.
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == n else min(1.0, centre + half)
    return low, high


def standard_error(count: int, n: int) -> float:
    """Monte Carlo standard error of the share of runs, sqrt(p (1 - p) / n)."""
    return sqrt(count * (n - count) / n) / n if n else 0.0


def trailing_mean(daily: Floats, days: int) -> Floats:
    """Mean over the last `days` days up to each day, fewer at the beginning, shape (R, T)."""
    padded = np.pad(daily, ((0, 0), (days - 1, 0)))
    # Summed day by day, not as a difference of running sums: equal days must give equal bits.
    sums = sum(padded[:, lag : lag + daily.shape[1]] for lag in range(days))
    return np.asarray(sums / np.minimum(np.arange(1, daily.shape[1] + 1), days))


def first_mean(daily: Floats, days: int) -> Floats:
    """Mean over the first `days` days of each run, shape (R,)."""
    return np.asarray(daily[:, :days].mean(axis=1))
