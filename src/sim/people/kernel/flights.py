"""The seats of a day: who flies home, and who comes in their place."""

import numpy as np

from sim.core.never import NEVER
from sim.core.streams import as_uniform, purpose_id
from sim.people.kernel.compiled import compiled, inlined
from sim.people.kernel.marks import random_words, read_ticket
from sim.people.kernel.persons import log_exit, pop, remember, set_status, wrapped
from sim.people.prefetch import prefetch
from sim.people.roster import CLOSED, POSTED, VACANT

_REFILL = purpose_id("replacement sent")


@inlined
def _fetch_passengers(roster, r, free) -> None:
    """Fetch the status of those who may fly today, for many at a time as in `find_posts`."""
    for i in range(min(free, roster.queue_length[r])):
        ticket = np.int64(roster.queue[r, wrapped(roster.queue_head[r] + i, roster.queue.shape[1])])
        prefetch(roster.status, (r, read_ticket(ticket)[0]))


@inlined
def _board(roster, clocks, r, ticket, day, inflow) -> None:
    """One person flies home; the aircraft may bring the replacement of a rotated person."""
    post, c, cause = read_ticket(ticket)
    here = roster.contingents[r, c]
    here.queued -= 1
    log_exit(roster, r, ticket)
    closed = roster.status[r, post] & CLOSED
    set_status(roster, r, post, VACANT)
    if cause == clocks.rotated:
        here.returning -= 1
        words = random_words(roster, r, _REFILL, post - here.offset, c + 1024 * day)
        if closed == 0 and as_uniform(words[0]) < inflow[r]:
            set_status(roster, r, post, POSTED)
            here.posted += 1
            here.arrived += 1
            here.unseen = True
            remember(roster, r, post, 0, day)
            remember(roster, r, post, 1, NEVER)
            remember(roster, r, post, 2, NEVER)


@compiled
def fly_home(roster, clocks, seats, inflow, day) -> None:
    """Fill the seats of the day, shape (R,): the injured first, then first come, first served."""
    for r in range(roster.contingents.shape[0]):
        free = seats[r]
        _fetch_passengers(roster, r, free)
        while free > 0 and roster.urgent_length[r] + roster.queue_length[r] > 0:
            if roster.urgent_length[r] > 0:
                ticket = pop(roster.urgent, roster.urgent_head, roster.urgent_length, r)
            else:
                ticket = pop(roster.queue, roster.queue_head, roster.queue_length, r)
            _board(roster, clocks, r, ticket, day, inflow)
            free -= 1
