"""The equations of the model on plain numbers, one replicate at a time, written a second time."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Any

from twin.names import CAUSES, CONTESTED

type Numbers = Any  # a group of drawn quantities as plain numbers, see `twin.numbers`
type Menu = Mapping[str, Any]  # a government's postures, as the scenario has them


def logistic(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + exp(-x))


# ---- what governments believe, fear and want ---------------------------------------------------


def assurance(cost: float, conceded: float, demand: float, p: Numbers) -> float:
    """Belief that a concession ends the pressure: half of it goes on, all for who has conceded all."""
    kept = 1 - p.pressure_spoils * cost * (1 + conceded) / 2
    return float(p.credibility * kept * (1 - p.demand_spoils * demand))


def fear_of_abandonment(
    dependence: float, compliance: float, lure: float, words: float, p: Numbers
) -> float:
    """Havana's fear of being dropped; `words` are 0 where they cost nothing."""
    moved = p.abandonment_dependence * dependence + p.abandonment_compliance * compliance
    moved += p.abandonment_lure * lure - p.abandonment_solidarity * words
    return logistic(p.abandonment_base + moved)


def fear_of_entrapment(
    expected: float, visible: float, compliance: float, quarrel: float, p: Numbers
) -> float:
    """The fear in Caracas of being dragged along."""
    moved = p.entrapment_presence * expected * visible - p.entrapment_compliance * compliance
    return logistic(p.entrapment_base + moved + p.entrapment_quarrel * quarrel)


def mean_of_three(product: float) -> float:
    """The geometric mean of three shares, or of a few more on the same scale."""
    return float(product ** (1 / 3))


@dataclass(frozen=True, slots=True)
class WashingtonSees:
    """What Washington goes by when it chooses."""

    compliance: float
    concession: float
    hardship: float
    levers: Mapping[str, float]
    effort: float
    unmet: float
    deal: bool
    fallen: bool


def washington_wants(menu: Menu, p: Numbers, sees: WashingtonSees) -> list[float]:
    """Utility of every posture of Washington."""
    wants = []
    for posture in menu.values():
        k, x = sees.compliance, sees.concession
        worth = p.objective * (posture.pressure * (1 - k) + posture.inducement * k)
        if not sees.deal:
            worth += p.deal * posture.talks * (1 + x) / 2
        if not sees.fallen:
            worth += p.change * posture.blockade * posture.demand * (1 + sees.unmet) / 2
        worth -= p.cost * (posture.pressure + posture.blockade) * (1 + sees.effort) / 4
        worth -= p.humanitarian * sees.hardship * posture.blockade
        back = sum(
            max(0.0, sees.levers[lever] - getattr(posture, lever))
            for lever in ("pressure", "blockade", "demand")
        )
        worth -= p.credibility * sees.levers["demand"] * sees.unmet * back / 3
        wants.append(worth)
    return wants


@dataclass(frozen=True, slots=True)
class CaracasSees:
    """What Caracas goes by when it chooses; the last four by posture."""

    expected: float
    inducement: float
    blockade: float
    assured: float
    conflict: float
    hold: float
    uncertain: float
    words: float
    linkage: float
    security: list[float]
    services: list[float]
    entrapment: list[float]


def caracas_wants(
    menu: Menu,
    p: Numbers,
    pull: float,
    sees: CaracasSees,
    switches: Any,  # noqa: ANN401 - the scenario's
) -> list[float]:
    """Utility of every posture of Caracas; `pull` weighs the pressure that it would be rid of."""
    wants = []
    for i, (name, posture) in enumerate(menu.items()):
        k = posture.compliance
        gain = pull * sees.expected + p.inducement * sees.inducement
        worth = (1 - sees.conflict) * sees.assured * k * gain
        need = 1 - sees.hold / 2 if switches.purge_logic else 1.0
        worth -= p.security * need * (1 - sees.security[i])
        worth -= p.services * (1 - sees.services[i])
        worth -= p.linkage * sees.linkage * (1 - posture.oil)
        worth -= p.cargoes * sees.blockade * posture.oil
        worth -= p.audience * (1 - posture.solidarity) * (1 - sees.hold / 2)
        worth -= p.entrapment * sees.entrapment[i]
        if switches.coercion == "binds":
            worth -= p.rally * sees.expected * k
        if switches.costly_rhetoric:
            worth -= p.audience * max(0.0, sees.words + k - 1)
        if name == "hedge":
            open_stakes = sees.expected * (1 - sees.hold) * sees.uncertain
            worth += p.hedging * mean_of_three(open_stakes)
        wants.append(worth)
    return wants


