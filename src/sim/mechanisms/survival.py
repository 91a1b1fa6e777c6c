r"""Leader survival in Caracas: hold on power, loyalty bought with rents, grievance.

.. math::
   h \leftarrow h + (1-h)/\tau_h, \qquad
   Rent = clip(\rho_0 + \rho_R R - \rho_P P), \quad
   L \leftarrow L + \varrho(\min(1, Rent/need) - L) \\
   Grv = clip(g_0 + g_k k + g_L (1-L)\, pers - g_h h)

Source: Bueno de Mesquita et al. 2003; Escribà-Folch & Wright 2010.
"""

import numpy as np

from sim.core.distributions import uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain


class Survival(Parameters):
    """What keeps the leadership in Caracas in place."""

    initial_hold: Number = uncertain(
        uniform(0.1, 0.4),
        unit="1",
        low=0,
        high=1,
        symbol="h_0",
        source="events:2026-01-14-poll-rodriguez-13-percent; events:2026-01-19-poll-meganalisis",
    )
    """Hold on power of the interim government on the day after the strike."""
    settling: Number = uncertain(
        uniform(90, 365),
        unit="days",
        low=1,
        high=3650,
        symbol="τ_h",
        source="article:hedge-at-a-distance; assumption: months to a year",
    )
    """Days over which a government settles in."""
    rent_base: Number = uncertain(
        uniform(0.3, 0.7),
        unit="1",
        low=0,
        high=1,
        symbol="ρ_0",
        source="assumption: oil rents in hand",
    )
    """Rents available without pressure or inducement."""
    rent_inducement: Number = uncertain(
        uniform(0.1, 0.5),
        unit="1",
        low=0,
        high=1,
        symbol="ρ_R",
        source="events:2026-01-14-trump-rodriguez-call",
    )
    """Rents added by full inducement."""
    rent_pressure: Number = uncertain(
        uniform(0.1, 0.5),
        unit="1",
        low=0,
        high=1,
        symbol="ρ_P",
        source="events:2025-12-30-exports-halved",
    )
    """Rents taken by full pressure."""
    need: Number = uncertain(
        uniform(0.3, 0.9), unit="1", low=0.01, high=10, source="Bueno de Mesquita et al. 2003"
    )
    """Rents that keep the whole winning coalition loyal (need times W/S)."""
    loyalty_speed: Number = uncertain(
        uniform(0.005, 0.05),
        unit="1/day",
        low=0,
        high=1,
        symbol="ϱ",
        source="assumption: weeks to months",
    )
    """Speed at which loyalty follows rents."""
    personalism: Number = uncertain(
        uniform(0.4, 0.9),
        unit="1",
        low=0,
        high=1,
        symbol="pers",
        source="Escribà-Folch & Wright 2010",
    )
    """How personal the regime is: multiplies the effect of lost loyalty."""
    grievance_base: Number = uncertain(
        uniform(0.1, 0.3), unit="1", low=0, high=1, symbol="g_0", source="assumption: never nobody"
    )
    """Grievance in calm times."""
    grievance_compliance: Number = uncertain(
        uniform(0.1, 0.5), unit="1", low=0, high=1, symbol="g_k", source="Downes 2021"
    )
    """Grievance added by full compliance with Washington (competing principals)."""
    grievance_disloyalty: Number = uncertain(
        uniform(0.1, 0.5),
        unit="1",
        low=0,
        high=1,
        symbol="g_L",
        source="Escribà-Folch & Wright 2010",
    )
    """Grievance added when loyalty is gone in a fully personal regime."""
    grievance_hold: Number = uncertain(
        uniform(0.1, 0.5),
        unit="1",
        low=0,
        high=1,
        symbol="g_h",
        source="assumption: settled rule is accepted",
    )
    """Grievance taken off by a full hold on power."""


def hold(now: Floats, settling: Floats) -> Floats:
    """Hold on power after one more day, in [0, 1]."""
    return now + (1 - now) / settling


def loyalty(now: Floats, inducement: Floats, pressure: Floats, p: Survival) -> Floats:
    """Loyalty of the winning coalition after one more day, in [0, 1]."""
    rent = np.clip(p.rent_base + p.rent_inducement * inducement - p.rent_pressure * pressure, 0, 1)
    return now + p.loyalty_speed * (np.minimum(1.0, rent / p.need) - now)


def grievance(compliance: Floats, loyal: Floats, holding: Floats, p: Survival) -> Floats:
    """Grievance among those who could act, in [0, 1]."""
    return np.clip(
        p.grievance_base
        + p.grievance_compliance * compliance
        + p.grievance_disloyalty * (1 - loyal) * p.personalism
        - p.grievance_hold * holding,
        0,
        1,
    )
