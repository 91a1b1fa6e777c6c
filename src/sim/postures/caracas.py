"""Caracas: from embrace to rupture, and what each step is worth to an interim government.

Sources: Kuik 2021 (hedging), Crawford 2011 and Izumikawa 2013 (wedges), Sudduth 2017 (purges).
"""

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain
from sim.people.missions import MissionRates
from sim.postures.base import Declaring, Posture, share
from sim.postures.terms import Term, check_terms


class CaracasPosture(Posture):
    """What one posture of Caracas does."""

    compliance: Number = share()
    """Compliance with Washington's demand to end the alliance, k."""
    solidarity: Number = share()
    """Public solidarity with Havana, s."""
    oil: Number = share()
    """Share of cargoes for Cuba that Caracas is willing to send."""
    successor: Number = share()
    """Weight among the first postures of a government that follows a coup."""
    replacements: Number = share()
    """Share of rotated persons whose replacement Caracas admits."""
    invites: Number = share()
    """How far Caracas asks for people at posts that have been vacated."""
    hedges: Number = share()
    """Whether the posture keeps both ways open."""
    relief: MissionRates = Field(description="Daily rates at which people are relieved of post.")


with Declaring("Caracas"):
    MENU: dict[str, CaracasPosture] = {
        "embrace": CaracasPosture(
            meaning="keeps the alliance as it was",
            source="article:nearly-two-decades; article:oil-for-services",
            bridges=0.0,
            compliance=0.0,
            solidarity=0.95,
            oil=1.0,
            successor=0.1,
            replacements=1.0,
            invites=1.0,
            hedges=0.0,
            relief=MissionRates(),
        ),
        "hedge": CaracasPosture(
            meaning="keeps Cubans at a distance without breaking with Havana",
            source="article:hedge-at-a-distance; article:guard-replaced; article:dgcim-some-removed; "
            "assumption: levels",
            bridges=0.2,
            compliance=0.45,
            solidarity=0.80,
            oil=0.8,
            successor=0.2,
            replacements=0.5,
            invites=0.0,
            hedges=1.0,
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
            bridges=0.5,
            compliance=0.75,
            solidarity=0.55,
            oil=0.4,
            successor=0.3,
            replacements=0.0,
            invites=0.0,
            hedges=0.0,
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
            bridges=1.0,
            compliance=1.0,
            solidarity=0.10,
            oil=0.0,
            successor=0.4,
            replacements=0.0,
            invites=0.0,
            hedges=0.0,
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

    memory: Number = uncertain(
        log_uniform(60, 1000),
        "days",
        (1, 36500),
        "assumption: positions outlive the months and change within the years of a government",
        symbol="τ_C",
    )
    """Days over which taste for postures beyond their utility lasts."""
    horizon: Number = uncertain(
        uniform(30, 180),
        "days",
        (1, 3650),
        "assumption: governments under pressure plan for one to six months",
        symbol="H_C",
    )
    """Days ahead that count when a posture is weighed."""
    inducement: Number = uncertain(
        log_uniform(0.5, 4), "1", (0, 20), "Crawford 2011; assumption: range", symbol="w_r"
    )
    """Weight of a full inducement that is fully believed."""
    rally: Number = uncertain(uniform(0, 0.6), "1", (0, 10), "Izumikawa 2013", symbol="w_{rally}")
    """Weight against yielding under pressure, under the switch `coercion: binds`."""
    security: Number = uncertain(
        uniform(0.8, 2.4),
        "1",
        (0, 10),
        "article:coup-proofing-worked; article:nearly-two-decades; assumption: weight",
        symbol="w_s",
    )
    """Weight of all Cuban security."""
    services: Number = uncertain(
        uniform(0.6, 2),
        "1",
        (0, 10),
        "article:doctors-still-serve; article:nearly-two-decades; assumption: weight",
        symbol="w_m",
    )
    """Weight of all Cuban services."""
    linkage: Number = uncertain(
        uniform(0.2, 1.2),
        "1",
        (0, 10),
        "Leeds & Savun 2007; article:oil-for-services; assumption: weight",
        symbol="w_l",
    )
    """Weight of the tie of oil for services."""
    cargoes: Number = uncertain(
        uniform(0.1, 1),
        "1",
        (0, 10),
        "events:2025-12-16-blockade-declared; article:oil-and-money-stop; assumption: weight",
        symbol="w_x",
    )
    """Weight of defying the blockade with every cargo for Cuba."""
    audience: Number = uncertain(
        uniform(0.2, 1.2), "1", (0, 10), "Fearon 1997; article:united-in-public", symbol="w_d"
    )
    """Weight of the chavista audience that expects solidarity."""
    entrapment: Number = uncertain(
        uniform(0.5, 2), "1", (0, 10), "Snyder 1984; assumption: weight", symbol="w_e"
    )
    """Weight of the fear of being dragged into Havana's quarrel."""
    hedging: Number = uncertain(uniform(0.4, 2), "1", (0, 10), "Kuik 2021", symbol="υ")
    """Value of hedging under the highest stakes and uncertainty."""


@dataclass(frozen=True, slots=True)
class View:
    """What Caracas knows when it chooses; shape (R, 1), or (R, A) where postures differ in it."""

    expected_pressure: Floats
    inducement: Floats
    blockade: Floats
    assurance: Floats
    """Belief that compliance ends the pressure."""
    conflict: Floats
    """Conflict with Washington that is expected whatever is conceded."""
    hold: Floats
    """Hold on power."""
    need: Floats
    """How much Cuban security is needed, in [0, 1]: half under a firm hold if `purge_logic` holds."""
    uncertainty: Floats
    """How open the future is, in [0, 1]."""
    solidarity: Floats
    """Words spoken so far."""
    linkage: Floats
    """Strength of the tie of oil for services."""
    security_missing: Floats
    """Cuban security that a posture leaves missing within the horizon, of what is needed, (R, A)."""
    services_missing: Floats
    """Cuban services likewise, (R, A)."""
    entrapment: Floats
    """Fear of entrapment that a posture leaves, (R, A)."""


def hedging_value(pressure: Floats, hold: Floats, uncertainty: Floats) -> Floats:
    """What keeping options open is worth, in [0, 1]: the geometric mean of stakes and uncertainty.

    >>> float(hedging_value(1.0, 0.0, 1.0)), float(hedging_value(1.0, 1.0, 1.0))
    (1.0, 0.0)
    """
    return np.asarray(np.cbrt(pressure * (1 - hold) * uncertainty))


TERMS: tuple[Term, ...] = (
    Term(
        "pressure",
        "being rid of the pressure that is expected, as far as compliance ends it",
        r"(1-CE_C)\,\hat P\,q_C\,k",
        "bargaining.concession_pull",
        1,
        "Drezner 1999; Cebul, Dafoe & Monteiro 2021",
        lambda a, v: (1 - v.conflict) * v.expected_pressure * v.assurance * a["compliance"],
    ),
    Term(
        "inducement",
        "earning what Washington offers, as far as it is believed",
        r"(1-CE_C)\,R\,q_C\,k",
        "caracas.inducement",
        1,
        "Crawford 2011",
        lambda a, v: (1 - v.conflict) * v.inducement * v.assurance * a["compliance"],
    ),
    Term(
        "security",
        "Cuban security that would be missing within the horizon",
        r"(1-\tfrac12 h)\,missing_{sec}",
        "caracas.security",
        -1,
        "article:coup-proofing-worked; Sudduth 2017",
        lambda a, v: v.need * v.security_missing,  # noqa: ARG005 - all terms read effects and view
    ),
    Term(
        "services",
        "Cuban services that would be missing within the horizon",
        "missing_{civ}",
        "caracas.services",
        -1,
        "article:doctors-still-serve",
        lambda a, v: v.services_missing,  # noqa: ARG005 - likewise
    ),
    Term(
        "linkage",
        "untying oil from services while both still flow",
        r"link\,(1-oil)",
        "caracas.linkage",
        -1,
        "Leeds & Savun 2007",
        lambda a, v: v.linkage * (1 - a["oil"]),
    ),
    Term(
        "cargoes",
        "defying the blockade with cargoes for Cuba",
        r"B\,oil",
        "caracas.cargoes",
        -1,
        "events:2025-12-16-blockade-declared; article:oil-and-money-stop",
        lambda a, v: v.blockade * a["oil"],
    ),
    Term(
        "audience",
        "disappointing the audience that expects solidarity",
        r"(1-s)(1-\tfrac12 h)",
        "caracas.audience",
        -1,
        "Fearon 1997; article:united-in-public",
        lambda a, v: (1 - a["solidarity"]) * (0.5 + 0.5 * (1 - v.hold)),
    ),
    Term(
        "entrapment",
        "being dragged into Havana's quarrel with Washington",
        "F_{en}",
        "caracas.entrapment",
        -1,
        "Snyder 1984; Morrow 1991",
        lambda a, v: v.entrapment,  # noqa: ARG005 - likewise
    ),
    Term(
        "rally",
        "yielding under pressure that binds allies together",
        r"\hat P\,k",
        "caracas.rally",
        -1,
        "Izumikawa 2013",
        lambda a, v: v.expected_pressure * a["compliance"],
        lambda switches: switches.coercion == "binds",
    ),
    Term(
        "rhetoric",
        "acting against the words spoken so far",
        r"\max(0, s_C-(1-k))",
        "caracas.audience",
        -1,
        "Fearon 1997",
        lambda a, v: np.maximum(0.0, v.solidarity - (1 - a["compliance"])),
        lambda switches: switches.costly_rhetoric,
    ),
    Term(
        "hedging",
        "keeping options open while stakes and uncertainty are high",
        r"\sqrt[3]{\hat P(1-h)\,unc}\,1[hedge]",
        "caracas.hedging",
        1,
        "Kuik 2021",
        lambda a, v: a["hedges"] * hedging_value(v.expected_pressure, v.hold, v.uncertainty),
    ),
)

check_terms("Caracas", MENU, TERMS, View)
