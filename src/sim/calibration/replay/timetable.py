"""Steps announced with a decision: each is a departure of its own, with a first and a last day of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from sim.calibration.replay.case import Decision
from sim.core.quantity import Floats
from sim.mechanisms.streams import Streams


@dataclass(frozen=True, slots=True)
class Step:
    """Part of a contingent that leaves between two days of a timetable, one value a replicate."""

    share: Floats  # of all who are to leave, (R,); none in a step in which nobody is to move
    before: Floats  # days that have passed when the step begins, (R,)
    stretch: Floats  # days of a notice without steps that a day of this one is worth, (R,)

    def passed(self, days: int) -> Floats:
        """Days of a notice without steps that have passed by the end of each day, shape (R, days)."""
        return np.maximum((np.arange(days) + 1 - self.before[:, None]) * self.stretch[:, None], 0)


def steps_of(
    decision: Decision, persons: Floats, notice: Floats, streams: Streams
) -> tuple[Step, ...]:
    """The steps of a decision, none where it has no milestones."""
    if not decision.milestones:
        return ()
    none = np.zeros_like(notice)
    days, departed = [], []
    if decision.not_before is not None:
        days.append(none + (decision.not_before - decision.date).days)
        departed.append(none)
    days += _ends(decision, days[-1] if days else none, notice + 1, streams)
    departed += [np.minimum(each.departed / persons, 1) for each in decision.milestones]
    return tuple(
        Step(after - before, begin, (notice + 1) / np.maximum(end - begin, 1))
        for (begin, end), (before, after) in zip(
            pairwise([none, *days, notice + 1]), pairwise([none, *departed, none + 1]), strict=True
        )
    )


def _ends(decision: Decision, first: Floats, last: Floats, streams: Streams) -> Iterator[Floats]:
    """Days that have passed when each step ends; steps without a day lie evenly between their neighbours.

    Several of them in a row end in their order, at days drawn anywhere between the dated steps around.
    """
    dated = [
        None if each.date is None else 1 + (each.date - decision.date).days
        for each in decision.milestones
    ]
    begin, at = first, 0
    for undated, group in groupby(dated, lambda day: day is None):
        days = list(group)
        at += len(days)
        if undated:
            end = last if at == len(dated) else np.full_like(last, dated[at])
            drawn = streams.uniforms("replay undated step", at, len(days))
            yield from (begin + (end - begin) * np.sort(drawn, axis=1).T)
        else:
            yield from (np.full_like(last, day) for day in days)
            begin = np.full_like(last, days[-1])
