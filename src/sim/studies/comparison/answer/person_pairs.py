"""The same persons in two futures: who leaves in both, and whether earlier or later."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.experiments.persons import histories
from sim.people.lives import Person
from sim.scenario.schema import Scenario

type Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class PersonPairs:
    """Persons of the first day in a few runs, by when they leave in one future and in the other."""

    runs: int
    persons: int = 0
    stay_in_both: int = 0
    only_in_one: int = 0
    only_in_other: int = 0
    same_day: int = 0
    earlier: int = 0
    later: int = 0

    @property
    def leave_in_both(self) -> int:
        """Persons who leave in both futures."""
        return self.same_day + self.earlier + self.later


def pair_persons(one: Scenario, other: Scenario, replicates: Sequence[int]) -> PersonPairs:
    """Follow everybody who is there on the first day through both futures of some runs.

    A person who is there from the start is the same in both: same contingent, same post, same clocks.
    """
    counts = dict.fromkeys(PersonPairs.__slots__, 0) | {"runs": len(replicates)}
    for replicate in replicates:
        ours, theirs = (_first_day(histories(each, replicate)) for each in (one, other))
        for key in ours.keys() & theirs.keys():
            counts["persons"] += 1
            counts[_fate(ours[key], theirs[key])] += 1
    return PersonPairs(**counts)


def _first_day(persons: Sequence[Person]) -> dict[Key, str]:
    """Date of leaving by person; empty for those who stay."""
    return {(p.mission, p.state, p.post): p.left for p in persons if not p.arrived}


def _fate(left: str, other: str) -> str:
    match bool(left), bool(other):
        case False, False:
            return "stay_in_both"
        case True, False:
            return "only_in_one"
        case False, True:
            return "only_in_other"
        case _:
            return "same_day" if left == other else "later" if other > left else "earlier"
