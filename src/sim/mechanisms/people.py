r"""The individuals: every person's clocks, compiled, at the cost of contingents plus leavers.

A *clock* belongs to one cause (or to relief of post) and one person: it rings when the cumulative
hazard of the person's contingent passes the person's threshold. Thresholds are unit exponentials;
with frailty of variance :math:`\theta` they are Lomax, because gamma frailty integrates out exactly.
The clocks of a contingent ring in sorted order, and sorted exponentials follow Rényi's recursion

.. math:: S_j = S_{j-1} + E_j/(n-j+1), \qquad \text{threshold}_j = (e^{\theta S_j}-1)/\theta,

so only clocks that ring are ever computed; whose clock it is comes from a lazy Fisher-Yates
permutation. Clocks exist for everyone: one that rings for a person who has left does nothing. Draws are
addressed by (contingent, clock, rank), never by order of calls, which is what pairs two scenarios
person by person and makes "a higher hazard delays nobody" a theorem.

A clock stands at a *post*. A replacement takes over the post with its clocks: for exponential
clocks that is the law of a fresh clock, and it keeps replicates of two scenarios paired.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.core.quantity import Integers
from sim.mechanisms.streams import as_uniform, philox, purpose_id

N_STATES = 24
VACANT, POSTED, RELIEVED, INJURED, QUEUED = 0, 1, 2, 3, 4
STATUS = 7  # bits of the status that say where a person is
_CLOSED = 8  # no replacement will be sent to this post
NEVER = -1

_REFILL = purpose_id("replacement sent")
_STAY = purpose_id("stays behind")
_HIT = purpose_id("hit by the strike")
_HEAL = purpose_id("injured fit to fly")
_EXPEL = purpose_id("expelled after relief")
_REPORT = purpose_id("departure reported")

# One record a contingent and one a clock: what a ring touches lies together in memory. What every day
# reads, ring or no ring, is kept apart (`Roster.gap`, `Roster.peer_factor`): a day is bound by memory.
CONTINGENT = np.dtype(
    [
        ("index", np.int32),  # which of the contingents it is: mission x state
        ("mission", np.int32),
        ("state", np.int32),
        ("size", np.int32),  # posts
        ("offset", np.int32),  # first post in the arrays over posts
        ("posted", np.int32),
        ("relieved", np.int32),  # injured persons included
        ("queued", np.int32),
        ("returning", np.int32),  # queued persons whose post may be filled again
        ("departed", np.int32),  # triggered so far: what peers see
        ("arrived", np.int32),
        ("seen", np.int32),  # departed and arrived when the peer factors were computed
    ]
)
CLOCK = np.dtype(
    [
        ("threshold", np.float64),  # cumulative hazard at the next ring
        ("sorted_sum", np.float64),  # Rényi's S_j of the next ring
        ("pick", np.float64),  # uniform that decides whose clock rings next
        ("rank", np.int64),  # clocks that have rung
    ]
)


class Roster(NamedTuple):
    """Everyone in the country and on the way out; all arrays lead with the replicate axis.

    Shapes: R replicates, C contingents (mission x state), M missions, K clocks, Z causes, P posts
    (width of the widest replicate), T days. Counts are integers; times are days since the start.
    """

    replicates: NDArray[np.int64]  # (R,)
    key: NDArray[np.uint64]  # (2,)
    contingents: NDArray[Any]  # (R, C) of CONTINGENT
    clocks: NDArray[Any]  # (R, C, K) of CLOCK
    gap: NDArray[np.float64]  # (R, C, K) cumulative hazard still missing to the next ring
    peer_factor: NDArray[np.float64]  # (R, C, K) multiplier that departed peers put on the hazard
    status: NDArray[np.uint8]  # (R, P)
    permutation: NDArray[Any]  # (R, K, P) unsigned, xor the identity, so that zeros mean it
    due: NDArray[np.float32]  # (R, P) when a relieved or injured person is to leave
    wheel_first: NDArray[np.int32]  # (R, T) first post due on a day
    wheel_next: NDArray[np.int32]  # (R, P) next post due on the same day
    queue: NDArray[np.int64]  # (R, P) ring buffer of `_ticket`s waiting for a seat
    queue_head: NDArray[np.int64]  # (R,)
    queue_length: NDArray[np.int64]  # (R,)
    urgent: NDArray[np.int64]  # (R, P) the same for injured persons
    urgent_head: NDArray[np.int64]  # (R,)
    urgent_length: NDArray[np.int64]  # (R,)
    triggered: NDArray[np.int32]  # (R, M, Z)
    exited: NDArray[np.int32]  # (R, M, Z)
    log: NDArray[np.int64]  # (R, P) `_ticket`s of the day's exits
    log_length: NDArray[np.int64]  # (R,)
    history: NDArray[np.int16]  # (R, P or 0, 3) days of arrival, relief and trigger
    log_history: NDArray[np.int16]  # (R, P or 0, 3) the same dates of those who left today
    moments: NDArray[np.float64]  # (P,) scratch: when in the day each leaver's clock rang
    leavers: NDArray[np.int64]  # (P,) scratch: their tickets
    sorted_moments: NDArray[np.float64]  # (P,) scratch: both in the order of the moments
    sorted_leavers: NDArray[np.int64]  # (P,) scratch
    bucket: NDArray[np.int64]  # scratch for sorting
    hazard: NDArray[np.float64]  # (K,) scratch: hazards of one contingent today, 1/day

    @property
    def posted(self) -> Integers:
        """Persons at their posts, shape (R, C)."""
        return np.asarray(self.contingents["posted"])

    @property
    def relieved(self) -> Integers:
        """Persons relieved of post and not yet on their way, the injured included, (R, C)."""
        return np.asarray(self.contingents["relieved"])

    @property
    def queued(self) -> Integers:
        """Persons waiting for a seat, shape (R, C)."""
        return np.asarray(self.contingents["queued"])

    @property
    def arrived(self) -> Integers:
        """Replacements so far, shape (R, C)."""
        return np.asarray(self.contingents["arrived"])


class Clocks(NamedTuple):
    """What the clocks are and how fast they run today."""

    rate: NDArray[np.float64]  # (R, M, K) 1/day
    by_state: NDArray[np.float64]  # (R, S, K) multiplier
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


# Nothing here allocates, so reference counting is off: counting each array of the roster at each
# access made a day four times as long. Inlining spares copying the roster at each call.
compiled = njit(cache=True, _nrt=False, error_model="numpy")
inlined = njit(cache=True, _nrt=False, error_model="numpy", inline="always")


@inlined
def _words(world, r, purpose, index, place):
    return philox(
        np.uint64(index),
        np.uint64(place),
        np.uint64(purpose),
        np.uint64(world.replicates[r]),
        world.key[0],
        world.key[1],
    )


@inlined
def _wind(world, clocks, r, here, k) -> None:
    """Compute when clock k of a contingent rings next, and the uniform that says whose it is."""
    clock = world.clocks[r, here.index, k]
    left = here.size if clocks.repeats[k] else here.size - clock.rank
    if left <= 0:
        world.gap[r, here.index, k] = np.inf
    else:
        words = _words(world, r, clocks.purpose[k], clock.rank, here.index)
        clock.sorted_sum -= np.log(as_uniform(words[0])) / left
        clock.pick = as_uniform(words[1])
        theta = clocks.frailty[r, k]
        before = clock.threshold
        clock.threshold = (
            np.expm1(theta * clock.sorted_sum) / theta if theta > 0 else clock.sorted_sum
        )
        world.gap[r, here.index, k] += clock.threshold - before


@compiled
def wind_all(world, clocks) -> None:
    """Set every clock before the first day."""
    for r in range(world.contingents.shape[0]):
        for c in range(world.contingents.shape[1]):
            here = world.contingents[r, c]
            if here.size > 0:
                for k in range(clocks.cause.shape[0]):
                    _wind(world, clocks, r, here, k)


@inlined
def _whose(world, clocks, r, here, k):
    """Post whose clock rings now: one step of a lazy Fisher-Yates shuffle."""
    clock = world.clocks[r, here.index, k]
    j = clock.rank
    start = here.offset
    drawn = np.int64(clock.pick * here.size)
    if not clocks.repeats[k]:
        pick = j + np.int64(clock.pick * (here.size - j))
        drawn = world.permutation[r, k, start + pick] ^ pick
        first = world.permutation[r, k, start + j] ^ j
        world.permutation[r, k, start + pick] = first ^ pick
        world.permutation[r, k, start + j] = drawn ^ j
    return start + drawn


@inlined
def _stays(world, clocks, r, here, post):
    share = clocks.stay_behind[r, here.mission]
    mark = 1.0
    if share > 0.0:
        mark = as_uniform(_words(world, r, _STAY, post - here.offset, here.index)[0])
    return mark < share


@inlined
def _schedule(world, r, post, time) -> None:
    world.due[r, post] = time
    day = np.int64(min(time, 1e9))
    if day < world.wheel_first.shape[1]:
        world.wheel_next[r, post] = world.wheel_first[r, day]
        world.wheel_first[r, day] = post


@inlined
def _ticket(post, c, cause):
    """Post, contingent and cause in one integer."""
    return (np.int64(post) << 16) | (np.int64(c) << 6) | np.int64(cause)


@inlined
def read_ticket(ticket):
    """Post, contingent and cause that `_ticket` packed; works on arrays too."""
    return ticket >> 16, (ticket >> 6) & 1023, ticket & 63


@inlined
def _remember(world, r, post, what, day) -> None:
    """Write one date of a person's history, where histories are kept."""
    if world.history.shape[1] > 0:
        world.history[r, post, what] = day


