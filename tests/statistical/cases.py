"""Scenarios on which engine and twin are compared: 600 persons, 130 days, every mechanism busy."""

from typing import Any

from fixed import fixed, merged, nested
from quiet import quiet

from sim.scenario.schema import Scenario

HEADCOUNTS = {
    "presidential_guard": 50,
    "counterintelligence": 60,
    "military_advisers": 70,
    "medical": 300,
    "sport": 50,
    "education": 30,
    "undercover": 40,
}
SIZE: dict[str, Any] = {f"missions.{name}.headcount": n for name, n in HEADCOUNTS.items()} | {
    "window.end": "2026-04-09",
    "air.seats": 7.5,
    "air.without_jet_fuel": 0.5,
}
RATES: dict[str, Any] = {
    "missions.presidential_guard.own_choice": 0.5,
    "missions.counterintelligence.own_choice": 0.4,
    "missions.military_advisers.own_choice": 0.6,
    "missions.undercover.own_choice": 0.3,
    "missions.counterintelligence.stay_behind": 0.3,
    "missions.medical.stay_behind": 0.2,
    "assumptions.causes.expelled.after_relief": 0.06,
    "assumptions.causes.expelled.security_relief": 1,
    "assumptions.causes.expelled.civilian_relief": 1.5,
    "assumptions.causes.voluntary.base": 0.002,
    "assumptions.causes.voluntary.frailty": 1,
    "assumptions.causes.voluntary.peers": 1.5,
    "assumptions.causes.voluntary.insecurity": 1,
    "assumptions.causes.defected.base": 0.002,
    "assumptions.causes.defected.frailty": 0.7,
    "assumptions.causes.defected.peers": 1,
    "assumptions.causes.defected.border_states": 3,
    "assumptions.causes.recalled.scale": 1.5,
    "assumptions.causes.rotated.tour": 200,
    "assumptions.orders.delay_caracas": 4,
    "assumptions.orders.delay_havana": 6,
    "assumptions.reporting.lag": 7,
    "assumptions.reporting.confusion": 0.4,
}
POWER: dict[str, Any] = {
    "assumptions.coup.calm_rate": 1,
    "assumptions.collapse.calm_hazard": 0.2,
    "assumptions.collapse.severe_hazard": 1,
    "assumptions.collapse.leader_exit": 0.5,
    "assumptions.bargains.deal_rate": 0.3,
    "assumptions.bargaining.credibility": 0.8,
    "oil.suppliers.others.cargoes": 0.05,
}


def _spell(kind: str, start: str, until: str, **more: str) -> dict[str, str]:
    return {"kind": kind, "date": start, "until": until, **more}


EVENTS: dict[str, Any] = {
    "events": {
        "strike": {"kind": "strike", "date": "2026-01-03", "killed": 12, "injured": 15},
        "blockade": {
            "kind": "blockade_begins",
            "date": "2025-12-16",
            "suppliers": ["venezuela", "mexico"],
        },
        "tariffs": {"kind": "blockade_begins", "date": "2026-01-29", "suppliers": ["others"]},
        "control": {"kind": "exports_controlled", "date": "2026-01-12"},
        "closed": _spell("airspace_closed", "2026-01-03", "2026-01-10"),
        "overlap": _spell("airspace_closed", "2026-01-08", "2026-01-12"),
        "mexico": _spell("supplier_stops", "2026-01-15", "2026-03-01", supplier="mexico"),
        "fuel": _spell("jet_fuel_gone", "2026-02-10", "2026-03-11"),
    }
}
PLOT: dict[str, Any] = {"events.plot": {"kind": "coup_attempt", "date": "2026-02-25"}}


def _script(*steps: tuple[str, str], until: str = "2200-12-31") -> list[dict[str, str]]:
    return [{"start": start, "posture": posture, "until": until} for start, posture in steps]


SCRIPTS = {
    "actors.washington.script": _script(("2025-12-01", "coerce"), ("2026-03-15", "deal_track")),
    "actors.caracas.script": _script(
        ("2025-12-01", "embrace"),
        ("2026-01-04", "hedge"),
        ("2026-02-05", "drawdown"),
        ("2026-03-20", "rupture"),
    ),
    "actors.havana.script": _script(
        ("2025-12-01", "stand"),
        ("2026-01-08", "rotate_home"),
        ("2026-02-01", "protect_recall"),
        ("2026-03-10", "negotiate"),
    ),
}
FIRST_WEEKS = {"actors.washington.script": _script(("2025-12-01", "coerce"), until="2026-01-20")}
OTHER_THEORIES = {
    "switches.deterrence": "powell",
    "switches.coercion": "binds",
    "switches.costly_rhetoric": True,
    "switches.purge_logic": False,
    "switches.contagion": "threshold",
    "switches.jet_fuel_limits_seats": True,
    "switches.move_order": "washington_first",
}

# Scripts and calm power keep chance to persons and cargoes, where the comparison is then sharpest.
SCRIPTED = fixed(SIZE, RATES, EVENTS, SCRIPTS)
FREE = fixed(SIZE, RATES, POWER, EVENTS, PLOT, FIRST_WEEKS)
OTHERWISE = fixed(SIZE, RATES, POWER, EVENTS, PLOT, FIRST_WEEKS, OTHER_THEORIES)
# Two teachers a state, replaced after a wait for seats: each departure and each arrival shifts the share that peers see.
TINY = quiet(
    120,
    3,
    {
        "missions.education.headcount": 48,
        "missions.education.capital_share": -1,
        "assumptions.causes.rotated.tour": 60,
        "assumptions.causes.voluntary.base": 0.002,
        "assumptions.causes.voluntary.peers": 2.5,
        "air.seats": 1,
    },
)


def drawn_from_the_prior() -> Scenario:
    """The same size and events with every other quantity uncertain, as a user's scenario has it."""
    tree = Scenario.model_validate({"name": "drawn", "title": "Everything is drawn"}).model_dump(
        mode="json"
    )
    for change in (SIZE, EVENTS, FIRST_WEEKS):
        tree = merged(tree, nested(change))
    return Scenario.model_validate(tree)
