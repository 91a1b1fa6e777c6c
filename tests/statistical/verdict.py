"""When is a deviation too large to be chance? One rule for all closed-form checks."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

ALPHA = 1e-4
ALPHA_AGAIN = 1e-3
FEWEST_EXPECTED = 10.0


def assert_law(p_value: Callable[[int, int], float]) -> None:
    """Hold a check to the retest rule of RELIABILITY.md section 5.

    `p_value(seed, times)` runs the check with a scenario seed and `times` as many replicates. Below
    1e-4 it is run again, four times as large and with a fresh seed, and fails below 1e-3: a correct
    engine fails in one of ten million, an engine that is wrong fails twice.
    """
    first = p_value(1, 1)
    if first >= ALPHA:
        return
    again = p_value(2, 4)
    assert again >= ALPHA_AGAIN, f"p = {first:.1e}, and {again:.1e} with four times the sample"


def chi_square(observed: ArrayLike, probabilities: ArrayLike) -> float:
    """p-value of counts against cell probabilities; rare cells are pooled, neighbours first."""
    observed, expected = np.asarray(observed, float).ravel(), np.asarray(probabilities, float).ravel()
    expected = expected * observed.sum() / expected.sum()
    cells: list[list[float]] = [[0.0, 0.0]]
    for seen, meant in zip(observed, expected, strict=True):
        if cells[-1][1] >= FEWEST_EXPECTED:
            cells.append([0.0, 0.0])
        cells[-1][0] += seen
        cells[-1][1] += meant
    if len(cells) > 1 and cells[-1][1] < FEWEST_EXPECTED:
        seen, meant = cells.pop()
        cells[-1][0] += seen
        cells[-1][1] += meant
    table = np.array(cells)
    return float(stats.chisquare(table[:, 0], table[:, 1]).pvalue)


def binomial_law(counts: ArrayLike, n: int, probability: float) -> float:
    """p-value of the whole law of `counts` against Binomial(n, probability)."""
    observed = np.bincount(np.asarray(counts, int), minlength=n + 1)
    return chi_square(observed, stats.binom.pmf(np.arange(n + 1), n, probability))


def poisson_law(counts: ArrayLike, mean: float) -> float:
    """p-value of the whole law of `counts` against Poisson(mean)."""
    counts = np.asarray(counts, int)
    last = int(max(counts.max(), stats.poisson.isf(1e-9, mean)))
    probabilities = stats.poisson.pmf(np.arange(last + 1), mean)
    probabilities[-1] += stats.poisson.sf(last, mean)
    return chi_square(np.bincount(counts, minlength=last + 1), probabilities)


def all_of(*p_values: float) -> float:
    """One p-value for several tests of one claim (Bonferroni)."""
    return min(1.0, len(p_values) * min(p_values))
