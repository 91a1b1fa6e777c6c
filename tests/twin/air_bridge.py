"""The air bridge: two queues, and the seats of the day."""

from collections import deque
from math import floor
from typing import TYPE_CHECKING

import mesa

from twin.people import Person

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

    def board(self, person: Person) -> None:
        """One person flies out, and perhaps one flies in."""
        inflow = self.model.caracas.held.replacements * self.model.havana.held.replacements
        person.leave()
        if person.cause == "rotated" and person.post.open and self.model.random.random() < inflow:
            Person(self.model, person.post)
            person.post.contingent.arrived += 1
