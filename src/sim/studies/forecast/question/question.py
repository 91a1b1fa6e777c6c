"""One question: what is asked of the world, what the model has in its place, and what is simply said to it."""

from collections.abc import Iterator
from functools import cache
from typing import Literal, Self

from pydantic import Field, model_validator

from sim.core.calendar import CalendarDate
from sim.core.contradictions import Contradiction, refuse
from sim.core.errors import did_you_mean
from sim.core.fields import Label, Name, Prose, Slug
from sim.core.quantity import Parameters
from sim.ensemble.contract import Layout, Variable
from sim.experiments.batch import layout
from sim.model.outcomes import OUTCOME_NAMES
from sim.scenario.schema import Scenario
from sim.studies.forecast.question.baseline import Baseline, Real
from sim.studies.forecast.question.kinds import BASELINES, Course, Kind
from sim.studies.forecast.question.on_record import OnRecord
from sim.studies.forecast.question.windows import Month

type Reading = Literal["mean", "sum", "highest", "lowest", "last"]


@cache
def _results() -> Layout:
    return layout(Scenario(name="any", title="Any"))


@cache
def daily_variables() -> dict[str, Variable]:
    """What results hold of every day, by name: the observables, and the departures reported."""
    return {each.name: each for each in _results().variables if each.dims[:1] == ("day",)}


