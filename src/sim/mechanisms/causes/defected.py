r"""Defected: leaves the mission without permission, overland, without a seat on an aircraft.

.. math:: \lambda = d\, u\, z\, \exp(\delta_\theta\, Thr + \delta_h\, Hd - \delta_f\, fam)\, e^{\delta_\varphi \varphi}
"""

import numpy as np

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain
from sim.mechanisms.causes.base import Cause, Signals


class Defected(Parameters):
    """What makes a person desert."""

    base: Number = uncertain(
        log_uniform(2e-5, 3e-4),
        "1/day",
        (0, 1),
        "personnel:2013-medical-annual-desertions; priors:h-voluntary-base",
        symbol="d",
    )
    """Rate in calm times, health staff with no family held back."""
    forced_return: Number = uncertain(
        uniform(0, 2),
        "1",
        (0, 10),
        "personnel:2013-medical-annual-desertions; assumption: being sent back is the fear",
        symbol="δ_θ",
    )
    """Log-rate added when return to Cuba seems certain."""
    peers: Number = uncertain(uniform(0, 2.5), "1", (0, 10), "Felps et al. 2009", symbol="δ_φ")
    """Log-rate added when all peers of the contingent have left."""
    hardship: Number = uncertain(
        uniform(0, 1.5), "1", (0, 10), "assumption: nothing to go back to", symbol="δ_h"
    )
    """Log-rate added by full hardship at home."""
    family_tie: Number = uncertain(
        uniform(0, 1),
        "1",
        (0, 10),
        "personnel:2026-01-12-penalty-desertion-sentence; assumption: families stay in Cuba",
        symbol="δ_f",
    )
    """Log-rate taken off where everybody has close family in Cuba."""
    family_share: Number = uncertain(
        uniform(0.6, 0.95), "1", (0, 1), "assumption: families rarely come along"
    )
    """Share of persons with close family in Cuba."""
    border_states: Number = uncertain(
        uniform(1, 4),
        "1",
        (1, 20),
        "personnel:2015-08-medical-waiting-in-bogota; assumption: Colombia is a walk away",
    )
    """Multiplier in Táchira, Zulia, Apure and Bolívar."""
    frailty: Number = uncertain(uniform(0.2, 1.5), "1", (0, 10), "Vaupel et al. 1979", symbol="θ")
    """Variance of personal frailty (gamma, mean 1)."""


def rate(parameters: Defected, signals: Signals) -> Floats:
    """Hazard without the peer effect and the border, in 1/day, shape (R, M)."""
    pull = (
        parameters.forced_return * signals.forced_return
        + parameters.hardship * signals.hardship
        - parameters.family_tie * parameters.family_share
    )
    return signals.own_choice * (parameters.base * np.exp(pull))[:, None]


CAUSE = Cause(
    "defected",
    "deserts and leaves overland",
    "personnel:2026-01-12-medical-deserters-this-crisis",
    Defected,
    rate,
    overland=True,
    border_factor="border_states",
)
