"""Marks of a person: numbers that are theirs by address, and how post, contingent and cause pack into one."""

import numpy as np

from sim.core.streams import as_uniform, philox, purpose_id
from sim.people.kernel.compiled import inlined

_ORDERED = purpose_id("stays behind or waits")


@inlined
def random_words(roster, r, purpose, index, place):
    """Four random words at an address: purpose, index and place, of a replicate."""
    return philox(
        np.uint64(index),
        np.uint64(place),
        np.uint64(purpose),
        np.uint64(roster.replicates[r]),
        roster.key[0],
        roster.key[1],
    )


@inlined
def when_ordered(roster, r, here, post):
    """Two uniforms of the person at a post: whether they obey, and how long until they are expelled."""
    words = random_words(roster, r, _ORDERED, post - here.offset, here.index)
    return as_uniform(words[0]), as_uniform(words[1])


@inlined
def stays(roster, clocks, r, here, post):
    """Whether the person at a post stays behind when ordered to leave."""
    share = clocks.stay_behind[r, here.mission]
    return share > 0.0 and when_ordered(roster, r, here, post)[0] < share


@inlined
def pack_ticket(post, c, cause):
    """Post, contingent and cause in one integer."""
    return (np.int64(post) << 16) | (np.int64(c) << 6) | np.int64(cause)


@inlined
def read_ticket(ticket):
    """Post, contingent and cause that `pack_ticket` packed; works on arrays too."""
    return ticket >> 16, (ticket >> 6) & 1023, ticket & 63
