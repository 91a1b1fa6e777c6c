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
        unit="1/day",
        low=0,
        high=1,
        symbol="v",
        source="priors:h-voluntary-base; assumption: upper end for a crisis",
    )
    """Rate in calm times, health staff."""
    insecurity: Number = uncertain(
        uniform(0, 3), unit="1", low=0, high=10, symbol="γ_s", source="priors:m-voluntary-crisis"
    )
    """Log-rate added by full insecurity."""
    peers: Number = uncertain(
        uniform(0, 2.5), unit="1", low=0, high=10, symbol="γ_φ", source="Felps et al. 2009"
    )
    """Log-rate added when all peers of the contingent have left."""
    hardship: Number = uncertain(
        uniform(0, 1.5),
        unit="1",
        low=0,
        high=10,
        symbol="γ_h",
        source="assumption: blackouts at home keep people abroad",
    )
    """Log-rate taken off by full hardship at home."""
    frailty: Number = uncertain(
        uniform(0.2, 1.5), unit="1", low=0, high=10, symbol="θ", source="Vaupel et al. 1979"
    )
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