@dataclass(frozen=True, slots=True)
class HavanaSees:
    """What Havana goes by when it chooses; the last two by posture."""

    oil: float
    blockade: float
    demand: float
    talks: float
    insecurity: float
    hardship: float
    assured: float
    conflict: float
    abandoned: float
    kept: list[float]
    earning: list[float]


def havana_wants(menu: Menu, p: Numbers, pull: float, sees: HavanaSees) -> list[float]:
    """Utility of every posture of Havana; `pull` weighs the relief that a concession would buy."""
    bought = mean_of_three(sees.hardship * sees.blockade * sees.talks * sees.assured)
    wants = []
    for i, posture in enumerate(menu.values()):
        x, loyal = posture.concession, 1 - sees.abandoned
        worth = p.oil * sees.oil * sees.kept[i]
        worth += loyal * (p.income * sees.earning[i] + p.reputation * posture.standing)
        worth -= p.risk * sees.insecurity * posture.exposed
        worth += pull * (1 - sees.conflict) * bought * x
        worth -= p.regime * sees.demand * (1 - sees.talks / 2) * x
        wants.append(worth)
    return wants


def cost_of_change(menu: Menu, held: str, p: Numbers) -> list[float]:
    """What leaving the posture held costs, by the posture taken."""
    burnt = menu[held].bridges
    return [
        0.0 if name == held else p.inertia * (1 + p.undoing * max(0.0, burnt - posture.bridges))
        for name, posture in menu.items()
    ]


# ---- power ---------------------------------------------------------------------------------------


def strength(first: float, second: float, weight: float, returns: float) -> float:
    """Weighted shares of two missions at their posts."""
    return float(weight * first**returns + (1 - weight) * second**returns)


def loyalty(now: float, inducement: float, pressure: float, p: Numbers) -> float:
    """Loyalty of the coalition tomorrow."""
    rent = p.rent_base + p.rent_inducement * inducement - p.rent_pressure * pressure
    bought = min(1.0, min(max(rent, 0.0), 1.0) / p.need)
    return float(now + p.loyalty_speed * (bought - now))


def grievance(compliance: float, loyal: float, hold: float, p: Numbers) -> float:
    """Grievance among those who could act."""
    sore = p.grievance_base + p.grievance_compliance * compliance
    sore += p.grievance_disloyalty * p.personalism * (1 - loyal) - p.grievance_hold * hold
    return float(min(max(sore, 0.0), 1.0))


def attempts(
    p: Numbers, *, sore: float, shock: float, newness: float, surveillance: float, exposed: float
) -> float:
    """Coup attempts a year."""
    rise = p.grievance_effect * sore + p.shock_effect * shock + p.newness_effect * newness
    rise += p.surveillance_effect * (1 - surveillance) + p.counterweight_deters * exposed
    return float(p.calm_rate * exp(rise))


def success(p: Numbers, counterweight: float) -> float:
    """Probability that an attempt succeeds."""
    bare = p.success_without_counterweight
    return logistic(log(bare / (1 - bare)) - p.counterweight_effect * counterweight)


# ---- Cuba ----------------------------------------------------------------------------------------


def stopped(interdiction: float, blockade: float, consent: float) -> float:
    """Share of a supplier's cargoes that do not arrive for Washington's sake."""
    passing = 1 - interdiction * blockade
    return float(1 - passing * consent)


def needed_by_sea(cuba: Numbers) -> float:
    """Oil that does not come out of Cuba's own wells, kb/day."""
    return float(max(cuba.demand - cuba.domestic, 0.0))


