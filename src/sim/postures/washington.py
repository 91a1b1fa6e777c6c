"""Washington: what its postures do to the five levers, and what it wants."""

from dataclasses import dataclass

import numpy as np

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain
from sim.postures.base import Posture, share
from sim.postures.terms import Term


class WashingtonPosture(Posture):
    """Targets of the five levers under one posture."""

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
    ),
}
DEAL_POSTURES = ("deal_track", "accommodate")


class Washington(Parameters):
    """What Washington wants, once it is free to choose."""

    memory: Number = uncertain(
        log_uniform(60, 1000),
        unit="days",
        low=1,
        high=36500,
        symbol="τ_W",
        source="assumption: positions outlive the months and change within the years of a government",
    )
    """Days over which taste for postures beyond their utility lasts."""
    horizon: Number = uncertain(
        uniform(30, 180),
        unit="days",
        low=1,
        high=3650,
        symbol="H_W",
        source="assumption: governments under pressure plan for one to six months",
    )
    """Days ahead that count when a posture is weighed."""
    objective: Number = uncertain(
        uniform(0.1, 2),
        unit="1",
        low=0,
        high=10,
        symbol="w_obj",
        source="article:topple-havana; assumption: weight",
    )
    """Weight of meeting defiance with pressure and compliance with reward."""
    cost: Number = uncertain(
        uniform(0.1, 2),
        unit="1",
        low=0,
        high=10,
        symbol="w_cost",
        source="assumption: fleets and attention cost",
    )
    """Weight of the cost of pressure and blockade."""
    humanitarian: Number = uncertain(
        uniform(0.1, 2),
        unit="1",
        low=0,
        high=10,
        symbol="w_hum",
        source="assumption: hardship costs reputation",
    )
    """Weight of hardship in Cuba caused by the blockade."""


@dataclass(frozen=True, slots=True)
class View:
    """What Washington knows when it chooses; all shape (R, 1)."""

    compliance: Floats
    concession: Floats
    hardship: Floats


TERMS: tuple[Term, ...] = (
    Term(
        "objective",
        "meeting defiance with pressure and compliance with reward",
        "P^*(1-k)+R^*k+B^*(1-x)+T^*x",
        "washington.objective",
        1,
        "article:pressure-serves-us-aims",
        lambda a, v: (
            a["pressure"] * (1 - v.compliance)
            + a["inducement"] * v.compliance
            + a["blockade"] * (1 - v.concession)
            + a["talks"] * v.concession
        ),
    ),
    Term(
        "cost",
        "fleets and attention",
        "(P^*+B^*)/2",
        "washington.cost",
        -1,
        "assumption: fleets and attention cost",
        lambda a, v: (a["pressure"] + a["blockade"]) / 2 * np.ones_like(v.hardship),
    ),
    Term(
        "hardship",
        "hardship in Cuba that the blockade causes",
        "Hd\\,B^*",
        "washington.humanitarian",
        -1,
        "assumption: hardship costs reputation",
        lambda a, v: v.hardship * a["blockade"],
    ),
)