@inlined
def _set_status(world, r, post, status) -> None:
    world.status[r, post] = (world.status[r, post] & ~np.uint8(STATUS)) | np.uint8(status)


@inlined
def _exit(world, r, ticket) -> None:
    post, c, cause = read_ticket(ticket)
    world.exited[r, c // N_STATES, cause] += 1
    world.log[r, world.log_length[r]] = ticket
    if world.history.shape[1] > 0:
        for what in range(3):
            world.log_history[r, world.log_length[r], what] = world.history[r, post, what]
    world.log_length[r] += 1


@inlined
def _trigger(world, r, here, post, cause, day):
    """Take a person off the posted or relieved count, whichever holds them; returns the ticket."""
    if world.status[r, post] & STATUS == POSTED:
        here.posted -= 1
        _remember(world, r, post, 1, day)
    else:
        here.relieved -= 1
    _remember(world, r, post, 2, day)
    world.triggered[r, here.mission, cause] += 1
    here.departed += 1
    return _ticket(post, here.index, cause)


@inlined
def _relieve(world, clocks, r, here, post, time) -> None:
    """Relieve a person of the post, and set the day of expulsion unless the person stays behind."""
    _set_status(world, r, post, RELIEVED)
    here.posted -= 1
    here.relieved += 1
    _remember(world, r, post, 1, np.int64(time))
    world.due[r, post] = np.inf
    if clocks.expulsion[r] > 0 and not _stays(world, clocks, r, here, post):
        words = _words(world, r, _EXPEL, post - here.offset, here.index)
        _schedule(world, r, post, time - np.log(as_uniform(words[0])) / clocks.expulsion[r])


@inlined
def _see_peers(world, clocks, r, here) -> None:
    """Refresh the multipliers that departed peers put on the clocks."""
    here.seen = here.departed + here.arrived
    share = here.departed / (here.size + here.arrived)
    limit = clocks.peer_threshold[r]
    seen = share if limit < 0 else np.float64(share >= limit)
    for k in range(clocks.cause.shape[0]):
        if clocks.peer[r, k] > 0:
            world.peer_factor[r, here.index, k] = np.exp(clocks.peer[r, k] * seen)


@inlined
def _next_ring(gap, hazard):
    """Clock that rings first in what is left of the day, and the moment in [0, 1]."""
    which = NEVER
    moment = np.inf
    for k in range(hazard.shape[0]):
        if gap[k] <= hazard[k] and hazard[k] > 0.0 and gap[k] / hazard[k] < moment:
            which = k
            moment = gap[k] / hazard[k]
    return which, moment


@inlined
def _ring(world, clocks, r, here, k, post, time):
    """What a ringing clock does to whoever stands at the post: a ticket, or NEVER if none leaves."""
    ticket = np.int64(NEVER)
    status = world.status[r, post] & STATUS
    if not clocks.repeats[k]:
        world.status[r, post] |= np.uint8(_CLOSED)
    if clocks.cause[k] == NEVER:
        if status == POSTED:
            _relieve(world, clocks, r, here, post, time)
    elif (status == POSTED or (status == RELIEVED and world.due[r, post] > time)) and not (
        clocks.ordered[k] and _stays(world, clocks, r, here, post)
    ):
        ticket = _trigger(world, r, here, post, clocks.cause[k], np.int64(time))
    return ticket


@compiled
def _due_today(world, clocks, r, day, moments, leavers, n):
    """Expulsions and evacuations that fall due: the injured join the urgent queue at once."""
    post = world.wheel_first[r, day]
    while post != NEVER:
        status = world.status[r, post] & STATUS
        if status in (RELIEVED, INJURED):
            low, high = 0, world.contingents.shape[1]
            while high - low > 1:
                middle = (low + high) // 2
                if world.contingents[r, middle].offset <= post:
                    low = middle
                else:
                    high = middle
            here = world.contingents[r, low]
            cause = clocks.expelled if status == RELIEVED else clocks.evacuated
            ticket = _trigger(world, r, here, post, cause, day)
            _set_status(world, r, post, QUEUED)
            here.queued += 1
            if status == INJURED:
                end = (world.urgent_head[r] + world.urgent_length[r]) % world.urgent.shape[1]
                world.urgent[r, end] = ticket
                world.urgent_length[r] += 1
            else:
                moments[n] = world.due[r, post] - day
                leavers[n] = ticket
                n += 1
        post = world.wheel_next[r, post]
    return n


@inlined
def _sort(world, n) -> None:
    """Put the day's n leavers in the order of their moments: into buckets, then by insertion.

    Moments are spread over the day, so a leaver is within a few places of its own after the first
    step, and the whole takes time in proportion to n.
    """
    bucket = world.bucket
    n_buckets = min(n, bucket.shape[0] - 1)
    bucket[: n_buckets + 1] = 0
    for i in range(n):
        bucket[min(np.int64(world.moments[i] * n_buckets), n_buckets - 1) + 1] += 1
    for b in range(n_buckets):
        bucket[b + 1] += bucket[b]
    for i in range(n):
        b = min(np.int64(world.moments[i] * n_buckets), n_buckets - 1)
        world.sorted_moments[bucket[b]] = world.moments[i]
        world.sorted_leavers[bucket[b]] = world.leavers[i]
        bucket[b] += 1
    for i in range(1, n):
        moment, leaver = world.sorted_moments[i], world.sorted_leavers[i]
        j = i
        while j > 0 and world.sorted_moments[j - 1] > moment:
            world.sorted_moments[j] = world.sorted_moments[j - 1]
            world.sorted_leavers[j] = world.sorted_leavers[j - 1]
            j -= 1
        world.sorted_moments[j], world.sorted_leavers[j] = moment, leaver


@inlined
def _join_queue(world, r, n) -> None:
    for i in range(n):
        end = (world.queue_head[r] + world.queue_length[r]) % world.queue.shape[1]
        world.queue[r, end] = world.sorted_leavers[i]
        world.queue_length[r] += 1


@compiled
def advance_clocks(world, clocks, day) -> None:
    """One day of everybody's clocks: whoever's clock rings leaves the post or joins the queue.

    Rings of one day are settled in the order of the moments they fall on, never by cause; hazards
    use start-of-day peer shares, and the queue is joined in the order of the rings.
    """
    n_clocks = clocks.cause.shape[0]
    moments, leavers, hazard = world.moments, world.leavers, world.hazard
    for r in range(world.contingents.shape[0]):
        n = 0
        for c in range(world.contingents.shape[1]):
            here = world.contingents[r, c]
            if here.posted + here.relieved + here.returning == 0:
                continue
            if here.seen != here.departed + here.arrived:
                _see_peers(world, clocks, r, here)
            gap = world.gap[r, c]
            peers = world.peer_factor[r, c]
            rate = clocks.rate[r, here.mission]
            factor = clocks.by_state[r, here.state]
            for k in range(n_clocks):
                hazard[k] = rate[k] * factor[k] * peers[k]
            which, moment = _next_ring(gap, hazard)
            while which != NEVER:
                post = _whose(world, clocks, r, here, which)
                world.clocks[r, c, which].rank += 1
                _wind(world, clocks, r, here, which)
                ticket = _ring(world, clocks, r, here, which, post, day + moment)
                if ticket != NEVER and clocks.overland[which]:
                    _set_status(world, r, post, VACANT)
                    _exit(world, r, ticket)
                elif ticket != NEVER:
                    _set_status(world, r, post, QUEUED)
                    here.queued += 1
                    here.returning += np.int32(clocks.repeats[which])
                    moments[n] = moment
                    leavers[n] = ticket
                    n += 1
                which, moment = _next_ring(gap, hazard)
            for k in range(n_clocks):
                gap[k] -= hazard[k]
        n = _due_today(world, clocks, r, day, moments, leavers, n)
        _sort(world, n)
        _join_queue(world, r, n)


@inlined
def _board(world, clocks, r, ticket, day, inflow) -> None:
    """One person flies home; the aircraft may bring the replacement of a rotated person."""
    post, c, cause = read_ticket(ticket)
    here = world.contingents[r, c]
    here.queued -= 1
    _exit(world, r, ticket)
    closed = world.status[r, post] & _CLOSED
    _set_status(world, r, post, VACANT)
    if cause == clocks.rotated:
        here.returning -= 1
        words = _words(world, r, _REFILL, post - here.offset, c + 1024 * day)
        if closed == 0 and as_uniform(words[0]) < inflow[r]:
            _set_status(world, r, post, POSTED)
            here.posted += 1
            here.arrived += 1
            _remember(world, r, post, 0, day)
            _remember(world, r, post, 1, NEVER)
            _remember(world, r, post, 2, NEVER)


@compiled
def fly_home(world, clocks, seats, inflow, day) -> None:
    """Fill the seats of the day, shape (R,): the injured first, then first come, first served."""
    for r in range(world.contingents.shape[0]):
        free = seats[r]
        while free > 0 and world.urgent_length[r] + world.queue_length[r] > 0:
            if world.urgent_length[r] > 0:
                ticket = world.urgent[r, world.urgent_head[r]]
                world.urgent_head[r] = (world.urgent_head[r] + 1) % world.urgent.shape[1]
                world.urgent_length[r] -= 1
            else:
                ticket = world.queue[r, world.queue_head[r]]
                world.queue_head[r] = (world.queue_head[r] + 1) % world.queue.shape[1]
                world.queue_length[r] -= 1
            _board(world, clocks, r, ticket, day, inflow)
            free -= 1


@compiled
def strike(world, targets, killed, injured, healing, killed_cause, day) -> None:
    """Kill and injure posted persons of the target contingents, drawn without replacement.

    `killed` and `injured` are counts, shape (R,); `healing` the mean days until an injured person
    can fly. Whoever has left already cannot be hit, so fewer are hit when fewer are there.
    """
    for r in range(world.contingents.shape[0]):
        posts = 0
        there = 0
        for c in targets:
            posts += world.contingents[r, c].size
            there += world.contingents[r, c].posted
        hits = 0
        attempt = 0
        while hits < min(killed[r] + injured[r], there):
            place = np.int64(as_uniform(_words(world, r, _HIT, attempt, day)[0]) * posts)
            attempt += 1
            c = 0
            while place >= world.contingents[r, targets[c]].size:
                place -= world.contingents[r, targets[c]].size
                c += 1
            here = world.contingents[r, targets[c]]
            post = here.offset + place
            if world.status[r, post] & STATUS != POSTED:
                continue
            world.status[r, post] |= np.uint8(_CLOSED)
            if hits < killed[r]:
                ticket = _trigger(world, r, here, post, killed_cause, day)
                _set_status(world, r, post, VACANT)
                _exit(world, r, ticket)
            else:
                _set_status(world, r, post, INJURED)
                here.posted -= 1
                here.relieved += 1
                _remember(world, r, post, 1, day)
                words = _words(world, r, _HEAL, place, here.index)
                _schedule(world, r, post, day - np.log(as_uniform(words[0])) * healing[r])
            hits += 1


@compiled
def tally(world, posted, queued, present, by_state) -> None:
    """Counts by mission (R, M) and persons in the country by state (R, S), written into the arrays."""
    posted[:] = 0
    queued[:] = 0
    present[:] = 0
    by_state[:] = 0
    for r in range(world.contingents.shape[0]):
        for c in range(world.contingents.shape[1]):
            here = world.contingents[r, c]
            in_country = here.posted + here.relieved + here.queued
            posted[r, here.mission] += here.posted
            queued[r, here.mission] += here.queued
            present[r, here.mission] += in_country
            by_state[r, here.state] += in_country


@compiled
def report_exits(world, seen, confusion, lag, out, day) -> None:
    """What the press would count: each exit of the day is reported with a probability by mission.

    `seen` (R, M); `confusion` (R, Z, Z) cumulative rows, the reported cause given the true one;
    `lag` (R,) days; adds to `out` (R, T, Z).
    """
    for r in range(world.contingents.shape[0]):
        appears = day + lag[r]
        if appears < out.shape[1]:
            for i in range(world.log_length[r]):
                post, c, cause = read_ticket(world.log[r, i])
                here = world.contingents[r, c]
                words = _words(world, r, _REPORT, post - here.offset, c + 1024 * day)
                if as_uniform(words[0]) < seen[r, here.mission]:
                    said = 0
                    while as_uniform(words[1]) >= confusion[r, cause, said]:
                        said += 1
                    out[r, appears, said] += 1
