"""Every person's history in one replicate, followed while its model runs."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from sim.mechanisms.causes import CAUSE_NAMES
from sim.model.model import AllianceModel
from sim.people.kernel import read_ticket
from sim.people.missions import MISSIONS
from sim.people.roster import INJURED, NEVER, POSTED, QUEUED, RELIEVED, STATUS
from sim.people.states import N_STATES, STATES

STATES_OF_A_PERSON = {POSTED: "posted", RELIEVED: "relieved", INJURED: "relieved", QUEUED: "queued"}


@dataclass(frozen=True, slots=True)
class Person:
    """One person; a date is empty when the thing did not happen, `arrived` when there from the start.

    `post` counts within the contingent; several persons can follow one another at a post.
    """

    mission: str
    state: str
    post: int
    arrived: str
    relieved: str
    triggered: str
    left: str
    cause: str
    status: str


def lives(model: AllianceModel) -> list[Person]:
    """Run a model of one replicate that keeps histories to its end, and tell who was ever in the country.

    First who left, by day of leaving, then who is left.
    """
    leavers = _Leavers(model)
    model.recorder = leavers
    model.run()
    return [*leavers.persons, *_remaining(model)]


def as_csv(persons: list[Person]) -> str:
    """A table of persons as CSV with a header."""
    names = [field.name for field in fields(Person)]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(person, name) for name in names] for person in persons)
    return table.getvalue()


class _Leavers:
    """Stands in for the recorder: notes who left each day."""

    def __init__(self, model: AllianceModel) -> None:
        self.model = model
        self.persons: list[Person] = []

    def record(self) -> None:
        """Turn the day's exits into persons."""
        roster = self.model.people.roster
        for i in range(int(roster.log_length[0])):
            post, contingent, cause = read_ticket(int(roster.log[i, 0]))
            dates = roster.log_history[i, 0]
            self.persons.append(
                _person(self.model, contingent, post, dates, CAUSE_NAMES[cause], "gone")
            )


def _remaining(model: AllianceModel) -> Iterator[Person]:
    roster = model.people.roster
    for contingent, record in enumerate(roster.contingents[0]):
        for post in range(record["offset"], record["offset"] + record["size"]):
            status = int(roster.status[0, post]) & STATUS
            if status in STATES_OF_A_PERSON:
                dates = roster.history[0, post]
                yield _person(model, contingent, post, dates, "", STATES_OF_A_PERSON[status])


def _person(
    model: AllianceModel, contingent: int, post: int, dates: np.ndarray, cause: str, status: str
) -> Person:
    arrived, relieved, triggered = (
        str(model.date_of(int(day))) if day != NEVER else "" for day in dates
    )
    return Person(
        mission=MISSIONS[contingent // N_STATES],
        state=STATES[contingent % N_STATES].code,
        post=post - int(model.people.roster.contingents[0, contingent]["offset"]),
        arrived=arrived,
        relieved=relieved,
        triggered=triggered,
        left=str(model.today) if status == "gone" else "",
        cause=cause,
        status=status,
    )
