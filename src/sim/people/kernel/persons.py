"""What happens to one person: relieved, due to leave, set on leaving, queued, gone."""

import numpy as np

from sim.people.kernel.compiled import inlined
from sim.people.kernel.marks import pack_ticket, read_ticket, when_ordered
from sim.people.roster import POSTED, QUEUED, RELIEVED, STATUS

MOMENTS = 65_536  # into which a day is divided where whoever falls due waits


@inlined
def remember(roster, r, post, what, day) -> None:
    """Write one date of a person's history, where histories are kept."""
    if roster.history.shape[1] > 0:
        roster.history[r, post, what] = day


@inlined
def set_status(roster, r, post, status) -> None:
    """Say where the person at a post is; whether the post is closed stays as it is."""
    roster.status[r, post] = (roster.status[r, post] & ~np.uint8(STATUS)) | np.uint8(status)


@inlined
def schedule(roster, r, c, post, time) -> None:
    """Note that the person at a post of contingent c is to leave on the day that the time falls in."""
    day = np.int64(min(time, 1e9))
    if day < roster.wheel_first.shape[0]:
        due = roster.due[r, post]
        due.moment, due.contingent = np.uint16((time - day) * MOMENTS), np.uint16(c)
        due.next = roster.wheel_first[day, r]
        roster.wheel_first[day, r] = post + 1


@inlined
def wrapped(place, n):
    """A place of a ring buffer of n, from one that may be up to n too far."""
    return place - n if place >= n else place


@inlined
def push(queue, head, length, r, ticket) -> None:
    """Add a ticket at the end of a ring buffer."""
    queue[r, wrapped(head[r] + length[r], queue.shape[1])] = ticket
    length[r] += 1


@inlined
def pop(queue, head, length, r):
    """Take the ticket at the head of a ring buffer."""
    ticket = np.int64(queue[r, head[r]])
    head[r] = wrapped(head[r] + 1, queue.shape[1])
    length[r] -= 1
    return ticket


@inlined
def join_queue(roster, r, here, ticket, post) -> None:
    """Add a person who was set on leaving to those who wait for a seat."""
    set_status(roster, r, post, QUEUED)
    here.queued += 1
    push(roster.queue, roster.queue_head, roster.queue_length, r, ticket)


@inlined
def trigger(roster, r, here, post, cause, day):
    """Take a person off the posted or relieved count, whichever holds them; returns the ticket."""
    if roster.status[r, post] & STATUS == POSTED:
        here.posted -= 1
        remember(roster, r, post, 1, day)
    else:
        here.relieved -= 1
    remember(roster, r, post, 2, day)
    roster.triggered[r, here.mission, cause] += 1
    here.departed += 1
    here.unseen = True
    return pack_ticket(post, here.index, cause)


@inlined
def relieve(roster, clocks, r, here, post, time):
    """Relieve a person of the post; returns the time of expulsion, infinite if there is none."""
    set_status(roster, r, post, RELIEVED)
    here.posted -= 1
    here.relieved += 1
    remember(roster, r, post, 1, np.int64(time))
    end = np.inf
    if clocks.expulsion[r] > 0:
        obeys, waits = when_ordered(roster, r, here, post)
        if obeys >= clocks.stay_behind[r, here.mission]:
            end = time - np.log(waits) / clocks.expulsion[r]
    return end


@inlined
def log_exit(roster, r, ticket) -> None:
    """Count a person who leaves the country, and put them on the list of the day."""
    post, c, cause = read_ticket(ticket)
    roster.exited[r, roster.contingents[r, c].mission, cause] += 1
    roster.log[roster.log_length[r], r] = ticket
    if roster.history.shape[1] > 0:
        for what in range(3):
            roster.log_history[roster.log_length[r], r, what] = roster.history[r, post, what]
    roster.log_length[r] += 1