class Question(Parameters):
    """One thing asked of the world, in one or several windows."""

    kind: Kind = Field(description="Yes or no; a number; or the first day of something.")
    label: Name = Field(description="A few words for tables and figures.")
    text: Prose = Field(description="The question as one would ask a person.")
    resolution: Prose = Field(description="What settles it, precise enough for an outsider.")
    stands_for: Prose = Field("the same thing", description="What the model has in its place.")
    topic: Slug | None = Field(None, description="Questions that hang together; default: its name.")
    observable: str = Field(description="Observable or outcome of the model.")
    of: tuple[str, ...] = Field((), description="Entries of its axes to add up; none: all of them.")
    reading: Reading | None = Field(None, description="What is read of the days asked about.")
    counted_from: Literal["start"] | None = Field(
        None, description="`start` takes off what it was on the day before the window."
    )
    takes: tuple[str, ...] | None = Field(
        None, min_length=1, description="Yes on a day one of these postures follows another."
    )
    at_least: Real | None = Field(None, description="Yes if the reading is this or more.")
    below: Real | None = Field(None, description="Yes if the reading is less than this.")
    unit: Label = Field("", description="Unit of the number asked for.")
    least: Real | None = Field(None, description="The number cannot be lower.")
    most: Real | None = Field(None, description="The number cannot be higher.")
    largest: OnRecord | None = Field(None, description="Answers above it are asked about.")
    smallest: OnRecord | None = Field(None, description="Answers below it are asked about.")
    start: CalendarDate | None = Field(None, description="First day; default: after known_until.")
    until: tuple[CalendarDate, ...] = Field((), description="Last days; default: the file's.")
    months: tuple[Month, ...] | None = Field(
        None, min_length=1, description="Months, each asked about by itself; instead of until."
    )
    event: Slug | None = Field(
        None, description="What happens; questions about one event agree. Default: its name."
    )
    implies: tuple[Slug, ...] | None = Field(
        None, description="Events that happen on the same day if this one does."
    )
    part_of: Slug | None = Field(None, description="Question about a whole this is a part of.")
    persistence: Baseline = Field(description="If everything stays, or goes on, as it is.")
    base_rate: Baseline = Field(description="As often, or as much, as in the years before.")
    trend: Baseline | None = Field(None, description="The trend in a straight line; default: none.")
    market: Baseline | None = Field(None, description="What betting markets or pundits said.")

    @property
    def is_outcome(self) -> bool:
        """Whether the question is about an outcome and not about a series."""
        return self.observable in OUTCOME_NAMES

    @property
    def is_event(self) -> bool:
        """Whether it asks for something that happens on a day, so that other answers can rule it out."""
        some_day = self.at_least is not None and self.reading == "highest"
        some_day |= self.below is not None and self.reading == "lowest"
        always = self.is_outcome or self.takes is not None or self.kind == "date"
        return self.kind != "quantity" and (some_day or always)

    @property
    def course(self) -> Course:
        """Which way the number can only go while the window grows."""
        if self.kind != "quantity":
            return ""
        rising = self.reading == "sum" and self.least is not None and self.least >= 0
        if rising or self.reading == "highest":
            return "up"
        return "down" if self.reading == "lowest" else ""

    def baselines(self) -> dict[str, Baseline]:
        """The simple forecasts by name; a straight line through no trend is persistence."""
        given = {name: getattr(self, name) for name in BASELINES}
        given["trend"] = given["trend"] or self.persistence
        return {name: baseline for name, baseline in given.items() if baseline is not None}

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        known = (*daily_variables(), *OUTCOME_NAMES)
        if self.observable not in known:
            text = f"the model has no observable or outcome '{self.observable}'"
            hint = did_you_mean(self.observable, known)
            refuse([Contradiction(("observable",), text + hint)])
        shape = self._of_postures() if self.takes is not None else self._shape()
        refuse([*shape, *self._entries(), *self._units(), *self._spreads(), *self._beside()])
        return self

    def _of_postures(self) -> Iterator[Contradiction]:
        """Whether the postures exist, and no key asks for a number of them."""
        meanings = () if self.is_outcome else daily_variables()[self.observable].meanings
        if not meanings:
            yield Contradiction(("takes",), f"{self.observable} has no postures to take")
        for position, posture in enumerate(self.takes or ()):
            if meanings and posture not in meanings:
                told = f"{self.observable} has no '{posture}'" + did_you_mean(posture, meanings)
                yield Contradiction(("takes", position), told)
        if self.kind == "quantity":
            yield Contradiction(("kind",), "a posture is no quantity; ask binary or date")
        for name in ("at_least", "below", "reading", "counted_from"):
            if getattr(self, name) is not None:
                yield Contradiction((name,), "a posture is taken or not and has no such key")

    def _shape(self) -> Iterator[Contradiction]:
        """Whether the keys fit the kind of question."""
        thresholds = [name for name in ("at_least", "below") if getattr(self, name) is not None]
        if self.is_outcome:
            if self.kind == "quantity":
                yield Contradiction(("kind",), "an outcome is no quantity; ask binary or date")
            extra = [name for name in ("reading", "counted_from") if getattr(self, name)]
            for name in [*thresholds, *extra]:
                yield Contradiction((name,), "an outcome happens or not and has no such key")
            return
        if self.kind != "quantity" and len(thresholds) != 1:
            yield Contradiction((), "needs at_least or below, one of them")
        if self.kind == "quantity":
            for name in thresholds:
                yield Contradiction((name,), "a quantity is asked for itself, without threshold")
        if (self.kind == "date") == (self.reading is not None):
            rule = "a date is read day by day" if self.reading else "needs a reading"
            yield Contradiction(("reading",) if self.reading else (), rule)

    def _entries(self) -> Iterator[Contradiction]:
        """Whether the entries of axes exist."""
        dims = () if self.is_outcome else daily_variables()[self.observable].dims[1:]
        names = tuple(str(entry) for axis in dims for entry in _results().coordinates[axis])
        for position, entry in enumerate(self.of):
            if entry not in names:
                told = f"{self.observable} has no '{entry}'" + did_you_mean(entry, names)
                yield Contradiction(("of", position), told)

    def _units(self) -> Iterator[Contradiction]:
        if self.is_outcome:
            return
        variable = daily_variables()[self.observable]
        if variable.kind == "code" and self.takes is None:
            rule = "is a code, which cannot be added or compared; ask which posture it `takes`"
            yield Contradiction(("observable",), rule)
        if self.counted_from and variable.kind != "stock":
            yield Contradiction(("counted_from",), "only a stock is counted from a day; sum a flow")
        unit = variable.unit
        if self.reading == "sum":
            if variable.kind != "flow":
                yield Contradiction(("reading",), "only flows add up; a stock has a mean or a last")
            unit = unit.removesuffix("/day")
        if self.kind == "quantity" and self.unit != unit:
            yield Contradiction(("unit",) if self.unit else (), f"unit must be '{unit}'")

    def _spreads(self) -> Iterator[Contradiction]:
        """Whether every baseline says something about this kind of question."""
        for name, baseline in self.baselines().items():
            where = (name,) if getattr(self, name) is not None else ("persistence",)
            counted = self.reading == "sum" and baseline.per_year is not None
            if self.kind == "quantity" and baseline.value is None and not counted:
                rule = (
                    "a quantity needs a value"
                    if self.reading != "sum"
                    else "needs a value or per_year"
                )
                yield Contradiction(where, rule)
            if self.kind == "date" and baseline.probability is not None:
                yield Contradiction(where, "a date needs per_year or a value, not a probability")
            if self.is_outcome and baseline.value is not None:
                yield Contradiction(where, "an outcome needs probability or per_year")
            if self.takes and baseline.value is not None:
                yield Contradiction(where, "a posture needs probability or per_year")
        if (
            self.kind == "quantity"
            and self.base_rate.value is not None
            and not self.base_rate.is_spread
        ):
            yield Contradiction(("base_rate",), "needs low and high, by which errors are scaled")

    def _beside(self) -> Iterator[Contradiction]:
        """Whether what is said of other questions and of records fits this kind."""
        for name in ("largest", "smallest", "part_of"):
            if getattr(self, name) is not None and self.kind != "quantity":
                yield Contradiction((name,), "only a quantity has one")
        for name in ("event", "implies"):
            if getattr(self, name) is not None and not self.is_event:
                yield Contradiction((name,), "it asks for nothing that happens on a day")
        if self.months is not None:
            for name in ("start", "until"):
                if getattr(self, name):
                    yield Contradiction((name,), "months have a first and a last day already")
        if self.largest and self.smallest and self.largest.value <= self.smallest.value:
            rule = f"must be above smallest ({self.smallest.value:g})"
            yield Contradiction(("largest",), rule, other=("smallest",))
