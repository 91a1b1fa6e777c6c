"""The first day on which paired runs differ, and the first on which what they are given differs."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from sim.core.never import NEVER
from sim.core.quantity import Integers
from sim.mechanisms.levers import LEVERS
from sim.postures.base import CAPITALS
from sim.scenario.differences import differences
from sim.scenario.events import Event
from sim.scenario.resolve import resolved
from sim.scenario.schema import Pin, Scenario

if TYPE_CHECKING:
    import xarray

_DATED = ("levers", "actors", "events")
#: Settings that only say how often a scenario is run and what is kept of it.
_INERT = frozenset({"replicates", "record"})
#: What an event is called changes nothing.
_TOLD = frozenset({"label", "source"})


def first_divergence(one: "xarray.Dataset", other: "xarray.Dataset") -> Integers:
    """First day on which anything recorded differs, for every run, NEVER where nothing does; shape (R,).

    Both must hold the same replicates in the same order.
    """
    n_runs, n_days = one.sizes["replicate"], one.sizes["day"]
    differ = np.zeros((n_runs, n_days), bool)
    for name, variable in one.data_vars.items():
        if variable.dims[:2] == ("replicate", "day"):
            ours, theirs = np.asarray(variable.values), np.asarray(other[name].values)
            differ |= (ours != theirs).reshape(n_runs, n_days, -1).any(axis=2)
    return np.where(differ.any(axis=1), differ.argmax(axis=1), NEVER)


def first_differing_input(one: Scenario, other: Scenario) -> date | None:
    """First day on which the scenarios give a run anything different; None if they never do.

    A dated lever, script or event counts from the day on which it says something else; every other
    setting counts from the first day.
    """
    days = list(_dated(one, other))
    if any(_undated(each.path) for each in differences(one, other)):
        days.append(one.window.start)
    return min(days, default=None)


def _undated(path: str) -> bool:
    steps = path.split(".")
    if steps[0] == "actors":
        return steps[2] != "script"
    return steps[0] not in {*_DATED, *_INERT}


def _dated(one: Scenario, other: Scenario) -> Iterator[date]:
    """Days in the window on which a lever is held or a posture scripted otherwise; events that differ."""
    for offset in range(one.window.n_days):
        today = one.window.start + timedelta(days=offset)
        if _in_force(one, today) != _in_force(other, today):
            yield today
            break
    for name in {*one.events, *other.events}:
        yield from _event_days(one.events.get(name), other.events.get(name))


def _in_force(scenario: Scenario, today: date) -> tuple[object, ...]:
    pins = (_level(getattr(scenario.levers, lever), today) for lever in LEVERS)
    scripts = (_posture(scenario, capital, today) for capital in CAPITALS)
    return (*pins, *scripts)


def _level(pin: Pin | None, today: date) -> object:
    return pin.level if pin is not None and pin.start <= today <= pin.until else None


def _posture(scenario: Scenario, capital: str, today: date) -> str | None:
    script = getattr(scenario.actors, capital).script
    held = [entry.posture for entry in script if entry.start <= today <= entry.until]
    return held[-1] if held else None


def _event_days(ours: Event | None, theirs: Event | None) -> Iterator[date]:
    happening = [each for each in (ours, theirs) if each is not None and each.happens]
    forms = [{k: v for k, v in resolved(each).items() if k not in _TOLD} for each in happening]
    if len(forms) == 2 and forms[0] != forms[1]:  # noqa: PLR2004 - one of each scenario
        ends = [form.pop("until", None) for form in forms]
        if forms[0] == forms[1]:  # they begin alike, and one ends before the other
            yield min(date.fromisoformat(str(end)) for end in ends) + timedelta(days=1)
            return
    if len(forms) == 1 or forms[:1] != forms[1:]:
        yield from sorted(each.date for each in happening)[:1]
