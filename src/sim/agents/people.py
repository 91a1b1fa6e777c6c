"""The people of all missions: builds their roster and clocks, and hands both to the compiled day."""

from typing import TYPE_CHECKING

import numpy as np

from sim.core.quantity import Floats, Integers
from sim.mechanisms import people as engine
from sim.mechanisms.causes import CAUSE_NAMES, CAUSES, cause
from sim.mechanisms.causes.base import Signals
from sim.mechanisms.roster import CLOCK, CONTINGENT, NEVER, POSTED, VACANT, Clocks, Roster
from sim.mechanisms.streams import purpose_id
from sim.world.missions import N_MISSIONS, SECURITY, contingent_sizes, mission
from sim.world.states import N_STATES, STATES

if TYPE_CHECKING:
    from sim.model import AllianceModel

SORTING_BUCKETS = 1024  # a day rarely has more leavers in one replicate
TARGETS = ("presidential_guard", "military_advisers")


class People:
    """About 14,000 persons a replicate in 168 contingents, as arrays; see `Roster` for the state.

    `initial`, `posted`, `queued` and `present` count by mission, shape (R, M), `by_state` the persons in
    the country by state, shape (R, S); `security_share` is the posted share of guard,
    counterintelligence and military advisers, shape (R,). All are of the end of the last day.
    """

    def __init__(self, model: "AllianceModel") -> None:
        self.draws = model.draws
        self.rates: list[Floats] = []
        self.clocked = [each for each in CAUSES if each.rate is not None]
        sizes = contingent_sizes(model.draws.missions)
        self.initial: Integers = sizes.reshape(-1, N_MISSIONS, N_STATES).sum(axis=2)
        self.roster = _new_roster(model, sizes, n_clocks=1 + len(self.clocked))
        self.clocks = self._new_clocks(model)
        engine.wind_all(self.roster, self.clocks)
        n = model.n_replicates
        self.posted: Integers = self.initial.copy()
        self.queued: Integers = np.zeros_like(self.initial)
        self.present: Integers = self.initial.copy()
        self.by_state: Integers = np.zeros((n, N_STATES), np.int64)
        self.own_choice = model.draws.missions.table("own_choice")
        self.security_share: Floats = np.ones(n)

    def _new_clocks(self, model: "AllianceModel") -> Clocks:
        n, n_clocks = model.n_replicates, 1 + len(self.clocked)
        causes = model.draws.assumptions.causes
        frailty, peer = np.zeros((n, n_clocks)), np.zeros((n, n_clocks))
        by_state = np.ones((n, n_clocks, N_STATES))
        border = np.array([state.border for state in STATES])
        for k, each in enumerate(self.clocked, start=1):
            parameters = getattr(causes, each.name)
            frailty[:, k] = getattr(parameters, "frailty", 0.0)
            if model.switches.contagion != "none":
                peer[:, k] = getattr(parameters, "peers", 0.0)
            if each.border_factor:
                by_state[:, k, border] = getattr(parameters, each.border_factor)[:, None]
        thresholds = model.draws.assumptions.peers.threshold
        return Clocks(
            rate=np.zeros((n, N_MISSIONS, n_clocks)),
            by_state=by_state,
            frailty=frailty,
            peer=peer,
            peer_threshold=thresholds if model.switches.contagion == "threshold" else -np.ones(n),
            cause=np.array([NEVER, *(cause(each.name) for each in self.clocked)]),
            repeats=np.array([False, *(each.replaced for each in self.clocked)]),
            overland=np.array([False, *(each.overland for each in self.clocked)]),
            ordered=np.array([False, *(each.by_order for each in self.clocked)]),
            purpose=np.array(
                [purpose_id("clock relief"), *(purpose_id(f"clock {e.name}") for e in self.clocked)]
            ),
            stay_behind=model.draws.missions.table("stay_behind"),
            expulsion=causes.expelled.after_relief,
            expelled=cause("expelled"),
            evacuated=cause("evacuated_injured"),
            rotated=cause("rotated"),
        )

    def hear(self, signals: Signals) -> None:
        """Compute today's rates (R, M) of every clock, relief first; missions then pass them on."""
        causes = self.draws.assumptions.causes
        self.rates = [signals.relief]
        for each in self.clocked:
            self.rates.append(each.hazard(getattr(causes, each.name, None), signals))

    def set_rates(self, position: int) -> None:
        """Put today's rates of one mission on its people's clocks, 1/day."""
        for k, rate in enumerate(self.rates):
            self.clocks.rate[:, position, k] = rate[:, position]

    def advance_clocks(self, day: int) -> None:
        """Everybody's clocks run for one day."""
        engine.advance_clocks(self.roster, self.clocks, day)

    def fly_home(self, seats: Integers, inflow: Floats, day: int) -> None:
        """Fill the seats of the day; `inflow` is the share of rotated persons who are replaced."""
        engine.fly_home(self.roster, self.clocks, seats, inflow, day)
        engine.tally(self.roster, self.posted, self.queued, self.present, self.by_state)
        posted = sum(self.posted[:, mission(name)] for name in SECURITY)
        start = sum(self.initial[:, mission(name)] for name in SECURITY)
        self.security_share = np.asarray(posted / np.maximum(start, 1))

    def strike(self, killed: Integers, injured: Integers, day: int) -> None:
        """Guard and military are hit; see `mechanisms.people.strike`."""
        targets = _targets()
        healing = self.draws.assumptions.causes.evacuated_injured.healing
        engine.strike(self.roster, targets, killed, injured, healing, cause("killed"), day)

    def begin_day(self) -> None:
        """Forget yesterday's list of exits."""
        self.roster.log_length[:] = 0


