r"""Taste that lasts: what a government likes beyond its utilities changes slowly, and scripts reveal it.

.. math:: z' = \rho z + \sqrt{1-\rho^2}\,\varepsilon, \quad \rho = e^{-\Delta/\tau}, \qquad
          g_a = -\ln(-\ln \Phi(z_a)), \qquad a^* = \arg\max_a \{w_a + g_a\}

At every date the noise g is Gumbel, so each choice by itself is the logit of its utilities, and raising
one utility can only move that choice to its posture. What the dates share is z.

While a script holds a posture, taste is drawn *given* all that was chosen. The first choice has a closed
form: the largest of the perceived values is Gumbel around the log-sum of all, the others are Gumbel
cut off there. From then on a number of candidates move freely, and whoever would have chosen otherwise
is replaced by one who would not: a particle filter, exact as the candidates become many.
"""

from dataclasses import dataclass

import numpy as np

from sim.core.quantity import Flags, Floats, Integers
from sim.core.streams import Streams
from sim.mechanisms.choice import gumbel

CANDIDATES = 16
NEVER = -(10**6)  # day of the last decision of a government that has not decided yet
MOST = 30.0  # noise is cut off here: e^-30 is the chance of more


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A decision of which the outcome is known: `chosen` (R,) where `due` (R,), at weights (R, A).

    `place` tells its draws from those of other days.
    """

    day: int
    place: str
    due: Flags
    weighed: Floats
    chosen: Integers


def noise_of(z: Floats) -> Floats:
    """Gumbel noise of latent normals, same shape; increasing.

    >>> round(float(noise_of(np.array(0.0))), 6)
    0.366513
    """
    from scipy.special import log_ndtr  # noqa: PLC0415 - scipy is slow to import

    return np.asarray(-np.log(-log_ndtr(z)))


def latent_of(noise: Floats) -> Floats:
    """Latent normals of Gumbel noise, same shape: the inverse of `noise_of`."""
    from scipy.special import ndtri_exp  # noqa: PLC0415 - scipy is slow to import

    return np.asarray(ndtri_exp(-np.exp(-np.clip(noise, -6.0, MOST))))


def revealed(weighed: Floats, chosen: Integers, uniforms: Floats) -> Floats:
    """Noise of every posture given which was chosen, shape (..., A), from uniforms of that shape.

    `weighed` are utilities times precision, `chosen` the posture, shape (..., 1).
    """
    largest = weighed.max(axis=-1, keepdims=True)
    level = largest + np.log(np.exp(weighed - largest).sum(axis=-1, keepdims=True))
    free = gumbel(uniforms)
    top = np.take_along_axis(free, chosen, -1) + level
    below = -np.logaddexp(-top, -(free + weighed))
    np.put_along_axis(below, chosen, top, -1)
    return np.asarray(below - weighed)


class Taste:
    """Latent taste of one government for its postures, `z` of shape (R, A), with a memory in days (R,)."""

    def __init__(self, streams: Streams, name: str, n_postures: int, memory: Floats) -> None:
        n = len(memory)
        self.streams, self.name, self.memory = streams, name, memory
        self.z: Floats = np.zeros((n, n_postures))
        self.last: Integers = np.full(n, NEVER)
        self.witnessed: list[Witnessed] = []

    def witness(self, known: Witnessed) -> None:
        """Remember a decision whose outcome is known; what it reveals is worked out when needed."""
        self.witnessed.append(known)

    def move(self, day: int, due: Flags) -> Floats:
        """Noise of a decision today where `due`, shape (R, A), after all that was witnessed."""
        if self.witnessed:
            self.z, self.last = self.learnt()
            self.witnessed.clear()
        fresh = _normal(self.streams.uniforms(f"taste {self.name}", day, self.z.shape[1]))
        kept, moved = self._step(day, self.last)
        self.z = np.where(due[:, None], kept * self.z + moved * fresh, self.z)
        self.last = np.where(due, day, self.last)
        return noise_of(self.z)

    def learnt(self) -> tuple[Floats, Integers]:
        """Taste (R, A) given every witnessed decision, and the day (R,) it is of."""
        candidates = np.repeat(self.z[:, None], CANDIDATES, axis=1)
        last = self.last
        for known in self.witnessed:
            drawn = self._candidates(candidates, last, known)
            candidates = np.where(known.due[:, None, None], drawn, candidates)
            last = np.where(known.due, known.day, last)
        return candidates[:, 0], last

    def _step(self, day: int, last: Integers) -> tuple[Floats, Floats]:
        """How much of the taste of its last day is left today, and how much is new, (R, 1) each."""
        kept = np.exp(-(day - last) / self.memory)[:, None]
        return kept, np.sqrt(1 - kept**2)

    def _candidates(self, before: Floats, last: Integers, known: Witnessed) -> Floats:
        """Candidates (R, candidates, A) moved on to a decision, and those replaced who contradict it."""
        n, _, n_postures = before.shape
        uniforms = self.streams.uniforms(known.place, abs(known.day), CANDIDATES * n_postures)
        uniforms = uniforms.reshape(before.shape)
        weighed = np.broadcast_to(known.weighed[:, None], before.shape)
        chosen = np.broadcast_to(known.chosen[:, None, None], (n, CANDIDATES, 1))
        kept, moved = self._step(known.day, last)
        moved_on = kept[:, None] * before + moved[:, None] * _normal(uniforms)
        agree = (weighed + noise_of(moved_on)).argmax(axis=2) == known.chosen[:, None]
        anew = (last == NEVER) | ~agree.any(axis=1)
        survivors = self._survivors(agree, known)
        followed = np.take_along_axis(moved_on, survivors[:, :, None], 1)
        if anew.any():
            first = latent_of(revealed(weighed, chosen, uniforms))
            followed = np.where(anew[:, None, None], first, followed)
        return followed

    def _survivors(self, agree: Flags, known: Witnessed) -> Integers:
        """Whose taste each candidate goes on with: its own, or that of one who agrees, (R, candidates)."""
        marks = self.streams.uniforms(f"{known.place} survivor", abs(known.day), CANDIDATES)
        among = np.cumsum(agree, axis=1)
        wanted = np.floor(marks * among[:, -1:]).astype(np.int64) + 1
        other = (among[:, None, :] < wanted[:, :, None]).sum(axis=2)
        own = np.arange(CANDIDATES)
        return np.where(agree, own, np.minimum(other, CANDIDATES - 1))


def _normal(uniforms: Floats) -> Floats:
    from scipy.special import ndtri  # noqa: PLC0415 - scipy is slow to import

    return np.asarray(ndtri(uniforms))
