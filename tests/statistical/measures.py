"""Runs of the engine and of the plain twin as one table: a named number for every replicate."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sim.experiments.batch import model_of
from sim.mechanisms.causes import CAUSE_NAMES
from sim.model.outcomes import OUTCOME_NAMES, PRESENCE_CLASSES
from sim.people.missions import MISSIONS
from sim.people.states import STATES
from sim.scenario.schema import Scenario
from twin.model import PlainTwin

type Arrays = dict[str, NDArray[np.float64]]
type Table = dict[str, NDArray[np.float64]]

DATES = (45, 60, 75, 90)  # days of the window looked at besides the last; the strike is on day 33
SUPPLIERS = ("venezuela", "mexico", "others")
FATES = ("withheld", "deterred", "interdicted", "delivered")
POSTURES = {"washington_posture": 5, "caracas_posture": 4, "havana_posture": 5}
INDICES = (
    "oil_stock", "power_deficit", "hardship", "pressure", "blockade", "consent", "expected_pressure", "surveillance", "counterweight",
    "substitute", "hold", "loyalty", "grievance", "coup_hazard", "coup_success", "insecurity",
    "fear_of_entrapment", "fear_of_abandonment", "days_of_cover", "collapse_hazard",
)  # fmt: skip


def engine_runs(scenario: Scenario, replicates: Iterable[int]) -> Arrays:
    """What the engine records in some replicates; arrays (R, T, ...)."""
    model = model_of(scenario, tuple(replicates))
    model.run()
    assert model.observer is not None
    return model.recorder.arrays() | {
        "reported": model.observer.reported,
        "first_day": model.outcomes.first_day,
        "presence_class": model.outcomes.presence_class(),
    }


def twin_runs(scenario: Scenario, seeds: Iterable[int], *, own_draws: bool = False) -> Arrays:
    """The same of the plain twin, one run a seed, with the parameters drawn for that replicate or for 0."""
    runs = []
    for seed in seeds:
        twin = PlainTwin(scenario, replicate=seed if own_draws else 0, seed=seed)
        twin.run()
        runs.append(
            twin.arrays()
            | {
                "reported": twin.reported,
                "first_day": np.array(twin.outcomes.days()),
                "presence_class": np.array(PRESENCE_CLASSES.index(twin.outcomes.presence_class())),
            }
        )
    return {name: np.stack([run[name] for run in runs]) for name in runs[0]}


def measured(arrays: Arrays) -> Table:
    """The stated list of measures, each of shape (R,)."""
    days = [*DATES, arrays["exited"].shape[1] - 1]
    return (
        _departures(arrays, days)
        | _places(arrays, days)
        | _oil(arrays, days)
        | _power(arrays, days)
    )


def _departures(arrays: Arrays, days: list[int]) -> Table:
    by_cause, by_mission = arrays["exited"].sum(axis=2), arrays["exited"].sum(axis=3)
    table = {
        f"exited {cause} by day {day}": by_cause[:, day, z]
        for z, cause in enumerate(CAUSE_NAMES)
        for day in days
    }
    for z, cause in enumerate(CAUSE_NAMES):
        table[f"triggered {cause} at the end"] = arrays["triggered"][:, -1, z]
        table[f"reported {cause}"] = arrays["reported"][:, :, z].sum(axis=1)
        if cause != "killed":
            table[f"busiest day {cause}"] = np.diff(by_cause[:, :, z], axis=1).max(axis=1)
    for m, mission in enumerate(MISSIONS):
        table[f"exited {mission} at the end"] = by_mission[:, -1, m]
    triggered = arrays["triggered"].sum(axis=2)
    table["triggered in the week after the strike"] = triggered[:, 40] - triggered[:, 33]
    return table


def _places(arrays: Arrays, days: list[int]) -> Table:
    border = np.array([state.border for state in STATES])
    table = {}
    for day in days:
        table[f"present on day {day}"] = arrays["present"][:, day].sum(axis=1)
        table[f"queued on day {day}"] = arrays["queued"][:, day].sum(axis=1)
        table[f"in border states on day {day}"] = arrays["present_by_state"][:, day][:, border].sum(
            axis=1
        )
        table[f"in the capital on day {day}"] = arrays["present_by_state"][:, day, 0]
        table[f"arrived by day {day}"] = arrays["arrived"][:, day]
        for m, mission in enumerate(MISSIONS):
            table[f"posted {mission} on day {day}"] = arrays["posted"][:, day, m]
    table["waiting days in all"] = arrays["queued"].sum(axis=(1, 2))
    return table


def _oil(arrays: Arrays, days: list[int]) -> Table:
    table = {
        f"oil {fate} {supplier}": arrays[f"oil_{fate}"][:, :, j].sum(axis=1)
        for fate in FATES
        for j, supplier in enumerate(SUPPLIERS)
    }
    for day in days:
        table[f"oil delivered by day {day}"] = arrays["oil_delivered"][:, : day + 1].sum(
            axis=(1, 2)
        )
    table["cargoes"] = (arrays["oil_delivered"] > 0).sum(axis=(1, 2))
    table["oil used"] = arrays["oil_used"].sum(axis=1)
    table["failures of the grid"] = arrays["grid_failures"].sum(axis=1)
    return table


def _power(arrays: Arrays, days: list[int]) -> Table:
    table = {f"{name} on day {day}": arrays[name][:, day] for name in INDICES for day in days[1::2]}
    for name, n_postures in POSTURES.items():
        for posture in range(n_postures):
            table[f"days of {name} {posture}"] = (arrays[name] == posture).sum(axis=1)
        table[f"changes of {name}"] = (np.diff(arrays[name], axis=1) != 0).sum(axis=1)
    for position, outcome in enumerate(OUTCOME_NAMES):
        first = arrays["first_day"][:, position]
        table[f"{outcome} happens"] = first >= 0
        table[f"first day of {outcome}"] = np.where(first < 0, arrays["exited"].shape[1], first)
    for position, name in enumerate(PRESENCE_CLASSES):
        table[f"{name} at the end"] = arrays["presence_class"] == position
    return table
