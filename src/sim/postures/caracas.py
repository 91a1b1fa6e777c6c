r"""Caracas: from embrace to rupture, and what each step is worth to an interim government.

.. math::
   U_C(a) &= w_p \hat P k + w_r R q_C k - w_{rally} \hat P k - w_s (1-h)(1-\theta_{sec})
             - w_m (1-\theta_{med}) - w_d (1-s)(\tfrac12 + \tfrac12(1-h)) \\
          &+ \upsilon \sqrt v\, \hat P (1-h) 1[hedge] + \iota 1[a = current]

Sources: Kuik 2021 (hedging), Crawford 2011 and Izumikawa 2013 (wedges), Sudduth 2017 (purges).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain
from sim.people.missions import MissionRates
from sim.postures.base import Posture, effects, share


class CaracasPosture(Posture):
    """What one posture of Caracas does."""

    compliance: Number = share()
    """Compliance with Washington's demand to end the alliance, k."""
    security_kept: Number = share()
    """Share of Cuban security services kept, as Caracas values it."""
    services_kept: Number = share()
    """Share of Cuban civilian services kept, as Caracas values it."""
    solidarity: Number = share()
    """Public solidarity with Havana, s."""
    oil: Number = share()
    """Share of cargoes for Cuba that Caracas is willing to send."""
    successor: Number = share()
    """Weight among the first postures of a government that follows a coup."""
    replacements: Number = share()
    """Share of rotated persons whose replacement Caracas admits."""
    relief: MissionRates = Field(description="Daily rates at which people are relieved of post.")


MENU: dict[str, CaracasPosture] = {
    "embrace": CaracasPosture(
        meaning="keeps the alliance as it was",
        source="article:nearly-two-decades; article:oil-for-services",
        compliance=0.0,
        security_kept=1.0,
        services_kept=1.0,
        solidarity=0.95,
        oil=1.0,
        successor=0.1,
        replacements=1.0,
        relief=MissionRates(),
    ),
    "hedge": CaracasPosture(
        meaning="keeps Cubans at a distance without breaking with Havana",
        source="article:hedge-at-a-distance; article:guard-replaced; article:dgcim-some-removed; "
        "assumption: levels",
        compliance=0.45,
        security_kept=0.35,
        services_kept=0.95,
        solidarity=0.80,
        oil=0.8,
        successor=0.2,
        replacements=0.5,
        relief=MissionRates(
            presidential_guard=0.15,
            counterintelligence=0.012,
            military_advisers=0.006,
            medical=0.0008,
            sport=0.0008,
            education=0.0003,
        ),
    ),
    "drawdown": CaracasPosture(
        meaning="sends security people home and lets civilian missions run out",
        source="priors:h-host-soft; assumption: levels",
        compliance=0.75,
        security_kept=0.15,
        services_kept=0.5,
        solidarity=0.55,
        oil=0.4,
        successor=0.3,
        replacements=0.0,
        relief=MissionRates(
            presidential_guard=0.2,
            counterintelligence=0.04,
            military_advisers=0.03,
            medical=0.006,
            sport=0.008,
            education=0.005,
            undercover=0.0005,
        ),
    ),
    "rupture": CaracasPosture(
        meaning="ends the alliance and orders everybody out",
        source="priors:h-host-expel-light; assumption: levels",
        compliance=1.0,
        security_kept=0.0,
        services_kept=0.0,
        solidarity=0.10,
        oil=0.0,
        successor=0.4,
        replacements=0.0,
        relief=MissionRates(
            presidential_guard=0.5,
            counterintelligence=0.2,
            military_advisers=0.2,
            medical=0.05,
            sport=0.05,
            education=0.05,
            undercover=0.004,
        ),
    ),
}


class Caracas(Parameters):
    """What Caracas wants."""

    inducement_ratio: Number = uncertain(
        log_uniform(0.2, 3), "1", (0, 20), "Crawford 2011; assumption: range", symbol="w_r/w_p"
    )
    """Weight of inducements relative to pressure."""
    rally: Number = uncertain(uniform(0, 0.6), "1", (0, 10), "Izumikawa 2013", symbol="w_rally")
    """Weight against yielding under pressure, under the switch `coercion: binds`."""
    security: Number = uncertain(
        uniform(0.1, 2),
        "1",
        (0, 10),
        "article:coup-proofing-worked; assumption: weight",
        symbol="w_s",
    )
    """Weight of losing Cuban security."""
    services: Number = uncertain(
        uniform(0.1, 2),
        "1",
        (0, 10),
        "article:doctors-still-serve; assumption: weight",
        symbol="w_m",
    )
    """Weight of losing Cuban services."""
    audience: Number = uncertain(
        uniform(0.1, 1.2), "1", (0, 10), "Fearon 1997; article:united-in-public", symbol="w_d"
    )
    """Weight of the chavista audience that expects solidarity."""
    hedging: Number = uncertain(uniform(0, 2), "1", (0, 10), "Kuik 2021", symbol="υ")
    """Value of hedging under high stakes and high uncertainty."""


@dataclass(frozen=True, slots=True)
class View:
    """What Caracas knows when it chooses; all shape (R,)."""

    expected_pressure: Floats
    surprise: Floats
    inducement: Floats
    assurance: Floats
    hold: Floats
    solidarity: Floats
    pressure_weight: Floats


def utility(
    menu: Mapping[str, CaracasPosture],
    p: Caracas,
    view: View,
    *,
    binds: bool,
    purges: bool,
    costly_rhetoric: bool,
) -> Floats:
    """Utility of every posture without inertia, shape (R, A).

    `binds`: coercion rallies (Izumikawa). `purges`: security is worth less once the hold is firm
    (Sudduth). `costly_rhetoric`: words spoken so far make acting against them costly.
    """
    k, s = effects(menu, "compliance"), effects(menu, "solidarity")
    lost_security = 1 - effects(menu, "security_kept")
    lost_services = 1 - effects(menu, "services_kept")
    expected, unsettled = view.expected_pressure[:, None], (1 - view.hold)[:, None]
    pull = view.pressure_weight[:, None] * (
        expected + (p.inducement_ratio * view.inducement * view.assurance)[:, None]
    )
    value = (
        pull * k
        - p.security[:, None] * (unsettled if purges else 1.0) * lost_security
        - p.services[:, None] * lost_services
        - p.audience[:, None] * (1 - s) * (0.5 + 0.5 * unsettled)
    )
    if binds:
        value = value - p.rally[:, None] * expected * k
    if costly_rhetoric:
        gap = np.maximum(0.0, view.solidarity[:, None] - (1 - k))
        value = value - p.audience[:, None] * gap
    hedge = list(menu).index("hedge")
    value[:, hedge] += p.hedging * view.surprise * view.expected_pressure * (1 - view.hold)
    return np.asarray(value)
