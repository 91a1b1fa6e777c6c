"""What a calibration taught: prior against posterior for every quantity and for the shares of causes."""

from dataclasses import dataclass

import numpy as np

from sim.core.quantity import Floats
from sim.mechanisms.causes import CAUSE_NAMES
from sim.studies.calibration.answer.fit import Fitted
from sim.studies.calibration.answer.smc import Particles

LEVEL = 0.05  # of all comparisons together (Bonferroni)
#: Below this ratio of variances, or beyond this shift in prior standard deviations, a prior that moved
#: moved enough to say so; a smaller change may be significant and still teach little.
NARROWER, SHIFTED = 0.8, 0.25
DOMINATED = 0.5


@dataclass(frozen=True, slots=True)
class Learned:
    """One quantity before and after: median and 90 %, and how different the two are.

    `ratio` is posterior to prior variance and `shift` the move of the mean in prior standard
    deviations, both where the prior is normal; `ks` is the Kolmogorov-Smirnov distance, `p` its
    p-value times the number of comparisons, for `effective` independent draws.
    """

    name: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    ratio: float
    shift: float
    ks: float
    p: float
    effective: float

    @property
    def prior_dominated(self) -> bool:
        """Whether more than half of the prior's variance is left: mostly the prior speaks."""
        return self.ratio > DOMINATED

    @property
    def updated(self) -> bool:
        """Whether the evidence moved it: beyond chance, and by enough to matter."""
        return self.p < LEVEL and (self.ratio < NARROWER or abs(self.shift) > SHIFTED)


def quantities(fitted: Fitted) -> tuple[Learned, ...]:
    """Every quantity, the most updated first."""
    from scipy.special import ndtr  # noqa: PLC0415 - slow to import

    particles, space = fitted.particles, fitted.space
    marks = ndtr(particles.z)
    values = space.values(particles.z)
    found = []
    for column, (path, prior) in enumerate(space.priors.items()):
        z = particles.z[:, column]
        n = effective(z, particles.family)
        ks = _from_uniform(marks[:, column])
        before = prior.quantile(np.array([0.5, 0.05, 0.95]))
        found.append(
            Learned(
                path,
                _three(before),
                _three(np.quantile(values[:, column], [0.5, 0.05, 0.95])),
                float(z.var(ddof=1)),
                float(z.mean()),
                ks,
                _p_value(ks, n, len(space.priors)),
                n,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.p, -each.ks)))


def cause_shares(fitted: Fitted) -> tuple[Learned, ...]:
    """Shares of departures by cause up to the article, of all runs of the prior and of the posterior."""
    before, after = fitted.prior, fitted.particles
    found = []
    for column, cause in enumerate(CAUSE_NAMES):
        old, new = before.shares[:, column], after.shares[:, column]
        n = effective(new, after.family)
        ks = _between(old, new)
        spread = max(float(old.std(ddof=1)), 1e-12)
        found.append(
            Learned(
                f"share {cause}",
                _three(np.quantile(old, [0.5, 0.05, 0.95])),
                _three(np.quantile(new, [0.5, 0.05, 0.95])),
                float(new.var(ddof=1)) / spread**2,
                float(new.mean() - old.mean()) / spread,
                ks,
                _p_value(ks, n * len(old) / (n + len(old)), len(CAUSE_NAMES)),
                n,
            )
        )
    return tuple(found)


def effective(values: Floats, family: np.ndarray) -> float:
    """Independent draws that the particles are worth: those of one family may resemble each other.

    The intraclass correlation r of families (one-way analysis of variance) gives n / (1 + (m - 1) r)
    with m the mean size of a particle's family.
    """
    _, member, size = np.unique(family, return_inverse=True, return_counts=True)
    n, k = len(values), len(size)
    if k in {1, n} or values.std() == 0:
        return float(k)
    means = np.bincount(member, values) / size
    within = ((values - means[member]) ** 2).sum() / (n - k)
    between = (size * (means - values.mean()) ** 2).sum() / (k - 1)
    usual = (n - (size**2).sum() / n) / (k - 1)
    r = (between - within) / (between + (usual - 1) * within)
    m = (size**2).sum() / n
    return float(n / (1 + (m - 1) * min(max(r, 0.0), 1.0)))


def spread_of_families(particles: Particles) -> float:
    """Effective number of families, the smallest that the effective number of draws can be."""
    _, size = np.unique(particles.family, return_counts=True)
    return float(len(particles) ** 2 / (size**2).sum())


def _from_uniform(marks: Floats) -> float:
    ordered, n = np.sort(marks), len(marks)
    steps = np.arange(n + 1) / n
    return float(max((steps[1:] - ordered).max(), (ordered - steps[:-1]).max()))


def _between(one: Floats, other: Floats) -> float:
    at = np.sort(np.concatenate([one, other]))
    below = [np.searchsorted(np.sort(x), at, side="right") / len(x) for x in (one, other)]
    return float(np.abs(below[0] - below[1]).max())


def _p_value(ks: float, n: float, comparisons: int) -> float:
    from scipy.special import kolmogorov  # noqa: PLC0415 - slow to import

    return float(min(1.0, comparisons * kolmogorov(np.sqrt(n) * ks)))


def _three(numbers: Floats) -> tuple[float, float, float]:
    middle, low, high = (float(each) for each in numbers)
    return middle, low, high
