"""Havana: from standing firm to withdrawal, and what keeping people abroad is worth and risks."""

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain
from sim.people.missions import MissionRates
from sim.postures.base import Declaring, Posture, share
from sim.postures.terms import Term, check_terms


class HavanaPosture(Posture):
    """What one posture of Havana does."""

    concession: Number = share()
    """Concession offered to Washington, x."""
    solidarity: Number = share()
    """Public solidarity with Caracas, s."""
    readiness: Number = share()
    """Readiness to talk terms with Washington."""
    standing: Number = share()
    """Standing as a reliable ally that the posture keeps."""
    exposed: Number = share()
    """Share of people left exposed in Venezuela; the rest of it is the threat of being called home."""
    successor: Number = share()
    """Weight among the first postures of a government that follows a collapse."""
    replacements: Number = share()
    """Share of rotated persons for whom Havana sends a replacement."""
    recall: MissionRates = Field(description="Daily rates at which people are called home.")


_SECURITY_FIRST = MissionRates(
    presidential_guard=0.03, counterintelligence=0.02, military_advisers=0.02, medical=0.002
)
with Declaring("Havana"):
    MENU: dict[str, HavanaPosture] = {
        "stand": HavanaPosture(
            meaning="keeps everyone in place and says so",
            source="article:dialogue-and-defiance; article:united-in-public",
            bridges=0.0,
            concession=0.0,
            solidarity=0.95,
            readiness=0.1,
            standing=1.0,
            exposed=1.0,
            successor=0.1,
            replacements=1.0,
            recall=MissionRates(),
        ),
        "rotate_home": HavanaPosture(
            meaning="lets tours end without sending everybody's replacement",
            source="events:2026-01-08-return-flights-normalised; assumption: levels",
            bridges=0.1,
            concession=0.1,
            solidarity=0.9,
            readiness=0.15,
            standing=0.85,
            exposed=0.8,
            successor=0.1,
            replacements=0.3,
            recall=MissionRates(
                presidential_guard=0.001,
                counterintelligence=0.001,
                military_advisers=0.001,
                medical=0.003,
                sport=0.003,
                education=0.002,
            ),
        ),
        "protect_recall": HavanaPosture(
            meaning="brings security people home to protect them",
            source="events:2026-01-25-nine-il96-trips-rotation; priors:h-guest-recall-urgent; "
            "assumption: levels",
            bridges=0.2,
            concession=0.25,
            solidarity=0.9,
            readiness=0.2,
            standing=0.75,
            exposed=0.3,
            successor=0.1,
            replacements=0.2,
            recall=_SECURITY_FIRST,
        ),
        "negotiate": HavanaPosture(
            meaning="talks to Washington and quietly brings security people home",
            source="article:dialogue-and-defiance; article:talking-to-cuba; assumption: levels",
            bridges=0.4,
            concession=0.6,
            solidarity=0.6,
            readiness=1.0,
            standing=0.45,
            exposed=0.6,
            successor=0.2,
            replacements=0.6,
            recall=MissionRates(
                presidential_guard=0.01, counterintelligence=0.01, military_advisers=0.01
            ),
        ),
        "withdraw": HavanaPosture(
            meaning="calls everybody home",
            source="priors:h-guest-recall-urgent; assumption: levels",
            bridges=1.0,
            concession=0.8,
            solidarity=0.4,
            readiness=0.5,
            standing=0.0,
            exposed=0.0,
            successor=0.5,
            replacements=0.0,
            recall=MissionRates(
                presidential_guard=0.04,
                counterintelligence=0.04,
                military_advisers=0.04,
                medical=0.04,
                sport=0.04,
                education=0.04,
                undercover=0.005,
            ),
        ),
    }


