"""A day of everybody's clocks: rings act in their order, and whoever falls due leaves."""

import numpy as np

from sim.core.never import NEVER
from sim.people.kernel.clocks import look_ahead, move_on, see_peers
from sim.people.kernel.compiled import compiled, inlined
from sim.people.kernel.marks import stays
from sim.people.kernel.order import (
    find_posts,
    find_ringing,
    gather_due,
    read_due,
    sink,
    sort,
    write_due,
    write_ring,
)
from sim.people.kernel.persons import (
    MOMENTS,
    join_queue,
    log_exit,
    push,
    relieve,
    schedule,
    set_status,
    trigger,
)
from sim.people.roster import (
    DUE_TODAY,
    INJURED,
    POSTED,
    QUEUED,
    RANG,
    RELIEVED,
    SCHEDULED,
    STATUS,
    VACANT,
)

IN_STEP = 16  # replicates whose far-away memory is read together


@inlined
def _fall_due(roster, clocks, r, here, post, day) -> None:
    """The relieved are expelled, unless they have left; the injured can fly, and join the urgent queue."""
    roster.status[r, post] &= ~np.uint16(SCHEDULED)
    status = roster.status[r, post] & STATUS
    if status == RELIEVED:
        ticket = trigger(roster, r, here, post, clocks.expelled, day)
        join_queue(roster, r, here, ticket, post)
    elif status == INJURED:
        ticket = trigger(roster, r, here, post, clocks.evacuated, day)
        set_status(roster, r, post, QUEUED)
        here.queued += 1
        push(roster.urgent, roster.urgent_head, roster.urgent_length, r, ticket)


@inlined
def _leave_post(roster, clocks, r, here, k, post, day) -> None:
    """Whoever is at the post, relieved or not, leaves for the cause of clock k, unless they stay behind."""
    status = roster.status[r, post] & STATUS
    if status in (POSTED, RELIEVED) and not (
        clocks.ordered[k] and stays(roster, clocks, r, here, post)
    ):
        ticket = trigger(roster, r, here, post, clocks.cause[k], day)
        if clocks.overland[k]:
            set_status(roster, r, post, VACANT)
            log_exit(roster, r, ticket)
        else:
            here.returning += np.int32(clocks.repeats[k])
            join_queue(roster, r, here, ticket, post)


@compiled
def _settle(roster, clocks, r, n, day) -> None:
    """Let n rings act in the order of their moments; some who are relieved fall due on the same day."""
    find_posts(roster, clocks, r, n)
    sort(roster, n)
    i = 0
    while i < n:
        ring = roster.rings[roster.order[i]]
        here, k, post = roster.contingents[r, ring.contingent], ring.clock, np.int64(ring.post)
        if k == DUE_TODAY:
            _fall_due(roster, clocks, r, here, post, day)
        else:
            if not clocks.repeats[k]:
                roster.status[r, post] |= np.uint16(RANG << k)
            if clocks.cause[k] != NEVER:
                _leave_post(roster, clocks, r, here, k, post, day)
            elif roster.status[r, post] & STATUS == POSTED:
                end = relieve(roster, clocks, r, here, post, day + ring.moment)
                if end >= day + 1:
                    schedule(roster, r, here.index, post, end)
                else:
                    moment = np.uint16((end - day) * MOMENTS) / MOMENTS
                    write_due(roster, n, max(moment, ring.moment), here.index, post)
                    sink(roster, n, n)
                    n += 1
        i += 1


@inlined
def _gather_clocks(roster, clocks, r, day):
    """All rings of a replicate's clocks today, contingent by contingent; returns how many they are.

    If more rings than all persons have clocks, which takes clocks that ring again and again, the first
    are settled before the others are gathered.
    """
    last = roster.contingents[r, roster.contingents.shape[1] - 1]
    # Room for this replicate's posts, not for those of the widest in the batch: what is settled together
    # must not depend on who else is computed. (A plain 0 is a type of its own to numba, which would then
    # compile `_settle` for it as well.)
    n, room = np.int64(0), (last.offset + last.size) * roster.gap.shape[2]
    for i in range(find_ringing(roster, r)):
        here = roster.contingents[r, roster.ringing[i]]
        if here.posted + here.relieved + here.returning == 0:
            roster.gap[r, here.mission, :, here.state] = np.inf  # nobody is left or comes back
        for k in range(roster.gap.shape[2]):
            hazard = roster.hazard[here.mission, k, here.state]
            while roster.gap[r, here.mission, k, here.state] <= hazard and hazard > 0.0:
                if n == room:
                    _settle(roster, clocks, r, n, day)
                    n = np.int64(0)
                write_ring(roster, clocks, r, here, k, n, hazard)
                n += 1
    return n


@compiled
def advance_clocks(roster, clocks, day) -> None:
    """One day of everybody's clocks: whoever's clock rings leaves the post or joins the queue.

    Rings of one day act in the order of the moments they fall on, never by cause; hazards use
    start-of-day peer shares, and the queue is joined in the order of the rings.
    """
    for r in range(roster.contingents.shape[0]):
        if r % IN_STEP == 0:
            read_due(roster, r, min(r + IN_STEP, roster.contingents.shape[0]), day)
        for c in range(roster.contingents.shape[1]):
            if roster.contingents[r, c].unseen:
                see_peers(roster, clocks, r, c)
        look_ahead(roster, clocks, r)
        n = _gather_clocks(roster, clocks, r, day)
        move_on(roster, clocks, r)
        n = gather_due(roster, r, day, n)
        _settle(roster, clocks, r, n, day)
