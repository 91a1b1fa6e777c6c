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

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.mechanisms.streams import as_uniform, philox, purpose_id

N_STATES = 24
VACANT, POSTED, RELIEVED, INJURED, QUEUED = 0, 1, 2, 3, 4
_STATUS = 7
_CLOSED = 8  # no replacement will be sent to this post
NEVER = -1

_REFILL = purpose_id("replacement sent")
_STAY = purpose_id("stays behind")
_HIT = purpose_id("hit by the strike")
_HEAL = purpose_id("injured fit to fly")
_EXPEL = purpose_id("expelled after relief")
_REPORT = purpose_id("departure reported")


# Nothing here allocates, so reference counting is off: counting each array of the roster at each access
# made a day four times as long.
compiled = njit(cache=True, _nrt=False, error_model="numpy")
inlined = njit(cache=True, _nrt=False, error_model="numpy", inline="always")


class Roster(NamedTuple):
    """Everyone in the country and on the way out; all arrays lead with the replicate axis.

    Shapes: R replicates, C contingents (mission x state), M missions, K clocks, Z causes, P posts
    (width of the widest replicate), T days. Counts are integers; times are days since the start.
    """

    replicates: NDArray[np.int64]  # (R,)
    key: NDArray[np.uint64]  # (2,)
    size: NDArray[np.int64]  # (R, C) posts
    offset: NDArray[np.int64]  # (R, C) first post
    status: NDArray[np.uint8]  # (R, P)
    permutation: NDArray[
        np.uint16
    ]  # (R, K, P) stored as xor with the identity, so zeros mean identity
    rank: NDArray[np.int32]  # (R, C, K) clocks that have rung
    sorted_sum: NDArray[np.float64]  # (R, C, K) Rényi's S_j of the next ring
    threshold: NDArray[np.float64]  # (R, C, K) cumulative hazard at the next ring
    cumulative: NDArray[np.float64]  # (R, C, K) cumulative hazard so far
    due: NDArray[np.float32]  # (R, P) when a relieved or injured person is to leave
    wheel_first: NDArray[np.int32]  # (R, T) first post due on a day
    wheel_next: NDArray[np.int32]  # (R, P) next post due on the same day
    queue: NDArray[np.int64]  # (R, P) ring buffer of `_ticket`s waiting for a seat
    queue_head: NDArray[np.int64]  # (R,)
    queue_length: NDArray[np.int64]  # (R,)
    urgent: NDArray[np.int64]  # (R, P) the same for injured persons
    urgent_head: NDArray[np.int64]  # (R,)
    urgent_length: NDArray[np.int64]  # (R,)
    posted: NDArray[np.int64]  # (R, C)
    relieved: NDArray[np.int64]  # (R, C) injured persons included
    queued: NDArray[np.int64]  # (R, C)
    returning: NDArray[np.int64]  # (R, C) queued persons whose post may be filled again
    departed: NDArray[np.int64]  # (R, C) triggered so far: what peers see
    arrived: NDArray[np.int64]  # (R, C)
    triggered: NDArray[np.int64]  # (R, M, Z)
    exited: NDArray[np.int64]  # (R, M, Z)
    peer_seen: NDArray[np.int64]  # (R, C) `departed` when `peer_factor` was computed
    peer_factor: NDArray[np.float64]  # (R, C, K)
    log: NDArray[np.int64]  # (R, P) `_ticket`s of the day's exits
    log_length: NDArray[np.int64]  # (R,)
    history: NDArray[np.int16]  # (R, P or 0, 3) days of arrival, relief and trigger
    moments: NDArray[np.float64]  # (P,) scratch: when in the day each leaver's clock rang
    leavers: NDArray[np.int64]  # (P,) scratch: their tickets
    hazard: NDArray[np.float64]  # (K,) scratch: hazards of one contingent today, 1/day


