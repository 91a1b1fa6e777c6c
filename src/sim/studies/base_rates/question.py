"""What is counted beside a base rate: events in runs that are fitted to nothing, and the years they had to happen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.never import NEVER
from sim.core.quantity import Floats, Integers
from sim.evidence.base_rates import Rate, rate
from sim.mechanisms.causes import cause
from sim.model.outcomes import OUTCOME_NAMES
from sim.people.missions import mission

SCENARIOS = ("no_shock", "baseline", "blockade")
ENDED = 0.05  # share of the health mission at post below which it counts as ended
DAYS_A_YEAR = 365.25

type Arrays = Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True, slots=True)
class PredictedRate:
    """What runs without a fit give: events in so many years, and the rate that this leaves open."""

    events: int
    years: float

    @property
    def rate(self) -> Rate | None:
        """Events a year, with the interval that this number of runs leaves; None without exposure."""
        return rate(self.events, self.years) if self.years > 0 else None


def first_events(days: Integers, first: int, n_days: int) -> PredictedRate:
    """First events from day `first` on, and the years until then or to the end, over runs (R,).

    Runs in which it had happened before count neither way.

    >>> first_events(np.array([-1, 3, 20]), 10, 376)
    PredictedRate(events=1, years=1.0294318959616701)
    """
    days = days.astype(int)
    waiting = (days == NEVER) | (days >= first)
    happens = waiting & (days != NEVER)
    until = np.where(happens, days, n_days)[waiting] - first
    return PredictedRate(int(happens.sum()), float(until.sum()) / DAYS_A_YEAR)


def _outcome(name: str) -> "Reading":
    column = OUTCOME_NAMES.index(name)
    return lambda arrays, first, n_days: first_events(arrays["first_day"][:, column], first, n_days)


def _health_mission_ended(by: Callable[[Floats], Floats]) -> "Reading":
    def read(arrays: Arrays, first: int, n_days: int) -> PredictedRate:
        medical = mission("medical")
        posted = arrays["posted"][:, :, medical]
        ended = posted <= ENDED * arrays["initial"][:, medical][:, None]
        day = np.where(ended.any(axis=1), ended.argmax(axis=1), NEVER)
        gone = arrays["exited"][np.arange(len(day)), np.maximum(day, 0), medical].astype(float)
        return first_events(np.where(by(gone), day, NEVER), first, n_days)

    return read


def _mostly(name: str) -> Callable[[Floats], Floats]:
    """Whether a cause has most exits among those that are somebody's doing, shape (R,)."""
    doing = [cause(each) for each in ("expelled", "recalled", "voluntary", "defected")]
    return lambda gone: np.asarray(gone[:, cause(name)] >= gone[:, doing].max(axis=1))


def _grid_failures(arrays: Arrays, first: int, n_days: int) -> PredictedRate:
    failures = arrays["grid_failures"][:, first:]
    return PredictedRate(int(failures.sum()), len(failures) * (n_days - first) / DAYS_A_YEAR)


type Reading = Callable[[Arrays, int, int], PredictedRate]
READINGS: Mapping[str, Reading] = {
    **{name: _outcome(name) for name in OUTCOME_NAMES},
    "mission_ended_by_host": _health_mission_ended(_mostly("expelled")),
    "mission_recalled": _health_mission_ended(_mostly("recalled")),
    "grid_failures": _grid_failures,
}
