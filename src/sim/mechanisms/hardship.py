r"""Hardship in Cuba follows the oil deficit with a memory.

.. math:: E = 1 - use/demand, \qquad Hd \leftarrow Hd + (E^{\psi} - Hd)/\tau_H
"""

from sim.core.distributions import uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain


class Hardship(Parameters):
    """How a deficit is felt."""

    memory: Number = uncertain(
        uniform(30, 120),
        "days",
        (1, 3650),
        "oil_cut:1990-01-to-1990-08; assumption: months, since rationing came after eight",
        symbol="τ_H",
    )
    """Days over which a deficit builds up or wears off."""
    exponent: Number = uncertain(
        uniform(0.5, 1), "1", (0.1, 5), "priors:oil-gdp-elasticity", symbol="ψ"
    )
    """Curvature: below 1 the first barrels hurt most."""
    initial: Number = uncertain(
        uniform(0.3, 0.45),
        "1",
        (0, 1),
        "cuba_energy:2025-09-26-power-deficit-max; assumption: blackouts before the blockade",
    )
    """Hardship on the first day."""


def hardship(felt: Floats, deficit: Floats, exponent: Floats, memory: Floats) -> Floats:
    """Hardship after one more day of a deficit, all in [0, 1].

    >>> hardship(0.5, 1.0, 0.7, 50.0)
    0.51
    """
    return felt + (deficit**exponent - felt) / memory
