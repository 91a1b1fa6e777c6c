"""The question file: what is asked, how it is settled, and what simple forecasts say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal, Self

from pydantic import Field, model_validator

from sim.analysis.forecast.baseline import Baseline, Real, source_fault
from sim.analysis.forecast.kinds import BASELINES, Kind
from sim.core.calendar import CalendarDate
from sim.core.contradictions import Contradiction, refuse
from sim.core.errors import did_you_mean
from sim.core.fields import Label, Name, Prose, Slug
from sim.core.quantity import Parameters
from sim.ensemble.contract import Layout, Variable
from sim.outcomes import OUTCOME_NAMES
from sim.scenario.schema import Scenario
from sim.simulate import layout

type Reading = Literal["mean", "sum", "highest", "lowest", "last"]


@cache
def _results() -> Layout:
    return layout(Scenario(name="any", title="Any"))


@cache
def daily_variables() -> dict[str, Variable]:
    """What results hold of every day, by name: the observables, and the departures reported."""
    return {each.name: each for each in _results().variables if each.dims[:1] == ("day",)}


class Question(Parameters):
    """One thing asked of the world, by one or several dates."""

    kind: Kind = Field(description="Yes or no; a number; or the first day of something.")
    label: Name = Field(description="A few words for tables and figures.")
    text: Prose = Field(description="The question as one would ask a person.")
    resolution: Prose = Field(description="What settles it, precise enough for an outsider.")
    stands_for: Prose = Field("the same thing", description="What the model has in its place.")
    topic: Slug | None = Field(None, description="Questions that hang together; default: its name.")
    observable: str = Field(description="Observable or outcome of the model.")
    of: tuple[str, ...] = Field((), description="Entries of its axes to add up; none: all of them.")
    reading: Reading | None = Field(None, description="What is read of the days asked about.")
    at_least: Real | None = Field(None, description="Yes if the reading is this or more.")
    below: Real | None = Field(None, description="Yes if the reading is less than this.")
    unit: Label = Field("", description="Unit of the number asked for.")
    least: Real | None = Field(None, description="The number cannot be lower.")
    most: Real | None = Field(None, description="The number cannot be higher.")
    start: CalendarDate | None = Field(None, description="First day; default: after known_until.")
    until: tuple[CalendarDate, ...] = Field((), description="Last days; default: the file's.")
    persistence: Baseline = Field(description="If everything stays as it is.")
    base_rate: Baseline = Field(description="As often, or as much, as in the years before.")
    trend: Baseline | None = Field(None, description="The trend in a straight line; default: none.")
    market: Baseline | None = Field(None, description="What betting markets or pundits said.")

    @property
    def is_outcome(self) -> bool:
        """Whether the question is about an outcome and not about a series."""
        return self.observable in OUTCOME_NAMES

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
        refuse([*self._shape(), *self._entries(), *self._units(), *self._spreads()])
        return self

    def _shape(self) -> Iterator[Contradiction]:
        """Whether the keys fit the kind of question."""
        thresholds = [name for name in ("at_least", "below") if getattr(self, name) is not None]
        if self.is_outcome:
            if self.kind == "quantity":
                yield Contradiction(("kind",), "an outcome is no quantity; ask binary or date")
            extra = [*thresholds, *(["reading"] if self.reading else [])]
            for name in extra:
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
        if variable.kind == "code":
            yield Contradiction(("observable",), "is a code, which cannot be added or compared")
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
            if self.kind == "quantity" and baseline.value is None:
                yield Contradiction(where, "a quantity needs a value")
            if self.kind == "date" and baseline.probability is not None:
                yield Contradiction(where, "a date needs per_year or a value, not a probability")
            if self.is_outcome and baseline.value is not None:
                yield Contradiction(where, "an outcome needs probability or per_year")
        if (
            self.kind == "quantity"
            and self.base_rate.value is not None
            and not self.base_rate.is_spread
        ):
            yield Contradiction(("base_rate",), "needs low and high, by which errors are scaled")


class NotModelled(Parameters):
    """Something people will ask that the model cannot answer."""

    text: Prose = Field(description="The question.")
    why: Prose = Field(description="What the model lacks.")
    nearest: tuple[Slug, ...] = Field((), description="Questions of this file that come closest.")


class Questions(Parameters):
    """A set of questions about one scenario."""

    name: Slug = Field(description="Short name of the set.")
    title: Name = Field(description="One line for tables and figures.")
    description: Prose = Field("none given", description="What the set is for.")
    scenario: str = Field(description="Scenario file, seen from the folder of this file.")
    known_until: CalendarDate = Field(description="Last day of which anything is known.")
    not_yet: tuple[str, ...] = Field((), description="Outcomes known not to have happened by then.")
    not_yet_source: Prose | None = Field(None, description="Where that stands.")
    until: tuple[CalendarDate, ...] = Field((), description="Last days of questions without own.")
    questions: dict[Slug, Question] = Field(min_length=1, description="The questions by name.")
    not_modelled: dict[Slug, NotModelled] = Field({}, description="Left out, so that it is said.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse([*self._knowledge(), *self._windows(), *self._nearest()])
        return self

    def _knowledge(self) -> Iterator[Contradiction]:
        for position, name in enumerate(self.not_yet):
            if name not in OUTCOME_NAMES:
                told = f"no outcome is called '{name}'" + did_you_mean(name, OUTCOME_NAMES)
                yield Contradiction(("not_yet", position), told)
        fault = source_fault(self.not_yet_source) if self.not_yet_source else ""
        if fault:
            yield Contradiction(("not_yet_source",), fault)
        if self.not_yet and not self.not_yet_source:
            yield Contradiction(("not_yet",), "needs a not_yet_source")
        for name, question in self.questions.items():
            if question.is_outcome and question.observable not in self.not_yet:
                told = f"{question.observable} must stand in not_yet: who asks must know that much"
                yield Contradiction(("questions", name, "observable"), told)

    def _windows(self) -> Iterator[Contradiction]:
        for name, question in self.questions.items():
            at = ("questions", name)
            start = self.start_of(question)
            if start <= self.known_until:
                told = f"must be after known_until ({self.known_until}), is {start}"
                yield Contradiction((*at, "start"), told)
            if not (question.until or self.until):
                yield Contradiction(at, "needs an until, here or in the file")
            for position, last in enumerate(question.until or self.until):
                if last < start:
                    where = (*at, "until", position) if question.until else ("until", position)
                    yield Contradiction(where, f"must be from {start} (start), is {last}")

    def _nearest(self) -> Iterator[Contradiction]:
        for name, left_out in self.not_modelled.items():
            for position, near in enumerate(left_out.nearest):
                if near not in self.questions:
                    told = f"no question '{near}'" + did_you_mean(near, tuple(self.questions))
                    yield Contradiction(("not_modelled", name, "nearest", position), told)

    def start_of(self, question: Question) -> date:
        """First day that a question is about."""
        return question.start or self.known_until + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with one last day: what is forecast, answered and scored."""

    id: str
    topic: str
    question: Question
    start: date
    until: date

    @property
    def n_days(self) -> int:
        """Days asked about."""
        return (self.until - self.start).days + 1


def asked(file: Questions) -> tuple[Asked, ...]:
    """Every question once for each of its last days; its id is ``<name>_<last day>``."""
    return tuple(
        Asked(f"{name}_{last}", question.topic or name, question, file.start_of(question), last)
        for name, question in file.questions.items()
        for last in sorted(set(question.until or file.until))
    )
