r"""What sets a drawdown's pace and is never printed: four numbers a case, and how cases resemble each other.

.. math:: y_{ik} = o_{ik} + x_{ik}^\top \beta_k + \sigma_k \varepsilon_{ik}

`y` are the logs of delay, clearing time and haste and the logit of the share that stays behind. Where a
last day was set, delay and clearing time are measured in units of the notice (offset `o`); where none
was, clearing time grows with the number of persons. Effects of equipment and of who decided are drawn
towards zero, so cases of one decider borrow from all others (partial pooling).
"""

from dataclasses import dataclass

import numpy as np

from sim.core.quantity import Floats, Integers

COMPONENTS = ("delay", "clearing", "haste", "stay_behind")
COLUMNS = (
    "no last day",
    "last day set",
    "log persons, no last day",
    "heavy, no last day",
    "heavy, last day set",
    "gradual, no last day",
    "host",
    "sender",
    "deadline",
)
DATED = COLUMNS.index("last day set")
GRADUAL = COLUMNS.index("gradual, no last day")
KINDS = ("at once", "dated", "gradual")  # of cases, each with a spread of its own
LEAST_LEFT = 0.2  # of the notice is left for clearing, however late they begin


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of one component before any case is seen; every number is an assumption.

    `mean` and `sd` are of the coefficients in the order of `COLUMNS`; the spread between cases has an
    inverse gamma distribution whose mode is near `spread`, in the order of `KINDS`.
    """

    mean: tuple[float, ...]
    sd: tuple[float, ...]
    spread: tuple[float, float, float]


# A wide guess each: about a week until the first leave and two to clear 1,000 persons, wide by a factor of
# three to ten; with a last day, a third of the notice passes first. Deciders and equipment make a factor of 1.5
# or so. Of soldiers far fewer stay behind than of civilians.
_SOME, _NONE = 0.3, 1e-3
_DECIDERS = (_SOME, _SOME, _SOME)
PRIORS = {
    "delay": Prior(
        (np.log(6), np.log(0.15), 0.0, 0.0, 0.0, 1.5, 0, 0, 0),
        (1.0, 0.7, _SOME, _SOME, _NONE, 1.5, *_DECIDERS),
        (0.7, 0.5, 0.7),
    ),
    "clearing": Prior(
        (np.log(10), np.log(0.65), 0.5, 0.0, 0.0, 2.0, 0, 0, 0),
        (1.0, 0.5, 0.25, _SOME, _NONE, 1.5, *_DECIDERS),
        (0.7, 0.3, 0.7),
    ),
    "haste": Prior(
        (np.log(4), np.log(4), 0, 0, 0, -0.5, 0, 0, 0),
        (0.5, 0.5, _NONE, _NONE, _NONE, 0.5, _NONE, _NONE, _NONE),
        (0.4, 0.4, 0.4),
    ),
    "stay_behind": Prior(
        (-3.5, -3.5, 0, -2.0, -2.0, 0, 0, 0, 0),
        (1.0, 1.0, _NONE, 1.0, 1.0, 0.5, *_DECIDERS),
        (0.8, 0.8, 0.8),
    ),
}
MEANS = np.array([PRIORS[name].mean for name in COMPONENTS])
PRECISIONS = np.array([PRIORS[name].sd for name in COMPONENTS]) ** -2.0
SPREADS = np.array([PRIORS[name].spread for name in COMPONENTS]).T  # (kinds, components)
SPREAD_SHAPE = 3.0  # as much as six cases' worth of belief in the spread


def kinds(design: Floats) -> Integers:
    """Index into `KINDS` of every row of covariates, shape (R,)."""
    return (design[:, DATED] + 2 * design[:, GRADUAL]).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Known:
    """What the decision says, with the gaps filled in, one value a replicate, shape (R,)."""

    persons: Floats
    notice: Floats  # not a number where no last day was set
    heavy: Floats  # 1 or 0
    gradual: Floats  # 1 or 0
    decided_by: str

    def design(self) -> Floats:
        """Covariates in the order of `COLUMNS`, shape (R, columns)."""
        free = np.isnan(self.notice).astype(float)
        size = np.log(self.persons / 1000)
        deciders = [np.full_like(free, self.decided_by == name) for name in COLUMNS[-3:]]
        heavy, gradual = self.heavy, self.gradual * free
        columns = [
            free,
            1 - free,
            size * free,
            heavy * free,
            heavy * (1 - free),
            gradual,
            *deciders,
        ]
        return np.stack(columns, axis=-1)

    def offset(self, log_delay: Floats) -> Floats:
        """Where a last day is set: log of the notice for the delay, and of what it leaves for clearing."""
        dated = ~np.isnan(self.notice)
        notice = np.where(dated, self.notice, 1.0)
        left = np.maximum(notice + 1 - np.exp(log_delay), LEAST_LEFT * notice)
        none = np.zeros_like(notice)
        return np.stack([np.log(notice), np.where(dated, np.log(left), 0), none, none], axis=-1)
