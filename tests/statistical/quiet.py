"""A scenario in which nothing happens unless a test asks for it, and how to run it."""

from typing import Any

from fixed import fixed

from sim.model import AllianceModel
from sim.scenario.schema import Scenario
from sim.world.missions import MISSIONS

START = "2025-12-01"
SILENT: dict[str, Any] = {
    **{f"missions.{name}.headcount": 0 for name in MISSIONS},
    **{f"missions.{name}.stay_behind": 0 for name in MISSIONS},
    **{f"missions.{name}.own_choice": 1 for name in MISSIONS},
    **{f"missions.{name}.capital_share": 1 for name in MISSIONS},  # one contingent a mission
    **{f"oil.suppliers.{name}.cargoes": 0 for name in ("venezuela", "mexico", "others")},
    **{
        f"assumptions.causes.{name}.{effect}": 0
        for name in ("voluntary", "defected")
        for effect in ("base", "peers", "hardship", "frailty")
    },
    "assumptions.causes.voluntary.insecurity": 0,
    "assumptions.causes.defected.forced_return": 0,
    "assumptions.causes.defected.family_tie": 0,
    "assumptions.causes.recalled.scale": 1,
    "assumptions.causes.expelled.security_relief": 1,
    "assumptions.causes.expelled.civilian_relief": 1,
    "assumptions.causes.rotated.tour": 10_000,  # the longest there is: a hazard of 1e-4 a day stays
    "assumptions.orders.delay_caracas": 0,
    "assumptions.orders.delay_havana": 0,
    "assumptions.collapse.calm_hazard": 1e-12,
    "assumptions.collapse.severe_hazard": 1e-12,
    "assumptions.collapse.leader_exit": 0,
    "assumptions.coup.calm_rate": 0,
    "air.seats": 100_000,
}
CALM_TOUR = 1e-4


def quiet(last_day: str, seed: int, *changes: dict[str, Any]) -> Scenario:
    """The silent scenario from 1 December 2025 to `last_day`, with `changes` in turn."""
    return fixed(SILENT, {"window.start": START, "window.end": last_day, "seed": seed}, *changes)


def script(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Postures by first day, the last one to the end."""
    return [{"start": start, "posture": posture} for start, posture in steps]


def run(scenario: Scenario, n: int) -> AllianceModel:
    """The engine after the last day of `n` replicates."""
    model = AllianceModel(scenario, range(n))
    model.run()
    return model
