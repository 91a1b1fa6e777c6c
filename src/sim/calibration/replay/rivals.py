"""Sources that contradict one another within a case: each may be right, so the range of each holds the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby

import numpy as np

from sim.calibration.replay.case import Count
from sim.core.quantity import Floats


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known about one day: a number, between what it may lie, and every count that says so."""

    date: date
    quantity: str
    value: float
    low: float
    high: float
    counts: tuple[Count, ...]

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest number that the sources leave open."""
        return self.low, self.high


def seen(counts: Sequence[Count]) -> tuple[Seen, ...]:
    """What counts say together, in their order of days: rivals about one day are one number in doubt.

    Two counts of one thing are rivals where they differ on one day, or where people would have to come
    back between their days. Of several on a day the middle one is taken as the value.
    """
    lows, highs = _widened(counts)
    found = []
    for (day, quantity), places in _by_day(counts):
        together = tuple(counts[at] for at in places)
        value = float(np.median([each.value for each in together]))
        low, high = float(lows[places].min()), float(highs[places].max())
        found.append(Seen(day, quantity, value, low, high, together))
    return tuple(found)


def rivals(counts: Sequence[Count]) -> tuple[tuple[Count, Count], ...]:
    """Pairs of counts of which one at most can be right, the earlier one first."""
    return tuple(
        (one, other)
        for one, other in combinations(sorted(counts, key=lambda each: each.date), 2)
        if one.quantity == other.quantity and _contradict(one, other)
    )


def _contradict(one: Count, other: Count) -> bool:
    (low, high), (later_low, later_high) = one.range, other.range
    falls, rises = low > later_high, high < later_low
    if one.date == other.date:
        return falls or rises
    return falls if one.quantity == "departed" else rises


def _widened(counts: Sequence[Count]) -> tuple[Floats, Floats]:
    """Lowest and highest numbers of counts, with the values of their rivals inside."""
    lows, highs = (np.array([each.range[end] for each in counts], float) for end in (0, 1))
    place = {id(each): at for at, each in enumerate(counts)}
    for one, other in rivals(counts):
        for ours, theirs in ((one, other), (other, one)):
            at = place[id(ours)]
            lows[at] = min(lows[at], theirs.value)
            highs[at] = max(highs[at], theirs.value)
    return lows, highs


def _by_day(counts: Sequence[Count]) -> Iterator[tuple[tuple[date, str], list[int]]]:
    def key(at: int) -> tuple[date, str]:
        return counts[at].date, counts[at].quantity

    for what, places in groupby(sorted(range(len(counts)), key=key), key):
        yield what, list(places)
