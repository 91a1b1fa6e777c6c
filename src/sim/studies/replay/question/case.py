"""A case file: what was known on the day of the decision, and apart from it the counts that came later."""

from collections.abc import Iterator
from datetime import date
from math import isfinite
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from sim.core.calendar import CalendarDate
from sim.core.contradictions import Contradiction, refuse
from sim.core.distributions import Distribution
from sim.core.fields import Name, Prose, Slug
from sim.core.languages import _
from sim.core.quantity import Floats, Number, Parameters, fact

LONGEST = 1825  # days: no case is followed for more than five years
MOST_PERSONS = 10_000_000
_MOST = 0.999  # quantile of an uncertain start count that no count may exceed

type Decider = Literal["host", "sender", "deadline"]
type Pace = Literal["at_once", "gradual"]
type Equipment = Literal["light", "heavy"]
Persons = Annotated[float, Field(ge=0, le=MOST_PERSONS, allow_inf_nan=False)]


class Milestone(Parameters):
    """A step of a timetable that was announced with the decision."""

    date: CalendarDate | None = Field(
        None, description="Day of the step; leave out where no day was said."
    )
    departed: Persons = Field(
        description="Persons who are to be gone by then; as many as before: nobody moves until then."
    )


class Decision(Parameters):
    """What was known on the day of the decision, and nothing that was not.

    What is left out is unknown: it is drawn from what the other cases had.
    """

    date: CalendarDate = Field(description="Day on which it was decided that they go.")
    decided_by: Decider = Field(
        description="host expels, sender recalls, or deadline: both agreed."
    )
    persons: Number = fact(..., "persons", (0, MOST_PERSONS), "assumption: the case file's")
    """Persons who are to leave, as a number or a distribution such as uniform(12000, 20000)."""
    notice: Number | None = fact(None, "days", (0, LONGEST), "assumption: the case file's")
    """Days until the last is to be gone, where a date was set."""
    earliest: Number | None = fact(None, "days", (0, LONGEST), "assumption: the case file's")
    """Days before which nobody is to leave, where that was announced."""
    not_before: CalendarDate | None = Field(
        None, description="The same as a date: nobody is to leave before that day."
    )
    milestones: tuple[Milestone, ...] = Field(
        (), description="Steps of a timetable that was announced with the last day, in order."
    )
    seats: Number | None = fact(
        None, "persons/day", (0, MOST_PERSONS), "assumption: the case file's"
    )
    """Seats a day that were at hand or announced."""
    pace: Pace | None = Field(
        None,
        description="at_once: told to go now; gradual: as posts run out, after talks, as a gesture.",
    )
    equipment: Equipment | None = Field(
        None, description="heavy: units that ship vehicles and stores; light: people and luggage."
    )

    @property
    def first_leave(self) -> "Floats | Distribution | float | None":
        """Days before which nobody is to leave; none where the steps of a timetable say so."""
        if self.not_before is None:
            return self.earliest
        return None if self.milestones else float((self.not_before - self.date).days)


