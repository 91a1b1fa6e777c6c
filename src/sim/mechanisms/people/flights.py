"""The seats of a day: who flies home, and who comes in their place."""

import numpy as np

from sim.mechanisms.people.compiled import compiled, inlined
from sim.mechanisms.people.marks import random_words, read_ticket
from sim.mechanisms.people.persons import log_exit, pop, remember, set_status, wrapped
from sim.mechanisms.prefetch import prefetch
from sim.mechanisms.roster import CLOSED, NEVER, POSTED, VACANT
from sim.mechanisms.streams import as_uniform, purpose_id

_REFILL = purpose_id("replacement sent")


@inlined
def _fetch_passengers(world, r, free) -> None:
    """Fetch the status of those who may fly today, for many at a time as in `find_posts`."""
    for i in range(min(free, world.queue_length[r])):
        ticket = np.int64(world.queue[r, wrapped(world.queue_head[r] + i, world.queue.shape[1])])
        prefetch(world.status, (r, read_ticket(ticket)[0]))


@inlined
def _board(world, clocks, r, ticket, day, inflow) -> None:
    """One person flies home; the aircraft may bring the replacement of a rotated person."""
    post, c, cause = read_ticket(ticket)
    here = world.contingents[r, c]
    here.queued -= 1
    log_exit(world, r, ticket)
    closed = world.status[r, post] & CLOSED
    set_status(world, r, post, VACANT)
    if cause == clocks.rotated:
        here.returning -= 1
        words = random_words(world, r, _REFILL, post - here.offset, c + 1024 * day)
        if closed == 0 and as_uniform(words[0]) < inflow[r]:
            set_status(world, r, post, POSTED)
            here.posted += 1
            here.arrived += 1
            here.unseen = True
            remember(world, r, post, 0, day)
            remember(world, r, post, 1, NEVER)
            remember(world, r, post, 2, NEVER)


@compiled
def fly_home(world, clocks, seats, inflow, day) -> None:
    """Fill the seats of the day, shape (R,): the injured first, then first come, first served."""
    for r in range(world.contingents.shape[0]):
        free = seats[r]
        _fetch_passengers(world, r, free)
        while free > 0 and world.urgent_length[r] + world.queue_length[r] > 0:
            if world.urgent_length[r] > 0:
                ticket = pop(world.urgent, world.urgent_head, world.urgent_length, r)
            else:
                ticket = pop(world.queue, world.queue_head, world.queue_length, r)
            _board(world, clocks, r, ticket, day, inflow)
            free -= 1
