"""The rings of a day: found, written down, brought to their posts and into the order of their moments."""

import numpy as np

from sim.people.kernel.clocks import wind
from sim.people.kernel.compiled import inlined
from sim.people.kernel.persons import MOMENTS
from sim.people.prefetch import prefetch
from sim.people.roster import DUE_TODAY, RELIEF


@inlined
def find_ringing(world, r):
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
def write_ring(world, clocks, r, here, k, n, hazard) -> None:
    """Write down a ring and wind its clock up again."""
    ring, clock = world.rings[n], world.clocks[r, here.index, k]
    rung = clock.rank - 1 - clock.back
    ring.moment = world.gap[r, here.mission, k, here.state] / hazard
    ring.contingent, ring.clock = here.index, k
    luck = wind(world, clocks, r, here, k)
    left = here.size if clocks.repeats[k] else here.size - rung
    ring.place = here.offset + here.size - left
    ring.pick = ring.place if k == RELIEF else ring.place + np.int64(luck * left)
    if not clocks.repeats[k]:
        prefetch(world.permutation, (k, r, ring.pick))
        prefetch(world.permutation, (k, r, ring.place))


@inlined
def write_due(world, n, moment, c, post) -> None:
    """Write down that somebody falls due, as the ring n of the day."""
    ring = world.rings[n]
    ring.moment, ring.contingent, ring.clock = moment, c, DUE_TODAY
    ring.pick, ring.post = post, post


@inlined
def read_due(world, first, end, day) -> None:
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
def gather_due(world, r, day, n):
    """Add to today's n rings who falls due today; returns how many they are now."""
    link = np.int64(world.wheel_first[day, r])
    while link > 0:
        due = world.due[r, link - 1]
        write_due(world, n, due.moment / MOMENTS, due.contingent, link - 1)
        n += 1
        link = np.int64(due.next)
    return n


@inlined
def find_posts(world, clocks, r, n) -> None:
    """At whose posts the clocks ring: steps of lazy Fisher-Yates shuffles, or anybody where one repeats.

    Nothing in this loop waits for anything else in it, so that the far-away memory of the
    permutations, and of the status that a ring will need, is fetched for many rings at a time.
    """
    for i in range(n):
        ring = world.rings[i]
        k, pick, place, post = ring.clock, ring.pick, ring.place, np.int64(ring.pick)
        if k >= RELIEF and not clocks.repeats[k]:
            offset = world.contingents[r, ring.contingent].offset
            post = offset + np.int64(world.permutation[k, r, pick] ^ (pick - offset))
            first = world.permutation[k, r, place] ^ (place - offset)
            world.permutation[k, r, pick] = first ^ (pick - offset)  # nobody reads that place again
        world.rings[i].post = post
        prefetch(world.status, (r, post))


@inlined
def sink(world, n, i) -> None:
    """Put ring i where it belongs among the first n of the order."""
    moment = world.rings[i].moment
    while n > 0 and world.rings[world.order[n - 1]].moment > moment:
        world.order[n] = world.order[n - 1]
        n -= 1
    world.order[n] = i


@inlined
def sort(world, n) -> None:
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
        sink(world, i, world.order[i])
