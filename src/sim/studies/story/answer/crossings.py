"""When a path crosses levels, without telling every tremble around one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.core.quantity import Floats


@dataclass(frozen=True, slots=True)
class LevelCrossed:
    """A path that comes to be above a level, or below it."""

    day: int
    level: float
    above: bool


def crossings(path: Floats, levels: Sequence[float], back: float) -> list[LevelCrossed]:
    """Crossings of each level by a path (T,), in the order of the days.

    What has crossed a level crosses it again only from beyond `back`, a share of the level, on the
    other side. Several levels crossed on one day are told as the last of them.
    """
    found = [each for level in levels for each in _of_level(path, level, back)]
    last = {(each.day, each.above): each for each in sorted(found, key=_reach)}
    return sorted(last.values(), key=lambda each: each.day)


def _reach(each: LevelCrossed) -> float:
    return each.level if each.above else -each.level


def _of_level(path: Floats, level: float, back: float) -> Iterator[LevelCrossed]:
    above = bool(path[0] > level)
    for day, value in enumerate(path[1:], start=1):
        if not above and value > level * (1 + back):
            above = True
            yield LevelCrossed(day, level, above=True)
        elif above and value < level * (1 - back):
            above = False
            yield LevelCrossed(day, level, above=False)


def spells(happens: np.ndarray, most_apart: int) -> list[tuple[int, int]]:
    """First and last day of each spell of days (T,) on which something happens.

    Days at most `most_apart` from one another belong to one spell.
    """
    days = [int(day) for day in np.flatnonzero(happens)]
    if not days:
        return []
    breaks = [(one, other) for one, other in pairwise(days) if other - one > most_apart]
    starts = [days[0], *(other for _, other in breaks)]
    return list(zip(starts, [*(one for one, _ in breaks), days[-1]], strict=True))