class Clocks(NamedTuple):
    """What the clocks are and how fast they run today."""

    rate: NDArray[np.float64]  # (R, M, K) 1/day
    by_state: NDArray[np.float64]  # (R, K, S) multiplier
    frailty: NDArray[np.float64]  # (R, K) variance; 0 = everyone alike
    peer: NDArray[np.float64]  # (R, K) strength of the peer effect
    peer_threshold: NDArray[
        np.float64
    ]  # (R,) share departed that sets it off; negative = proportional
    cause: NDArray[np.int64]  # (K,) NEVER for relief
    repeats: NDArray[np.bool_]  # (K,) the post stays open, and the clock rings for the next person
    overland: NDArray[np.bool_]  # (K,) leaves without a seat
    ordered: NDArray[np.bool_]  # (K,) an order, which a person who stays behind does not follow
    purpose: NDArray[np.uint64]  # (K,)
    stay_behind: NDArray[np.float64]  # (R, M) share
    expulsion: NDArray[np.float64]  # (R,) rate from relief to expulsion, 1/day
    expelled: int
    evacuated: int


@inlined
def _words(world, r, purpose, index, contingent):
    return philox(
        np.uint64(index),
        np.uint64(contingent),
        np.uint64(purpose),
        np.uint64(world.replicates[r]),
        world.key[0],
        world.key[1],
    )


@inlined
def _wind(world, clocks, r, c, k) -> None:
    """Compute when clock k of contingent c rings next."""
    n = world.size[r, c]
    left = n if clocks.repeats[k] else n - world.rank[r, c, k]
    if left <= 0:
        world.threshold[r, c, k] = np.inf
        return
    words = _words(world, r, clocks.purpose[k], world.rank[r, c, k], c)
    world.sorted_sum[r, c, k] -= np.log(as_uniform(words[0])) / left
    s = world.sorted_sum[r, c, k]
    theta = clocks.frailty[r, k]
    world.threshold[r, c, k] = np.expm1(theta * s) / theta if theta > 0 else s


@compiled
def wind_all(world, clocks) -> None:
    """Set every clock before the first day."""
    for r in range(world.size.shape[0]):
        for c in range(world.size.shape[1]):
            if world.size[r, c] > 0:
                for k in range(clocks.cause.shape[0]):
                    _wind(world, clocks, r, c, k)


@inlined
def _whose(world, clocks, r, c, k):
    """Post whose clock rings now: one step of a lazy Fisher-Yates shuffle."""
    n = world.size[r, c]
    j = world.rank[r, c, k]
    start = world.offset[r, c]
    u = as_uniform(_words(world, r, clocks.purpose[k], j, c)[1])
    if clocks.repeats[k]:
        return start + np.int64(u * n)
    pick = j + np.int64(u * (n - j))
    picked = world.permutation[r, k, start + pick] ^ pick
    here = world.permutation[r, k, start + j] ^ j
    world.permutation[r, k, start + pick] = here ^ pick
    world.permutation[r, k, start + j] = picked ^ j
    return start + picked


