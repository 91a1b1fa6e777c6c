"""Washington: what its postures do to the six levers, and what it wants."""

from dataclasses import dataclass

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain
from sim.postures.base import Declaring, Posture, share
from sim.postures.terms import Term, check_terms


class WashingtonPosture(Posture):
    """Targets of the six levers under one posture."""

    pressure: Number = share()
    """Coercion of Caracas."""
    inducement: Number = share()
    """Rewards to Caracas."""
    blockade: Number = share()
    """Oil blockade of Cuba, once it is in force."""
    demand: Number = share()
    """Maximality of the demand on Havana; 1 is a change of regime."""
    talks: Number = share()
    """Talks with Havana."""
    consent: Number = share()
    """Share of Venezuelan cargoes for Cuba that it lets sail, once it controls what Venezuela exports."""
    readiness: Number = share()
    """Readiness to settle for terms with Havana."""


with Declaring("Washington"):
    MENU: dict[str, WashingtonPosture] = {
        "accommodate": WashingtonPosture(
            meaning="rewards Caracas for distance from Havana and lowers its demands",
            source="Crawford 2011; assumption: levels",
            bridges=0.3,
            pressure=0.35,
            inducement=0.8,
            blockade=0.8,
            demand=0.5,
            talks=0.5,
            consent=0.1,
            readiness=0.5,
        ),
        "coerce": WashingtonPosture(
            meaning="presses Caracas hard, blockades oil, talks to Havana on its own terms",
            source="article:intense-pressure; article:talking-to-cuba; assumption: levels",
            bridges=0.0,
            pressure=0.85,
            inducement=0.3,
            blockade=0.9,
            demand=0.7,
            talks=0.4,
            consent=0.0,
            readiness=0.4,
        ),
        "max_pressure": WashingtonPosture(
            meaning="demands the end of the government in Havana and offers nothing",
            source="article:topple-havana; assumption: levels",
            bridges=0.2,
            pressure=0.9,
            inducement=0.1,
            blockade=1.0,
            demand=1.0,
            talks=0.1,
            consent=0.0,
            readiness=0.05,
        ),
        "deal_track": WashingtonPosture(
            meaning="eases pressure and negotiates with Havana",
            source="article:talking-to-cuba; assumption: levels",
            bridges=0.4,
            pressure=0.5,
            inducement=0.5,
            blockade=0.4,
            demand=0.25,
            talks=0.9,
            consent=0.4,
            readiness=1.0,
        ),
        "disengage": WashingtonPosture(
            meaning="turns to other matters",
            source="assumption: attention ends; levels",
            bridges=0.3,
            pressure=0.15,
            inducement=0.2,
            blockade=0.2,
            demand=0.2,
            talks=0.2,
            consent=0.8,
            readiness=0.2,
        ),
    }


class Washington(Parameters):
    """What Washington wants, once it is free to choose."""

    memory: Number = uncertain(
        log_uniform(60, 1000),
        "days",
        (1, 36500),
        "assumption: positions outlive the months and change within the years of a government",
        symbol="τ_W",
    )
    """Days over which taste for postures beyond their utility lasts."""
    horizon: Number = uncertain(
        uniform(30, 180),
        "days",
        (1, 3650),
        "assumption: governments under pressure plan for one to six months",
        symbol="H_W",
    )
    """Days ahead that count when a posture is weighed."""
    objective: Number = uncertain(
        uniform(0.1, 2),
        "1",
        (0, 10),
        "article:pressure-serves-us-aims; assumption: weight",
        symbol="w_{obj}",
    )
    """Weight of meeting defiance of Caracas with pressure and compliance with reward."""
    deal: Number = uncertain(
        uniform(0.1, 1.5),
        "1",
        (0, 10),
        "article:talking-to-cuba; assumption: weight",
        symbol="w_{deal}",
    )
    """Weight of the aim of a deal with Havana."""
    change: Number = uncertain(
        uniform(0.1, 1.5),
        "1",
        (0, 10),
        "article:topple-havana; assumption: weight",
        symbol="w_{chg}",
    )
    """Weight of the aim of a change of government in Havana."""
    cost: Number = uncertain(
        uniform(0.1, 2),
        "1",
        (0, 10),
        "assumption: fleets, allies, attention and the price of oil cost",
        symbol="w_{cost}",
    )
    """Weight of the cost of pressure and blockade."""
    humanitarian: Number = uncertain(
        uniform(0.1, 1.5), "1", (0, 10), "assumption: hardship costs reputation", symbol="w_{hum}"
    )
    """Weight of hardship in Cuba caused by the blockade."""
    credibility: Number = uncertain(
        uniform(0.2, 2),
        "1",
        (0, 10),
        "Fearon 1997; article:trump-vows-end; assumption: weight",
        symbol="w_{cred}",
    )
    """Weight of backing down, at full demand, before an aim is met."""


