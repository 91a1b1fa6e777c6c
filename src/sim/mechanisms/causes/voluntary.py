r"""Voluntary: asks to go home before the end of the mission, and flies home.

.. math:: \lambda = v\, u\, z\, \exp(\gamma_s\, Ins - \gamma_h\, Hd)\, e^{\gamma_\varphi \varphi}
"""

import numpy as np

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain
from sim.mechanisms.causes.base import Cause, Signals


class Voluntary(Parameters):
    """What makes a person ask to go home."""

    base: Number = uncertain(
        log_uniform(3e-5, 1e-3),
        "1/day",
        (0, 1),
        "priors:h-voluntary-base; assumption: upper end for a crisis",
        symbol="v",
    )
    """Rate in calm times, health staff."""
    insecurity: Number = uncertain(
        uniform(0, 3), "1", (0, 10), "priors:m-voluntary-crisis", symbol="γ_s"
    )
    """Log-rate added by full insecurity."""
    peers: Number = uncertain(uniform(0, 2.5), "1", (0, 10), "Felps et al. 2009", symbol="γ_φ")
    """Log-rate added when all peers of the contingent have left."""
    hardship: Number = uncertain(
        uniform(0, 1.5),
        "1",
        (0, 10),
        "assumption: blackouts at home keep people abroad",
        symbol="γ_h",
    )
    """Log-rate taken off by full hardship at home."""
    frailty: Number = uncertain(uniform(0.2, 1.5), "1", (0, 10), "Vaupel et al. 1979", symbol="θ")
    """Variance of personal frailty (gamma, mean 1)."""


def rate(parameters: Voluntary, signals: Signals) -> Floats:
    """Hazard without the peer effect, in 1/day, shape (R, M)."""
    pull = parameters.insecurity * signals.insecurity - parameters.hardship * signals.hardship
    return signals.own_choice * (parameters.base * np.exp(pull))[:, None]


CAUSE = Cause(
    "voluntary",
    "chooses to go home early",
    "article:who-orders-departures-contested",
    Voluntary,
    rate,
)
