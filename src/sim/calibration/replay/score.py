"""How a prediction did against the counts that came later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from sim.calibration.replay.case import Case
from sim.calibration.replay.predict import LEVELS, Prediction, Spread, days_of
from sim.core.distributions import Distribution
from sim.core.quantity import Floats


@dataclass(frozen=True, slots=True)
class Predicted:
    """A count that was predicted, and what was seen, where anything was."""

    date: date
    quantity: str
    spread: Spread
    seen: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One case: what was predicted, what was seen, and how far apart they are."""

    case: Case
    half_life: Spread
    counts: tuple[Predicted, ...]
    stay_behind: Spread  # persons
    daily: Floats  # still there at the end of each day, at the levels of `LEVELS`, shape (5, days)
    half_life_seen: float | None
    bracket: tuple[float, float] | None  # days between which half of them were gone

    @property
    def half_life_error(self) -> float | None:
        """Error of the median relative to what was seen."""
        if self.half_life_seen is None:
            return None
        return abs(self.half_life.median - self.half_life_seen) / self.half_life_seen

    def inside(self, level: int) -> tuple[int, int]:
        """How many of the counts seen lie inside the interval, and how many were seen."""
        seen = [count for count in self.counts if count.seen is not None]
        return sum(count.spread.holds(count.seen or 0.0, level) for count in seen), len(seen)


def judge(case: Case, prediction: Prediction) -> Verdict:
    """Put a prediction beside what was seen."""
    seen = [
        Predicted(
            count.date,
            count.quantity,
            prediction.count((count.date - case.decision.date).days, count.quantity),
            count.value,
        )
        for count in case.counts
    ]
    counted = {count.date for count in case.counts}
    further = [
        Predicted(day, "departed", prediction.count(distance, "departed"))
        for day, distance in days_of(case)
        if day not in counted
    ]
    bracket, half = _half_life_seen(case)
    return Verdict(
        case,
        Spread.of(prediction.half_life),
        tuple(sorted((*seen, *further), key=lambda count: (count.date, count.quantity))),
        Spread.of(prediction.stay_behind * prediction.persons),
        np.quantile(prediction.persons[:, None] - prediction.gone, LEVELS, axis=0),
        half,
        bracket,
    )


def _half_life_seen(case: Case) -> tuple[tuple[float, float] | None, float | None]:
    """The counts between which half of the contingent was gone, and a straight line between them."""
    persons = case.decision.persons
    start = persons.median() if isinstance(persons, Distribution) else float(persons)
    course = [(0, 0.0)]
    for count in case.counts:
        gone = count.value if count.quantity == "departed" else max(start - count.value, 0.0)
        course.append(((count.date - case.decision.date).days, max(gone, course[-1][1])))
    for (day, gone), (later, more) in pairwise(course):
        if more >= start / 2:
            between = (start / 2 - gone) / (more - gone) if later > day else 1.0
            return (day, later), day + between * (later - day)
    return None, None


@dataclass(frozen=True, slots=True)
class Totals:
    """All cases together."""

    cases: int
    median_half_life_error: float | None
    counts: int
    inside50: int
    inside90: int


def totals(verdicts: Sequence[Verdict]) -> Totals:
    """Median half-life error, and how many counts lay inside the intervals."""
    errors = sorted(e for each in verdicts if (e := each.half_life_error) is not None)
    middle = len(errors) // 2
    median = (errors[middle] + errors[~middle]) / 2 if errors else None
    return Totals(
        len(verdicts),
        median,
        sum(each.inside(50)[1] for each in verdicts),
        sum(each.inside(50)[0] for each in verdicts),
        sum(each.inside(90)[0] for each in verdicts),
    )
