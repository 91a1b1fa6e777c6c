"""What all postures share, and how a menu becomes arrays."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from pydantic import Field

from sim.core.quantity import Floats, Number, Parameters, fixed, lever
from sim.people.missions import MISSIONS

CAPITALS = ("washington", "caracas", "havana")


def share() -> Any:  # noqa: ANN401 - a pydantic field default
    """Declare an effect of a posture in [0, 1]; its source is the record's own `source`."""
    source = "assumption: see the source of the posture"
    return fixed(lever(..., "1", (0, 1), source))


class Posture(Parameters):
    """The stance a government can hold; effects have no defaults, so none can be forgotten."""

    meaning: str = Field(description="What the posture is, in plain words.")
    source: str = Field(description="Where the posture and its numbers come from.")
    bridges: Number = share()
    """Bridges burnt by taking the posture: what makes it costlier to undo than to take."""


def effects(menu: Mapping[str, Posture], name: str) -> Floats:
    """One effect of every posture, shape ``(n_postures,)``, in the order of the menu."""
    return np.array([getattr(posture, name) for posture in menu.values()], float)


def rates(menu: Mapping[str, Posture], name: str) -> Floats:
    """One order of every posture, shape ``(n_postures, n_missions)``, 1/day."""
    return np.array(
        [[getattr(getattr(p, name), mission) for mission in MISSIONS] for p in menu.values()], float
    )
