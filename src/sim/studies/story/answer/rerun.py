"""One run computed again, watched day by day, and compared with the run that is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sim.core.never import NEVER
from sim.core.quantity import Floats
from sim.ensemble.contract import same_bits
from sim.ensemble.errors import MismatchError
from sim.ensemble.manifest import code_version
from sim.experiments.batch import model_of
from sim.mechanisms.levers import LEVERS
from sim.methods.decision import Why, held
from sim.model.model import AllianceModel
from sim.model.observables.recorder import Recorder
from sim.model.outcomes import OUTCOME_NAMES
from sim.postures.base import CAPITALS
from sim.report import readings

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

type By = Literal["choice", "script", "successor"]
#: Who gives orders, and to what their rates apply.
ORDERS = {"caracas": "relief", "havana": "recall"}


@dataclass(frozen=True, slots=True)
class NewPosture:
    """A government that holds another posture than the day before, and what made it."""

    day: int
    of: str
    before: str
    by: By
    why: Why


@dataclass(frozen=True, slots=True)
class Rerun:
    """One run from its first to its last day.

    Attributes
    ----------
    daily
        Every observable by name, shape (T, ...).
    initial
        Persons on the first day, shape (missions,).
    first_day
        Day on which each outcome first happened, `NEVER` for what did not.
    first_postures, held
        Posture of each government before the first day and on the last.
    turns
        Every change of posture.
    closest
        For each government that chooses freely at the end, the day on which it came nearest to leaving
        the posture that it holds there.
    orders
        Rates in force, 1/day, by government and day, shape (T, missions).
    levers
        Level at which the scenario holds each lever that it holds, as drawn for this run.
    attempts
        Days of attempts at a coup, and whether it succeeded.
    """

    start: date
    daily: Mapping[str, np.ndarray[Any, Any]]
    initial: Floats
    first_day: Mapping[str, int]
    first_postures: Mapping[str, str]
    held: Mapping[str, str]
    turns: tuple[NewPosture, ...]
    closest: tuple[tuple[int, Why], ...]
    orders: Mapping[str, Floats]
    levers: Mapping[str, float]
    attempts: tuple[tuple[int, bool], ...]

    @property
    def n_days(self) -> int:
        """Days of the window."""
        return len(self.daily["hardship"])


class _Witness:
    """Stands in for the recorder: records, and notes what no observable holds."""

    def __init__(self, model: AllianceModel) -> None:
        self.model = model
        self.recorder = Recorder(model)
        self.first = {name: getattr(model, name).names[self._held(name)] for name in CAPITALS}
        self.postures = dict(self.first)
        self.turns: list[NewPosture] = []
        self.closest: dict[str, tuple[int, Why]] = {}
        self.orders: dict[str, list[Floats]] = {name: [] for name in ORDERS}
        self.attempts: list[tuple[int, bool]] = []

    def record(self) -> None:
        """Read the day that has passed."""
        self.recorder.record()
        for name in CAPITALS:
            self._note_turn(name)
        for name, order in ORDERS.items():
            self.orders[name].append(getattr(getattr(self.model, name), order)()[0])
        outcomes, day = self.model.outcomes, self.model.day
        if int(outcomes.attempts[0]) > len(self.attempts):
            succeeded = _first_days(self.model)["coup_caracas"] == day
            new = int(outcomes.attempts[0]) - len(self.attempts)
            self.attempts += [(day, False)] * (new - 1) + [(day, succeeded)]

    def _held(self, name: str) -> int:
        return int(getattr(self.model, name).posture[0])

    def _note_turn(self, name: str) -> None:
        government, before = getattr(self.model, name), self.postures[name]
        now = government.names[self._held(name)]
        if now == before:
            self._note_call(name)
            return
        self.postures[name] = now
        self.closest.pop(name, None)
        if government.bound[0]:
            by: By = "successor"
        else:
            scripted = government.scripted_posture(self.model.today)
            by = "choice" if scripted is None else "script"
        why = held(self.model, name, self.model.today)
        self.turns.append(NewPosture(self.model.day, name, before, by, why))

    def _note_call(self, name: str) -> None:
        """A free choice of the day that changed nothing, if it was the closest so far."""
        government = getattr(self.model, name)
        decided = government.decided
        if decided.day != self.model.day or decided.scripted or government.bound[0]:
            return
        why = held(self.model, name, self.model.today)
        if name not in self.closest or why.margin < self.closest[name][1].margin:
            self.closest[name] = self.model.day, why


def run_again(scenario: "Scenario", run: int) -> Rerun:
    """Compute one run of a scenario again, and watch it."""
    model = model_of(scenario, (run,), observed=False)
    witness = _Witness(model)
    model.recorder = witness
    model.run()
    return Rerun(
        start=scenario.window.start,
        daily={name: days[0] for name, days in witness.recorder.arrays().items()},
        initial=np.asarray(model.people.initial[0], float),
        first_day=_first_days(model),
        first_postures=witness.first,
        held=witness.postures,
        turns=tuple(witness.turns),
        closest=tuple(witness.closest[name] for name in CAPITALS if name in witness.closest),
        orders={name: np.array(days) for name, days in witness.orders.items()},
        levers={name: float(pin.level[0]) for name in LEVERS if (pin := _pin(model, name))},
        attempts=tuple(witness.attempts),
    )


def compared(rerun: Rerun, results: "xarray.Dataset", row: int) -> int:
    """How many stored variables of a run have the same bits again.

    Raises
    ------
    MismatchError
        With the first that has others.
    """
    first = results["first_day"].values[row]
    outcomes = readings.entries(results, "outcome")
    again = np.array([rerun.first_day.get(name, NEVER) for name in outcomes], first.dtype)
    _check("first_day", first, again)
    kept = [name for name in rerun.daily if readings.of_runs(results, name)]
    for name in kept:  # one run at a time: all of them may not fit in memory
        _check(name, results[name].isel(replicate=row).values, rerun.daily[name])
    return len(kept) + 1


def _check(name: str, stored: np.ndarray[Any, Any], again: np.ndarray[Any, Any]) -> None:
    if not same_bits(np.asarray(stored), again):
        raise MismatchError(
            f"the run gives another {name} when it is computed again by sim {code_version()}, so its"
            " story cannot be told; make the results again"
        )


def _pin(model: AllianceModel, lever: str) -> Any:  # noqa: ANN401 - a drawn pin, or None
    return getattr(model.draws.levers, lever)


def _first_days(model: AllianceModel) -> dict[str, int]:
    return {
        name: int(day) for name, day in zip(OUTCOME_NAMES, model.outcomes.first_day[0], strict=True)
    }