class Count(Parameters):
    """One printed count after the decision, and the range that its sources leave."""

    date: CalendarDate = Field(description="Day of the count.")
    quantity: Literal["departed", "remaining"] = Field(
        description="departed: gone since the decision; remaining: still there."
    )
    value: Persons = Field(description="Persons counted.")
    low: Persons | None = Field(None, description="Lowest number that the sources leave open.")
    high: Persons | None = Field(None, description="Highest number that the sources leave open.")
    source: Prose = Field(description="Ids of facts, citations, or assumption: why.")

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest number, the value itself where the sources leave no range."""
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        return low, high


class StayedBehind(Parameters):
    """How many never left, as far as anybody knows."""

    value: Persons = Field(description="Persons who stayed.")
    source: Prose = Field(description="Ids of facts, citations, or assumption: why.")


class Case(Parameters):
    """One drawdown."""

    name: Slug = Field(description="Short name; a shipped case of this name is left out.")
    title: Name = Field(description="Whose people left whose country.")
    description: Prose | None = Field(None, description="What set it off.")
    source: Prose = Field(description="Where the decision stands in print.")
    decision: Decision = Field(description="What was known on the day.")
    predict: tuple[CalendarDate, ...] = Field((), description="Further days to predict.")
    counts: tuple[Count, ...] = Field(
        (), description="What was seen; scored, never predicted from."
    )
    stayed_behind: StayedBehind | None = Field(None, description="Who never left.")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        refuse([*_of_decision(self.decision), *_of_dates(self), *_of_counts(self)])
        return self

    @property
    def titled(self) -> str:
        """Its title, that of a shipped case in the language spoken."""
        return _(self.title)

    @property
    def dates(self) -> tuple[date, ...]:
        """Days to predict, of the counts and further ones, in order."""
        return tuple(sorted({*self.predict, *(count.date for count in self.counts)}))


def most(persons: object) -> float:
    """Highest value of a number that may be uncertain; of an open tail, all but one in a thousand."""
    if not isinstance(persons, Distribution):
        return float(persons)  # type: ignore[arg-type]
    highest = persons.span()[1]
    return highest if isfinite(highest) else float(persons.quantile(np.array([_MOST]))[0])


def _of_decision(decision: Decision) -> Iterator[Contradiction]:
    notice, earliest = decision.notice, decision.earliest
    if most(decision.persons) < 1:
        yield Contradiction(("decision", "persons"), "nobody is to leave")
    if notice is not None and most(notice) < 1:
        yield Contradiction(("decision", "notice"), "leave it out where no last day was set")
    if decision.seats is not None and most(decision.seats) == 0:
        yield Contradiction(("decision", "seats"), "leave it out where nobody knew")
    if notice is not None and earliest is not None and most(earliest) > most(notice):
        yield Contradiction(
            ("decision", "earliest"), f"must not be after the notice ends ({most(notice):g} days)"
        )
    yield from _of_not_before(decision)
    yield from _of_milestones(decision)


def _of_not_before(decision: Decision) -> Iterator[Contradiction]:
    at, first = ("decision", "not_before"), decision.not_before
    if first is None:
        return
    if decision.earliest is not None:
        yield Contradiction(at, "says the same as earliest; leave out one of them")
    days = (first - decision.date).days
    most_days = LONGEST if decision.notice is None else min(most(decision.notice), LONGEST)
    if days < 1:
        yield Contradiction(at, f"must be after the decision ({decision.date}), is {first}")
    elif days > most_days:
        yield Contradiction(at, f"must be within {most_days:g} days of the decision, is {first}")


def _of_milestones(decision: Decision) -> Iterator[Contradiction]:
    gone, top = 0.0, most(decision.persons)
    day = 0 if decision.not_before is None else (decision.not_before - decision.date).days - 1
    last = None if decision.notice is None else most(decision.notice)
    if decision.milestones and last is None:
        yield Contradiction(
            ("decision", "milestones"), "need a notice: when is the last to be gone?"
        )
    for position, step in enumerate(decision.milestones):
        at = ("decision", "milestones", position)
        after = day if step.date is None else (step.date - decision.date).days
        if step.date is None:
            pass  # it may be any day between its neighbours
        elif after <= day:
            text = "must be after the decision and after the step above"
            yield Contradiction((*at, "date"), f"{text}, is {step.date}")
        elif last is not None and after >= last:
            text = f"must be before the notice ends ({last:g} days), is {step.date}"
            yield Contradiction((*at, "date"), text)
        if not gone <= step.departed <= top:
            text = f"must be at least {gone:g} and at most {top:g} persons"
            yield Contradiction((*at, "departed"), f"{text}, is {step.departed:g}")
        day, gone = after, step.departed


def _of_dates(case: Case) -> Iterator[Contradiction]:
    start, before = case.decision.date, case.decision.date
    for position, count in enumerate(case.counts):
        at = ("counts", position, "date")
        if count.date <= start:
            yield Contradiction(at, f"must be after the decision ({start}), is {count.date}")
        elif count.date < before:
            yield Contradiction(at, f"is before the count above ({before}); put counts in order")
        before = max(before, count.date)
    for position, day in enumerate(case.predict):
        if day <= start:
            text = f"must be after the decision ({start}), is {day}"
            yield Contradiction(("predict", position), text)
    for position, count in enumerate(case.counts):
        if (count.date - start).days > LONGEST:
            text = f"at most {LONGEST} days after the decision"
            yield Contradiction(("counts", position, "date"), text)


def _of_counts(case: Case) -> Iterator[Contradiction]:
    top = most(case.decision.persons)
    gone: dict[str, float] = {}  # the most that each source has counted so far
    for position, count in enumerate(case.counts):
        at, value = ("counts", position, "value"), count.value
        low, high = count.range
        if not low <= value <= high:
            yield Contradiction(at, f"must lie between low and high, is {value:g}")
        elif value > top:
            text = f"{value:g} {count.quantity} of at most {top:g} persons is impossible"
            hint = "; where sources differ on how many there were, give persons a range"
            yield Contradiction(at, text + hint)
        elif count.quantity == "departed" and value < gone.get(count.source, 0.0):
            text = f"departed cannot fall, is {value:g} after {gone[count.source]:g}"
            yield Contradiction(at, f"{text} in the same source; another source is a rival")
        if count.quantity == "departed":
            gone[count.source] = max(gone.get(count.source, 0.0), value)
    if case.stayed_behind is not None and case.stayed_behind.value > top:
        text = f"more than the {top:g} persons who were to leave"
        yield Contradiction(("stayed_behind", "value"), text)
