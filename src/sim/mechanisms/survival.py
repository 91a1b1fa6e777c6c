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
        "1",
        (0, 1),
        "events:2026-01-14-poll-rodriguez-13-percent; events:2026-01-19-poll-meganalisis",
        symbol="h_0",
    )
    """Hold on power of the interim government on the day after the strike."""
    settling: Number = uncertain(
        uniform(90, 365),
        "days",
        (1, 3650),
        "article:hedge-at-a-distance; assumption: months to a year",
        symbol="τ_h",
    )
    """Days over which a government settles in."""
    rent_base: Number = uncertain(
        uniform(0.3, 0.7), "1", (0, 1), "assumption: oil rents in hand", symbol="ρ_0"
    )
    """Rents available without pressure or inducement."""
    rent_inducement: Number = uncertain(
        uniform(0.1, 0.5), "1", (0, 1), "events:2026-01-14-trump-rodriguez-call", symbol="ρ_R"
    )
    """Rents added by full inducement."""
    rent_pressure: Number = uncertain(
        uniform(0.1, 0.5), "1", (0, 1), "events:2025-12-30-exports-halved", symbol="ρ_P"
    )
    """Rents taken by full pressure."""
    need: Number = uncertain(uniform(0.3, 0.9), "1", (0.01, 10), "Bueno de Mesquita et al. 2003")
    """Rents that keep the whole winning coalition loyal (need times W/S)."""
    loyalty_speed: Number = uncertain(
        uniform(0.005, 0.05), "1/day", (0, 1), "assumption: weeks to months", symbol="ϱ"
    )
    """Speed at which loyalty follows rents."""
    personalism: Number = uncertain(
        uniform(0.4, 0.9), "1", (0, 1), "Escribà-Folch & Wright 2010", symbol="pers"
    )
    """How personal the regime is: multiplies the effect of lost loyalty."""
    grievance_base: Number = uncertain(
        uniform(0.1, 0.3), "1", (0, 1), "assumption: never nobody", symbol="g_0"
    )
    """Grievance in calm times."""
    grievance_compliance: Number = uncertain(
        uniform(0.1, 0.5), "1", (0, 1), "Downes 2021", symbol="g_k"
    )
    """Grievance added by full compliance with Washington (competing principals)."""
    grievance_disloyalty: Number = uncertain(
        uniform(0.1, 0.5), "1", (0, 1), "Escribà-Folch & Wright 2010", symbol="g_L"
    )
    """Grievance added when loyalty is gone in a fully personal regime."""
    grievance_hold: Number = uncertain(
        uniform(0.1, 0.5), "1", (0, 1), "assumption: settled rule is accepted", symbol="g_h"
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
