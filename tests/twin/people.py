"""Persons, one Mesa agent each: a coin flip a day and clock, on the post at which they stand."""

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import exp, log
from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from twin.model import PlainTwin

OVERLAND = "defected"  # the cause that needs no seat
POSTED, RELIEVED, INJURED, QUEUED, GONE = "posted", "relieved", "injured", "queued", "gone"


@dataclass(slots=True)
class Post:
    """A place in a contingent: its clocks outlive the person, so a replacement inherits them."""

    contingent: "Contingent"
    frailty: dict[str, float]
    stays_behind: bool
    open: bool = True  # whether a replacement may come


class Contingent(mesa.Agent):  # type: ignore[misc] # mesa has no types
    """One mission in one state: the peers who see one another leave."""

    model: "PlainTwin"

    def __init__(self, model: "PlainTwin", mission: int, state: int, size: int) -> None:
        super().__init__(model)
        self.mission, self.state, self.size = mission, state, size
        self.count = dict.fromkeys((POSTED, RELIEVED, INJURED, QUEUED, GONE), 0)
        self.vacant: list[Post] = []
        self.arrived = 0
        self.hazards: list[tuple[str, float]] = []
        self.staff()

    def staff(self) -> None:
        """Post everybody, each with a frailty of their own."""
        stay = float(self.model.draws.missions.table("stay_behind")[0, self.mission])
        for _ in range(self.size):
            Person(self.model, Post(self, self.frailty(), self.model.random.random() < stay))

    def frailty(self) -> dict[str, float]:
        """What somebody new is like."""
        return {
            clock: self.model.random.gammavariate(1 / variance, variance)
            for clock, variance in self.model.frailty.items()
            if variance > 0
        }

    def fill(self, post: Post) -> None:
        """Somebody new takes over a vacant post."""
        self.vacant.remove(post)
        post.open, post.frailty = True, self.frailty()
        Person(self.model, post)
        self.arrived += 1

    def peer_share(self) -> float:
        """What peers notice of those who are missing, in [0, 1]."""
        there = self.count[POSTED] + self.count[RELIEVED] + self.count[INJURED]
        share = 1 - there / self.size
        if self.model.switches.contagion == "threshold":
            return float(share >= self.model.numbers.assumptions.peers.threshold)
        return share

    def hear_orders(self) -> None:
        """Today's hazards in 1/day, on what peers had done by last night."""
        if not self.size:
            return
        noticed = self.peer_share()
        border = self.model.border_factor(self.state)
        self.hazards = [
            (
                clock,
                rate[self.mission]
                * exp(self.model.contagion.get(clock, 0.0) * noticed)
                * (border if clock == OVERLAND else 1.0),
            )
            for clock, rate in self.model.rates.items()
            if rate[self.mission] > 0
        ]


class Person(mesa.Agent):  # type: ignore[misc] # mesa has no types
    """Whoever stands at a post, until the plane takes off or the border is crossed."""

    model: "PlainTwin"

    def __init__(self, model: "PlainTwin", post: Post) -> None:
        super().__init__(model)
        self.post = post
        self.status = POSTED
        self.cause = ""
        post.contingent.count[POSTED] += 1

    def live_a_day(self) -> None:
        """Flip a coin for every clock; those that ring today act in the order of their moments."""
        if self.status == INJURED:
            self.heal()
            return
        if self.status == QUEUED and not self.post.open:
            return
        rung = []
        flip, frailty = self.model.random.random, self.post.frailty
        for clock, rate in self.post.contingent.hazards:
            hazard = rate * frailty.get(clock, 1.0)
            u = flip()
            if u < 1 - exp(-hazard):
                rung.append((-log(1 - u) / hazard, clock))  # the same flip says when in the day
        if self.status == RELIEVED:
            self.wait_for_expulsion(rung, 0.0)
        if rung:
            self.answer(rung)

    def wait_for_expulsion(self, rung: list[tuple[float, str]], start: float) -> None:
        """Add the moment of expulsion if it falls between `start` and midnight."""
        rate = self.model.numbers.assumptions.causes.expelled.after_relief
        if rate > 0 and not self.post.stays_behind:
            moment = start + self.model.random.expovariate(rate)
            if moment < 1:
                heappush(rung, (moment, "expelled"))

    def answer(self, rung: list[tuple[float, str]]) -> None:
        """Follow the clocks in turn: the first that takes the person away decides the cause."""
        heapify(rung)
        while rung:
            moment, clock = heappop(rung)
            if clock != "rotated":
                self.post.open = False
            if clock == "relief":
                if self.status == POSTED:
                    self.become(RELIEVED)
                    self.wait_for_expulsion(rung, moment)
            elif self.status in {POSTED, RELIEVED}:
                if clock == "recalled" and self.post.stays_behind:
                    continue
                self.set_off(clock, moment)

    def heal(self) -> None:
        """Fit to fly from one day to the next with the odds of an exponential wait."""
        healing = self.model.numbers.assumptions.causes.evacuated_injured.healing
        if self.model.random.random() < 1 - exp(-1 / healing):
            self.set_off("evacuated_injured", 0.0)

    def become(self, status: str) -> None:
        """Change status and the count of it."""
        self.post.contingent.count[self.status] -= 1
        self.post.contingent.count[status] += 1
        self.status = status

    def set_off(self, cause: str, moment: float) -> None:
        """The departure is decided: overland at once, otherwise by the next free seat."""
        self.cause = cause
        self.model.triggered[cause] += 1
        if cause in {OVERLAND, "killed"}:
            self.leave()
        else:
            self.become(QUEUED)
            self.model.leavers.append((moment, self))

    def leave(self) -> None:
        """Gone, and out of the model."""
        self.become(GONE)
        self.post.contingent.vacant.append(self.post)
        self.model.exited[self.post.contingent.mission][self.cause] += 1
        self.model.exits_of_day.append((self.post.contingent.mission, self.cause))
        self.remove()
