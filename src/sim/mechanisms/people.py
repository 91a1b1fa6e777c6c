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

import numpy as np
from numba import njit

from sim.mechanisms.roster import (
    CLOSED,
    INJURED,
    NEVER,
    POSTED,
    QUEUED,
    RELIEVED,
    STATUS,
    VACANT,
)
from sim.mechanisms.streams import as_uniform, philox, purpose_id

_REFILL = purpose_id("replacement sent")
_STAY = purpose_id("stays behind")
_HIT = purpose_id("hit by the strike")
_HEAL = purpose_id("injured fit to fly")
_EXPEL = purpose_id("expelled after relief")
_REPORT = purpose_id("departure reported")

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
    """Compute when clock k of a contingent rings next, and which place of its shuffle is picked."""
    clock = world.clocks[r, here.index, k]
    left = here.size if clocks.repeats[k] else here.size - clock.rank
    if left <= 0:
        world.gap[r, here.mission, k, here.state] = np.inf
    else:
        words = _words(world, r, clocks.purpose[k], clock.rank, here.index)
        clock.sorted_sum -= np.log(as_uniform(words[0])) / left
        theta = clocks.frailty[r, k]
        before = clock.threshold
        clock.threshold = (
            np.expm1(theta * clock.sorted_sum) / theta if theta > 0 else clock.sorted_sum
        )
        world.gap[r, here.mission, k, here.state] += clock.threshold - before
        drawn = np.int64(as_uniform(words[1]) * left)
        clock.pick = here.offset + here.size - left + drawn
        clock.rank += 1


@compiled
def wind_all(world, clocks) -> None:
    """Set every clock before the first day."""
    for r in range(world.contingents.shape[0]):
        for c in range(world.contingents.shape[1]):
            for k in range(clocks.cause.shape[0]):
                _wind(world, clocks, r, world.contingents[r, c], k)


@inlined
def _stays(world, clocks, r, here, post):
    share = clocks.stay_behind[r, here.mission]
    mark = 1.0
    if share > 0.0:
        mark = as_uniform(_words(world, r, _STAY, post - here.offset, here.index)[0])
    return mark < share


@inlined
def _schedule(world, r, post, time) -> None:
    world.due[r, post].time = time
    day = np.int64(min(time, 1e9))
    if day < world.wheel_first.shape[1]:
        world.due[r, post].next = world.wheel_first[r, day]
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
    world.exited[r, world.contingents[r, c].mission, cause] += 1
    world.log[r, world.log_length[r]] = ticket
    if world.history.shape[1] > 0:
        for what in range(3):
            world.log_history[r, world.log_length[r], what] = world.history[r, post, what]
    world.log_length[r] += 1


@inlined
def _trigger(world, r, here, post, cause, day):
    """Take a person off the posted or relieved count, whichever holds them; returns the ticket."""
    if world.status[r, post] & STATUS == POSTED:
        world.posted[r, here.index] -= 1
        _remember(world, r, post, 1, day)
    else:
        world.relieved[r, here.index] -= 1
    _remember(world, r, post, 2, day)
    world.triggered[r, here.mission, cause] += 1
    here.departed += 1
    world.unseen[r, here.index] = True
    return _ticket(post, here.index, cause)


@inlined
def _relieve(world, clocks, r, here, post, time) -> None:
    """Relieve a person of the post, and set the day of expulsion unless the person stays behind."""
    _set_status(world, r, post, RELIEVED)
    world.posted[r, here.index] -= 1
    world.relieved[r, here.index] += 1
    _remember(world, r, post, 1, np.int64(time))
    world.due[r, post].time = np.inf
    if clocks.expulsion[r] > 0 and not _stays(world, clocks, r, here, post):
        words = _words(world, r, _EXPEL, post - here.offset, here.index)
        _schedule(world, r, post, time - np.log(as_uniform(words[0])) / clocks.expulsion[r])


@inlined
def _see_peers(world, clocks, r, c) -> None:
    """Refresh the multipliers that a contingent's departed peers put on its clocks."""
    here = world.contingents[r, c]
    share = here.departed / (here.size + world.arrived[r, c])
    limit = clocks.peer_threshold[r]
    seen = share if limit < 0 else np.float64(share >= limit)
    for k in range(clocks.cause.shape[0]):
        if clocks.peer[r, k] > 0:
            world.peer_factor[r, here.mission, k, here.state] = np.exp(clocks.peer[r, k] * seen)
    world.unseen[r, c] = False


@inlined
def _look_ahead(world, clocks, r) -> None:
    """Today's hazards of all clocks, and how far each contingent is from its first ring.

    Plain loops over the states, which the compiler turns into a few vector operations: most clocks
    do not ring today, and this is all that they cost.
    """
    world.slack[:] = np.inf
    for m in range(world.gap.shape[1]):
        slack = world.slack[m]
        for k in range(world.gap.shape[2]):
            hazard, gap, peers = world.hazard[m, k], world.gap[r, m, k], world.peer_factor[r, m, k]
            rate, factor = clocks.rate[r, m, k], clocks.by_state[r, k]
            if rate == 0.0:
                hazard[:] = 0.0
            else:
                for s in range(hazard.shape[0]):
                    hazard[s] = rate * factor[s] * peers[s]
                    missing = gap[s] - hazard[s]
                    slack[s] = missing if missing < slack[s] else slack[s]