@dataclass(frozen=True, slots=True)
class View:
    """What Washington knows when it chooses; shape (R, 1), or (R, A) where postures differ in it."""

    compliance: Floats
    """Compliance of Caracas."""
    concession: Floats
    """Concession of Havana."""
    hardship: Floats
    demand: Floats
    """How loud the demand on Havana has become."""
    effort: Floats
    """Pressure and blockade kept up over the horizon: what tires."""
    unmet: Floats
    """How far its aims have been from being met over the horizon: what hardens."""
    no_deal: Floats
    """1 until there is a deal in force."""
    no_change: Floats
    """1 until the government of Cuba has fallen."""
    backing_down: Floats
    """How far a posture would back down from the levers as they are, in [0, 1], (R, A)."""


TERMS: tuple[Term, ...] = (
    Term(
        "objective",
        "meeting defiance of Caracas with pressure and compliance with reward",
        "P^*(1-k)+R^*k",
        "washington.objective",
        1,
        "article:pressure-serves-us-aims",
        lambda a, v: a["pressure"] * (1 - v.compliance) + a["inducement"] * v.compliance,
    ),
    Term(
        "deal",
        "coming closer to a deal with Havana, the more it concedes",
        r"T^*\,\tfrac12(1+x)\,1[no\ deal]",
        "washington.deal",
        1,
        "article:talking-to-cuba",
        lambda a, v: a["talks"] * 0.5 * (1 + v.concession) * v.no_deal,
    ),
    Term(
        "change",
        "strangling the government in Havana, the more the longer aims are unmet",
        r"B^*D^*\,\tfrac12(1+unmet)\,1[not\ fallen]",
        "washington.change",
        1,
        "article:topple-havana; article:island-strangled",
        lambda a, v: a["blockade"] * a["demand"] * 0.5 * (1 + v.unmet) * v.no_change,
    ),
    Term(
        "cost",
        "pressing on, the more the longer it has lasted",
        r"\tfrac12(P^*+B^*)\,\tfrac12(1+effort)",
        "washington.cost",
        -1,
        "assumption: fleets, allies, attention and the price of oil cost",
        lambda a, v: 0.5 * (a["pressure"] + a["blockade"]) * 0.5 * (1 + v.effort),
    ),
    Term(
        "hardship",
        "hardship in Cuba that the blockade causes",
        r"Hd\,B^*",
        "washington.humanitarian",
        -1,
        "assumption: hardship costs reputation",
        lambda a, v: v.hardship * a["blockade"],
    ),
    Term(
        "credibility",
        "backing down before an aim is met, the more the louder the demand was",
        r"D\,unmet\,back",
        "washington.credibility",
        -1,
        "Fearon 1997; article:trump-vows-end",
        lambda a, v: v.demand * v.unmet * v.backing_down,  # noqa: ARG005 - all read effects and view
    ),
)

check_terms("Washington", MENU, TERMS, View)
