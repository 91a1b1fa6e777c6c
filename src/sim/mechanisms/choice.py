r"""Quantal response: governments choose the better posture more often, not always.

.. math:: \Pr(a) = \frac{e^{\lambda U(a)}}{\sum_b e^{\lambda U(b)}}, \qquad
          a^* = \arg\max_a \{\lambda U(a) + g_a\}, \quad g_a = -\ln(-\ln u_a)

With the Gumbel noise fixed by date and posture, raising one utility can only move that date's choice
to its posture. Noise lasts from date to date: see `sim.mechanisms.taste`. A change of posture costs

.. math:: c_{ab} = \iota\,(1 + \beta \max(0, br_a - br_b)), \qquad c_{aa} = 0,

so a posture that burns bridges (br) costs more to undo than to take.
Source: McKelvey & Palfrey 1995; Signorino 1999.
"""

import numpy as np

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Integers, Number, Parameters, uncertain


class Choice(Parameters):
    """How precisely and how often governments choose."""

    precision: Number = uncertain(
        log_uniform(2.5, 12),
        "1",
        (0, 1000),
        "McKelvey & Palfrey 1995; article:nearly-two-decades; assumption: less would break old alliances",
        symbol="λ",
    )
    """Weight of utility against noise; 0 is a fair die."""
    inertia: Number = uncertain(
        uniform(0.2, 0.7), "1", (0, 10), "assumption: change is costly", symbol="ι"
    )
    """Utility that a change of posture costs."""
    undoing: Number = uncertain(
        uniform(0.5, 3),
        "1",
        (0, 20),
        "Fearon 1997; assumption: who has burnt bridges pays more than who burns them",
        symbol="β",
    )
    """How many times the cost of a change comes on top when burnt bridges must be rebuilt."""
    days_between: Number = uncertain(
        7, "days", (1, 365), "assumption: cabinets meet weekly", whole=True
    )
    """Days from one decision to the next."""


def gumbel(u: Floats) -> Floats:
    """Gumbel noise from uniforms, same shape; increasing in the uniform."""
    return -np.log(-np.log(u))


def switching_costs(bridges: Floats, inertia: Floats, undoing: Floats) -> Floats:
    """Utility that a change costs, shape (R, from, to), from the bridges (A,) that postures burn.

    >>> import numpy as np
    >>> switching_costs(np.array([0.0, 1.0]), np.array([0.5]), np.array([2.0])).tolist()
    [[[0.0, 0.5], [1.5, 0.0]]]
    """
    rebuilt = np.maximum(0.0, bridges[:, None] - bridges[None, :])
    changes = 1.0 - np.eye(len(bridges))
    return np.asarray(inertia[:, None, None] * changes * (1 + undoing[:, None, None] * rebuilt))


def choose(utility: Floats, noise: Floats, precision: Floats) -> Integers:
    """Posture chosen by each replicate, shape (R,), from utilities and noise of shape (R, A)."""
    return np.argmax(precision[:, None] * utility + noise, axis=1)


def probabilities(utility: Floats, precision: Floats) -> Floats:
    """Logit probabilities (R, A) of the postures; rows sum to 1.

    >>> import numpy as np
    >>> probabilities(np.array([[0.0, 0.0]]), np.array([3.0]))
    array([[0.5, 0.5]])
    """
    weighted = precision[:, None] * utility
    power = np.exp(weighted - weighted.max(axis=1, keepdims=True))
    return power / power.sum(axis=1, keepdims=True)