@inlined
def _move_on(world, clocks, r) -> None:
    """Take today's hazards off what is missing to the next rings."""
    for m in range(world.gap.shape[1]):
        for k in range(world.gap.shape[2]):
            if clocks.rate[r, m, k] > 0.0:
                hazard, gap = world.hazard[m, k], world.gap[r, m, k]
                for s in range(hazard.shape[0]):
                    gap[s] -= hazard[s]


@inlined
def _next_ring(world, r, m, s):
    """Clock of a contingent that rings first in what is left of the day, and the moment in [0, 1]."""
    which = NEVER
    moment = np.inf
    for k in range(world.gap.shape[2]):
        gap, hazard = world.gap[r, m, k, s], world.hazard[m, k, s]
        if gap <= hazard and hazard > 0.0 and gap / hazard < moment:
            which = k
            moment = gap / hazard
    return which, moment


@inlined
def _ring(world, clocks, r, here, k, post, time):
    """What a ringing clock does to whoever stands at the post: a ticket, or NEVER if none leaves."""
    ticket = np.int64(NEVER)
    status = world.status[r, post] & STATUS
    if not clocks.repeats[k]:
        world.status[r, post] |= np.uint8(CLOSED)
    if clocks.cause[k] == NEVER:
        if status == POSTED:
            _relieve(world, clocks, r, here, post, time)
    elif (status == POSTED or (status == RELIEVED and world.due[r, post].time > time)) and not (
        clocks.ordered[k] and _stays(world, clocks, r, here, post)
    ):
        ticket = _trigger(world, r, here, post, clocks.cause[k], np.int64(time))
    return ticket


@inlined
def _fetch_due(world, r, day):
    """List who falls due today, and when, and read their status; returns how many they are."""
    fetched, n = np.int64(0), 0
    post = np.int64(world.wheel_first[r, day])
    while post != NEVER:
        world.sorted_leavers[n], world.sorted_moments[n] = post, world.due[r, post].time
        n += 1
        fetched += np.int64(world.status[r, post])
        post = np.int64(world.due[r, post].next)
    world.fetched[0] = fetched
    return n


@compiled
def _due_today(world, clocks, r, day, n):
    """Expulsions and evacuations that fall due: the injured join the urgent queue at once."""
    n_due = _fetch_due(world, r, day)
    for i in range(n_due):
        post = world.sorted_leavers[i]
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
            world.queued[r, here.index] += 1
            if status == INJURED:
                end = (world.urgent_head[r] + world.urgent_length[r]) % world.urgent.shape[1]
                world.urgent[r, end] = ticket
                world.urgent_length[r] += 1
            else:
                world.moments[n] = world.sorted_moments[i] - day
                world.leavers[n] = ticket
                n += 1
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


@inlined
def _find_posts(world, clocks, r, n_rings) -> None:
    """At whose posts the clocks ring: steps of lazy Fisher-Yates shuffles, or anybody where one repeats.

    Nothing in this loop waits for anything else in it, so that the far-away memory of the
    permutations, and of the status that `_settle` will need, is fetched for many rings at a time.
    """
    fetched = np.int64(0)
    for i in range(n_rings):
        ring = world.rings[i]
        k, pick, place, post = ring.clock, ring.pick, ring.place, np.int64(ring.pick)
        if not clocks.repeats[k]:
            offset = world.contingents[r, ring.contingent].offset
            post = offset + np.int64(world.permutation[r, k, pick] ^ (pick - offset))
            first = world.permutation[r, k, place] ^ (place - offset)
            world.permutation[r, k, pick] = first ^ (pick - offset)  # nobody reads that place again
        world.rings[i].post = post
        fetched += np.int64(world.status[r, post])
    world.fetched[0] = fetched


@inlined
def _settle(world, clocks, r, n_rings, day, n):
    """Let the clocks ring in their order; returns the number of leavers, of whom there were n."""
    for i in range(n_rings):
        ring = world.rings[i]
        here, which, post = world.contingents[r, ring.contingent], ring.clock, np.int64(ring.post)
        ticket = _ring(world, clocks, r, here, which, post, day + ring.moment)
        if ticket != NEVER and clocks.overland[which]:
            _set_status(world, r, post, VACANT)
            _exit(world, r, ticket)
        elif ticket != NEVER:
            _set_status(world, r, post, QUEUED)
            world.queued[r, here.index] += 1
            here.returning += np.int32(clocks.repeats[which])
            world.moments[n] = ring.moment
            world.leavers[n] = ticket
            n += 1
    return n


