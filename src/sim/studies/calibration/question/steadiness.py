"""How often a government would leave the old order in calm years: what two decades of alliance speak of.

A single run of ninety days hardly tells a rate of a few in a hundred a year. So the utilities at the end
of a calm run are held fixed, and many tastes that want the old order are followed through three years of
four-weekly decisions. Whoever would leave is counted and replaced by one who stays, as long alliances
are made of those who stayed; the first year only sorts tastes and does not count.
"""

import numpy as np

from sim.core.quantity import Flags, Floats
from sim.core.streams import Streams
from sim.mechanisms.taste import latent_of, noise_of, revealed
from sim.model.agents.actor import MONTH, Actor
from sim.studies.calibration.question.space import normal

TASTES, YEAR, COUNTED = 96, 13, 26  # tastes a run; decisions that sort them, and that count


def yearly_leaving(actor: Actor) -> Floats:
    """Rate of leaving the first posture of a government at its utilities of today, 1/year, shape (R,)."""
    first = actor.names.index(actor.at_first)
    precision = actor.model.draws.assumptions.choice.precision[:, None]
    weighed = precision * (actor.utility() - actor.costs[:, first])
    return leaving(weighed, first, actor.taste.memory, actor.model.streams, actor.name)


def leaving(weighed: Floats, first: int, memory: Floats, streams: Streams, name: str) -> Floats:
    """The same at weights (R, A) and memory in days (R,), with marks under the name of a government."""
    shape = (len(weighed), TASTES, weighed.shape[1])
    everywhere = np.broadcast_to(weighed[:, None], shape)
    chosen = np.full((*shape[:2], 1), first)
    kept = np.exp(-MONTH / memory)[:, None, None]
    place, left = f"calibration.steadiness {name}", np.zeros(len(weighed))
    marks = streams.uniforms(place, 0, shape[1] * shape[2]).reshape(shape)
    z = latent_of(revealed(everywhere, chosen, marks))
    for number in range(1, YEAR + COUNTED + 1):
        marks = streams.uniforms(place, number, shape[1] * (shape[2] + 1))
        fresh = normal(marks[:, shape[1] :]).reshape(shape)
        moved = kept * z + np.sqrt(1 - kept**2) * fresh
        stays = (everywhere + noise_of(moved)).argmax(axis=2) == first
        left += (number > YEAR) * (~stays).sum(axis=1)
        z = np.where(
            stays.any(axis=1)[:, None, None], _followed(moved, stays, marks[:, : shape[1]]), z
        )
    return np.asarray(left / (TASTES * COUNTED * MONTH / 365.25))


def _followed(moved: Floats, stays: Flags, marks: Floats) -> Floats:
    """Tastes (R, tastes, A), whoever leaves replaced by one who stays, drawn by the marks (R, tastes)."""
    among = np.cumsum(stays, axis=1)
    wanted = np.floor(marks * among[:, -1:]).astype(np.int64) + 1
    other = (among[:, None, :] < wanted[:, :, None]).sum(axis=2)
    own = np.arange(stays.shape[1])
    chosen = np.where(stays, own, np.minimum(other, stays.shape[1] - 1))
    return np.asarray(np.take_along_axis(moved, chosen[:, :, None], 1))
