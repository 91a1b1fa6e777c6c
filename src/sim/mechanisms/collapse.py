r"""Collapse in Havana: an annual hazard anchored where hardship is 0.3 and 0.8.

.. math:: \ln h = \text{interp}(Hd;\; (0.3, \ln c_{lo}), (0.8, \ln c_{hi})) - \kappa_c (coh - coh_0)

Centred at the edge of the domain of cohesion (:math:`coh_0 = 0.6`), so the sign of every term is a
relation that can be tested. Sources: Levitsky & Way 2013; Lachapelle et al. 2020.
"""

import numpy as np

from sim.core.distributions import log_normal, log_uniform, uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain

LOWEST_COHESION = 0.6
ANCHORS = (0.3, 0.8)
RULED_OUT = 1e-12  # 1/year: stands in for a hazard of 0, which has no logarithm


class Collapse(Parameters):
    """How hardship threatens the government of Cuba."""

    calm_hazard: Number = uncertain(
        log_uniform(0.003, 0.02), "1/year", (0, 10), "Levitsky & Way 2013", symbol="c_lo"
    )
    """Annual hazard at hardship 0.3."""
    severe_hazard: Number = uncertain(
        log_normal(0.06, 0.5),
        "1/year",
        (0, 100),
        "Levitsky & Way 2013; assumption: no collapse in four years of the Special Period",
        symbol="c_hi",
    )
    """Annual hazard at hardship 0.8."""
    cohesion: Number = uncertain(
        uniform(0.6, 0.95), "1", (0, 1), "Lachapelle et al. 2020", symbol="coh"
    )
    """Cohesion of the ruling elite."""
    cohesion_effect: Number = uncertain(
        uniform(0, 3), "1", (0, 20), "assumption: cohesion protects", symbol="κ_c"
    )
    """Log-hazard taken off by each unit of cohesion above 0.6."""
    leader_exit: Number = uncertain(
        log_uniform(0.01, 0.08),
        "1/year",
        (0, 10),
        "Goemans, Gleditsch & Chiozza 2009; computed: two exits in the 67 years since 1959",
        symbol="λ_exit",
    )
    """Annual hazard that the leader goes while the government stays, at hardship 0.3."""


def collapse_hazard(hardship: Floats, p: Collapse) -> Floats:
    """Annual hazard of collapse, 1/year, shape (R,); increasing in hardship, falling in cohesion."""
    protection = p.cohesion_effect * (p.cohesion - LOWEST_COHESION)
    low, rise = _anchored(p)
    hazard = np.exp(low + _between(hardship) * rise - protection)
    return np.where(p.severe_hazard > 0, hazard, 0.0)


def leader_exit_hazard(hardship: Floats, p: Collapse) -> Floats:
    """Annual hazard that the leader goes, 1/year, shape (R,); rises with hardship like collapse."""
    _, rise = _anchored(p)
    return np.asarray(p.leader_exit * np.exp(_between(hardship) * np.minimum(rise, np.log(4.0))))


def _anchored(p: Collapse) -> tuple[Floats, Floats]:
    """Log-hazard at the first anchor and its rise to the second, never a fall."""
    calm = np.maximum(p.calm_hazard, RULED_OUT)
    return np.log(calm), np.log(np.maximum(p.severe_hazard, calm) / calm)


def _between(hardship: Floats) -> Floats:
    """Place of a hardship between the anchors: 0 at the first, 1 at the second."""
    return (hardship - ANCHORS[0]) / (ANCHORS[1] - ANCHORS[0])
