"""A batch of runs of one scenario, read by date: what the patterns are read from."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from sim.core.never import NEVER
from sim.core.quantity import Floats
from sim.mechanisms.causes import CAUSES, cause
from sim.model.model import AllianceModel
from sim.model.observables.recorder import Recorder
from sim.model.outcomes import OUTCOME_NAMES
from sim.people.missions import mission

#: Departures that take a seat.
BY_AIR = [
    position for position, each in enumerate(CAUSES) if not each.overland and each.name != "killed"
]
#: Whose doing it is: what the sources disagree about.
CONTESTED = [cause(name) for name in ("expelled", "voluntary", "recalled")]


class Film:
    """A model that has run, and its daily readings; every answer has shape (R, ...)."""

    def __init__(self, model: AllianceModel) -> None:
        model.recorder = recorder = Recorder(model)
        model.run()
        self.model = model
        self.arrays = recorder.arrays()
        self.start = model.scenario_file.window.start

    @property
    def n_runs(self) -> int:
        """Runs in the batch."""
        return self.model.n_replicates

    def day(self, when: date) -> int:
        """Position of a date in the window."""
        return (when - self.start).days

    def on(self, name: str, when: date) -> Floats:
        """A reading at the end of a day."""
        return np.asarray(self.arrays[name][:, self.day(when)], float)

    def during(self, name: str, first: date, last: date) -> np.ndarray[Any, Any]:
        """A reading on every day of a span, shape (R, T, ...)."""
        return self.arrays[name][:, self.day(first) : self.day(last) + 1]

    def mean(self, name: str, first: date, last: date) -> Floats:
        """Mean of a reading over the days of a span."""
        return np.asarray(self.during(name, first, last).mean(axis=1, dtype=float))

    def gone(self, first: date, last: date) -> np.ndarray[Any, Any]:
        """Exits by mission and cause during a span, shape (R, M, Z)."""
        exited, before = self.arrays["exited"].astype(int), self.day(first) - 1
        earlier = exited[:, before] if before >= 0 else 0
        return np.asarray(exited[:, self.day(last)] - earlier)

    def reported(self, first: date, last: date) -> np.ndarray[Any, Any]:
        """Departures reported during a span by the cause that the report names, shape (R, Z)."""
        assert self.model.observer is not None  # noqa: S101 - a model is observed unless it is told not to be
        daily = self.model.observer.reported[:, self.day(first) : self.day(last) + 1]
        return np.asarray(daily.sum(axis=1))

    def posted_share(self, name: str, when: date) -> Floats:
        """Share of a mission that is still posted."""
        initial = np.maximum(self.model.people.initial[:, mission(name)], 1)
        return np.asarray(self.on("posted", when)[:, mission(name)] / initial)

    def happened(self, names: Sequence[str], last: date) -> Floats:
        """How many of some outcomes have happened by a day."""
        first = self.model.outcomes.first_day[:, [OUTCOME_NAMES.index(name) for name in names]]
        return np.asarray(((first != NEVER) & (first <= self.day(last))).sum(axis=1), float)
