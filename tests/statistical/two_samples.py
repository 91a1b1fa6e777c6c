"""Do two samples follow one law? Tests by ranks, because tails and small samples spoil tests of means."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

DOMINATES = 0.8  # share of one value beyond which ranks say little
DIGITS = 5  # the engine records float32, the twin computes in float64: ties must stay ties
type Sample = NDArray[np.float64]


def p_values(first: Sample, second: Sample) -> dict[str, float]:
    """Of the tests that make sense for two samples; empty where both are one and the same constant."""
    both = np.concatenate([first, second]).astype(float)
    scale = 10.0 ** np.floor(np.log10(max(float(np.abs(both).max()), 1e-9)))
    both = np.round(both / scale, DIGITS)
    first, second = both[: len(first)], both[len(first) :]
    values, counts = np.unique(both, return_counts=True)
    if len(values) == 1:
        return {}
    if len(values) == 2 or counts.max() > DOMINATES * len(both):
        usual = [sample == values[counts.argmax()] for sample in (first, second)]
        table = [[each.sum(), (~each).sum()] for each in usual]
        return {"frequency": float(stats.fisher_exact(table).pvalue)}
    middle = np.median(both)
    return {
        "level": _ranks(first, second),
        "spread": _ranks(np.abs(first - middle), np.abs(second - middle)),
        "shape": float(stats.ks_2samp(first, second, method="asymp").pvalue),
    }


def visible_bias(first: Sample, second: Sample, alpha: float, power: float = 0.9) -> float:
    """Shift, relative to the mean, that the test of level finds with `power` (normal approximation)."""
    error = np.std(first) * np.sqrt(np.pi / 3 * (1 / len(first) + 1 / len(second)))
    reach = stats.norm.isf(alpha / 2) + stats.norm.isf(1 - power)
    return float(reach * error / max(abs(np.mean(first)), 1e-12))


def _ranks(first: Sample, second: Sample) -> float:
    return float(stats.mannwhitneyu(first, second, method="asymptotic").pvalue)
