"""Who comes back: newcomers take over vacant posts, and the clocks there stand for somebody again."""

import numpy as np

from sim.core.never import NEVER
from sim.core.streams import as_uniform, purpose_id
from sim.people.kernel.clocks import wind
from sim.people.kernel.compiled import compiled, inlined
from sim.people.kernel.marks import random_words
from sim.people.kernel.persons import remember
from sim.people.roster import POSTED, RANG, SCHEDULED, STATUS, VACANT

_COMES = purpose_id("newcomer sent")
_SPREAD = purpose_id("newcomers spread")


@inlined
def _return_clock(roster, r, here, k, post) -> None:
    """Put a post at which clock k has rung back among those at which it can ring.

    It takes the last place of the shuffle that was used up. What is missing to the next ring shrinks
    as there is one clock more that can be the next: exponential waits have no memory.
    """
    winding = roster.windings[r, here.index, k]
    others = here.size - (winding.rank - 1) + winding.back
    if others > 0:  # otherwise the clock has stopped, and is started again
        roster.gap[r, here.mission, k, here.state] *= others / (others + 1)
    winding.back += 1
    place = winding.rank - 1 - winding.back
    roster.permutation[k, r, here.offset + place] = (post - here.offset) ^ place


@inlined
def _restart(roster, clocks, r, here) -> None:
    """Wind the clocks that had stopped because nobody was left for them."""
    for k in range(clocks.cause.shape[0]):
        if roster.gap[r, here.mission, k, here.state] == np.inf:
            roster.windings[r, here.index, k].rank -= 1
            roster.gap[r, here.mission, k, here.state] = 0.0
            wind(roster, clocks, r, here, k)


@inlined
def _vacant_post(roster, r, here):
    """A vacant post of a contingent, found from a random one on; -1 if there is none."""
    words = random_words(roster, r, _COMES, here.arrived, here.index)
    start = np.int64(as_uniform(words[0]) * here.size)
    for step in range(here.size):
        place = start + step
        post = here.offset + (place - here.size if place >= here.size else place)
        status = roster.status[r, post]
        if status & STATUS == VACANT and status & SCHEDULED == 0:
            return post
    return np.int64(-1)


@inlined
def _come(roster, clocks, r, here, post, day) -> None:
    """Somebody new takes over a post."""
    status = roster.status[r, post]
    for k in range(clocks.cause.shape[0]):
        if status & (RANG << k) != 0:
            _return_clock(roster, r, here, k, post)
    roster.status[r, post] = np.uint16(POSTED)
    here.posted += 1
    here.arrived += 1
    here.unseen = True
    _restart(roster, clocks, r, here)
    remember(roster, r, post, 0, day)
    remember(roster, r, post, 1, NEVER)
    remember(roster, r, post, 2, NEVER)


@inlined
def _vacancies(here):
    return here.size - here.posted - here.relieved - here.queued


@compiled
def come_back(roster, clocks, wanted, day) -> None:
    """Newcomers of each mission, `wanted` (R, M), spread over its contingents by their vacant posts.

    The first of them is placed at random and the others evenly after it, so that rounding favours no state.
    """
    n_states = roster.gap.shape[3]
    for r in range(wanted.shape[0]):
        for m in range(wanted.shape[1]):
            if wanted[r, m] > 0:
                vacant = 0
                for s in range(n_states):
                    vacant += _vacancies(roster.contingents[r, m * n_states + s])
                start = as_uniform(random_words(roster, r, _SPREAD, day, m)[0])
                passed, sent = 0, np.int64(0)
                for s in range(n_states):
                    here = roster.contingents[r, m * n_states + s]
                    passed += _vacancies(here)
                    share = np.int64(min(wanted[r, m], vacant) * passed / max(vacant, 1) + start)
                    for _ in range(share - sent):
                        post = _vacant_post(roster, r, here)
                        if post >= 0:
                            _come(roster, clocks, r, here, post, day)
                    sent = share
