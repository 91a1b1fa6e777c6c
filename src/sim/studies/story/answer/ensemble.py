"""What one run shares with the others: in how many of them the same holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.quantity import Flags
from sim.report import readings
from sim.report.headline_numbers import headline_numbers
from sim.studies.story.answer.happening import Happening
from sim.studies.story.answer.missions import GROUPS

if TYPE_CHECKING:
    import xarray


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The runs that one of them is set beside."""

    results: "xarray.Dataset"

    def with_counts(self, happening: Happening) -> Happening:
        """The same with how many runs it holds in, where that can be said."""
        holds = HOLDS.get(happening.kind)
        found = holds(self.results, happening) if holds and self._is_known(happening) else None
        if found is None:
            return happening
        counts = {"runs": int(found.sum()), "of": len(found)}
        about = dict(happening.about) | counts
        return Happening(happening.day, happening.actor, happening.kind, about)

    def _is_known(self, happening: Happening) -> bool:
        """Whether the paths are there that a count needs; outcomes are always."""
        return happening.kind in _OF_OUTCOMES or readings.of_runs(self.results, "present")

    def postures_at_end(self, held: dict[str, str]) -> dict[str, dict[str, Any]]:
        """Each government's last posture, and in how many runs it is the last."""
        found: dict[str, dict[str, Any]] = {}
        for of, posture in held.items():
            found[of] = {"posture": posture}
            if readings.of_runs(self.results, f"{of}_posture"):
                found[of]["runs"] = int(_holds(self.results, of, posture, -1).sum())
        return found

    def outcomes(self, row: int) -> list[dict[str, Any]]:
        """Every outcome: whether it happens in the run of a row, and in how many it does."""
        first = np.asarray(self.results["first_day"].values)
        return [
            {
                "outcome": name,
                "happens": bool(first[row, position] >= 0),
                "runs": int((first[:, position] >= 0).sum()),
            }
            for position, name in enumerate(readings.entries(self.results, "outcome"))
        ]

    def numbers(self, row: int) -> list[dict[str, Any]]:
        """Headline numbers of the run of a row on the last day, and how many runs have less or as much."""
        if not readings.of_runs(self.results, "present"):
            return []
        return [
            {
                "name": each.name,
                "label": each.label,
                "unit": each.unit,
                "value": float(each.end[row]),
                "median": float(np.median(each.end)),
                "less": int((each.end < each.end[row]).sum()),
                "same": int((each.end == each.end[row]).sum()) - 1,
            }
            for each in headline_numbers(self.results)
        ]


def _holds(results: "xarray.Dataset", of: str, posture: str, day: int) -> Flags:
    name = f"{of}_posture"
    held = results[name].isel(day=day).values
    return np.asarray(held == readings.codes(results, name).index(posture))


def _posture(results: "xarray.Dataset", each: Happening) -> Flags:
    return _holds(results, each.actor, each.about["posture"], each.day)


def _attempt(results: "xarray.Dataset", each: Happening) -> Flags:
    return _happened(results, "coup_caracas" if each.about["succeeded"] else "coup_attempt")


def _happened(results: "xarray.Dataset", outcome: str) -> Flags:
    return np.asarray(readings.first_days(results, outcome) >= 0)


def _beyond(name: str, results: "xarray.Dataset", each: Happening) -> Flags:
    """On the same side of a level on the same day."""
    values = results[name].isel(day=each.day).values
    return np.asarray((values > each.about["level"]) == each.about["above"])


def _few_left(results: "xarray.Dataset", each: Happening) -> Flags:
    missions = GROUPS[each.about["group"]]
    until = results.isel(day=slice(0, each.day + 1))
    initial = readings.along(results, "initial", "mission", missions)
    present = readings.along(until, "present", "mission", missions)
    share = present / np.maximum(initial, 1)[:, None]
    return np.asarray((share <= each.about["level"]).any(axis=1))


def _as_many_left(results: "xarray.Dataset", each: Happening) -> Flags:
    """As many or more of these missions had left for this cause by the end of the wave."""
    until = results["exited"].sel(cause=each.about["cause"]).isel(day=each.about["until"])
    left = until.sel(mission=list(each.about["persons"])).values.sum(axis=1)
    return np.asarray(left >= each.about["total"])


def _as_many_failures(results: "xarray.Dataset", each: Happening) -> Flags:
    until = results["grid_failures"].isel(day=slice(0, each.about["until"] + 1)).values
    return np.asarray(until.sum(axis=1, dtype=np.int64) >= each.about["so_far"])


#: By kind, the runs in which the same holds; other kinds have no count.
HOLDS: dict[str, Callable[["xarray.Dataset", Happening], Flags]] = {
    "posture": _posture,
    "coup_attempt": _attempt,
    "deal": lambda results, _: _happened(results, "havana_deal"),
    "deal_broken": lambda results, _: _happened(results, "deal_broken"),
    "outcome": lambda results, each: _happened(results, each.about["outcome"]),
    "hardship": lambda results, each: _beyond("hardship", results, each),
    "oil_cover": lambda results, each: _beyond("days_of_cover", results, each),
    "personnel": _few_left,
    "departures": _as_many_left,
    "grid_failure": _as_many_failures,
}
_OF_OUTCOMES = frozenset({"coup_attempt", "deal", "deal_broken", "outcome"})
