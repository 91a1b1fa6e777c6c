"""What is counted in the evening: persons by mission and state, and what the press reports of the exits."""

import numpy as np

from sim.core.streams import as_uniform, purpose_id
from sim.people.kernel.compiled import compiled
from sim.people.kernel.marks import random_words, read_ticket

_REPORT = purpose_id("departure reported")


@compiled
def tally(roster, posted, queued, present, by_state, arrived) -> None:
    """Counts by mission (R, M), persons in the country by state (R, S) and replacements so far (R,)."""
    n_missions, n_states = posted.shape[1], by_state.shape[1]
    by_state[:], arrived[:] = 0, 0
    for r in range(posted.shape[0]):
        for m in range(n_missions):
            at_post, waiting, in_country = 0, 0, 0
            for s in range(n_states):
                here = roster.contingents[r, m * n_states + s]
                at_post += here.posted
                waiting += here.queued
                present_here = here.posted + here.relieved + here.queued
                in_country += present_here
                by_state[r, s] += present_here
                arrived[r] += here.arrived
            posted[r, m], queued[r, m], present[r, m] = at_post, waiting, in_country


@compiled
def report_exits(roster, seen, confusion, lag, out, day) -> None:
    """What the press would count: each exit of the day is reported with a probability by mission.

    `seen` (R, M); `confusion` (R, Z, Z) cumulative rows, the reported cause given the true one;
    `lag` (R,) days; adds to `out` (R, T, Z).
    """
    for r in range(roster.contingents.shape[0]):
        appears = day + lag[r]
        if appears < out.shape[1]:
            for i in range(roster.log_length[r]):
                post, c, cause = read_ticket(np.int64(roster.log[i, r]))
                here = roster.contingents[r, c]
                words = random_words(roster, r, _REPORT, post - here.offset, c + 1024 * day)
                if as_uniform(words[0]) < seen[r, here.mission]:
                    said = 0
                    while as_uniform(words[1]) >= confusion[r, cause, said]:
                        said += 1
                    out[r, appears, said] += 1
