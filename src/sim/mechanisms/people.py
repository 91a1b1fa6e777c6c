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
    permutation: NDArray[np.uint16]  # (R, K, P) stored as xor with the identity, so zeros mean identity
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


class Clocks(NamedTuple):
    """What the clocks are and how fast they run today."""

    rate: NDArray[np.float64]  # (R, M, K) 1/day
    by_state: NDArray[np.float64]  # (R, K, S) multiplier
    frailty: NDArray[np.float64]  # (R, K) variance; 0 = everyone alike
    peer: NDArray[np.float64]  # (R, K) strength of the peer effect
    peer_threshold: NDArray[np.float64]  # (R,) share departed that sets it off; negative = proportional
    cause: NDArray[np.int64]  # (K,) NEVER for relief
    repeats: NDArray[np.bool_]  # (K,) the post stays open, and the clock rings for the next person
    overland: NDArray[np.bool_]  # (K,) leaves without a seat
    ordered: NDArray[np.bool_]  # (K,) an order, which a person who stays behind does not follow
    purpose: NDArray[np.uint64]  # (K,)
    stay_behind: NDArray[np.float64]  # (R, M) share
    expulsion: NDArray[np.float64]  # (R,) rate from relief to expulsion, 1/day
    expelled: int
    evacuated: int


@njit(cache=True, inline="always")
def _words(world, r, purpose, index, contingent):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    return philox(
        np.uint64(index),
        np.uint64(contingent),
        np.uint64(purpose),
        np.uint64(world.replicates[r]),
        world.key[0],
        world.key[1],
    )


@njit(cache=True)
def _wind(world, clocks, r, c, k) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
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


@njit(cache=True)
def wind_all(world, clocks) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    """Set every clock before the first day."""
    for r in range(world.size.shape[0]):
        for c in range(world.size.shape[1]):
            if world.size[r, c] > 0:
                for k in range(clocks.cause.shape[0]):
                    _wind(world, clocks, r, c, k)


@njit(cache=True)
def _whose(world, clocks, r, c, k):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
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


@njit(cache=True)
def _stays(world, clocks, r, c, post) -> bool:  # type: ignore[no-untyped-def] # noqa: ANN001
    share = clocks.stay_behind[r, c // N_STATES]
    if share <= 0.0:
        return False
    return as_uniform(_words(world, r, _STAY, post - world.offset[r, c], c)[0]) < share


@njit(cache=True)
def _schedule(world, r, post, time, last_day) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    world.due[r, post] = time
    day = np.int64(time)
    if day <= last_day:
        world.wheel_next[r, post] = world.wheel_first[r, day]
        world.wheel_first[r, day] = post


@njit(cache=True, inline="always")
def _ticket(post, c, cause):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Post, contingent and cause in one integer."""
    return (np.int64(post) << 16) | (np.int64(c) << 6) | np.int64(cause)


@njit(cache=True)
def read_ticket(ticket):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Post, contingent and cause that `_ticket` packed; works on arrays too."""
    return ticket >> 16, (ticket >> 6) & 1023, ticket & 63


@njit(cache=True)
def _exit(world, r, ticket) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    _, c, cause = read_ticket(ticket)
    world.exited[r, c // N_STATES, cause] += 1
    world.log[r, world.log_length[r]] = ticket
    world.log_length[r] += 1


@njit(cache=True)
def _trigger(world, r, c, post, cause, day):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, PLR0913
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


@njit(cache=True, inline="always")
def _set_status(world, r, post, status) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    world.status[r, post] = (world.status[r, post] & ~np.uint8(_STATUS)) | np.uint8(status)


@njit(cache=True)
def _relieve(world, clocks, r, c, post, time, last_day) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001, PLR0913
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


@njit(cache=True)
def _peer_factors(world, clocks, r, c) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
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


@njit(cache=True)
def _next_ring(world, r, c, hazard):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Clock that rings first in what is left of the day, and the moment in [0, 1]."""
    which = NEVER
    moment = np.inf
    for k in range(hazard.shape[0]):
        gap = world.threshold[r, c, k] - world.cumulative[r, c, k]
        if gap <= hazard[k] and hazard[k] > 0.0 and gap / hazard[k] < moment:
            which = k
            moment = gap / hazard[k]
    return which, moment


@njit(cache=True)
def _ring(world, clocks, r, c, k, post, time):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, PLR0913
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


@njit(cache=True)
def _due_today(world, clocks, r, day, moments, leavers, n):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, PLR0913
    """Expulsions and evacuations that fall due: the injured join the urgent queue at once."""
    post = world.wheel_first[r, day]
    while post != NEVER:
        status = world.status[r, post] & _STATUS
        if status == RELIEVED or status == INJURED:
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


@njit(cache=True)
def advance_clocks(world, clocks, day) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001, C901
    """One day of everybody's clocks: whoever's clock rings leaves the post or joins the queue.

    Rings of one day are settled in the order of the moments they fall on, never by cause; hazards
    use start-of-day peer shares, and the queue is joined in the order of the rings.
    """
    n_clocks = clocks.cause.shape[0]
    moments = np.empty(world.status.shape[1])
    leavers = np.empty(world.status.shape[1], np.int64)
    hazard = np.empty(n_clocks)
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
        for i in np.argsort(moments[:n]):
            end = (world.queue_head[r] + world.queue_length[r]) % world.queue.shape[1]
            world.queue[r, end] = leavers[i]
            world.queue_length[r] += 1


@njit(cache=True)
def _board(world, clocks, r, ticket, day, inflow) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001, PLR0913
    """One person flies home; the aircraft may bring the replacement of a rotated person."""
    post, c, cause = read_ticket(ticket)
    world.queued[r, c] -= 1
    _exit(world, r, ticket)
    closed = world.status[r, post] & _CLOSED
    _set_status(world, r, post, VACANT)
    for k in range(clocks.cause.shape[0]):
        if clocks.cause[k] == cause and clocks.repeats[k]:
            world.returning[r, c] -= 1
            mark = as_uniform(_words(world, r, _REFILL, post - world.offset[r, c], c + 1024 * day)[0])
            if closed == 0 and mark < inflow[r]:
                _set_status(world, r, post, POSTED)
                world.posted[r, c] += 1
                world.arrived[r, c] += 1
                if world.history.shape[1] > 0:
                    world.history[r, post, 0] = day
                    world.history[r, post, 1] = NEVER
                    world.history[r, post, 2] = NEVER


@njit(cache=True)
def fly_home(world, clocks, seats, inflow, day) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
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


@njit(cache=True)
def strike(world, targets, killed, injured, healing, killed_cause, day) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001, PLR0913
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


@njit(cache=True)
def tally(world, posted, queued, present, by_state) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
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


@njit(cache=True)
def report_exits(world, seen, confusion, lag, out, day) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001, PLR0913
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
