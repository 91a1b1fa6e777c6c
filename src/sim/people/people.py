"""The people of all missions: builds their roster and clocks, and hands both to the compiled day."""

from typing import TYPE_CHECKING

import numpy as np

from sim.core.quantity import Floats, Integers
from sim.core.streams import Streams, purpose_id
from sim.mechanisms.causes import CAUSES, cause
from sim.mechanisms.causes.base import Signals
from sim.people import kernel as engine
from sim.people.first_morning import new_roster
from sim.people.missions import N_MISSIONS, SECURITY, contingent_sizes, mission
from sim.people.roster import NEVER, RELIEF, Clocks
from sim.people.states import N_STATES, STATES

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

TARGETS = ("presidential_guard", "military_advisers")


class People:
    """About 14,000 persons a replicate in 168 contingents, as arrays; see `Roster` for the state.

    `initial`, `posted`, `queued` and `present` count by mission, shape (R, M), `by_state` the persons in
    the country by state, shape (R, S), `arrived` the replacements so far, shape (R,); `security_share`
    is the posted share of guard, counterintelligence and military advisers, shape (R,). All are of the
    end of the last day. Orders are heard once for all missions: a mission is a row of these tables.
    """

    def __init__(
        self, streams: Streams, draws: "Scenario", n_days: int, *, histories: bool = False
    ) -> None:
        self.draws = draws
        self.clocked = [each for each in CAUSES if each.rate is not None]
        sizes = contingent_sizes(draws.missions)
        self.initial: Integers = sizes.reshape(-1, N_MISSIONS, N_STATES).sum(axis=2)
        self.roster = new_roster(
            streams,
            sizes,
            n_clocks=1 + len(self.clocked),
            n_days=n_days,
            can_be_hit=int(sizes[:, _targets()].sum(axis=1).max()),
            histories=histories,
        )
        self.clocks = self._new_clocks(len(sizes))
        engine.wind_all(self.roster, self.clocks)
        n = len(sizes)
        self.posted: Integers = self.initial.copy()
        self.queued: Integers = np.zeros_like(self.initial)
        self.present: Integers = self.initial.copy()
        self.by_state: Integers = np.zeros((n, N_STATES), np.int64)
        self.arrived: Integers = np.zeros(n, np.int64)
        self.own_choice = draws.missions.table("own_choice")
        self.security_share: Floats = np.ones(n)

    def _new_clocks(self, n: int) -> Clocks:
        n_clocks, contagion = 1 + len(self.clocked), self.draws.switches.contagion
        causes = self.draws.assumptions.causes
        frailty, peer = np.zeros((n, n_clocks)), np.zeros((n, n_clocks))
        by_state = np.ones((n, n_clocks, N_STATES))
        border = np.array([state.border for state in STATES])
        for k, each in enumerate(self.clocked, start=1):
            parameters = getattr(causes, each.name)
            frailty[:, k] = getattr(parameters, "frailty", 0.0)
            if contagion != "none":
                peer[:, k] = getattr(parameters, "peers", 0.0)
            if each.border_factor:
                by_state[:, k, border] = getattr(parameters, each.border_factor)[:, None]
        thresholds = self.draws.assumptions.peers.threshold
        return Clocks(
            rate=np.zeros((n, N_MISSIONS, n_clocks)),
            by_state=by_state,
            frailty=frailty,
            peer=peer,
            peer_threshold=thresholds if contagion == "threshold" else -np.ones(n),
            cause=np.array([NEVER, *(cause(each.name) for each in self.clocked)]),
            repeats=np.array([False, *(each.replaced for each in self.clocked)]),
            overland=np.array([False, *(each.overland for each in self.clocked)]),
            ordered=np.array([False, *(each.by_order for each in self.clocked)]),
            purpose=np.array(
                [purpose_id("clock relief"), *(purpose_id(f"clock {e.name}") for e in self.clocked)]
            ),
            stay_behind=self.draws.missions.table("stay_behind"),
            expulsion=causes.expelled.after_relief,
            expelled=cause("expelled"),
            evacuated=cause("evacuated_injured"),
            rotated=cause("rotated"),
        )

    def hear(self, signals: Signals) -> None:
        """Orders and moods of the day become rates on everybody's clocks, 1/day; relief comes first."""
        causes = self.draws.assumptions.causes
        self.clocks.rate[:, :, RELIEF] = signals.relief
        for k, each in enumerate(self.clocked, start=1):
            self.clocks.rate[:, :, k] = each.hazard(getattr(causes, each.name, None), signals)

    def advance_clocks(self, day: int) -> None:
        """Everybody's clocks run for one day."""
        engine.advance_clocks(self.roster, self.clocks, day)

    def fly_home(self, seats: Integers, inflow: Floats, day: int) -> None:
        """Fill the seats of the day; `inflow` is the share of rotated persons who are replaced."""
        engine.fly_home(self.roster, self.clocks, seats, inflow, day)
        by_mission = self.posted, self.queued, self.present
        engine.tally(self.roster, *by_mission, self.by_state, self.arrived)
        posted = sum(self.posted[:, mission(name)] for name in SECURITY)
        start = sum(self.initial[:, mission(name)] for name in SECURITY)
        self.security_share = np.asarray(posted / np.maximum(start, 1))

    def strike(self, killed: Integers, injured: Integers, day: int) -> None:
        """Guard and military are hit; see `people.kernel.strike`."""
        targets = _targets()
        healing = self.draws.assumptions.causes.evacuated_injured.healing
        engine.strike(self.roster, targets, killed, injured, healing, cause("killed"), day)

    def begin_day(self) -> None:
        """Forget yesterday's list of exits."""
        self.roster.log_length[:] = 0


def _targets() -> Integers:
    """Contingents that a strike hits."""
    return np.concatenate([np.arange(N_STATES) + N_STATES * mission(name) for name in TARGETS])