def _targets() -> Integers:
    """Contingents that a strike hits."""
    return np.concatenate([np.arange(N_STATES) + N_STATES * mission(name) for name in TARGETS])


def _new_roster(model: "AllianceModel", sizes: Integers, *, n_clocks: int) -> Roster:
    n, n_contingents = sizes.shape
    posts = int(sizes.sum(axis=1).max())
    urgent = max(
        1, int(sizes[:, _targets()].sum(axis=1).max())
    )  # only who is struck is ever urgent
    causes = (n, N_MISSIONS, len(CAUSE_NAMES))
    by_clock = (N_MISSIONS, n_clocks, N_STATES)
    contingents = np.zeros((n, n_contingents), CONTINGENT)
    contingents["index"] = np.arange(n_contingents)
    contingents["mission"], contingents["state"] = np.divmod(np.arange(n_contingents), N_STATES)
    contingents["size"] = sizes
    contingents["offset"][:, 1:] = np.cumsum(sizes, axis=1)[:, :-1]
    clocks = np.zeros((n, n_contingents, n_clocks), CLOCK)
    kept = posts if model.histories else 0
    # Half the memory wherever no contingent needs more; a day is bound by memory.
    places = np.uint16 if sizes.max() <= np.iinfo(np.uint16).max else np.uint32
    status = np.where(np.arange(posts) < sizes.sum(axis=1)[:, None], POSTED, VACANT)
    return Roster(
        replicates=model.streams.replicates,
        key=model.streams.key,
        contingents=contingents,
        clocks=clocks,
        posted=sizes.astype(np.int32),
        relieved=np.zeros(sizes.shape, np.int32),
        queued=np.zeros(sizes.shape, np.int32),
        arrived=np.zeros(sizes.shape, np.int32),
        unseen=np.zeros(sizes.shape, bool),
        gap=np.zeros((n, *by_clock)),
        peer_factor=np.ones((n, *by_clock)),
        status=status.astype(np.uint8),
        permutation=np.zeros((n, n_clocks, posts), places),
        due=np.zeros((n, posts), np.float32),
        wheel_first=np.full((n, model.n_days), NEVER, np.int32),
        wheel_next=np.zeros((n, posts), np.int32),
        queue=np.zeros((n, posts), np.int64),
        queue_head=np.zeros(n, np.int64),
        queue_length=np.zeros(n, np.int64),
        urgent=np.zeros((n, urgent), np.int64),
        urgent_head=np.zeros(n, np.int64),
        urgent_length=np.zeros(n, np.int64),
        triggered=np.zeros(causes, np.int32),
        exited=np.zeros(causes, np.int32),
        log=np.zeros((n, posts), np.int64),
        log_length=np.zeros(n, np.int64),
        history=np.full((n, kept, 3), NEVER, np.int16),
        log_history=np.full((n, kept, 3), NEVER, np.int16),
        moments=np.zeros(posts),
        leavers=np.zeros(posts, np.int64),
        sorted_moments=np.zeros(posts),
        sorted_leavers=np.zeros(posts, np.int64),
        bucket=np.zeros(SORTING_BUCKETS + 1, np.int64),
        hazard=np.zeros(by_clock),
        slack=np.zeros((N_MISSIONS, N_STATES)),
    )