def share_served(stock: float, cuba: Numbers) -> float:
    """Share of the need for imports that a stock allows."""
    full = min(1.0, stock / cuba.comfortable_stock)
    return float(cuba.essential + (1 - cuba.essential) * full)


def oil_used(stock: float, inflow: float, cuba: Numbers) -> float:
    """Oil burnt in a day, kb: own crude whatever the stock, imports as they are rationed."""
    rationed = needed_by_sea(cuba) * (1 - share_served(stock, cuba))
    return float(min(stock + inflow, cuba.demand - rationed))


def days_of_cover(stock: float, cuba: Numbers) -> float:
    """Days that a stock lasts at today's ration, at most a year."""
    if stock <= 0:
        return 0.0
    ration = needed_by_sea(cuba) * share_served(stock, cuba)
    return float(min(stock / ration, 365.0)) if ration > 0 else 365.0


def unmet_by_sea(used: float, cuba: Numbers) -> float:
    """Share of the need for imports that nobody served today."""
    need = needed_by_sea(cuba)
    return float(min(max(cuba.demand - used, 0.0), need) / need) if need > 0 else 0.0


def power_deficit(oil_deficit: float, p: Numbers) -> float:
    """Share of the evening peak unserved: plants in parts, and plants without fuel among the rest."""
    return float(p.broken + (1 - p.broken) * p.fuel_effect * oil_deficit)


def failures(deficit: float, p: Numbers) -> float:
    """Total failures of the grid a year; its two anchors are deficits of 0.4 and 0.6."""
    low = max(p.failures_strained, 1e-12)
    high = max(p.failures_starved, low)
    return float(low * (high / low) ** ((deficit - 0.4) / 0.2))


def hardship(before: float, power: float, sea: float, p: Numbers) -> float:
    """Hardship tomorrow, from the power and the imported fuel that were missing today."""
    felt = power + p.fuel * (sea - power)
    return float(before + (felt - before) / p.memory)


def _growth(p: Numbers) -> float:
    """Times by which the hazard of collapse is higher at hardship 0.8 than at 0.3; never below 1."""
    calm = max(p.calm_hazard, 1e-12)
    return float(max(p.severe_hazard, calm) / calm)


def collapses(hardship_now: float, p: Numbers) -> float:
    """Collapses a year."""
    if p.severe_hazard <= 0:
        return 0.0
    place = (hardship_now - 0.3) / 0.5
    hazard = max(p.calm_hazard, 1e-12) * _growth(p) ** place
    return float(hazard * exp(-p.cohesion_effect * (p.cohesion - 0.6)))


def leader_exits(hardship_now: float, p: Numbers) -> float:
    """Exits of the leader a year; hardship raises them at most fourfold from anchor to anchor."""
    return float(p.leader_exit * min(_growth(p), 4.0) ** ((hardship_now - 0.3) / 0.5))


# ---- people --------------------------------------------------------------------------------------


def clock_rates(
    causes: Numbers, *, insecurity: float, forced_return: float, hardship_now: float
) -> dict[str, float]:
    """Rate of the clocks that no order winds, 1/day, for somebody free to choose."""
    leaves, deserts = causes.voluntary, causes.defected
    drive = leaves.insecurity * insecurity - leaves.hardship * hardship_now
    fear = deserts.forced_return * forced_return + deserts.hardship * hardship_now
    return {
        "voluntary": leaves.base * exp(drive),
        "rotated": 1 / causes.rotated.tour,
        "defected": deserts.base * exp(fear - deserts.family_tie * deserts.family_share),
    }


def names_reported(confusion: float) -> dict[str, dict[str, float]]:
    """Probabilities of the cause that a report names, by the true cause."""
    told = {cause: {cause: 1.0} for cause in CAUSES}
    for cause in CONTESTED:
        told[cause] = dict.fromkeys(CONTESTED, confusion / len(CONTESTED))
        told[cause][cause] += 1 - confusion
    return told