@inlined
def _stays(world, clocks, r, c, post) -> bool:
    share = clocks.stay_behind[r, c // N_STATES]
    if share <= 0.0:
        return False
    return as_uniform(_words(world, r, _STAY, post - world.offset[r, c], c)[0]) < share


@inlined
def _schedule(world, r, post, time, last_day) -> None:
    world.due[r, post] = time
    day = np.int64(time)
    if day <= last_day:
        world.wheel_next[r, post] = world.wheel_first[r, day]
        world.wheel_first[r, day] = post


@inlined
def _ticket(post, c, cause):
    """Post, contingent and cause in one integer."""
    return (np.int64(post) << 16) | (np.int64(c) << 6) | np.int64(cause)


@compiled
def read_ticket(ticket):
    """Post, contingent and cause that `_ticket` packed; works on arrays too."""
    return ticket >> 16, (ticket >> 6) & 1023, ticket & 63


@inlined
def _exit(world, r, ticket) -> None:
    _, c, cause = read_ticket(ticket)
    world.exited[r, c // N_STATES, cause] += 1
    world.log[r, world.log_length[r]] = ticket
    world.log_length[r] += 1


@inlined
def _trigger(world, r, c, post, cause, day):
    """Take a person off the posted or relieved count, whichever holds them; returns the ticket."""
    if world.status[r, post] & _STATUS == POSTED:
        world.posted[r, c] -= 1
        if world.history.shape[1] > 0:
            world.history[r, post, 1] = day
    else:
        world.relieved[r, c] -= 1
    if world.history.shape[1] > 0:
        world.history[r, post, 2] = day
    world.triggered[r, c // N_STATES, cause] += 1
    world.departed[r, c] += 1
    return _ticket(post, c, cause)


@inlined
def _set_status(world, r, post, status) -> None:
    world.status[r, post] = (world.status[r, post] & ~np.uint8(_STATUS)) | np.uint8(status)


@inlined
def _relieve(world, clocks, r, c, post, time, last_day) -> None:
    _set_status(world, r, post, RELIEVED)
    world.posted[r, c] -= 1
    world.relieved[r, c] += 1
    if world.history.shape[1] > 0:
        world.history[r, post, 1] = np.int64(time)
    world.due[r, post] = np.inf
    if clocks.expulsion[r] > 0 and not _stays(world, clocks, r, c, post):
        words = _words(world, r, _EXPEL, post - world.offset[r, c], c)
        wait = -np.log(as_uniform(words[0])) / clocks.expulsion[r]
        _schedule(world, r, post, time + wait, last_day)


@inlined
def _peer_factors(world, clocks, r, c) -> None:
    """Multiplier that departed peers put on each clock, refreshed only when a peer has left."""
    if world.peer_seen[r, c] == world.departed[r, c]:
        return
    world.peer_seen[r, c] = world.departed[r, c]
    share = world.departed[r, c] / (world.size[r, c] + world.arrived[r, c])
    limit = clocks.peer_threshold[r]
    seen = share if limit < 0 else np.float64(share >= limit)
    for k in range(clocks.cause.shape[0]):
        strength = clocks.peer[r, k]
        world.peer_factor[r, c, k] = np.exp(strength * seen) if strength > 0 else 1.0


@inlined
def _next_ring(world, r, c, hazard):
    """Clock that rings first in what is left of the day, and the moment in [0, 1]."""
    which = NEVER
    moment = np.inf
    for k in range(hazard.shape[0]):
        gap = world.threshold[r, c, k] - world.cumulative[r, c, k]
        if gap <= hazard[k] and hazard[k] > 0.0 and gap / hazard[k] < moment:
            which = k
            moment = gap / hazard[k]
    return which, moment


@inlined
def _ring(world, clocks, r, c, k, post, time):
    """What a ringing clock does to whoever stands at the post: a ticket, or NEVER if nobody leaves."""
    status = world.status[r, post] & _STATUS
    if not clocks.repeats[k]:
        world.status[r, post] |= np.uint8(_CLOSED)
    if clocks.cause[k] == NEVER:
        if status == POSTED:
            _relieve(world, clocks, r, c, post, time, world.wheel_first.shape[1] - 1)
        return NEVER
    there = status == POSTED or (status == RELIEVED and world.due[r, post] > time)
    if not there or (clocks.ordered[k] and _stays(world, clocks, r, c, post)):
        return NEVER
    return _trigger(world, r, c, post, clocks.cause[k], np.int64(time))


@inlined
def _due_today(world, clocks, r, day, moments, leavers, n):
    """Expulsions and evacuations that fall due: the injured join the urgent queue at once."""
    post = world.wheel_first[r, day]
    while post != NEVER:
        status = world.status[r, post] & _STATUS
        if status in (RELIEVED, INJURED):
            c = np.searchsorted(world.offset[r], post, side="right") - 1
            cause = clocks.expelled if status == RELIEVED else clocks.evacuated
            ticket = _trigger(world, r, c, post, cause, day)
            _set_status(world, r, post, QUEUED)
            world.queued[r, c] += 1
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
def _sort(keys, values, n) -> None:
    """Shell sort of the first n keys, values along with them, in place."""
    gap = n // 2
    while gap > 0:
        for i in range(gap, n):
            key, value = keys[i], values[i]
            j = i
            while j >= gap and keys[j - gap] > key:
                keys[j], values[j] = keys[j - gap], values[j - gap]
                j -= gap
            keys[j], values[j] = key, value
        gap //= 2


@compiled
def advance_clocks(world, clocks, day) -> None:
    """One day of everybody's clocks: whoever's clock rings leaves the post or joins the queue.

    Rings of one day are settled in the order of the moments they fall on, never by cause; hazards
    use start-of-day peer shares, and the queue is joined in the order of the rings.
    """
    n_clocks = clocks.cause.shape[0]
    moments, leavers, hazard = world.moments, world.leavers, world.hazard
    for r in range(world.size.shape[0]):
        n = 0
        for c in range(world.size.shape[1]):
            if world.posted[r, c] + world.relieved[r, c] + world.returning[r, c] == 0:
                continue
            m = c // N_STATES
            _peer_factors(world, clocks, r, c)
            for k in range(n_clocks):
                hazard[k] = (
                    clocks.rate[r, m, k]
                    * clocks.by_state[r, k, c - m * N_STATES]
                    * world.peer_factor[r, c, k]
                )
            which, moment = _next_ring(world, r, c, hazard)
            while which != NEVER:
                post = _whose(world, clocks, r, c, which)
                world.rank[r, c, which] += 1
                _wind(world, clocks, r, c, which)
                ticket = _ring(world, clocks, r, c, which, post, day + moment)
                if ticket != NEVER and clocks.overland[which]:
                    _set_status(world, r, post, VACANT)
                    _exit(world, r, ticket)
                elif ticket != NEVER:
                    _set_status(world, r, post, QUEUED)
                    world.queued[r, c] += 1
                    world.returning[r, c] += np.int64(clocks.repeats[which])
                    moments[n] = moment
                    leavers[n] = ticket
                    n += 1
                which, moment = _next_ring(world, r, c, hazard)
            for k in range(n_clocks):
                world.cumulative[r, c, k] += hazard[k]
        n = _due_today(world, clocks, r, day, moments, leavers, n)
        _sort(moments, leavers, n)
        for i in range(n):
            end = (world.queue_head[r] + world.queue_length[r]) % world.queue.shape[1]
            world.queue[r, end] = leavers[i]
            world.queue_length[r] += 1


@inlined
def _board(world, clocks, r, ticket, day, inflow) -> None:
    """One person flies home; the aircraft may bring the replacement of a rotated person."""
    post, c, cause = read_ticket(ticket)
    world.queued[r, c] -= 1
    _exit(world, r, ticket)
    closed = world.status[r, post] & _CLOSED
    _set_status(world, r, post, VACANT)
    for k in range(clocks.cause.shape[0]):
        if clocks.cause[k] == cause and clocks.repeats[k]:
            world.returning[r, c] -= 1
            mark = as_uniform(
                _words(world, r, _REFILL, post - world.offset[r, c], c + 1024 * day)[0]
            )
            if closed == 0 and mark < inflow[r]:
                _set_status(world, r, post, POSTED)
                world.posted[r, c] += 1
                world.arrived[r, c] += 1
                if world.history.shape[1] > 0:
                    world.history[r, post, 0] = day
                    world.history[r, post, 1] = NEVER
                    world.history[r, post, 2] = NEVER


@compiled
def fly_home(world, clocks, seats, inflow, day) -> None:
    """Fill the seats of the day, shape (R,): the injured first, then first come, first served."""
    for r in range(world.size.shape[0]):
        free = seats[r]
        while free > 0 and world.urgent_length[r] > 0:
            _board(world, clocks, r, world.urgent[r, world.urgent_head[r]], day, inflow)
            world.urgent_head[r] = (world.urgent_head[r] + 1) % world.urgent.shape[1]
            world.urgent_length[r] -= 1
            free -= 1
        while free > 0 and world.queue_length[r] > 0:
            _board(world, clocks, r, world.queue[r, world.queue_head[r]], day, inflow)
            world.queue_head[r] = (world.queue_head[r] + 1) % world.queue.shape[1]
            world.queue_length[r] -= 1
            free -= 1


@compiled
def strike(world, targets, killed, injured, healing, killed_cause, day) -> None:
    """Kill and injure posted persons of the target contingents, drawn without replacement.

    `killed` and `injured` are counts, shape (R,); `healing` the mean days until an injured person
    can fly. Whoever has left already cannot be hit, so fewer are hit when fewer are there.
    """
    for r in range(world.size.shape[0]):
        posts = 0
        there = 0
        for c in targets:
            posts += world.size[r, c]
            there += world.posted[r, c]
        hits = 0
        attempt = 0
        while hits < min(killed[r] + injured[r], there):
            u = as_uniform(_words(world, r, _HIT, attempt, day)[0])
            attempt += 1
            place = np.int64(u * posts)
            c = NEVER
            for target in targets:
                if place < world.size[r, target]:
                    c = target
                    break
                place -= world.size[r, target]
            post = world.offset[r, c] + place
            if world.status[r, post] & _STATUS != POSTED:
                continue
            world.status[r, post] |= np.uint8(_CLOSED)
            if hits < killed[r]:
                ticket = _trigger(world, r, c, post, killed_cause, day)
                _set_status(world, r, post, VACANT)
                _exit(world, r, ticket)
            else:
                _set_status(world, r, post, INJURED)
                world.posted[r, c] -= 1
                world.relieved[r, c] += 1
                if world.history.shape[1] > 0:
                    world.history[r, post, 1] = day
                wait = -np.log(as_uniform(_words(world, r, _HEAL, place, c)[0])) * healing[r]
                _schedule(world, r, post, day + wait, world.wheel_first.shape[1] - 1)
            hits += 1


@compiled
def tally(world, posted, queued, present, by_state) -> None:
    """Counts by mission (R, M) and persons in the country by state (R, S), written into the arrays."""
    posted[:] = 0
    queued[:] = 0
    present[:] = 0
    by_state[:] = 0
    for r in range(world.size.shape[0]):
        for c in range(world.size.shape[1]):
            m = c // N_STATES
            here = world.posted[r, c] + world.relieved[r, c] + world.queued[r, c]
            posted[r, m] += world.posted[r, c]
            queued[r, m] += world.queued[r, c]
            present[r, m] += here
            by_state[r, c - m * N_STATES] += here


@compiled
def report_exits(world, seen, confusion, lag, out, day) -> None:
    """What the press would count: each exit of the day is reported with a probability by mission.

    `seen` (R, M); `confusion` (R, Z, Z) cumulative rows, the reported cause given the true one;
    `lag` (R,) days; adds to `out` (R, T, Z).
    """
    for r in range(world.size.shape[0]):
        appears = day + lag[r]
        if appears >= out.shape[1]:
            continue
        for i in range(world.log_length[r]):
            post, c, cause = read_ticket(world.log[r, i])
            words = _words(world, r, _REPORT, post - world.offset[r, c], c + 1024 * day)
            if as_uniform(words[0]) < seen[r, c // N_STATES]:
                u = as_uniform(words[1])
                said = 0
                while said < confusion.shape[1] - 1 and u >= confusion[r, cause, said]:
                    said += 1
                out[r, appears, said] += 1
