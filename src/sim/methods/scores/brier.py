r"""Brier score of a probability, and what it is made of.

.. math:: BS = (p - y)^2, \qquad
   \overline{BS} = REL - RES + UNC + WITHIN

Sources: Brier 1950; Murphy 1973; Stephenson, Coelho & Jolliffe 2008 for the terms within bins, without
which the parts do not add up to the whole.
"""

from dataclasses import dataclass

import numpy as np

from sim.core.quantity import Floats


def brier(probability: Floats | float, happened: Floats | float) -> Floats:
    """Brier score, averaged over the doubt about the answer.

    Parameters
    ----------
    probability
        Predicted probability of yes, in [0, 1].
    happened
        1 for yes, 0 for no; in between, the probability that the true answer is yes.

    Examples
    --------
    >>> float(brier(0.8, 1.0)), float(brier(0.5, 0.75))
    (0.04, 0.25)
    """
    p, y = np.asarray(probability, float), np.asarray(happened, float)
    return np.asarray(y * (1 - p) ** 2 + (1 - y) * p**2)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Parts of a mean Brier score: ``reliability - resolution + uncertainty + within``.

    `reliability` is how far the share of yes in a bin lies from the mean probability said there,
    `resolution` how far it lies from the share of yes overall, `uncertainty` the score of always saying
    that share, and `within` what bins that hold different probabilities add.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within: float

    @property
    def total(self) -> float:
        """The mean Brier score."""
        return self.reliability - self.resolution + self.uncertainty + self.within


def decompose(probability: Floats, happened: Floats, n_bins: int = 10) -> Decomposition:
    """Take a mean Brier score apart in `n_bins` equal bins of probability.

    An answer in doubt counts as a yes and a no, weighted.
    """
    p = np.concatenate([probability, probability])
    y = np.repeat([1.0, 0.0], len(probability))
    weight = np.concatenate([happened, 1 - np.asarray(happened)]) / len(probability)
    bin_of = np.minimum((p * n_bins).astype(int), n_bins - 1)
    share = np.bincount(bin_of, weight, n_bins)
    filled = np.where(share > 0, share, 1.0)
    said = np.bincount(bin_of, weight * p, n_bins) / filled
    seen = np.bincount(bin_of, weight * y, n_bins) / filled
    overall = float(np.sum(weight * y))
    off, answer_off = p - said[bin_of], y - seen[bin_of]
    return Decomposition(
        reliability=float(np.sum(share * (said - seen) ** 2)),
        resolution=float(np.sum(share * (seen - overall) ** 2)),
        uncertainty=overall * (1 - overall),
        within=float(np.sum(weight * (off**2 - 2 * off * answer_off))),
    )