@compiled
def _flush(world, clocks, r, n_rings, day, n):
    """Settle the rings that were gathered: first whose they are, then what they do."""
    _find_posts(world, clocks, r, n_rings)
    return _settle(world, clocks, r, n_rings, day, n)


@inlined
def _ring_out(world, clocks, r, day):
    """All rings of a replicate today; returns the number of leavers."""
    n, n_rings, n_states = 0, 0, world.gap.shape[3]
    for c in range(world.contingents.shape[1]):
        if world.slack[c // n_states, c % n_states] <= 0.0:
            here = world.contingents[r, c]
            if world.posted[r, c] + world.relieved[r, c] + here.returning == 0:
                world.gap[r, here.mission, :, here.state] = np.inf  # nobody is left or comes back
            which, moment = _next_ring(world, r, here.mission, here.state)
            while which != NEVER:
                if n_rings == world.rings.shape[0]:
                    n, n_rings = _flush(world, clocks, r, n_rings, day, n), 0
                ring, clock = world.rings[n_rings], world.clocks[r, c, which]
                ring.moment, ring.contingent, ring.clock = moment, c, which
                ring.pick, ring.place = clock.pick, here.offset + clock.rank - 1
                n_rings += 1
                _wind(world, clocks, r, here, which)
                which, moment = _next_ring(world, r, here.mission, here.state)
    return _flush(world, clocks, r, n_rings, day, n)


@compiled
def advance_clocks(world, clocks, day) -> None:
    """One day of everybody's clocks: whoever's clock rings leaves the post or joins the queue.

    Rings of one day are settled in the order of the moments they fall on, never by cause; hazards
    use start-of-day peer shares, and the queue is joined in the order of the rings.
    """
    for r in range(world.contingents.shape[0]):
        for c in range(world.contingents.shape[1]):
            if world.unseen[r, c]:
                _see_peers(world, clocks, r, c)
        _look_ahead(world, clocks, r)
        n = _ring_out(world, clocks, r, day)
        _move_on(world, clocks, r)
        n = _due_today(world, clocks, r, day, n)
        _sort(world, n)
        _join_queue(world, r, n)


@inlined
def _board(world, clocks, r, ticket, day, inflow) -> None:
    """One person flies home; the aircraft may bring the replacement of a rotated person."""
    post, c, cause = read_ticket(ticket)
    here = world.contingents[r, c]
    world.queued[r, here.index] -= 1
    _exit(world, r, ticket)
    closed = world.status[r, post] & CLOSED
    _set_status(world, r, post, VACANT)
    if cause == clocks.rotated:
        here.returning -= 1
        words = _words(world, r, _REFILL, post - here.offset, c + 1024 * day)
        if closed == 0 and as_uniform(words[0]) < inflow[r]:
            _set_status(world, r, post, POSTED)
            world.posted[r, here.index] += 1
            world.arrived[r, c] += 1
            world.unseen[r, c] = True
            _remember(world, r, post, 0, day)
            _remember(world, r, post, 1, NEVER)
            _remember(world, r, post, 2, NEVER)


@inlined
def _fetch_passengers(world, r, free) -> None:
    """Read the status of those who may fly today, all at once as in `_find_posts`."""
    fetched = np.int64(0)
    for i in range(min(free, world.queue_length[r])):
        ticket = world.queue[r, (world.queue_head[r] + i) % world.queue.shape[1]]
        fetched += np.int64(world.status[r, read_ticket(ticket)[0]])
    world.fetched[0] = fetched


@compiled
def fly_home(world, clocks, seats, inflow, day) -> None:
    """Fill the seats of the day, shape (R,): the injured first, then first come, first served."""
    for r in range(world.contingents.shape[0]):
        free = seats[r]
        _fetch_passengers(world, r, free)
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
            there += world.posted[r, c]
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
            world.status[r, post] |= np.uint8(CLOSED)
            if hits < killed[r]:
                ticket = _trigger(world, r, here, post, killed_cause, day)
                _set_status(world, r, post, VACANT)
                _exit(world, r, ticket)
            else:
                _set_status(world, r, post, INJURED)
                world.posted[r, here.index] -= 1
                world.relieved[r, here.index] += 1
                _remember(world, r, post, 1, day)
                words = _words(world, r, _HEAL, place, here.index)
                _schedule(world, r, post, day - np.log(as_uniform(words[0])) * healing[r])
            hits += 1


@compiled
def tally(world, posted, queued, present, by_state) -> None:
    """Counts by mission (R, M) and persons in the country by state (R, S), written into the arrays."""
    n_missions, n_states = posted.shape[1], by_state.shape[1]
    by_state[:] = 0
    for r in range(posted.shape[0]):
        for m in range(n_missions):
            at_post, waiting, in_country = 0, 0, 0
            for s in range(n_states):
                c = m * n_states + s
                here = world.posted[r, c] + world.relieved[r, c] + world.queued[r, c]
                at_post += world.posted[r, c]
                waiting += world.queued[r, c]
                in_country += here
                by_state[r, s] += here
            posted[r, m], queued[r, m], present[r, m] = at_post, waiting, in_country


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
