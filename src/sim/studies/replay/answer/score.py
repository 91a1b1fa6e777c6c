"""How a prediction did against the counts that came later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from sim.core.distributions import Distribution
from sim.core.quantity import Floats
from sim.methods.scores.crps import crps
from sim.methods.scores.doubt import truths
from sim.studies.replay.answer.predict import LEVELS, Intervals, Prediction, days_of
from sim.studies.replay.answer.rivals import Seen, seen
from sim.studies.replay.question.case import Case


@dataclass(frozen=True, slots=True)
class Predicted:
    """A count that was predicted, and what was seen, where anything was."""

    date: date
    quantity: str
    spread: Intervals
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One case: what was predicted, what was seen, and how far apart they are."""

    case: Case
    half_life: Intervals
    counts: tuple[Predicted, ...]
    stay_behind: Intervals  # persons
    daily: Floats  # still there at the end of each day, at the levels of `LEVELS`, shape (5, days)
    half_life_seen: float | None
    bracket: tuple[float, float] | None  # days between which half of them were gone
    crps: float | None  # mean over the counts seen, as a share of the contingent

    @property
    def half_life_error(self) -> float | None:
        """Error of the median relative to what was seen."""
        if self.half_life_seen is None:
            return None
        return abs(self.half_life.median - self.half_life_seen) / self.half_life_seen

    @property
    def half_life_beyond(self) -> float | None:
        """How far the median lies from what the counts leave open, relative to what was seen."""
        if self.half_life_seen is None or self.bracket is None:
            return None
        (first, last), median = self.bracket, self.half_life.median
        return max(first - median, median - last, 0.0) / self.half_life_seen

    def inside(self, level: int) -> tuple[float, int]:
        """How many of the counts seen lie inside the interval, and how many were seen.

        A count in doubt counts with the share of what may be true that lies inside.
        """
        shares = [
            count.spread.holds(truths(count.seen.value, *count.seen.range), level)
            for count in self.counts
            if count.seen is not None
        ]
        return sum(shares), len(shares)


def judge(case: Case, prediction: Prediction) -> Verdict:
    """Put a prediction beside what was seen."""
    counted = seen(case.counts)
    scored = [
        Predicted(
            count.date,
            count.quantity,
            prediction.count((count.date - case.decision.date).days, count.quantity),
            count,
        )
        for count in counted
    ]
    further = [
        Predicted(day, "departed", prediction.count(distance, "departed"))
        for day, distance in days_of(case)
        if all(day != count.date for count in counted)
    ]
    bracket, half = _half_life_seen(case, counted)
    return Verdict(
        case,
        Intervals.of(prediction.half_life),
        tuple(sorted((*scored, *further), key=lambda count: (count.date, count.quantity))),
        Intervals.of(prediction.stay_behind * prediction.persons),
        np.quantile(prediction.persons[:, None] - prediction.gone, LEVELS, axis=0),
        half,
        bracket,
        _crps(case, counted, prediction),
    )


def _crps(case: Case, counted: Sequence[Seen], prediction: Prediction) -> float | None:
    """Continuous ranked probability score of the printed counts, in shares of the contingent.

    That of a count in doubt is the mean over what may be true.
    """
    start, scores = case.decision.date, []
    for each in counted:
        draws = prediction.counted((each.date - start).days, each.quantity)
        scores.append(crps(draws, truths(each.value, *each.range), fair=True).mean())
    return float(np.mean(scores) / np.median(prediction.persons)) if scores else None


def _half_life_seen(
    case: Case, counted: Sequence[Seen]
) -> tuple[tuple[float, float] | None, float | None]:
    """The counts between which half of the contingent was gone, and a straight line between them."""
    persons = case.decision.persons
    start = persons.median() if isinstance(persons, Distribution) else float(persons)
    course = [(0, 0.0)]
    for count in counted:
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
    median_half_life_beyond: float | None
    crps: float | None  # each case counts once
    counts: int
    inside50: float
    inside90: float


def totals(verdicts: Sequence[Verdict]) -> Totals:
    """Median half-life error, and how many counts lay inside the intervals."""
    return Totals(
        len(verdicts),
        _median(each.half_life_error for each in verdicts),
        _median(each.half_life_beyond for each in verdicts),
        float(np.mean(scores)) if (scores := _known(each.crps for each in verdicts)) else None,
        sum(each.inside(50)[1] for each in verdicts),
        sum(each.inside(50)[0] for each in verdicts),
        sum(each.inside(90)[0] for each in verdicts),
    )


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _median(values: Iterable[float | None]) -> float | None:
    return float(np.median(known)) if (known := _known(values)) else None
