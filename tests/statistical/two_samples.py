"""Do two samples follow one law? Tests of location, spread and shape, with a stated power."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

DOMINATES = 0.8  # share of one value beyond which moments say little
type Sample = NDArray[np.float64]


def p_values(first: Sample, second: Sample) -> dict[str, float]:
    """Of the tests that make sense for two samples; empty where both are one and the same constant."""
    first, second = np.asarray(first, float), np.asarray(second, float)
    both = np.concatenate([first, second])
    if np.ptp(both) <= 1e-6 * (1 + np.abs(both).max()):  # rounding to float32 is not chance
        return {}
    values, counts = np.unique(_noticed(both), return_counts=True)
    if len(values) == 2 or counts.max() > DOMINATES * len(both):
        usual = [(_noticed(sample) == values[counts.argmax()]) for sample in (first, second)]
        table = [[each.sum(), (~each).sum()] for each in usual]
        return {"frequency": float(stats.fisher_exact(table).pvalue)}
    return {
        "mean": _welch(first, second),
        "spread": _welch(np.abs(first - np.median(first)), np.abs(second - np.median(second))),
        "shape": float(stats.ks_2samp(_noticed(first), _noticed(second), method="asymp").pvalue),
    }


def visible_bias(first: Sample, second: Sample, alpha: float, power: float = 0.9) -> float:
    """Difference of means, relative to the mean, that the test of means finds with `power`."""
    error = np.sqrt(np.var(first) / len(first) + np.var(second) / len(second))
    reach = stats.norm.isf(alpha / 2) + stats.norm.isf(1 - power)
    return float(reach * error / max(abs(np.mean(first)), 1e-12))


def _welch(first: Sample, second: Sample) -> float:
    if np.ptp(first) == 0 and np.ptp(second) == 0:
        return float(first[0] == second[0])
    return float(stats.ttest_ind(first, second, equal_var=False).pvalue)


def _noticed(sample: Sample) -> Sample:
    return np.round(sample, 6)  # float32 in one, float64 in the other: ties must stay ties