class Havana(Parameters):
    """What Havana wants."""

    memory: Number = uncertain(
        log_uniform(60, 1000),
        "days",
        (1, 36500),
        "assumption: positions outlive the months and change within the years of a government",
        symbol="τ_H",
    )
    """Days over which taste for postures beyond their utility lasts."""
    horizon: Number = uncertain(
        uniform(30, 180),
        "days",
        (1, 3650),
        "assumption: governments under pressure plan for one to six months",
        symbol="H_H",
    )
    """Days ahead that count when a posture is weighed."""
    oil: Number = uncertain(
        uniform(0.4, 2),
        "1",
        (0, 10),
        "article:oil-for-services; article:nearly-two-decades; assumption: weight",
        symbol="w_o",
    )
    """Weight of all the oil that Venezuela usually sends."""
    income: Number = uncertain(
        uniform(0.4, 1.5),
        "1",
        (0, 10),
        "article:oil-and-money-stop; assumption: one fee a head, whatever the mission",
        symbol="w_f",
    )
    """Weight of the fees that full missions earn."""
    reputation: Number = uncertain(
        uniform(0.6, 2.2),
        "1",
        (0, 10),
        "article:united-in-public; assumption: weight",
        symbol="w_{rep}",
    )
    """Weight of standing as an ally."""
    risk: Number = uncertain(
        uniform(0.1, 2),
        "1",
        (0, 10),
        "article:thirty-two-killed; assumption: weight",
        symbol="w_{risk}",
    )
    """Weight of people exposed to insecurity and expulsion."""
    regime: Number = uncertain(
        uniform(0.2, 2), "1", (0, 10), "article:topple-havana; assumption: weight", symbol="w_{reg}"
    )
    """Weight of the danger that a full concession to a maximal demand means."""


@dataclass(frozen=True, slots=True)
class View:
    """What Havana knows when it chooses; shape (R, 1), or (R, A) where postures differ in it."""

    oil: Floats
    """Venezuelan oil that arrives and is expected to, of the usual, in [0, 1]."""
    blockade: Floats
    demand: Floats
    talks: Floats
    insecurity: Floats
    hardship: Floats
    assurance: Floats
    """Belief that a concession ends the pressure."""
    conflict: Floats
    """Conflict with Washington that is expected whatever is conceded."""
    abandonment: Floats
    """Fear of being dropped by Caracas."""
    people_kept: Floats
    """Share of the people at post that a posture leaves there within the horizon, (R, A)."""
    earning: Floats
    """Persons at post that a posture leaves there, of all that Venezuela can use, (R, A)."""


def offer(hardship: Floats, blockade: Floats, talks: Floats, assurance: Floats) -> Floats:
    """What a full concession would buy, in [0, 1]: the geometric mean of pain, offer and belief.

    >>> float(offer(1.0, 1.0, 1.0, 1.0)), float(offer(1.0, 0.0, 1.0, 1.0))
    (1.0, 0.0)
    """
    return np.asarray(np.cbrt(hardship * blockade * talks * assurance))


TERMS: tuple[Term, ...] = (
    Term(
        "oil",
        "the oil that the missions bring, as far as it arrives",
        r"oil_{60}\,kept",
        "havana.oil",
        1,
        "article:oil-for-services",
        lambda a, v: v.oil * v.people_kept,  # noqa: ARG005 - all terms read effects and view
    ),
    Term(
        "income",
        "the fees that people at post earn, unless the ally stops paying",
        r"(1-F_{ab})\,fees",
        "havana.income",
        1,
        "article:oil-and-money-stop",
        lambda a, v: (1 - v.abandonment) * v.earning,  # noqa: ARG005 - likewise
    ),
    Term(
        "standing",
        "standing as a reliable ally, with an ally who will stay one",
        r"(1-F_{ab})\,sol",
        "havana.reputation",
        1,
        "article:united-in-public; Snyder 1984; Morrow 1991",
        lambda a, v: (1 - v.abandonment) * a["standing"],
    ),
    Term(
        "risk",
        "people exposed to insecurity and expulsion",
        r"Ins\,exposed",
        "havana.risk",
        -1,
        "article:thirty-two-killed",
        lambda a, v: v.insecurity * a["exposed"],
    ),
    Term(
        "relief",
        "what a concession would buy",
        r"(1-CE_H)\sqrt[3]{Hd\,B\,T\,q_H}\,x",
        "bargaining.concession_pull",
        1,
        "Drezner 1999; Pauly 2024",
        lambda a, v: (
            (1 - v.conflict) * offer(v.hardship, v.blockade, v.talks, v.assurance) * a["concession"]
        ),
    ),
    Term(
        "regime",
        "danger of conceding to a maximal demand that nobody bargains down",
        r"D(1-\tfrac12 T)\,x",
        "havana.regime",
        -1,
        "article:topple-havana; Pauly 2024",
        lambda a, v: v.demand * (1 - 0.5 * v.talks) * a["concession"],
    ),
)

check_terms("Havana", MENU, TERMS, View)
