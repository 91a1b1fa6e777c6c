"""The first morning: a new roster with everybody at their posts."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.never import NEVER
from sim.core.quantity import Integers
from sim.core.streams import Streams
from sim.mechanisms.causes import CAUSE_NAMES
from sim.people.roster import CONTINGENT, POSTED, RING, VACANT, WINDING, Roster, due_type
from sim.people.states import N_STATES

SORTING_BUCKETS = 1024  # a day rarely has more rings in one replicate


def new_roster(
    streams: Streams,
    sizes: Integers,
    *,
    n_clocks: int,
    n_days: int,
    n_states: int = N_STATES,
    can_be_hit: int = 0,
    histories: bool = False,
) -> Roster:
    """Everybody at their posts on the first morning, no clock wound yet.

    Parameters
    ----------
    streams
        Whose seed and replicates the clocks are drawn from.
    sizes
        Persons by contingent, shape (R, C); contingents count through the states, mission by mission.
    n_clocks, n_days
        Clocks of a person, and days that will be simulated.
    n_states
        States in which a mission serves.
    can_be_hit
        Persons who can be struck, at most: only who is struck is ever urgent.
    histories
        Whether the dates of every person are kept.
    """
    posts = int(sizes.sum(axis=1).max())
    extent = _Extent(
        len(sizes),
        sizes.shape[1] // n_states,
        n_clocks,
        n_states,
        posts,
        n_days,
        hit=max(1, can_be_hit),
        kept=posts if histories else 0,
    )
    return _at_their_posts(streams, sizes, extent)


class _Extent(NamedTuple):
    """How many of everything the arrays of a roster hold."""

    replicates: int
    missions: int
    clocks: int
    states: int
    posts: int
    days: int
    hit: int
    kept: int


def _at_their_posts(streams: Streams, sizes: Integers, extent: _Extent) -> Roster:
    n, n_missions, n_clocks, n_states, posts, n_days, hit, kept = extent
    causes = (n, n_missions, len(CAUSE_NAMES))
    by_clock = (n_missions, n_clocks, n_states)
    # Half the memory wherever sixteen bits can count that many; a day is bound by memory.
    places = np.uint16 if sizes.max() <= np.iinfo(np.uint16).max else np.uint32
    small = posts < np.iinfo(np.uint16).max
    links, tickets = (np.uint16, np.uint32) if small else (np.uint32, np.int64)
    status = np.where(np.arange(posts) < sizes.sum(axis=1)[:, None], POSTED, VACANT)
    return Roster(
        replicates=streams.replicates,
        key=streams.key,
        contingents=_contingents(sizes, n_states),
        windings=np.zeros((n, sizes.shape[1], n_clocks), WINDING),
        gap=np.zeros((n, *by_clock)),
        peer_factor=np.ones((n, *by_clock)),
        status=status.astype(np.uint16),
        permutation=np.zeros((n_clocks, n, posts), places),
        due=np.zeros((n, posts), due_type(links)),
        wheel_first=np.zeros((n_days, n), np.int32),
        queue=np.zeros((n, posts), tickets),
        queue_head=np.zeros(n, np.int64),
        queue_length=np.zeros(n, np.int64),
        urgent=np.zeros((n, hit), tickets),
        urgent_head=np.zeros(n, np.int64),
        urgent_length=np.zeros(n, np.int64),
        triggered=np.zeros(causes, np.int32),
        exited=np.zeros(causes, np.int32),
        log=np.zeros((posts, n), tickets),
        log_length=np.zeros(n, np.int64),
        history=np.full((n, kept, 3), NEVER, np.int16),
        log_history=np.full((kept, n, 3), NEVER, np.int16),
        rings=np.zeros((n_clocks + 1) * posts, RING),  # one ring of each clock, and who falls due
        order=np.zeros((n_clocks + 1) * posts, np.int32),
        ringing=np.zeros(sizes.shape[1], np.int32),
        link=np.zeros(n, np.int32),
        bucket=np.zeros(SORTING_BUCKETS + 1, np.int64),
        hazard=np.zeros(by_clock),
        slack=np.zeros((n_missions, n_states)),
    )


def _contingents(sizes: Integers, n_states: int) -> NDArray[np.void]:
    """The record of every contingent with all its posts filled, (R, C) of `CONTINGENT`."""
    places = np.arange(sizes.shape[1])
    contingents = np.zeros(sizes.shape, CONTINGENT)
    contingents["index"] = places
    contingents["mission"], contingents["state"] = np.divmod(places, n_states)
    contingents["size"] = contingents["posted"] = sizes
    contingents["offset"][:, 1:] = np.cumsum(sizes, axis=1)[:, :-1]
    return contingents
