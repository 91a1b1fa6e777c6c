"""The people of one replicate once more, as persons: an oracle of the compiled day, in plain Python.

It knows the documented addresses of draws, Rényi's recursion and Fisher-Yates, and nothing of how the
compiled day keeps its books. Every post and clock has an explicit threshold; a day is walked through
event by event, person by person.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import count
from math import exp, inf, log

import numpy as np

from sim.core.streams import purpose_id
from support.numbers import PlainStreams

N_STATES = 24
BORDER = {3, 6, 20, 23}  # Apure, Bolívar, Táchira, Zulia


@dataclass(frozen=True)
class Clock:
    """What kind of clock stands at every post."""

    name: str  # relief, or a cause
    frailty: float = 0.0
    peers: float = 0.0
    border: float = 1.0
    by_order: bool = False
    overland: bool = False
    repeats: bool = False


@dataclass
class Person:
    """Whoever holds, or last held, a post."""

    contingent: int
    number: int  # within the contingent
    post: int  # within the replicate
    stays: bool = False
    wait: float = 0.5  # uniform of the time from relief to expulsion
    state: str = "posted"
    due: tuple[int, float] = (10**9, 0.0)  # day and moment when to be expelled, or fit to fly
    closed: bool = False
    cause: str = ""
    turn: int = 0  # when the last date was set, for those who fall due at one moment

    @property
    def here(self) -> bool:
        """Whether in the country."""
        return self.state != "gone"


@dataclass
class Contingent:
    """One mission in one state: its persons and, for every clock, thresholds and whose they are."""

    index: int
    persons: list[Person]
    rings: list[Iterator[tuple[float, Person]]] = field(default_factory=list)
    next_ring: list[tuple[float, Person | None]] = field(default_factory=list)
    cumulative: list[float] = field(default_factory=list)
    triggered: int = 0
    arrived: int = 0

    @property
    def mission(self) -> int:
        """Which mission it belongs to."""
        return self.index // N_STATES


class PlainPeople:
    """One replicate of the people; call in the order of a day: strike, advance, fly."""

    def __init__(
        self,
        streams: PlainStreams,
        sizes: Sequence[int],
        clocks: Sequence[Clock],
        *,
        stay_behind: Mapping[int, float],
        expulsion: float,
        contagion: str = "none",
        peer_threshold: float = 0.0,
    ) -> None:
        self.streams, self.clocks = streams, clocks
        self.expulsion = expulsion
        self.contagion, self.peer_threshold = contagion, peer_threshold
        self.contingents: list[Contingent] = []
        post = 0
        for index, size in enumerate(sizes):
            persons = [Person(index, number, post + number) for number in range(int(size))]
            post += int(size)
            self.contingents.append(Contingent(index, persons))
        for each in self.contingents:
            share = stay_behind[each.mission]
            for person in each.persons:
                obeys, person.wait = self._marks("stays behind or waits", person)[:2]
                person.stays = obeys < share
            each.rings = [self._rings(each, clock) for clock in clocks]
            each.next_ring = [next(rings, (inf, None)) for rings in each.rings]
            each.cumulative = [0.0] * len(clocks)
        self.queue: list[Person] = []
        self.urgent: list[Person] = []
        self.exits: list[tuple[int, str]] = []  # of today: post and cause
        self.gone: Counter[tuple[int, str]] = Counter()  # by mission and cause
        self.triggered: Counter[tuple[int, str]] = Counter()
        self.turn = 0

    def _uniforms(self, purpose: str, index: int, place: int) -> list[float]:
        return self.streams.uniforms(int(purpose_id(purpose)), index, place)

    def _marks(self, purpose: str, person: Person) -> list[float]:
        return self._uniforms(purpose, person.number, person.contingent)

    def _rings(self, contingent: Contingent, clock: Clock) -> Iterator[tuple[float, Person]]:
        """Cumulative hazards at which the clocks of a contingent ring, and whose clocks they are."""
        purpose, n = int(purpose_id(f"clock {clock.name}")), len(contingent.persons)
        if n and not clock.repeats:
            thresholds = self.streams.thresholds(purpose, contingent.index, n, theta=clock.frailty)
            turns = range(n)  # persons are numbered in the order of relief
            if clock.name != "relief":
                turns = self.streams.turns(purpose, contingent.index, n)
            yield from zip(thresholds, (contingent.persons[t] for t in turns), strict=True)
        total = 0.0
        for rank in count() if n and clock.repeats else ():  # n clocks that never stop, as one
            gap = self.streams.uniforms(purpose, rank, contingent.index)[0]
            whose = self.streams.uniforms(purpose, rank + 1, contingent.index)[1]
            total -= log(gap) / n
            yield total, contingent.persons[int(whose * n)]

    def strike(
        self, targets: Sequence[int], killed: int, injured: int, healing: float, day: int
    ) -> None:
        """Persons of the target contingents are hit, tried post by post as the draws say."""
        posts = [person for target in targets for person in self.contingents[target].persons]
        there = sum(person.state == "posted" for person in posts)
        attempt = hits = 0
        while hits < min(killed + injured, there):
            u = self._uniforms("hit by the strike", attempt, day)[0]
            person = posts[int(u * len(posts))]
            attempt += 1
            if person.state != "posted":
                continue
            person.closed = True
            if hits < killed:
                self._trigger(person, "killed")
                self._leave(person)
            else:
                person.state = "injured"
                wait = -log(self._marks("injured fit to fly", person)[0])
                self._set_date(person, day + wait * healing)
            hits += 1

    def advance(self, rates: np.ndarray, day: int) -> None:
        """All clocks run for a day at rates (M, K); whoever's rings acts at once."""
        hazards = [(c, self._hazards(c, rates[c.mission])) for c in self.contingents]
        rings = [self._rings_of_day(c, k, h) for c, own in hazards for k, h in enumerate(own)]
        leavers = [
            (moment, person)
            for moment, k, person in merge(*rings, key=lambda ring: ring[0])
            if self._ring(self.clocks[k], person, day, moment)
        ]
        for contingent, own in hazards:
            for k, hazard in enumerate(own):
                contingent.cumulative[k] += hazard
        leavers += self._fall_due(day)
        self.queue += [person for _, person in sorted(leavers, key=lambda leaver: leaver[0])]

    def _hazards(self, contingent: Contingent, rates: np.ndarray) -> list[float]:
        n = len(contingent.persons)
        there = sum(p.state in ("posted", "relieved", "injured") for p in contingent.persons)
        share = 1.0 - there / n if n else 0.0
        seen = {
            "none": 0.0,
            "linear": share,
            "threshold": float(share >= self.peer_threshold and contingent.triggered > 0),
        }
        border = contingent.index % N_STATES in BORDER
        return [
            float(rate)
            * (clock.border if border else 1.0)
            * (exp(clock.peers * seen[self.contagion]) if clock.peers else 1.0)
            for clock, rate in zip(self.clocks, rates, strict=True)
        ]

    def _rings_of_day(
        self, contingent: Contingent, k: int, hazard: float
    ) -> Iterator[tuple[float, int, Person]]:
        while True:
            threshold, person = contingent.next_ring[k]
            gap = threshold - contingent.cumulative[k]
            if person is None or hazard <= 0 or gap > hazard:
                return
            contingent.next_ring[k] = next(contingent.rings[k], (inf, None))
            yield gap / hazard, k, person

    def _ring(self, clock: Clock, person: Person, day: int, moment: float) -> bool:
        """What a ring does to a person; whether it puts them into the queue."""
        person.closed |= not clock.repeats
        if clock.name == "relief":
            if person.state == "posted":
                person.state = "relieved"
                if self.expulsion > 0 and not person.stays:
                    end = day + moment - log(person.wait) / self.expulsion
                    self._set_date(person, end, since=(day, moment))
            return False
        free = person.state == "posted" or (
            person.state == "relieved" and person.due >= (day, moment)
        )
        if not free or (clock.by_order and person.stays):
            return False
        self._trigger(person, clock.name)
        if clock.overland:
            self._leave(person)
        return not clock.overland

    def _set_date(self, person: Person, time: float, since: tuple[int, float] = (-1, 0.0)) -> None:
        """Dates hold a day and 1/65,536 of it, and are never before what they are set by."""
        day = int(time)
        person.due = max(since, (day, int((time - day) * 65_536) / 65_536))
        # Of one moment, the last date set comes first; but what is set on the day itself comes last.
        self.turn += 1
        person.turn = self.turn if day == since[0] else -self.turn

    def _fall_due(self, day: int) -> list[tuple[float, Person]]:
        """The injured who are fit join the urgent queue, the expelled the other."""
        due = [
            person
            for contingent in self.contingents
            for person in contingent.persons
            if person.due[0] == day and person.state in ("relieved", "injured")
        ]
        due.sort(key=lambda person: (person.due, person.turn))
        fit = [person for person in due if person.state == "injured"]
        expelled = [person for person in due if person.state == "relieved"]
        for person in fit:
            self._trigger(person, "evacuated_injured")
        for person in expelled:
            self._trigger(person, "expelled")
        self.urgent += fit
        return [(person.due[1], person) for person in expelled]

    def fly(self, seats: int, inflow: float, day: int) -> None:
        """The seats of the day: the injured first, then whoever has waited longest."""
        for _ in range(seats):
            if not self.urgent and not self.queue:
                return
            person = (self.urgent or self.queue).pop(0)
            rotated = person.cause == "rotated"
            self._leave(person)
            place = person.contingent + 1024 * day
            if (
                rotated
                and not person.closed
                and self._uniforms("replacement sent", person.number, place)[0] < inflow
            ):
                person.state, person.cause = "posted", ""
                self.contingents[person.contingent].arrived += 1

    def _trigger(self, person: Person, why: str) -> None:
        person.state, person.cause = "queued", why
        self.contingents[person.contingent].triggered += 1
        self.triggered[person.contingent // N_STATES, why] += 1

    def _leave(self, person: Person) -> None:
        person.state = "gone"
        self.gone[person.contingent // N_STATES, person.cause] += 1
        self.exits.append((person.post, person.cause))

    def counts(self, *states: str) -> list[int]:
        """Persons of every contingent in some states."""
        return [sum(p.state in states for p in each.persons) for each in self.contingents]

    def arrived(self) -> list[int]:
        """Replacements of every contingent so far."""
        return [each.arrived for each in self.contingents]
