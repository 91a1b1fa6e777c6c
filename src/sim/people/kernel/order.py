"""The rings of a day: found, written down, brought to their posts and into the order of their moments."""

import numpy as np

from sim.people.kernel.clocks import wind
from sim.people.kernel.compiled import inlined
from sim.people.kernel.persons import MOMENTS
from sim.people.prefetch import prefetch
from sim.people.roster import DUE_TODAY, RELIEF


@inlined
def find_ringing(roster, r):
    """List the contingents with a ring today, reading their clocks ahead; returns how many they are."""
    n, n_clocks, n_states = 0, roster.windings.shape[2], roster.gap.shape[3]
    for c in range(roster.contingents.shape[1]):
        if roster.slack[c // n_states, c % n_states] <= 0.0:
            roster.ringing[n] = c
            n += 1
            prefetch(roster.windings, (r, c, 0))
            prefetch(roster.windings, (r, c, n_clocks - 1))
    return n


@inlined
def write_ring(roster, clocks, r, here, k, n, hazard) -> None:
    """Write down a ring and wind its clock up again."""
    ring, winding = roster.rings[n], roster.windings[r, here.index, k]
    rung = winding.rank - 1 - winding.back
    ring.moment = roster.gap[r, here.mission, k, here.state] / hazard
    ring.contingent, ring.clock = here.index, k
    luck = wind(roster, clocks, r, here, k)
    left = here.size if clocks.repeats[k] else here.size - rung
    ring.place = here.offset + here.size - left
    # Relief takes persons in the order of their numbers until newcomers stand among them, then anybody.
    in_order = k == RELIEF and winding.back == 0
    ring.pick = ring.place if in_order else ring.place + np.int64(luck * left)
    if not clocks.repeats[k]:
        prefetch(roster.permutation, (k, r, ring.pick))
        prefetch(roster.permutation, (k, r, ring.place))


@inlined
def write_due(roster, n, moment, c, post) -> None:
    """Write down that somebody falls due, as the ring n of the day."""
    ring = roster.rings[n]
    ring.moment, ring.contingent, ring.clock = moment, c, DUE_TODAY
    ring.pick, ring.post = post, post


@inlined
def read_due(roster, first, end, day) -> None:
    """Walk the lists of who falls due today in some replicates, in step.

    A list waits for far-away memory at every link; so some wait together, and find everything at
    hand when their turn comes.
    """
    n_open = 1
    for r in range(first, end):
        roster.link[r] = roster.wheel_first[day, r]
    while n_open > 0:
        n_open = 0
        for r in range(first, end):
            if roster.link[r] > 0:
                post = np.int64(roster.link[r]) - 1
                roster.link[r] = roster.due[r, post].next
                prefetch(roster.status, (r, post))
                n_open += 1


@inlined
def gather_due(roster, r, day, n):
    """Add to today's n rings who falls due today; returns how many they are now."""
    link = np.int64(roster.wheel_first[day, r])
    while link > 0:
        due = roster.due[r, link - 1]
        write_due(roster, n, due.moment / MOMENTS, due.contingent, link - 1)
        n += 1
        link = np.int64(due.next)
    return n


@inlined
def find_posts(roster, clocks, r, n) -> None:
    """At whose posts the clocks ring: steps of lazy Fisher-Yates shuffles, or anybody where one repeats.

    Nothing in this loop waits for anything else in it, so that the far-away memory of the
    permutations, and of the status that a ring will need, is fetched for many rings at a time.
    """
    for i in range(n):
        ring = roster.rings[i]
        k, pick, place, post = ring.clock, ring.pick, ring.place, np.int64(ring.pick)
        if k >= RELIEF and not clocks.repeats[k]:
            offset = roster.contingents[r, ring.contingent].offset
            post = offset + np.int64(roster.permutation[k, r, pick] ^ (pick - offset))
            first = roster.permutation[k, r, place] ^ (place - offset)
            roster.permutation[k, r, pick] = first ^ (
                pick - offset
            )  # nobody reads that place again
        roster.rings[i].post = post
        prefetch(roster.status, (r, post))


@inlined
def sink(roster, n, i) -> None:
    """Put ring i where it belongs among the first n of the order."""
    moment = roster.rings[i].moment
    while n > 0 and roster.rings[roster.order[n - 1]].moment > moment:
        roster.order[n] = roster.order[n - 1]
        n -= 1
    roster.order[n] = i


@inlined
def sort(roster, n) -> None:
    """Put today's n rings in the order of their moments: into buckets, then by insertion.

    Moments are spread over the day, so a ring is within a few places of its own after the first
    step, and the whole takes time in proportion to n.
    """
    bucket = roster.bucket
    n_buckets = min(n, bucket.shape[0] - 1)
    bucket[: n_buckets + 1] = 0
    for i in range(n):
        bucket[min(np.int64(roster.rings[i].moment * n_buckets), n_buckets - 1) + 1] += 1
    for b in range(n_buckets):
        bucket[b + 1] += bucket[b]
    for i in range(n):
        b = min(np.int64(roster.rings[i].moment * n_buckets), n_buckets - 1)
        roster.order[bucket[b]] = i
        bucket[b] += 1
    for i in range(1, n):
        sink(roster, i, roster.order[i])
