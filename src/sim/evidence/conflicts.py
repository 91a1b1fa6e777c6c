"""Where sources contradict one another: said aloud, with everything that stands against something else."""

from dataclasses import dataclass
from functools import cache

from sim.evidence import tables
from sim.evidence.sources import Fact, facts


@dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction in our words, and the ids of the sources that stand against one another."""

    id: str
    statement: str
    sources: tuple[str, ...]


@cache
def conflicts() -> tuple[Conflict, ...]:
    """All contradictions that are known, in the order of their file."""
    return tuple(
        Conflict(entry["id"], entry["statement"], tuple(entry["sources"]))
        for entry in tables.document("conflicts")["conflict"]
    )


def conflicts_of(source_id: str) -> tuple[Conflict, ...]:
    """The contradictions that a source is part of."""
    return tuple(each for each in conflicts() if source_id in each.sources)


def rivals(fact: Fact) -> tuple[Fact, ...]:
    """Other printed numbers for the same thing at the same date whose ranges do not agree with it."""
    return tuple(
        other
        for other in facts(fact.table)
        if other.id != fact.id
        and (other.date, other.subject, other.what) == (fact.date, fact.subject, fact.what)
        and _apart(fact, other)
    )


def _apart(one: Fact, other: Fact) -> bool:
    ours, theirs = _ends(one), _ends(other)
    return bool(ours and theirs) and (min(ours) > max(theirs) or min(theirs) > max(ours))


def _ends(fact: Fact) -> list[float]:
    return [end for end in (fact.value, fact.low, fact.high) if end is not None]
