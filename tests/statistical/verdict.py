"""When is a deviation too large to be chance? One rule for all closed-form checks."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

ALPHA = 1e-4
ALPHA_AGAIN = 1e-3
FEWEST_EXPECTED = 10.0


def assert_law(p_value: Callable[[int, int], float]) -> None:
    """Hold a check to the rule of a second test.

    `p_value(seed, times)` runs the check with a scenario seed and `times` as many replicates. Below
    1e-4 it is run again, four times as large and with a fresh seed, and fails below 1e-3: a correct
    engine fails in one of ten million, an engine that is wrong fails twice.
    """
    first = p_value(1, 1)
    if first >= ALPHA:
        return
    again = p_value(2, 4)
    assert again >= ALPHA_AGAIN, f"p = {first:.1e}, and {again:.1e} with four times the sample"


def all_of(*p_values: float) -> float:
    """One p-value for several tests of one claim (Bonferroni)."""
    return min(1.0, len(p_values) * min(p_values))


def share_of(hits: float, trials: float, probability: float) -> float:
    """p-value of a number of hits against its probability."""
    return float(stats.binomtest(int(hits), int(trials), probability).pvalue)


def chi_square(observed: ArrayLike, probabilities: ArrayLike) -> float:
    """p-value of counts against cell probabilities; rare cells are pooled with their neighbours."""
    observed, expected = (
        np.asarray(observed, float).ravel(),
        np.asarray(probabilities, float).ravel(),
    )
    expected = expected * observed.sum() / expected.sum()
    # A cell ends where the expected count since the last end is large enough.
    ends, since = [0], 0.0
    for position, meant in enumerate(expected, start=1):
        since += meant
        if since >= FEWEST_EXPECTED and expected[position:].sum() >= FEWEST_EXPECTED:
            ends.append(position)
            since = 0.0
    cells = (np.add.reduceat(each, ends) for each in (observed, expected))
    return float(stats.chisquare(*cells).pvalue) if len(ends) > 1 else 1.0


def binomial_law(counts: ArrayLike, n: int, probability: float) -> float:
    """p-value of `counts` against Binomial(n, probability): their sum, and the whole law."""
    counts = np.asarray(counts, int)
    law = stats.binom.pmf(np.arange(n + 1), n, probability)
    return all_of(
        share_of(counts.sum(), n * len(counts), probability),
        chi_square(np.bincount(counts, minlength=n + 1), law),
    )


def poisson_law(counts: ArrayLike, mean: float) -> float:
    """p-value of `counts` against Poisson(mean): their sum, and the whole law."""
    counts = np.asarray(counts, int)
    last = int(max(counts.max(), stats.poisson.isf(1e-9, mean)))
    law = stats.poisson.pmf(np.arange(last + 1), mean)
    total, expected = counts.sum(), mean * len(counts)
    tails = (stats.poisson.cdf(total, expected), stats.poisson.sf(total - 1, expected))
    return all_of(
        float(min(1.0, 2 * min(tails))), chi_square(np.bincount(counts, minlength=last + 1), law)
    )


def waiting_law(first_day: ArrayLike, n_days: int, hazard: float) -> float:
    """p-value of first days (negative: never) against a constant hazard in 1/day."""
    first = np.asarray(first_day, int)
    alive = np.exp(-hazard * np.arange(n_days + 1))
    observed = np.append(np.bincount(first[first >= 0], minlength=n_days), (first < 0).sum())
    return all_of(
        share_of((first >= 0).sum(), len(first), float(1 - alive[-1])),
        chi_square(observed, np.append(-np.diff(alive), alive[-1])),
    )
