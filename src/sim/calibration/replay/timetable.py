"""Steps announced with a decision: each is a departure of its own, with a first and a last day of its own."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.calibration.replay.case import Decision
from sim.core.quantity import Floats


@dataclass(frozen=True, slots=True)
class Step:
    """Part of a contingent that leaves between two days of a timetable, one value a replicate."""

    share: Floats  # of all who are to leave, (R,)
    before: Floats  # days that have passed when the step begins, (R,)
    stretch: Floats  # days of a notice without steps that a day of this one is worth, (R,)

    def passed(self, days: int) -> Floats:
        """Days of a notice without steps that have passed by the end of each day, shape (R, days)."""
        return np.maximum((np.arange(days) + 1 - self.before[:, None]) * self.stretch[:, None], 0)


def steps_of(decision: Decision, persons: Floats, notice: Floats) -> tuple[Step, ...]:
    """The steps of a decision, none where it has no milestones."""
    if not decision.milestones:
        return ()
    none, milestones = np.zeros_like(notice), decision.milestones
    ends = [none + 1 + (each.date - decision.date).days for each in milestones]
    gone = [np.minimum(each.departed / persons, 1) for each in milestones]
    return tuple(
        Step(after - before, begin, (notice + 1) / np.maximum(end - begin, 1))
        for (begin, end), (before, after) in zip(
            pairwise([none, *ends, notice + 1]), pairwise([none, *gone, none + 1]), strict=True
        )
    )
