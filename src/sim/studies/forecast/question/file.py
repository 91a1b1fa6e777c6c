"""The question file: what is asked, how it is settled, and what simple forecasts say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from pydantic import Field, model_validator

from sim.core.calendar import CalendarDate
from sim.core.contradictions import Contradiction, refuse
from sim.core.errors import did_you_mean
from sim.core.fields import Name, Prose, Slug
from sim.core.quantity import Parameters
from sim.model.outcomes import OUTCOME_NAMES
from sim.studies.forecast.question.baseline import source_fault
from sim.studies.forecast.question.question import Question
from sim.studies.forecast.question.windows import AskedWindow, months, spans


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
        refuse([*self._knowledge(), *self._windows(), *self._related(), *self._nearest()])
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
            first = f"must be after known_until ({self.known_until}), is"
            if question.months is not None:
                for position, month in enumerate(question.months):
                    [window] = months([month])
                    if window.start <= self.known_until:
                        told = f"{first} {window.start} on its first day"
                        yield Contradiction((*at, "months", position), told)
                continue
            start = self.start_of(question)
            if start <= self.known_until:
                yield Contradiction((*at, "start"), f"{first} {start}")
            if not (question.until or self.until):
                yield Contradiction(at, "needs an until or months, here or an until in the file")
            for position, last in enumerate(question.until or self.until):
                if last < start:
                    where = (*at, "until", position) if question.until else ("until", position)
                    yield Contradiction(where, f"must be from {start} (start), is {last}")

    def _related(self) -> Iterator[Contradiction]:
        """Whether the events and wholes that questions name are asked about."""
        events = tuple(
            self.event_of(name) for name, each in self.questions.items() if each.is_event
        )
        wholes = tuple(n for n, each in self.questions.items() if each.kind == "quantity")
        for name, question in self.questions.items():
            at = ("questions", name)
            for position, event in enumerate(question.implies or ()):
                if event not in events:
                    told = f"no question is about an event '{event}'" + did_you_mean(event, events)
                    yield Contradiction((*at, "implies", position), told)
            whole = question.part_of
            if whole is None:
                continue
            if whole not in wholes or whole == name:
                told = f"no other quantity is called '{whole}'" + did_you_mean(whole, wholes)
                yield Contradiction((*at, "part_of"), told)
            elif self.questions[whole].unit != question.unit:
                unit = self.questions[whole].unit
                yield Contradiction((*at, "part_of"), f"'{whole}' has another unit, '{unit}'")

    def _nearest(self) -> Iterator[Contradiction]:
        for name, left_out in self.not_modelled.items():
            for position, near in enumerate(left_out.nearest):
                if near not in self.questions:
                    told = f"no question '{near}'" + did_you_mean(near, tuple(self.questions))
                    yield Contradiction(("not_modelled", name, "nearest", position), told)

    def start_of(self, question: Question) -> date:
        """First day that a question is about, unless it has months."""
        return question.start or self.known_until + timedelta(days=1)

    def windows_of(self, question: Question) -> tuple[AskedWindow, ...]:
        """The windows in which a question is asked, in order."""
        if question.months is not None:
            return months(question.months)
        return spans(self.start_of(question), question.until or self.until)

    def event_of(self, name: str) -> str:
        """What happens if the answer is yes, or on the day asked for; empty where nothing does."""
        question = self.questions[name]
        return (question.event or name) if question.is_event else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with one window: what is forecast, answered and scored."""

    id: str
    topic: str
    question: Question
    window: AskedWindow
    event: str

    @property
    def start(self) -> date:
        """First day asked about."""
        return self.window.start

    @property
    def until(self) -> date:
        """Last day asked about."""
        return self.window.until

    @property
    def n_days(self) -> int:
        """Days asked about."""
        return self.window.n_days


def asked(file: Questions) -> tuple[Asked, ...]:
    """Every question once for each of its windows; its id is ``<name>_<last day or month>``."""
    return tuple(
        Asked(f"{name}_{window.suffix}", question.topic or name, question, window, event)
        for name, question in file.questions.items()
        for event in [file.event_of(name)]
        for window in file.windows_of(question)
    )
