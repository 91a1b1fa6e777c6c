r"""Hardship in Cuba follows the oil deficit with a memory.

.. math:: E = 1 - use/demand, \qquad Hd \leftarrow Hd + (E^{\psi} - Hd)/\tau_H
"""

from sim.core.distributions import uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain


class Hardship(Parameters):
    """How a deficit is felt."""

    memory: Number = uncertain(
        uniform(30, 120),
        unit="days",
        low=1,
        high=3650,
        symbol="τ_H",
        source="oil_cut:1990-01-to-1990-08; assumption: months, since rationing came after eight",
    )
    """Days over which a deficit builds up or wears off."""
    exponent: Number = uncertain(
        uniform(0.5, 1), unit="1", low=0.1, high=5, symbol="ψ", source="priors:oil-gdp-elasticity"
    )
    """Curvature: below 1 the first barrels hurt most."""
    initial: Number = uncertain(
        uniform(0.3, 0.45),
        unit="1",
        low=0,
        high=1,
        source="cuba_energy:2025-09-26-power-deficit-max; assumption: blackouts before the blockade",
    )
    """Hardship on the first day."""


def hardship(felt: Floats, deficit: Floats, exponent: Floats, memory: Floats) -> Floats:
    """Hardship after one more day of a deficit, all in [0, 1].

    >>> hardship(0.5, 1.0, 0.7, 50.0)
    0.51
    """
    return felt + (deficit**exponent - felt) / memory
