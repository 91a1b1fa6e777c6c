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


def assurance(pressure: float, p: Numbers, demand: float = 0.0) -> float:
    """Belief that a concession ends the pressure; only Havana faces a demand."""
    spoilt = (1 - p.pressure_spoils * pressure) * (1 - p.demand_spoils * demand)
    return float(p.credibility * spoilt)


def fear_of_abandonment(dependence: float, compliance: float, words: float, p: Numbers) -> float:
    """Havana's fear of being dropped."""
    moved = p.abandonment_dependence * dependence + p.abandonment_compliance * compliance
    return logistic(p.abandonment_base + moved - p.abandonment_solidarity * words)


def fear_of_entrapment(expected: float, visible: float, compliance: float, p: Numbers) -> float:
    """The fear in Caracas of being dragged along."""
    moved = p.entrapment_presence * expected * visible - p.entrapment_compliance * compliance
    return logistic(p.entrapment_base + moved)


def washington_wants(
    menu: Menu, p: Numbers, *, compliance: float, concession: float, hardship: float
) -> list[float]:
    """Utility of every posture of Washington."""
    wants = []
    for posture in menu.values():
        sticks = posture.pressure * (1 - compliance) + posture.blockade * (1 - concession)
        carrots = posture.inducement * compliance + posture.talks * concession
        cost = p.cost * (posture.pressure + posture.blockade) / 2
        blame = p.humanitarian * hardship * posture.blockade
        wants.append(p.objective * (sticks + carrots) - cost - blame)
    return wants


@dataclass(frozen=True, slots=True)
class CaracasSees:
    """What Caracas goes by when it chooses."""

    expected: float
    surprise: float
    inducement: float
    assured: float
    hold: float
    words: float
    weight: float


def caracas_wants(menu: Menu, p: Numbers, sees: CaracasSees, switches: Any) -> list[float]:  # noqa: ANN401 - the scenario's
    """Utility of every posture of Caracas."""
    unsettled = 1 - sees.hold
    pull = sees.weight * (sees.expected + p.inducement_ratio * sees.inducement * sees.assured)
    wants = []
    for name, posture in menu.items():
        k = posture.compliance
        need = unsettled if switches.purge_logic else 1.0
        worth = pull * k
        worth -= p.security * need * (1 - posture.security_kept)
        worth -= p.services * (1 - posture.services_kept)
        worth -= p.audience * (1 - posture.solidarity) * (1 + unsettled) / 2
        if switches.coercion == "binds":
            worth -= p.rally * sees.expected * k
        if switches.costly_rhetoric:
            worth -= p.audience * max(0.0, sees.words + k - 1)
        if name == "hedge":
            worth += p.hedging * sees.surprise * sees.expected * unsettled
        wants.append(worth)
    return wants


@dataclass(frozen=True, slots=True)
class HavanaSees:
    """What Havana goes by when it chooses."""

    blockade: float
    demand: float
    talks: float
    insecurity: float
    compliance: float
    hardship: float
    assured: float
    weight: float


def havana_wants(menu: Menu, p: Numbers, sees: HavanaSees) -> list[float]:
    """Utility of every posture of Havana."""
    risk = p.risk * (sees.insecurity + sees.compliance / 2)
    relief = sees.weight * sees.hardship * sees.talks * sees.assured
    wants = []
    for posture in menu.values():
        x = posture.concession
        link = p.oil * (1 - x) * (1 - sees.blockade)
        standing = p.reputation * posture.standing
        danger = p.regime * x * sees.demand
        wants.append(link + standing - risk * posture.exposed + relief * x - danger)
    return wants


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


def oil_used(stock: float, inflow: float, cuba: Numbers) -> float:
    """Oil burnt in a day, kb."""
    cover = min(1.0, stock / cuba.comfortable_stock)
    served = cuba.rationing_floor + (1 - cuba.rationing_floor) * cover
    return float(min(stock + inflow, cuba.demand * served))


def hardship(felt: float, deficit: float, p: Numbers) -> float:
    """Hardship tomorrow."""
    return float(felt + (deficit**p.exponent - felt) / p.memory)


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
