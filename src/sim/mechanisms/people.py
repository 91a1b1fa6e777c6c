r"""The individuals: every person's clocks, compiled, at the cost of contingents plus leavers.

A *clock* belongs to one cause (or to relief of post) and one person: it rings when the cumulative
hazard of the person's contingent passes the person's threshold. Thresholds are unit exponentials;
with frailty of variance :math:`\theta` they are Lomax, because gamma frailty integrates out exactly.
The clocks of a contingent ring in sorted order, and sorted exponentials follow Rényi's recursion

.. math:: S_j = S_{j-1} + E_j/(n-j+1), \qquad \text{threshold}_j = (e^{\theta S_j}-1)/\theta,

so only clocks that ring are ever computed; whose clock it is comes from a lazy Fisher-Yates
permutation. Persons are numbered in the order in which relief would reach them, so relief needs none.
Clocks exist for everyone: one that rings for a person who has left does nothing. Draws are addressed by
(contingent, clock, rank), never by order of calls, which is what pairs two scenarios person by person
and makes "a higher hazard delays nobody" a theorem.

A clock stands at a *post*. A replacement takes over the post with its clocks: for exponential
clocks that is the law of a fresh clock, and it keeps replicates of two scenarios paired.
"""

import numpy as np

from sim.mechanisms.kernels import kernel
from sim.mechanisms.prefetch import prefetch
from sim.mechanisms.roster import (
    CLOSED,
    DUE_TODAY,
    INJURED,
    NEVER,
    POSTED,
    QUEUED,
    RELIEF,
    RELIEVED,
    STATUS,
    VACANT,
)
from sim.mechanisms.streams import as_uniform, philox, purpose_id

_REFILL = purpose_id("replacement sent")
_ORDERED = purpose_id("stays behind or waits")
_HIT = purpose_id("hit by the strike")
_HEAL = purpose_id("injured fit to fly")
_REPORT = purpose_id("departure reported")

MOMENTS = 65_536  # into which a day is divided where whoever falls due waits
IN_STEP = 16  # replicates whose far-away memory is read together

# Nothing here allocates, so reference counting is off: counting each array of the roster at each
# access made a day four times as long. Inlining spares copying the roster at each call. The cache on
# disk follows this file alone: after a change to `streams` or `prefetch`, save this one too.
_OPTIONS = {"_nrt": False, "error_model": "numpy"}
compiled = kernel(_OPTIONS)
inlined = kernel(_OPTIONS | {"inline": "always"})


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
def _threshold(theta, sorted_sum):
    """Cumulative hazard at which a clock rings, from Rényi's sum of unit exponentials."""
    return np.expm1(theta * sorted_sum) / theta if theta > 0 else sorted_sum


@inlined
def _wind(world, clocks, r, here, k):
    """Compute when clock k of a contingent rings next; returns a uniform: whose clock has rung now."""
    clock = world.clocks[r, here.index, k]
    words = _words(world, r, clocks.purpose[k], clock.rank, here.index)
    left = here.size if clocks.repeats[k] else here.size - clock.rank
    if left <= 0:
        world.gap[r, here.mission, k, here.state] = np.inf
    else:
        theta = clocks.frailty[r, k]
        before = _threshold(theta, clock.sorted_sum)
        clock.sorted_sum -= np.log(as_uniform(words[0])) / left
        world.gap[r, here.mission, k, here.state] += _threshold(theta, clock.sorted_sum) - before
    clock.rank += 1
    return as_uniform(words[1])


@compiled
def wind_all(world, clocks) -> None:
    """Set every clock before the first day."""
    for r in range(world.contingents.shape[0]):
        for c in range(world.contingents.shape[1]):
            for k in range(clocks.cause.shape[0]):
                _wind(world, clocks, r, world.contingents[r, c], k)


@inlined
def _when_ordered(world, r, here, post):
    """Two uniforms of the person at a post: whether they obey, and how long until they are expelled."""
    words = _words(world, r, _ORDERED, post - here.offset, here.index)
    return as_uniform(words[0]), as_uniform(words[1])


@inlined
def _stays(world, clocks, r, here, post):
    share = clocks.stay_behind[r, here.mission]
    return share > 0.0 and _when_ordered(world, r, here, post)[0] < share


@inlined
def _schedule(world, r, c, post, time) -> None:
    """Note that the person at a post of contingent c is to leave on the day that the time falls in."""
    day = np.int64(min(time, 1e9))
    if day < world.wheel_first.shape[0]:
        due = world.due[r, post]
        due.moment, due.contingent = np.uint16((time - day) * MOMENTS), np.uint16(c)
        due.next = world.wheel_first[day, r]
        world.wheel_first[day, r] = post + 1


