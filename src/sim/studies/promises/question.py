"""What holds in every run whatever a scenario chooses; each promise says where it is broken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.distributions import Distribution
from sim.core.quantity import Flags, Floats
from sim.experiments.batch import uncertain_paths
from sim.model.observables import OBSERVABLES
from sim.scenario.schema import Scenario

type Array = np.ndarray[Any, Any]
type Arrays = Mapping[str, Array]

DOMESTIC, DEMAND = "oil.cuba.domestic", "oil.cuba.demand"
ROUNDING = 1e-5  # relative; flows are kept with seven digits
NON_NEGATIVE = frozenset(
    {"persons", "persons/day", "kb", "kb/day", "days", "1/year", "failures/day"}
)
# Without a unit but no shares: a difference of two, and persons as a share of those of the first day.
NO_SHARES = frozenset({"rhetoric_gap", "presence_share"})


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence that users are told, and the check: what is wrong, or an empty text."""

    sentence: str
    fault: Callable[[Scenario, Arrays], str]


def broken(scenario: Scenario, arrays: Arrays) -> str:
    """The first promise that the runs in `arrays` break, with where; empty if all are kept."""
    faults = (
        f"{each.sentence}: not so {fault}"
        for each in PROMISES
        if (fault := each.fault(scenario, arrays))
    )
    return next(faults, "")


def unequal(one: Arrays, other: Arrays) -> str:
    """The first variable whose bits differ between two batches of the same replicates."""
    names = (name for name in one if not np.array_equal(one[name], other[name], equal_nan=True))
    return next(names, "")


def _finite(_: Scenario, arrays: Arrays) -> str:
    wrong = {
        name: ~np.isfinite(values)
        for name, values in arrays.items()
        if values.dtype.kind == "f" and name != "draws"
    }
    return next((_where(flags, name) for name, flags in wrong.items() if flags.any()), "")


def _people(_: Scenario, arrays: Arrays) -> str:
    gone = arrays["exited"].sum(axis=3).sum(axis=2)
    balance = arrays["initial"].sum(axis=1)[:, None] + arrays["arrived"] - gone
    return _where(arrays["present"].sum(axis=2) != balance, "present")


def _causes(_: Scenario, arrays: Arrays) -> str:
    return _where(np.diff(arrays["exited"], axis=1, prepend=0) < 0, "exited")


def _oil(scenario: Scenario, arrays: Arrays) -> str:
    stock = arrays["oil_stock"]
    came = arrays["oil_delivered"].sum(axis=2, dtype=float) + _value(scenario, arrays, DOMESTIC)
    change = np.diff(stock, axis=1) - (came - arrays["oil_used"])[:, 1:]
    scale = np.maximum(np.abs(stock[:, 1:]), 1) + came[:, 1:]
    return _where(np.abs(change) > ROUNDING * scale, "oil_stock", first_day=1)


def _demand(scenario: Scenario, arrays: Arrays) -> str:
    most = _value(scenario, arrays, DEMAND) * (1 + ROUNDING)
    return _where(arrays["oil_used"] > most, "oil_used")


def _bounds(_: Scenario, arrays: Arrays) -> str:
    for each in OBSERVABLES:
        values = arrays[each.name]
        is_share = each.unit == "1" and each.kind != "code" and each.name not in NO_SHARES
        wrong = np.zeros(values.shape, bool)
        if is_share or each.unit in NON_NEGATIVE:
            wrong = values < 0
        if is_share:
            wrong |= values > 1 + ROUNDING
        if wrong.any():
            return _where(wrong, each.name)
    return ""


def _value(scenario: Scenario, arrays: Arrays, path: str) -> Floats:
    """A quantity in each run, shape (R, 1): as the scenario says, or as it was drawn."""
    value: Any = scenario
    for step in path.split("."):
        value = getattr(value, step)
    if isinstance(value, Distribution):
        return np.asarray(arrays["draws"][:, [uncertain_paths(scenario).index(path)]])
    return np.full((len(arrays["draws"]), 1), float(value))


def _where(wrong: Flags, name: str, first_day: int = 0) -> str:
    """Where the first fault is: ``in run 3 on day 17 (oil_stock)``; empty without one."""
    if not wrong.any():
        return ""
    run, *rest = np.argwhere(wrong)[0]
    day = f" on day {int(rest[0]) + first_day}" if rest else ""
    return f"in run {int(run)}{day} ({name})"


PROMISES = (
    Promise("every number is finite", _finite),
    Promise("people are conserved: present = first day + arrived - departed", _people),
    Promise("who has left stays counted under the cause", _causes),
    Promise("the oil ledger closes: change of stock = produced + delivered - used", _oil),
    Promise("no more oil is used than is demanded", _demand),
    Promise("counts are not negative, shares and probabilities lie in [0, 1]", _bounds),
)
SAME_BITS = "a run has the same bits whatever runs beside it"
