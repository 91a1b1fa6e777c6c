r"""From a decision to the people: orders take days to bite, and fear comes with them.

.. math:: Ins = 1 - (1 - e^{-(t-t_s)/\tau})(1 - k/2), \qquad Thr = 1 - (1-k)(1-withdrawal)
"""

import numpy as np

from sim.core.distributions import log_normal, uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain


class Orders(Parameters):
    """How decisions reach people."""

    delay_caracas: Number = uncertain(
        log_normal(5, 19), "days", (0, 120), "priors:delay-decision-to-first-exit"
    )
    """Days from a posture of Caracas to the relief orders it means."""
    delay_havana: Number = uncertain(
        log_normal(5, 19), "days", (0, 120), "priors:delay-decision-to-first-exit"
    )
    """Days from a posture of Havana to the recall orders it means."""
    shock_memory: Number = uncertain(
        uniform(20, 90),
        "days",
        (1, 3650),
        "events:2026-01-08-return-flights-normalised; personnel:2026-01-06-medical-state; assumption: weeks to months",
        symbol="τ",
    )
    """Days over which the insecurity of the strike wears off."""


def insecurity(shock: Floats, compliance: Floats) -> Floats:
    """How unsafe it feels to stay, in [0, 1]: the decaying shock, or half of the host's distance.

    >>> insecurity(0.0, 1.0), insecurity(1.0, 0.0)
    (0.5, 1.0)
    """
    return 1 - (1 - shock) * (1 - 0.5 * compliance)


def forced_return(compliance: Floats, withdrawal: Floats) -> Floats:
    """Perceived risk of being sent back to Cuba, in [0, 1]."""
    return 1 - (1 - compliance) * (1 - withdrawal)


def whole_days(delay: Floats) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Delay rounded to whole days, shape (R,)."""
    return np.floor(delay + 0.5).astype(np.int64)
