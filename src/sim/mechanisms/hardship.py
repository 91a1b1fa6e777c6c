r"""Hardship in Cuba follows, with a memory, the power and the imported fuel that are missing.

.. math:: felt = (1-v)\,G + v\,E_{sea}, \qquad Hd \leftarrow Hd + (felt - Hd)/\tau_H

G is the share of peak demand for power that goes unserved, E_sea the share of the need for imports: own
crude feeds power plants, transport and kitchens run on what comes by sea.
"""

from sim.core.distributions import uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain


class Hardship(Parameters):
    """How shortage is felt."""

    memory: Number = uncertain(
        uniform(30, 120),
        "days",
        (1, 3650),
        "oil_cut:1990-01-to-1990-08; assumption: months, since rationing came after eight",
        symbol="τ_H",
    )
    """Days over which a shortage builds up or wears off."""
    fuel: Number = uncertain(
        uniform(0.35, 0.5),
        "1",
        (0, 1),
        "cuba_energy:2026-01-demand; cuba_energy:2025-fuel-share-to-power; "
        "assumption: what does not go to plants, 35 to 50 in 100 barrels, is felt as much as it weighs",
        symbol="v",
    )
    """Weight of missing fuel against missing power."""
    initial: Number = uncertain(
        uniform(0.36, 0.5),
        "1",
        (0, 1),
        "cuba_energy:2025-08-22-power-deficit-max; cuba_energy:2025-08-23-power-peak-demand; "
        "cuba_energy:2025-09-26-power-deficit-max; computed: 1.6 to 2.0 of 3.3 to 3.8 GW unserved",
    )
    """Hardship on the first day."""


def felt(power: Floats, sea: Floats, fuel: Floats) -> Floats:
    """Shortage of the day as it is felt, all in [0, 1].

    >>> felt(0.5, 1.0, 0.4)
    0.7
    """
    return (1 - fuel) * power + fuel * sea


def hardship(before: Floats, shortage: Floats, memory: Floats) -> Floats:
    """Hardship after one more day of a shortage, all in [0, 1].

    >>> hardship(0.5, 1.0, 50.0)
    0.51
    """
    return before + (shortage - before) / memory
