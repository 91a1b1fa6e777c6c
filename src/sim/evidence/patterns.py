"""What a run must reproduce to be believed: the patterns read off the article and the facts."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from sim.core.errors import BadValueError
from sim.evidence import tables

type Kind = Literal["hard", "soft"]
type PatternRole = Literal["fit", "check"]


@dataclass(frozen=True, slots=True)
class PatternTarget:
    """What one variable must do from `first` to `last`, both included.

    A hard target rejects a run outside `low` to `high` (ends excluded if `strict`) or `one_of`.
    A soft target costs nothing inside `low` to `high` or at `centre`, and one unit of distance for
    each `tolerance` beyond. A bound that is None does not bind. Every tolerance is an assumption.
    """

    variable: str
    kind: Kind
    first: date
    last: date
    low: float | None = None
    high: float | None = None
    strict: bool = False
    one_of: tuple[str, ...] = ()
    centre: float | None = None
    tolerance: float | None = None

    def __post_init__(self) -> None:
        """Refuse a target that cannot be met, says nothing, or mixes hard and soft."""
        low, high, centre = self.low, self.high, self.centre
        problem = ""
        if self.kind not in ("hard", "soft"):
            problem = f"is '{self.kind}', neither hard nor soft"
        elif self.first > self.last:
            problem = "ends before it begins"
        elif low is not None and high is not None and low > high:
            problem = "has its low bound above its high bound"
        elif low is None and high is None and centre is None and not self.one_of:
            problem = "asks for nothing"
        elif (self.kind == "soft") != (self.tolerance is not None and self.tolerance > 0):
            problem = "needs a tolerance if it is soft, and none if it is hard"
        if problem:
            raise BadValueError(f"target '{self.variable}' {problem}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regularity seen in print, the sources it rests on, and what it asks of a run.

    A `check` is scripted, structural or nearly forced and never counts as fit. A pattern that is
    not `identifying` holds for almost any choice of parameters.
    """

    id: str
    statement: str
    sources: tuple[str, ...]
    role: PatternRole
    identifying: bool
    targets: tuple[PatternTarget, ...]

    @property
    def kind(self) -> Literal["hard", "soft", "both"]:
        """Whether its targets are hard, soft or both."""
        kinds = {target.kind for target in self.targets}
        return kinds.pop() if len(kinds) == 1 else "both"


def _target(entry: dict[str, Any]) -> PatternTarget:
    return PatternTarget(
        variable=entry["variable"],
        kind=entry["kind"],
        first=entry["first"],
        last=entry["last"],
        low=entry.get("low"),
        high=entry.get("high"),
        strict=entry.get("strict", False),
        one_of=tuple(entry.get("one_of", ())),
        centre=entry.get("centre"),
        tolerance=entry.get("tolerance"),
    )


@cache
def patterns() -> tuple[Pattern, ...]:
    """All patterns in the order of their numbers."""
    return tuple(
        Pattern(
            id=entry["id"],
            statement=entry["statement"],
            sources=tuple(entry["sources"]),
            role=entry["role"],
            identifying=entry.get("identifying", True),
            targets=tuple(_target(target) for target in entry["target"]),
        )
        for entry in tables.document("patterns")["pattern"]
    )
