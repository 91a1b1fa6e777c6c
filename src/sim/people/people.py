"""The people of all missions: builds their roster and clocks, and hands both to the compiled day."""

from typing import TYPE_CHECKING

import numpy as np

from sim.core.never import NEVER
from sim.core.quantity import Floats, Integers
from sim.core.streams import Streams, purpose_id
from sim.mechanisms.causes import CAUSES, cause
from sim.mechanisms.causes.base import Signals
from sim.mechanisms.returns import coming
from sim.people import kernel as engine
from sim.people.first_morning import new_roster
from sim.people.missions import N_MISSIONS, SECURITY, contingent_sizes, mission
from sim.people.roster import RELIEF, Clocks
from sim.people.states import N_STATES, STATES

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

TARGETS = ("presidential_guard", "military_advisers")


_SECURITY = [mission(name) for name in SECURITY]


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
        self._security_at_first = np.maximum(self.initial[:, _SECURITY].sum(axis=1), 1)
        self.owed: Floats = np.zeros(self.initial.shape)  # newcomers, in fractions of persons

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

    def fly_home(self, seats: Integers, inflow: Floats, invited: Floats, day: int) -> None:
        """Fill the seats of the day.

        `inflow` is the share of rotated persons who are replaced, `invited` how far others are
        wanted at vacant posts; both in [0, 1], shape (R,).
        """
        engine.fly_home(self.roster, self.clocks, seats, inflow, day)
        self._come_back(seats, invited, day)
        by_mission = self.posted, self.queued, self.present
        engine.tally(self.roster, *by_mission, self.by_state, self.arrived)
        self.security_share = self.posted[:, _SECURITY].sum(axis=1) / self._security_at_first

    def _come_back(self, seats: Integers, invited: Floats, day: int) -> None:
        if invited.any():
            vacant = self.initial - self.present
            filling = self.draws.assumptions.returns.filling
            self.owed = self.owed + (invited / filling)[:, None] * vacant
        if not (self.owed >= 1).any():
            return
        come = coming(self.owed, seats)
        if come.any():
            self.owed = self.owed - come
            engine.come_back(self.roster, self.clocks, come, day)

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
