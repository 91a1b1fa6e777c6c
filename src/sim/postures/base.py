"""What all postures share, and how a menu becomes arrays."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any

import numpy as np
from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from sim.core import declared_at
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


class Declaring:
    """Around the declaration of a menu: a posture that is not whole is told in a sentence, with file and line.

    Bridges are the ladder from which the costs of switching are made, one number a posture, so a ladder
    with a rung too few or a list for a rung is found here too.
    """

    def __init__(self, whose: str) -> None:
        self.whose = whose

    def __enter__(self) -> None:
        """Nothing is done beforehand."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Turn what pydantic found into sentences."""
        if not isinstance(error, ValidationError) or trace is None:
            return
        at = declared_at.place(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        faults = [
            f"{at}: a posture of {self.whose}: {'.'.join(map(str, each['loc']))}: {_told(each)}"
            for each in error.errors(include_url=False, include_input=False)
        ]
        declared_at.refuse_all(faults)


def _told(fault: ErrorDetails) -> str:
    match fault["type"]:
        case "missing":
            return "is not given; every posture says it, none has a default"
        case "extra_forbidden":
            return "is nothing that a posture says"
    return fault["msg"]


def effects(menu: Mapping[str, Posture], name: str) -> Floats:
    """One effect of every posture, shape ``(n_postures,)``, in the order of the menu."""
    return np.array([getattr(posture, name) for posture in menu.values()], float)


def rates(menu: Mapping[str, Posture], name: str) -> Floats:
    """One order of every posture, shape ``(n_postures, n_missions)``, 1/day."""
    return np.array(
        [[getattr(getattr(p, name), mission) for mission in MISSIONS] for p in menu.values()], float
    )
