"""What the twin reads at the end of a day, under the names of the engine's observables."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from twin import equations
from twin.names import CAUSES, LEVERS, MISSIONS, STATES
from twin.oil import FATES
from twin.people import INJURED, POSTED, QUEUED, RELIEVED

if TYPE_CHECKING:
    from twin.model import PlainTwin

IN_THE_COUNTRY = (POSTED, RELIEVED, INJURED, QUEUED)

type Reading = Callable[["PlainTwin"], Any]


def by_mission(model: "PlainTwin", *statuses: str) -> list[int]:
    """Persons of some statuses in every mission."""
    counts = [0] * len(MISSIONS)
    for contingent in model.contingents:
        counts[contingent.mission] += sum(contingent.count[status] for status in statuses)
    return counts


def by_state(model: "PlainTwin") -> list[int]:
    """Persons in the country by state."""
    counts = [0] * STATES
    for contingent in model.contingents:
        counts[contingent.state] += sum(contingent.count[status] for status in IN_THE_COUNTRY)
    return counts


def _fate(name: str) -> Reading:
    return lambda model: [supplier.volume[name] for supplier in model.suppliers.values()]


def _lever(name: str) -> Reading:
    return lambda model: model.washington.levers[name]


def _posture(actor: str) -> Reading:
    return lambda model: list(getattr(model, actor).menu).index(getattr(model, actor).posture)


def _fear_of_entrapment(model: "PlainTwin") -> float:
    p, needs = model.numbers.assumptions.coup, model.numbers.assumptions.needs
    weights = {
        "presidential_guard": p.guard_weight,
        "military_advisers": 1 - p.guard_weight,
        "counterintelligence": p.counterintelligence_weight,
    }
    visible = sum(
        weight * min(1.0, model.posted(name) / getattr(needs, name))
        for name, weight in weights.items()
    )
    return model.caracas.fear(visible / sum(weights.values()), model.caracas.held.compliance)


def _days_of_cover(model: "PlainTwin") -> float:
    return equations.days_of_cover(model.havana.stock, model.numbers.oil.cuba)


PEOPLE: dict[str, Reading] = {
    "posted": lambda m: by_mission(m, POSTED),
    "present": lambda m: by_mission(m, *IN_THE_COUNTRY),
    "queued": lambda m: by_mission(m, QUEUED),
    "present_by_state": by_state,
    "exited": lambda m: [[exits[name] for name in CAUSES] for exits in m.exited],
    "triggered": lambda m: [m.triggered[name] for name in CAUSES],
    "arrived": lambda m: sum(contingent.arrived for contingent in m.contingents),
    "seats": lambda m: m.air_bridge.seats,
    "insecurity": lambda m: m.insecurity(),
    "presence_share": lambda m: m.present_share(*MISSIONS),
}
OIL: dict[str, Reading] = {
    **{f"oil_{name}": _fate(name) for name in FATES},
    "oil_used": lambda m: m.havana.used,
    "oil_stock": lambda m: m.havana.stock,
    "days_of_cover": _days_of_cover,
    "oil_deficit": lambda m: m.havana.deficit,
    "power_deficit": lambda m: m.havana.power_deficit,
    "grid_failures": lambda m: m.havana.grid_failures,
    "hardship": lambda m: m.havana.hardship,
}
GOVERNMENTS: dict[str, Reading] = {
    **{name: _lever(name) for name in LEVERS},
    **{f"{actor}_posture": _posture(actor) for actor in ("washington", "caracas", "havana")},
    "expected_pressure": lambda m: m.caracas.expected,
    "compliance": lambda m: m.caracas.held.compliance,
    "concession": lambda m: m.havana.conceded(),
    "deal_relief": lambda m: m.table.relief,
    "deal_concession": lambda m: m.table.concession,
    "solidarity_caracas": lambda m: m.caracas.held.solidarity,
    "solidarity_havana": lambda m: m.havana.held.solidarity,
    "rhetoric_gap": lambda m: m.caracas.held.solidarity - (1 - m.caracas.held.compliance),
    "fear_of_entrapment": _fear_of_entrapment,
    "fear_of_abandonment": lambda m: m.havana.abandoned(),
    "surveillance": lambda m: m.caracas.surveillance,
    "counterweight": lambda m: m.caracas.counterweight,
    "substitute": lambda m: m.caracas.substitute,
    "hold": lambda m: m.caracas.hold,
    "loyalty": lambda m: m.caracas.loyalty,
    "grievance": lambda m: m.caracas.grievance(),
    "coup_hazard": lambda m: m.caracas.coup_hazard,
    "coup_success": lambda m: m.caracas.coup_success,
    "collapse_hazard": lambda m: m.havana.collapse_hazard(),
}
READINGS = PEOPLE | OIL | GOVERNMENTS
