"""The roster: everyone in the country and every clock, as arrays that the compiled day works on."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

VACANT, POSTED, RELIEVED, INJURED, QUEUED = 0, 1, 2, 3, 4
STATUS = 7  # bits of the status that say where a person is
RANG = 8  # bit of the first clock: it has rung at this post; those of the others follow
MOST_CLOCKS = 11
SCHEDULED = 1 << 14  # bit: somebody who had this post stands on a list of who falls due
HIT = 1 << 15  # bit: the post was hit by a strike
CLOSED = (
    HIT | ((1 << MOST_CLOCKS) - 1) * RANG
)  # no replacement of a rotated person will be sent here
RELIEF = 0  # the first clock; persons are numbered in the order in which relief would reach them
DUE_TODAY = -1  # stands in the place of a clock for somebody who falls due

# One record a contingent and one a clock: what a ring touches lies together in memory. What every day
# reads, ring or no ring, is kept apart (`Roster.gap`, `Roster.peer_factor`): a day is bound by memory.
CONTINGENT = np.dtype(
    [
        ("index", np.int32),  # which of the contingents it is: mission x state
        ("mission", np.int32),
        ("state", np.int32),
        ("size", np.int32),  # posts
        ("offset", np.int32),  # first post in the arrays over posts
        ("returning", np.int32),  # queued persons whose post may be filled again
        ("arrived", np.int32),  # replacements and newcomers so far
        ("posted", np.int32),  # persons at their posts
        ("relieved", np.int32),  # relieved and not yet on their way, the injured included
        ("queued", np.int32),  # waiting for a seat
        ("unseen", np.int32),  # whether somebody left or came since the peer factors are of
    ]
)
WINDING = np.dtype(
    [
        ("sorted_sum", np.float64),  # Rényi's S_j of the next ring
        ("rank", np.int32),  # rings computed so far
        ("back", np.int32),  # posts at which it had rung and that were filled again
    ]
)
RING = np.dtype(
    [
        ("moment", np.float64),  # in the day, in [0, 1]
        ("contingent", np.int32),
        ("clock", np.int32),
        ("pick", np.int32),  # place of the shuffle that says at which post it rings
        ("place", np.int32),  # how far the shuffle is: what stands here goes where was picked
        ("post", np.int32),  # where it rings
    ]
)


def due_type(links: type[np.unsignedinteger[Any]]) -> np.dtype[Any]:
    """Record of a relieved or injured person who is to leave on a day; `links` can hold every post."""
    return np.dtype(
        [
            ("moment", np.uint16),  # in the day, in `MOMENTS`
            ("next", links),  # one more than the next post due on the same day, 0 for none
            ("contingent", np.uint16),
        ]
    )


class Roster(NamedTuple):
    """Everyone in the country and on the way out.

    Arrays lead with the replicate axis, but for those of which a run touches only the first entries,
    or only some clocks: what is not touched takes no memory if it lies together.

    Shapes: R replicates, C contingents (mission x state), M missions, K clocks, Z causes, P posts
    (width of the widest replicate), T days. Counts are integers; times are days since the start.
    """

    replicates: NDArray[np.int64]  # (R,)
    key: NDArray[np.uint64]  # (2,)
    contingents: NDArray[Any]  # (R, C) of CONTINGENT
    windings: NDArray[Any]  # (R, C, K) of WINDING: how far each clock has been wound
    gap: NDArray[np.float64]  # (R, M, K, S) cumulative hazard still missing to the next ring
    peer_factor: NDArray[np.float64]  # (R, M, K, S) what departed peers multiply the hazard by
    status: NDArray[np.uint16]  # (R, P)
    permutation: NDArray[Any]  # (K, R, P) unsigned, xor the identity, so that zeros mean it
    due: NDArray[Any]  # (R, P) of `due_type`
    wheel_first: NDArray[np.int32]  # (T, R) one more than the first post due on a day, 0 for none
    queue: NDArray[Any]  # (R, P) ring buffer of tickets (`people.marks`) waiting for a seat
    queue_head: NDArray[np.int64]  # (R,)
    queue_length: NDArray[np.int64]  # (R,)
    urgent: NDArray[Any]  # (R, persons who can be hit) the same for injured persons
    urgent_head: NDArray[np.int64]  # (R,)
    urgent_length: NDArray[np.int64]  # (R,)
    triggered: NDArray[np.int32]  # (R, M, Z)
    exited: NDArray[np.int32]  # (R, M, Z)
    log: NDArray[Any]  # (P, R) tickets (`people.marks`) of the day's exits
    log_length: NDArray[np.int64]  # (R,)
    history: NDArray[np.int16]  # (R, P or 0, 3) days of arrival, relief and trigger
    log_history: NDArray[np.int16]  # (P or 0, R, 3) the same dates of those who left today
    rings: NDArray[Any]  # scratch, of RING: clocks that have rung and are not settled yet
    order: NDArray[np.int32]  # scratch: the rings in the order of their moments
    ringing: NDArray[np.int32]  # (C,) scratch: contingents with a ring today
    link: NDArray[np.int32]  # (R,) scratch: how far each list of who falls due has been read
    bucket: NDArray[np.int64]  # scratch for sorting
    hazard: NDArray[np.float64]  # (M, K, S) scratch: hazards of today in one replicate, 1/day
    slack: NDArray[np.float64]  # (M, S) scratch: how far a contingent is from a ring tonight

    @property
    def posted(self) -> NDArray[np.int64]:
        """Persons at their posts, by contingent, (R, C)."""
        return np.asarray(self.contingents["posted"])

    @property
    def relieved(self) -> NDArray[np.int64]:
        """Persons relieved and not yet on their way, the injured included, (R, C)."""
        return np.asarray(self.contingents["relieved"])

    @property
    def queued(self) -> NDArray[np.int64]:
        """Persons waiting for a seat, (R, C)."""
        return np.asarray(self.contingents["queued"])

    @property
    def arrived(self) -> NDArray[np.int64]:
        """Replacements so far, (R, C)."""
        return np.asarray(self.contingents["arrived"])


class Clocks(NamedTuple):
    """What the clocks are and how fast they run today."""

    rate: NDArray[np.float64]  # (R, M, K) 1/day
    by_state: NDArray[np.float64]  # (R, K, S) multiplier
    frailty: NDArray[np.float64]  # (R, K) variance; 0 = everyone alike
    peer: NDArray[np.float64]  # (R, K) strength of the peer effect
    peer_threshold: NDArray[np.float64]  # (R,) share departed that counts; negative = all, linear
    cause: NDArray[np.int64]  # (K,) NEVER for relief
    repeats: NDArray[np.bool_]  # (K,) the post stays open, and the clock rings for the next person
    overland: NDArray[np.bool_]  # (K,) leaves without a seat
    ordered: NDArray[np.bool_]  # (K,) an order, which a person who stays behind does not follow
    purpose: NDArray[np.uint64]  # (K,)
    stay_behind: NDArray[np.float64]  # (R, M) share
    expulsion: NDArray[np.float64]  # (R,) rate from relief to expulsion, 1/day
    expelled: int
    evacuated: int
    rotated: int
