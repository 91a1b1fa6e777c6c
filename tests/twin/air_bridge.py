"""The air bridge: two queues, and the seats of the day."""

from collections import deque
from math import floor
from typing import TYPE_CHECKING

import mesa

from twin.names import MISSIONS
from twin.people import Person
from twin.readings import IN_THE_COUNTRY, by_mission

if TYPE_CHECKING:
    from twin.model import PlainTwin


class AirBridge(mesa.Agent):  # type: ignore[misc] # mesa has no types
    """Flights to Cuba: the injured first, then first come, first served."""

    model: "PlainTwin"
    seats: int

    def __init__(self, model: "PlainTwin") -> None:
        super().__init__(model)
        self.seats = 0
        self.urgent: deque[Person] = deque()
        self.queue: deque[Person] = deque()
        self.owed = [0.0] * len(MISSIONS)
        self.there: list[int] = []  # in the country on the last evening, by mission

    def line_up(self) -> None:
        """Whoever set off today joins a queue, in the order of the moments."""
        for _, person in sorted(self.model.leavers, key=lambda each: each[0]):
            injured = person.cause == "evacuated_injured"
            (self.urgent if injured else self.queue).append(person)
        self.model.leavers.clear()

    def fly_home(self) -> None:
        """Fill the seats; the plane may bring the replacement of a rotated person."""
        terms, switches = self.model.numbers.air, self.model.switches
        short = self.model.within("jet_fuel_gone") and switches.jet_fuel_limits_seats
        offered = floor(terms.seats * (terms.without_jet_fuel if short else 1))
        self.seats = 0 if self.model.within("airspace_closed") else offered
        for _ in range(self.seats):
            if not (self.urgent or self.queue):
                break
            self.board((self.urgent or self.queue).popleft())
        self.bring_newcomers()

    def board(self, person: Person) -> None:
        """One person flies out, and perhaps one flies in."""
        inflow = self.model.caracas.held.replacements * self.model.havana.held.replacements
        person.leave()
        if person.cause == "rotated" and person.post.open and self.model.random.random() < inflow:
            person.post.contingent.vacant.remove(person.post)
            Person(self.model, person.post)
            person.post.contingent.arrived += 1

    def invited(self) -> float:
        """How far people are wanted at vacant posts, now and since training."""
        caracas, havana = self.model.caracas, self.model.havana
        training = self.model.numbers.assumptions.returns.training
        host = caracas.menu[caracas.posture_before(training)].invites * caracas.held.invites
        guest = havana.menu[havana.posture_before(training)].replacements
        return float(host * guest * havana.held.replacements)

    def bring_newcomers(self) -> None:
        """Whole persons of what is owed, as far as there are seats, to vacant posts at random."""
        filling, initial = self.model.numbers.assumptions.returns.filling, self.model.initial
        for m, there in enumerate(self.there or initial):
            self.owed[m] += self.invited() / filling * (initial[m] - there)
        whole = [floor(each) for each in self.owed]
        share = min(1.0, self.seats / max(sum(whole), 1))
        for m, wanted in enumerate(whole):
            come = floor(wanted * share)
            self.owed[m] -= come
            mine = [each for each in self.model.contingents if each.mission == m]
            posts = [(each, post) for each in mine for post in each.vacant]
            for contingent, post in self.model.random.sample(posts, min(come, len(posts))):
                contingent.fill(post)
        self.there = by_mission(self.model, *IN_THE_COUNTRY)
