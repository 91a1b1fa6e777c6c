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
        unit="1/day",
        low=0,
        high=1,
        symbol="d",
        source="personnel:2013-medical-annual-desertions; priors:h-voluntary-base",
    )
    """Rate in calm times, health staff with no family held back."""
    forced_return: Number = uncertain(
        uniform(0, 2),
        unit="1",
        low=0,
        high=10,
        symbol="δ_θ",
        source="personnel:2013-medical-annual-desertions; assumption: being sent back is the fear",
    )
    """Log-rate added when return to Cuba seems certain."""
    peers: Number = uncertain(
        uniform(0, 2.5), unit="1", low=0, high=10, symbol="δ_φ", source="Felps et al. 2009"
    )
    """Log-rate added when all peers of the contingent have left."""
    hardship: Number = uncertain(
        uniform(0, 1.5),
        unit="1",
        low=0,
        high=10,
        symbol="δ_h",
        source="assumption: nothing to go back to",
    )
    """Log-rate added by full hardship at home."""
    family_tie: Number = uncertain(
        uniform(0, 1),
        unit="1",
        low=0,
        high=10,
        symbol="δ_f",
        source="personnel:2026-01-12-penalty-desertion-sentence; assumption: families stay in Cuba",
    )
    """Log-rate taken off where everybody has close family in Cuba."""
    family_share: Number = uncertain(
        uniform(0.6, 0.95), unit="1", low=0, high=1, source="assumption: families rarely come along"
    )
    """Share of persons with close family in Cuba."""
    border_states: Number = uncertain(
        uniform(1, 4),
        unit="1",
        low=1,
        high=20,
        source="personnel:2015-08-medical-waiting-in-bogota; assumption: Colombia is a walk away",
    )
    """Multiplier in Táchira, Zulia, Apure and Bolívar."""
    frailty: Number = uncertain(
        uniform(0.2, 1.5), unit="1", low=0, high=10, symbol="θ", source="Vaupel et al. 1979"
    )
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