@inlined
def _wrapped(place, n):
    """A place of a ring buffer of n, from one that may be up to n too far."""
    return place - n if place >= n else place


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
    world.log[world.log_length[r], r] = ticket
    if world.history.shape[1] > 0:
        for what in range(3):
            world.log_history[world.log_length[r], r, what] = world.history[r, post, what]
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
    here.unseen = True
    return _ticket(post, here.index, cause)


@inlined
def _relieve(world, clocks, r, here, post, time):
    """Relieve a person of the post; returns the time of expulsion, infinite if there is none."""
    _set_status(world, r, post, RELIEVED)
    here.posted -= 1
    here.relieved += 1
    _remember(world, r, post, 1, np.int64(time))
    end = np.inf
    if clocks.expulsion[r] > 0:
        obeys, waits = _when_ordered(world, r, here, post)
        if obeys >= clocks.stay_behind[r, here.mission]:
            end = time - np.log(waits) / clocks.expulsion[r]
    return end


@inlined
def _see_peers(world, clocks, r, c) -> None:
    """Refresh the multipliers that a contingent's departed peers put on its clocks."""
    here = world.contingents[r, c]
    share = here.departed / (here.size + here.arrived)
    limit = clocks.peer_threshold[r]
    seen = share if limit < 0 else np.float64(share >= limit)
    for k in range(clocks.cause.shape[0]):
        if clocks.peer[r, k] > 0:
            world.peer_factor[r, here.mission, k, here.state] = np.exp(clocks.peer[r, k] * seen)
    here.unseen = False


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
def _find_ringing(world, r):
    """List the contingents with a ring today, reading their clocks ahead; returns how many they are."""
    n, n_clocks, n_states = 0, world.clocks.shape[2], world.gap.shape[3]
    for c in range(world.contingents.shape[1]):
        if world.slack[c // n_states, c % n_states] <= 0.0:
            world.ringing[n] = c
            n += 1
            prefetch(world.clocks, (r, c, 0))
            prefetch(world.clocks, (r, c, n_clocks - 1))
    return n


@inlined
def _gather_clocks(world, clocks, r, day):
    """All rings of a replicate's clocks today, contingent by contingent; returns how many they are.

    If more rings than all persons have clocks, which takes clocks that ring again and again, the first
    are settled before the others are gathered.
    """
    last = world.contingents[r, world.contingents.shape[1] - 1]
    # Room for this replicate's posts, not for those of the widest in the batch: what is settled together
    # must not depend on who else is computed.
    n, room = 0, (last.offset + last.size) * world.gap.shape[2]
    for i in range(_find_ringing(world, r)):
        here = world.contingents[r, world.ringing[i]]
        if here.posted + here.relieved + here.returning == 0:
            world.gap[r, here.mission, :, here.state] = np.inf  # nobody is left or comes back
        for k in range(world.gap.shape[2]):
            hazard = world.hazard[here.mission, k, here.state]
            while world.gap[r, here.mission, k, here.state] <= hazard and hazard > 0.0:
                if n == room:
                    _settle(world, clocks, r, n, day)
                    n = 0
                _emit(world, clocks, r, here, k, n, hazard)
                n += 1
    return n


@inlined
def _emit(world, clocks, r, here, k, n, hazard) -> None:
    """Write down a ring and wind its clock up again."""
    ring, rank = world.rings[n], world.clocks[r, here.index, k].rank - 1
    ring.moment = world.gap[r, here.mission, k, here.state] / hazard
    ring.contingent, ring.clock = here.index, k
    luck = _wind(world, clocks, r, here, k)
    left = here.size if clocks.repeats[k] else here.size - rank
    ring.place = here.offset + here.size - left
    ring.pick = ring.place if k == RELIEF else ring.place + np.int64(luck * left)
    if k != RELIEF and not clocks.repeats[k]:
        prefetch(world.permutation, (k, r, ring.pick))
        prefetch(world.permutation, (k, r, ring.place))


@inlined
def _read_due(world, first, end, day) -> None:
    """Walk the lists of who falls due today in some replicates, in step.

    A list waits for far-away memory at every link; so some wait together, and find everything at
    hand when their turn comes.
    """
    n_open = 1
    for r in range(first, end):
        world.link[r] = world.wheel_first[day, r]
    while n_open > 0:
        n_open = 0
        for r in range(first, end):
            if world.link[r] > 0:
                post = np.int64(world.link[r]) - 1
                world.link[r] = world.due[r, post].next
                prefetch(world.status, (r, post))
                n_open += 1


@inlined
def _gather_due(world, r, day, n):
    """Add to today's n rings who falls due today; returns how many they are now."""
    link = np.int64(world.wheel_first[day, r])
    while link > 0:
        due = world.due[r, link - 1]
        _write_due(world, n, due.moment / MOMENTS, due.contingent, link - 1)
        n += 1
        link = np.int64(due.next)
    return n


@inlined
def _write_due(world, n, moment, c, post) -> None:
    ring = world.rings[n]
    ring.moment, ring.contingent, ring.clock = moment, c, DUE_TODAY
    ring.pick, ring.post = post, post


@inlined
def _find_posts(world, clocks, r, n) -> None:
    """At whose posts the clocks ring: steps of lazy Fisher-Yates shuffles, or anybody where one repeats.

    Nothing in this loop waits for anything else in it, so that the far-away memory of the
    permutations, and of the status that a ring will need, is fetched for many rings at a time.
    """
    for i in range(n):
        ring = world.rings[i]
        k, pick, place, post = ring.clock, ring.pick, ring.place, np.int64(ring.pick)
        if k > RELIEF and not clocks.repeats[k]:
            offset = world.contingents[r, ring.contingent].offset
            post = offset + np.int64(world.permutation[k, r, pick] ^ (pick - offset))
            first = world.permutation[k, r, place] ^ (place - offset)
            world.permutation[k, r, pick] = first ^ (pick - offset)  # nobody reads that place again
        world.rings[i].post = post
        prefetch(world.status, (r, post))


@inlined
def _sort(world, n) -> None:
    """Put today's n rings in the order of their moments: into buckets, then by insertion.

    Moments are spread over the day, so a ring is within a few places of its own after the first
    step, and the whole takes time in proportion to n.
    """
    bucket = world.bucket
    n_buckets = min(n, bucket.shape[0] - 1)
    bucket[: n_buckets + 1] = 0
    for i in range(n):
        bucket[min(np.int64(world.rings[i].moment * n_buckets), n_buckets - 1) + 1] += 1
    for b in range(n_buckets):
        bucket[b + 1] += bucket[b]
    for i in range(n):
        b = min(np.int64(world.rings[i].moment * n_buckets), n_buckets - 1)
        world.order[bucket[b]] = i
        bucket[b] += 1
    for i in range(1, n):
        _sink(world, i, world.order[i])


@inlined
def _sink(world, n, i) -> None:
    """Put ring i where it belongs among the first n of the order."""
    moment = world.rings[i].moment
    while n > 0 and world.rings[world.order[n - 1]].moment > moment:
        world.order[n] = world.order[n - 1]
        n -= 1
    world.order[n] = i


@inlined
def _push(queue, head, length, r, ticket) -> None:
    """Add a ticket at the end of a ring buffer."""
    queue[r, _wrapped(head[r] + length[r], queue.shape[1])] = ticket
    length[r] += 1


@inlined
def _pop(queue, head, length, r):
    """Take the ticket at the head of a ring buffer."""
    ticket = np.int64(queue[r, head[r]])
    head[r] = _wrapped(head[r] + 1, queue.shape[1])
    length[r] -= 1
    return ticket


@inlined
def _join_queue(world, r, here, ticket, post) -> None:
    _set_status(world, r, post, QUEUED)
    here.queued += 1
    _push(world.queue, world.queue_head, world.queue_length, r, ticket)


@inlined
def _fall_due(world, clocks, r, here, post, day) -> None:
    """The relieved are expelled, unless they have left; the injured can fly, and join the urgent queue."""
    status = world.status[r, post] & STATUS
    if status == RELIEVED:
        ticket = _trigger(world, r, here, post, clocks.expelled, day)
        _join_queue(world, r, here, ticket, post)
    elif status == INJURED:
        ticket = _trigger(world, r, here, post, clocks.evacuated, day)
        _set_status(world, r, post, QUEUED)
        here.queued += 1
        _push(world.urgent, world.urgent_head, world.urgent_length, r, ticket)


@inlined
def _leave_post(world, clocks, r, here, k, post, day) -> None:
    """Whoever is at the post, relieved or not, leaves for the cause of clock k, unless they stay behind."""
    status = world.status[r, post] & STATUS
    if status in (POSTED, RELIEVED) and not (
        clocks.ordered[k] and _stays(world, clocks, r, here, post)
    ):
        ticket = _trigger(world, r, here, post, clocks.cause[k], day)
        if clocks.overland[k]:
            _set_status(world, r, post, VACANT)
            _exit(world, r, ticket)
        else:
            here.returning += np.int32(clocks.repeats[k])
            _join_queue(world, r, here, ticket, post)


@compiled
def _settle(world, clocks, r, n, day) -> None:
    """Let n rings act in the order of their moments; some who are relieved fall due on the same day."""
    _find_posts(world, clocks, r, n)
    _sort(world, n)
    i = 0
    while i < n:
        ring = world.rings[world.order[i]]
        here, k, post = world.contingents[r, ring.contingent], ring.clock, np.int64(ring.post)
        if k == DUE_TODAY:
            _fall_due(world, clocks, r, here, post, day)
        else:
            if not clocks.repeats[k]:
                world.status[r, post] |= np.uint8(CLOSED)
            if clocks.cause[k] != NEVER:
                _leave_post(world, clocks, r, here, k, post, day)
            elif world.status[r, post] & STATUS == POSTED:
                end = _relieve(world, clocks, r, here, post, day + ring.moment)
                if end >= day + 1:
                    _schedule(world, r, here.index, post, end)
                else:
                    moment = np.uint16((end - day) * MOMENTS) / MOMENTS
                    _write_due(world, n, max(moment, ring.moment), here.index, post)
                    _sink(world, n, n)
                    n += 1
        i += 1


@compiled
def advance_clocks(world, clocks, day) -> None:
    """One day of everybody's clocks: whoever's clock rings leaves the post or joins the queue.

    Rings of one day act in the order of the moments they fall on, never by cause; hazards use
    start-of-day peer shares, and the queue is joined in the order of the rings.
    """
    for r in range(world.contingents.shape[0]):
        if r % IN_STEP == 0:
            _read_due(world, r, min(r + IN_STEP, world.contingents.shape[0]), day)
        for c in range(world.contingents.shape[1]):
            if world.contingents[r, c].unseen:
                _see_peers(world, clocks, r, c)
        _look_ahead(world, clocks, r)
        n = _gather_clocks(world, clocks, r, day)
        _move_on(world, clocks, r)
        n = _gather_due(world, r, day, n)
        _settle(world, clocks, r, n, day)


@inlined
def _board(world, clocks, r, ticket, day, inflow) -> None:
    """One person flies home; the aircraft may bring the replacement of a rotated person."""
    post, c, cause = read_ticket(ticket)
    here = world.contingents[r, c]
    here.queued -= 1
    _exit(world, r, ticket)
    closed = world.status[r, post] & CLOSED
    _set_status(world, r, post, VACANT)
    if cause == clocks.rotated:
        here.returning -= 1
        words = _words(world, r, _REFILL, post - here.offset, c + 1024 * day)
        if closed == 0 and as_uniform(words[0]) < inflow[r]:
            _set_status(world, r, post, POSTED)
            here.posted += 1
            here.arrived += 1
            here.unseen = True
            _remember(world, r, post, 0, day)
            _remember(world, r, post, 1, NEVER)
            _remember(world, r, post, 2, NEVER)


@inlined
def _fetch_passengers(world, r, free) -> None:
    """Fetch the status of those who may fly today, for many at a time as in `_find_posts`."""
    for i in range(min(free, world.queue_length[r])):
        ticket = np.int64(world.queue[r, _wrapped(world.queue_head[r] + i, world.queue.shape[1])])
        prefetch(world.status, (r, read_ticket(ticket)[0]))


@compiled
def fly_home(world, clocks, seats, inflow, day) -> None:
    """Fill the seats of the day, shape (R,): the injured first, then first come, first served."""
    for r in range(world.contingents.shape[0]):
        free = seats[r]
        _fetch_passengers(world, r, free)
        while free > 0 and world.urgent_length[r] + world.queue_length[r] > 0:
            if world.urgent_length[r] > 0:
                ticket = _pop(world.urgent, world.urgent_head, world.urgent_length, r)
            else:
                ticket = _pop(world.queue, world.queue_head, world.queue_length, r)
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
            world.status[r, post] |= np.uint8(CLOSED)
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
                _schedule(
                    world, r, here.index, post, day - np.log(as_uniform(words[0])) * healing[r]
                )
            hits += 1


@compiled
def tally(world, posted, queued, present, by_state, arrived) -> None:
    """Counts by mission (R, M), persons in the country by state (R, S) and replacements so far (R,)."""
    n_missions, n_states = posted.shape[1], by_state.shape[1]
    by_state[:], arrived[:] = 0, 0
    for r in range(posted.shape[0]):
        for m in range(n_missions):
            at_post, waiting, in_country = 0, 0, 0
            for s in range(n_states):
                here = world.contingents[r, m * n_states + s]
                at_post += here.posted
                waiting += here.queued
                present_here = here.posted + here.relieved + here.queued
                in_country += present_here
                by_state[r, s] += present_here
                arrived[r] += here.arrived
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
                post, c, cause = read_ticket(np.int64(world.log[i, r]))
                here = world.contingents[r, c]
                words = _words(world, r, _REPORT, post - here.offset, c + 1024 * day)
                if as_uniform(words[0]) < seen[r, here.mission]:
                    said = 0
                    while as_uniform(words[1]) >= confusion[r, cause, said]:
                        said += 1
                    out[r, appears, said] += 1
