"""A strike: who is killed, who is injured and when they can fly."""

import numpy as np

from sim.core.streams import as_uniform, purpose_id
from sim.people.kernel.compiled import compiled
from sim.people.kernel.marks import random_words
from sim.people.kernel.persons import log_exit, remember, schedule, set_status, trigger
from sim.people.roster import CLOSED, INJURED, POSTED, STATUS, VACANT

_HIT = purpose_id("hit by the strike")
_HEAL = purpose_id("injured fit to fly")


@compiled
def strike(roster, targets, killed, injured, healing, killed_cause, day) -> None:
    """Kill and injure posted persons of the target contingents, drawn without replacement.

    `killed` and `injured` are counts, shape (R,); `healing` the mean days until an injured person
    can fly. Whoever has left already cannot be hit, so fewer are hit when fewer are there.
    """
    for r in range(roster.contingents.shape[0]):
        posts = 0
        there = 0
        for c in targets:
            posts += roster.contingents[r, c].size
            there += roster.contingents[r, c].posted
        hits = 0
        attempt = 0
        while hits < min(killed[r] + injured[r], there):
            place = np.int64(as_uniform(random_words(roster, r, _HIT, attempt, day)[0]) * posts)
            attempt += 1
            c = 0
            while place >= roster.contingents[r, targets[c]].size:
                place -= roster.contingents[r, targets[c]].size
                c += 1
            here = roster.contingents[r, targets[c]]
            post = here.offset + place
            if roster.status[r, post] & STATUS != POSTED:
                continue
            roster.status[r, post] |= np.uint8(CLOSED)
            if hits < killed[r]:
                ticket = trigger(roster, r, here, post, killed_cause, day)
                set_status(roster, r, post, VACANT)
                log_exit(roster, r, ticket)
            else:
                set_status(roster, r, post, INJURED)
                here.posted -= 1
                here.relieved += 1
                remember(roster, r, post, 1, day)
                words = random_words(roster, r, _HEAL, place, here.index)
                schedule(
                    roster, r, here.index, post, day - np.log(as_uniform(words[0])) * healing[r]
                )
            hits += 1
