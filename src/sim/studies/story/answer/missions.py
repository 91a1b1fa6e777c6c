"""The missions: waves of departures by cause, and how many are left."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.core.quantity import Floats, Integers
from sim.mechanisms.causes import CAUSES
from sim.people.missions import MISSIONS, SECURITY
from sim.studies.story.answer.crossings import spells
from sim.studies.story.answer.happening import Happening
from sim.studies.story.answer.rerun import Rerun

WEEK = 7
WAVE = 0.03  # share of a mission that leaves within a week, from which departures are a wave
A_WEEK, IN_ALL = 10, 20  # persons, in a small mission
SHARE = 0.05  # of a mission, that a wave takes in all
APART = 21  # days between weeks of one wave
TOGETHER = 14  # days between the beginnings of waves that are told together
LEFT = (0.75, 0.5, 0.25, 0.1, 0.05)  # shares of the first day
KILLED = "killed"
GROUPS = {
    "security": SECURITY,
    "civilian": tuple(m for m in MISSIONS if m not in (*SECURITY, "undercover")),
}


@dataclass(frozen=True, slots=True)
class _Rise:
    """A spell in which many of one mission leave for one cause."""

    first: int
    last: int
    mission: int
    persons: int


def waves(rerun: Rerun) -> Iterator[Happening]:
    """Waves of departures: a cause, the missions that go, how many of each, and until when."""
    exited = rerun.daily["exited"].astype(np.int64)
    for position, cause in enumerate(CAUSES):
        if cause.name == KILLED:  # told with the strike
            continue
        rises = [
            rise
            for mission in range(len(MISSIONS))
            for rise in _rises(exited[:, mission, position], rerun.initial[mission], mission)
        ]
        for together in _begun_together(rises):
            first, last = min(r.first for r in together), max(r.last for r in together)
            about = {
                "cause": cause.name,
                "meaning": cause.meaning,
                "until": last,
                "persons": {MISSIONS[r.mission]: r.persons for r in together},
                "total": sum(r.persons for r in together),
                "share": sum(r.persons for r in together)
                / max(sum(float(rerun.initial[r.mission]) for r in together), 1.0),
            }
            yield Happening(first, "missions", "departures", about)


def _rises(left: Integers, initial: float, mission: int) -> Iterator[_Rise]:
    """Waves of one mission and cause, of which so many (T,) have left by the end of each day."""
    before = np.concatenate([np.zeros(WEEK, np.int64), left[:-WEEK]])
    high = left - before >= max(WAVE * initial, A_WEEK)
    daily = np.diff(left, prepend=0)
    for start, stop in spells(high, APART):
        days = np.flatnonzero(daily[max(start - WEEK + 1, 0) : stop + 1])
        first = max(start - WEEK + 1, 0) + int(days[0])
        last = max(start - WEEK + 1, 0) + int(days[-1])
        persons = int(daily[first : last + 1].sum())
        if persons >= max(SHARE * initial, IN_ALL):
            yield _Rise(first, last, mission, persons)


def _begun_together(rises: list[_Rise]) -> Iterator[list[_Rise]]:
    """Waves of one cause by when they begin; of a mission there is one in each group."""
    groups: list[list[_Rise]] = []
    for rise in sorted(rises, key=lambda each: (each.first, each.mission)):
        group = groups[-1] if groups else []
        fits = group and rise.first - group[0].first <= TOGETHER
        if fits and rise.mission not in {each.mission for each in group}:
            group.append(rise)
        else:
            groups.append([rise])
    return iter(groups)


def shares_left(rerun: Rerun) -> dict[str, Floats]:
    """Persons in the country as a share of the first day, by group, shape (T,) each."""
    present = rerun.daily["present"].astype(float)
    found = {}
    for group, missions in GROUPS.items():
        at = [MISSIONS.index(mission) for mission in missions]
        found[group] = present[:, at].sum(axis=1) / max(float(rerun.initial[at].sum()), 1.0)
    return found


def personnel(rerun: Rerun) -> Iterator[Happening]:
    """The first day on which no more than a share of the staff of the first day is left."""
    for group, share in shares_left(rerun).items():
        at = [MISSIONS.index(mission) for mission in GROUPS[group]]
        levels: dict[int, float] = {}
        for level in LEFT:
            few = np.flatnonzero(share <= level)
            if few.size and rerun.initial[at].any():
                levels[int(few[0])] = level  # of several on one day the lowest
        for day, level in levels.items():
            persons = int(rerun.daily["present"][day, at].sum())
            about = {"group": group, "level": level, "persons": persons}
            yield Happening(day, "missions", "personnel", about)
