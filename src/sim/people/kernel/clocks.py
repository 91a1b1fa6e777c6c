"""The clocks: when each rings next, what a day takes off them, and what departed peers add."""

import numpy as np

from sim.core.streams import as_uniform
from sim.people.kernel.compiled import compiled, inlined
from sim.people.kernel.marks import random_words


@inlined
def _threshold(theta, sorted_sum):
    """Cumulative hazard at which a clock rings, from Rényi's sum of unit exponentials."""
    return np.expm1(theta * sorted_sum) / theta if theta > 0 else sorted_sum


@inlined
def wind(roster, clocks, r, here, k):
    """Compute when clock k of a contingent rings next; returns a uniform: whose clock has rung now."""
    winding = roster.windings[r, here.index, k]
    words = random_words(roster, r, clocks.purpose[k], winding.rank, here.index)
    left = here.size if clocks.repeats[k] else here.size - winding.rank
    if left <= 0:
        roster.gap[r, here.mission, k, here.state] = np.inf
    else:
        theta = clocks.frailty[r, k]
        before = _threshold(theta, winding.sorted_sum)
        winding.sorted_sum -= np.log(as_uniform(words[0])) / left
        roster.gap[r, here.mission, k, here.state] += _threshold(theta, winding.sorted_sum) - before
    winding.rank += 1
    return as_uniform(words[1])


@compiled
def wind_all(roster, clocks) -> None:
    """Set every clock before the first day."""
    for r in range(roster.contingents.shape[0]):
        for c in range(roster.contingents.shape[1]):
            for k in range(clocks.cause.shape[0]):
                wind(roster, clocks, r, roster.contingents[r, c], k)


@inlined
def see_peers(roster, clocks, r, c) -> None:
    """Refresh the multipliers that a contingent's departed peers put on its clocks."""
    here = roster.contingents[r, c]
    share = here.departed / (here.size + here.arrived)
    limit = clocks.peer_threshold[r]
    seen = share if limit < 0 else np.float64(share >= limit)
    for k in range(clocks.cause.shape[0]):
        if clocks.peer[r, k] > 0:
            roster.peer_factor[r, here.mission, k, here.state] = np.exp(clocks.peer[r, k] * seen)
    here.unseen = False


@inlined
def look_ahead(roster, clocks, r) -> None:
    """Today's hazards of all clocks, and how far each contingent is from its first ring.

    Plain loops over the states, which the compiler turns into a few vector operations: most clocks
    do not ring today, and this is all that they cost.
    """
    roster.slack[:] = np.inf
    for m in range(roster.gap.shape[1]):
        slack = roster.slack[m]
        for k in range(roster.gap.shape[2]):
            hazard, gap, peers = (
                roster.hazard[m, k],
                roster.gap[r, m, k],
                roster.peer_factor[r, m, k],
            )
            rate, factor = clocks.rate[r, m, k], clocks.by_state[r, k]
            if rate == 0.0:
                hazard[:] = 0.0
            else:
                for s in range(hazard.shape[0]):
                    hazard[s] = rate * factor[s] * peers[s]
                    missing = gap[s] - hazard[s]
                    slack[s] = missing if missing < slack[s] else slack[s]


@inlined
def move_on(roster, clocks, r) -> None:
    """Take today's hazards off what is missing to the next rings."""
    for m in range(roster.gap.shape[1]):
        for k in range(roster.gap.shape[2]):
            if clocks.rate[r, m, k] > 0.0:
                hazard, gap = roster.hazard[m, k], roster.gap[r, m, k]
                for s in range(hazard.shape[0]):
                    gap[s] -= hazard[s]
