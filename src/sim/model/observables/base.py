"""What an observable is: a name, axes, a unit, a label, stock or flow, and how to read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sim.mechanisms.causes import CAUSE_NAMES
from sim.mechanisms.oil import SUPPLIERS
from sim.people.missions import MISSIONS
from sim.people.states import STATES

AXES: dict[str, tuple[str, ...]] = {
    "mission": MISSIONS,
    "state": tuple(state.code for state in STATES),
    "cause": CAUSE_NAMES,
    "supplier": SUPPLIERS,
}


@dataclass(frozen=True, slots=True)
class Observable:
    """A number read every day.

    `read` takes the model and gives an array (R, ...) with the axes of `axes`; a *stock* is its value
    at the end of the day, a *flow* what happened during the day. `meanings` names the codes of a choice.
    """

    name: str
    label: str
    unit: str
    kind: Literal["stock", "flow", "code"]
    read: "Callable[[Any], np.ndarray[Any, Any]]"
    axes: tuple[str, ...] = ()
    dtype: str = "f4"
    meanings: tuple[str, ...] = ()
