"""What a story is made of: something that happened on a day, with every number that is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Of several on one day the first of these is told first: causes before what follows from them.
KINDS = (
    "beginning",
    "dated_event",
    "lever_held",
    "posture",
    "order_given",
    "order_ended",
    "order_in_force",
    "close_call",
    "coup_attempt",
    "deal",
    "deal_broken",
    "cargoes_arrive",
    "cargoes_stopped",
    "grid_failure",
    "oil_cover",
    "hardship",
    "departures",
    "personnel",
    "outcome",
    "ending",
)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened in a run.

    Attributes
    ----------
    day
        Counted from the first day of the window; of what lasts, the first.
    actor
        Whose doing it is, or to whom it happens.
    kind
        One of `KINDS`.
    about
        Names and numbers, plain data for JSON; `runs` and `of` say in how many runs of how many the
        same holds.
    """

    day: int
    actor: str
    kind: str
    about: Mapping[str, Any]

    @property
    def place(self) -> tuple[int, int, str]:
        """Where it comes in the story."""
        return self.day, KINDS.index(self.kind), self.actor
