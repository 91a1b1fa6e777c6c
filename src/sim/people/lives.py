"""Lives of single persons, read off the roster of one run evening by evening."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.core.never import NEVER
from sim.mechanisms.causes import CAUSE_NAMES
from sim.people.kernel import read_ticket
from sim.people.missions import MISSIONS
from sim.people.roster import INJURED, POSTED, QUEUED, RELIEVED, STATUS, Roster
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


@dataclass(frozen=True, slots=True)
class Lives:
    """Persons of the first run of a roster that keeps their dates; `date_of` dates a day."""

    roster: Roster
    date_of: Callable[[int], date]

    def leavers(self, day: int) -> Iterator[Person]:
        """Who has left today, in the order of leaving."""
        for i in range(int(self.roster.log_length[0])):
            post, contingent, cause = read_ticket(int(self.roster.log[i, 0]))
            dates, left = self.roster.log_history[i, 0], str(self.date_of(day))
            yield self._person(contingent, post, dates, left, CAUSE_NAMES[cause], "gone")

    def remaining(self) -> Iterator[Person]:
        """Who is still in the country, post by post."""
        for contingent, record in enumerate(self.roster.contingents[0]):
            for post in range(record["offset"], record["offset"] + record["size"]):
                status = int(self.roster.status[0, post]) & STATUS
                if status in STATES_OF_A_PERSON:
                    dates, state = self.roster.history[0, post], STATES_OF_A_PERSON[status]
                    yield self._person(contingent, post, dates, "", "", state)

    def _person(
        self, contingent: int, post: int, dates: np.ndarray, left: str, cause: str, status: str
    ) -> Person:
        arrived, relieved, triggered = (
            str(self.date_of(int(day))) if day != NEVER else "" for day in dates
        )
        return Person(
            mission=MISSIONS[contingent // N_STATES],
            state=STATES[contingent % N_STATES].code,
            post=post - int(self.roster.contingents[0, contingent]["offset"]),
            arrived=arrived,
            relieved=relieved,
            triggered=triggered,
            left=left,
            cause=cause,
            status=status,
        )
