"""One person's life, as a card."""

from dataclasses import dataclass

from sim.api.cards import card, quiet, words
from sim.mechanisms.causes import CAUSES
from sim.people.lives import Person as Record
from sim.people.states import STATES
from sim.report.readings import sentence_case
from sim.scenario.schema import Scenario

_STATES = {state.code: state.name for state in STATES}
_ENDS = {
    "posted": "Still at the post when the window ends.",
    "relieved": "Relieved of the post, and still in the country when the window ends.",
    "queued": "Waiting for a seat home when the window ends.",
}


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """What happened to one person in one run; `record` has it as text and dates."""

    scenario: Scenario
    replicate: int
    number: int
    record: Record

    @property
    def days(self) -> tuple[tuple[str, str], ...]:
        """Every date of this life and what happened on it, in order."""
        life = self.record
        arrived = (
            (life.arrived, "Arrives as a replacement.")
            if life.arrived
            else (str(self.scenario.window.start), "At the post when the window begins.")
        )
        trigger = next((each.meaning for each in CAUSES if each.name == life.cause), "")
        happened = (
            arrived,
            (life.relieved, "Relieved of the post."),
            (life.triggered, "The clock rings that ends the stay."),
            (life.left, f"Leaves: {trigger}." if trigger else "Leaves."),
        )
        end = (str(self.scenario.window.end), _ENDS.get(life.status, ""))
        days: dict[str, list[str]] = {}
        for day, what in sorted((*happened, end), key=lambda each: each[0]):
            if day and what:
                days.setdefault(day, []).append(what)
        return tuple((day, " ".join(what)) for day, what in days.items())

    def __repr__(self) -> str:
        return f"<sim.Person {self.number} of run {self.replicate}: {'; '.join(map(' '.join, self.days))}>"

    def _repr_html_(self) -> str:
        life = self.record
        kicker = f"Person {self.number} of run {self.replicate} · scenario {self.scenario.name}"
        title = f"{sentence_case(life.mission)}, {_STATES[life.state]}, post {life.post + 1}"
        how = f"Left by cause: {life.cause.replace('_', ' ')}." if life.cause else ""
        return card(kicker, title, words(("", ""), self.days), quiet(how))
