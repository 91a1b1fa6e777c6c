"""One mission and one contingent on the compiled day of the model: from parameters to departures.

A decision takes `delay` days to bite; then an order runs at `haste / clearing` a day over everybody who
follows it, and the seats of the day are those that would clear them all in `clearing` days. An expulsion
relieves people of their posts first, as in the model; a recall or a deadline calls them home at once.
"""

from dataclasses import dataclass

import numpy as np

from sim.core.never import NEVER
from sim.core.quantity import Flags, Floats, Integers
from sim.core.streams import Streams, purpose_id
from sim.mechanisms.airlift import seats_of_day
from sim.mechanisms.causes import cause
from sim.mechanisms.orders import whole_days
from sim.people import kernel as engine
from sim.people.first_morning import new_roster
from sim.people.roster import RELIEF, Clocks, Roster
from sim.studies.replay.question.case import LONGEST, Decider
from sim.studies.replay.question.timetable import Step

LARGEST_CROWD = 1000  # simulated persons; in a larger contingent each stands for several
RECALL = 1  # the clock after relief


@dataclass(frozen=True, slots=True)
class Course:
    """What decides how a contingent leaves, one value a replicate, shape (R,)."""

    persons: Floats
    delay: Floats  # days from the decision to the first order in force
    clearing: Floats  # days in which the seats of the day would take everybody home
    haste: Floats  # how often the order would have reached everybody by then
    stay_behind: Floats  # share that follows no order
    seats: Floats  # seats a day that cannot be exceeded, infinite where nobody said
    steps: tuple[Step, ...] = ()  # of a timetable, each followed like the whole

    def departed(
        self, decided_by: Decider, n_days: int, streams: Streams, crowd_limit: int = LARGEST_CROWD
    ) -> Floats:
        """Persons gone by the end of each day from the decision on, shape (R, n_days)."""
        if not self.steps:
            return self._by_the_day(decided_by, n_days, streams, crowd_limit)
        passed = [step.passed(n_days) for step in self.steps]
        last = int(min(np.ceil(max(each.max() for each in passed)), LONGEST))
        whole = self._by_the_day(decided_by, last, streams, crowd_limit)
        gone = np.zeros((len(whole), n_days))
        for step, days in zip(self.steps, passed, strict=True):
            gone += step.share[:, None] * _after(whole, days)
        return gone

    def _by_the_day(
        self, decided_by: Decider, n_days: int, streams: Streams, crowd_limit: int
    ) -> Floats:
        crowd = np.clip(np.round(self.persons), 1, crowd_limit).astype(np.int64)
        each = self.persons / crowd
        sizes = crowd[:, None]  # one mission in one state
        roster = new_roster(streams, sizes, n_clocks=2, n_days=n_days, n_states=1)
        clocks = self._clocks(decided_by)
        engine.wind_all(roster, clocks)
        first, flow = whole_days(self.delay), self._flow() / each
        gone = np.zeros((len(crowd), n_days))
        for day in range(n_days):
            _one_day(roster, clocks, self._order(decided_by, first <= day), day)
            seats = _seats(flow, day - first)
            engine.fly_home(roster, clocks, seats, np.zeros(len(crowd)), day)
            gone[:, day] = roster.exited.sum(axis=(1, 2)) * each
        return gone

    def _flow(self) -> Floats:
        """Seats a day, never fewer than one person in the whole of the clearing."""
        return np.minimum(self.persons * (1 - self.stay_behind) / self.clearing, self.seats)

    def _order(self, decided_by: Decider, in_force: Flags) -> Floats:
        """Rates (R, 2) of relief and recall today, 1/day; relief and expulsion take half each."""
        rate = np.zeros((len(self.persons), 2))
        pace = self.haste / self.clearing * in_force
        rate[:, RELIEF if decided_by == "host" else RECALL] = (
            2 * pace if decided_by == "host" else pace
        )
        return rate

    def _clocks(self, decided_by: Decider) -> Clocks:
        n = len(self.persons)
        after_relief = 2 * self.haste / self.clearing
        return Clocks(
            rate=np.zeros((n, 1, 2)),
            by_state=np.ones((n, 2, 1)),
            frailty=np.zeros((n, 2)),
            peer=np.zeros((n, 2)),
            peer_threshold=-np.ones(n),
            cause=np.array([NEVER, cause("recalled")]),
            repeats=np.zeros(2, np.bool_),
            overland=np.zeros(2, np.bool_),
            ordered=np.array([False, True]),
            purpose=np.array([purpose_id("clock relief"), purpose_id("clock recalled")]),
            stay_behind=self.stay_behind[:, None],
            expulsion=after_relief if decided_by == "host" else np.zeros(n),
            expelled=cause("expelled"),
            evacuated=cause("evacuated_injured"),
            rotated=cause("rotated"),
        )


def _after(course: Floats, days: Floats) -> Floats:
    """Persons gone after parts of a day, of a course by the end of each day, shape (R, days)."""
    ends = np.arange(course.shape[1] + 1)
    from_none = np.pad(course, ((0, 0), (1, 0)))
    return np.stack([np.interp(at, ends, gone) for at, gone in zip(days, from_none, strict=True)])


def _one_day(roster: Roster, clocks: Clocks, rate: Floats, day: int) -> None:
    roster.log_length[:] = 0
    clocks.rate[:, 0, :] = rate
    engine.advance_clocks(roster, clocks, day)


def _seats(flow: Floats, since: Integers) -> Integers:
    """Whole seats of a day of which less than one may be free: what has become whole since yesterday."""
    before, now = np.maximum(since, 0), np.maximum(since + 1, 0)
    none = np.ones_like(flow)
    return seats_of_day(flow * now, none, 1.0) - seats_of_day(flow * before, none, 1.0)
