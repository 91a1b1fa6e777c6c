"""What differs in the settings of two scenarios, with levers and assumptions told apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sim.core.quantity import Quantity, declared
from sim.scenario.resolve import TOLD, Form, resolved
from sim.scenario.schema import Scenario

#: Somebody chooses it, nobody knows it, somebody measured it, or it says how the model is run.
type Kind = Literal["lever", "assumption", "fact", "run"]
KINDS: tuple[Kind, ...] = ("lever", "assumption", "fact", "run")

_OF_ROLE: dict[str, Kind] = {"lever": "lever", "uncertain": "assumption", "fact": "fact"}
_RUN = frozenset({"window", "seed", "replicates", "record"})
_ASSUMED = frozenset({"switches", "draws", "posterior_sha256"})


@dataclass(frozen=True, slots=True)
class ChangedSetting:
    """One setting that two scenarios give different values; None where one does not have it.

    Values are as in the resolved form: a distribution is the text ``uniform(0.1, 0.5)``, a script
    is a list, an event that only one scenario has is a mapping.
    """

    path: str
    one: Form
    other: Form
    role: Kind
    unit: str = ""


def differences(one: Scenario, other: Scenario) -> tuple[ChangedSetting, ...]:
    """Every setting that differs: levers first, then assumptions, facts, and how it is run.

    What a scenario is called and says of itself is no setting.
    """
    quantities = {each.path: each.quantity for each in (*declared(one), *declared(other))}
    sourced = {
        name for scenario in (one, other) for name, event in scenario.events.items() if event.source
    }
    found = [
        _difference(path, ours, theirs, quantities.get(path), sourced)
        for path, ours, theirs in _unequal(_settings(one), _settings(other))
    ]
    return tuple(sorted(found, key=lambda each: KINDS.index(each.role)))


def n_differences(one: Scenario, other: Scenario) -> int:
    """How many settings differ."""
    return sum(1 for _ in _unequal(_settings(one), _settings(other)))


def _settings(scenario: Scenario) -> dict[str, Form]:
    return {key: value for key, value in resolved(scenario).items() if key not in TOLD}


def _unequal(
    one: Mapping[str, Form], other: Mapping[str, Form], above: str = ""
) -> Iterator[tuple[str, Form, Form]]:
    """Paths whose values differ, in the order of the schema; lists are one value."""
    for key in dict.fromkeys((*one, *other)):
        ours, theirs = one.get(key), other.get(key)
        path = f"{above}.{key}" if above else key
        if isinstance(ours, dict) and isinstance(theirs, dict):
            yield from _unequal(ours, theirs, path)
        elif ours != theirs:
            yield path, ours, theirs


def _difference(
    path: str, ours: Form, theirs: Form, quantity: Quantity | None, sourced: set[str]
) -> ChangedSetting:
    if quantity is not None:
        unit = "" if quantity.unit == "1" else quantity.unit
        return ChangedSetting(path, ours, theirs, _OF_ROLE[quantity.role], unit)
    return ChangedSetting(path, ours, theirs, _kind(path.split("."), sourced))


def _kind(steps: list[str], sourced: set[str]) -> Kind:
    """What a setting without a declared quantity is: a posture, a date, a switch, an event."""
    if steps[0] in _ASSUMED:
        return "assumption"
    if steps[0] == "events":
        return "fact" if steps[1] in sourced else "lever"
    return "run" if steps[0] in _RUN else "lever"
