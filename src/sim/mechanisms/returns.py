r"""Coming back: vacated posts are filled again when Caracas asks for it and Havana sends people.

.. math:: \text{arrivals} = inv \cdot send \cdot vacant / \tau_{fill} \le \text{seats}

Both must have wanted it for as long as training takes.
"""

import numpy as np

from sim.core.distributions import uniform
from sim.core.quantity import Floats, Integers, Number, Parameters, uncertain


class Returns(Parameters):
    """How fast missions are rebuilt."""

    training: Number = uncertain(
        uniform(14, 60),
        "days",
        (0, 3650),
        "events:2026-01-25-nine-il96-trips-rotation; assumption: weeks to find and prepare people",
    )
    """Days from a posture that asks for people to the first who come."""
    filling: Number = uncertain(
        uniform(90, 540),
        "days",
        (1, 36500),
        "assumption: missions took months to years to build",
        symbol="τ_{fill}",
    )
    """Mean days until a vacant post is filled, if seats allow."""


def share_back(horizon: Floats, p: Returns) -> Floats:
    """Share of vacant posts that will be filled within a horizon if both want it, shape (R,)."""
    return np.asarray(1 - np.exp(-np.maximum(0.0, horizon - p.training) / p.filling))


def coming(owed: Floats, seats: Integers) -> Integers:
    """Whole persons of each mission who come today, (R, M), of those `owed`; no more than seats (R,).

    >>> coming(np.array([[2.5, 0.7]]), np.array([1])).tolist(), coming(np.array([[2.5, 0.7]]), np.array([9])).tolist()
    ([[1, 0]], [[2, 0]])
    """
    whole = np.floor(owed)
    total = whole.sum(axis=1)
    share = np.minimum(1.0, seats / np.maximum(total, 1))
    return np.asarray(np.floor(whole * share[:, None]), np.int64)
