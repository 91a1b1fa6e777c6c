"""Taste that lasts, by rejection: paths are drawn until one would have chosen all that was chosen."""

from math import exp
from typing import Any

import numpy as np
from scipy.special import ndtr

MONTH = 28  # days
AT_ONCE = 4096
MOST_TRIES = 250


class Taste:
    """Latent taste for postures; `known` are decisions of which the outcome is known."""

    def __init__(self, rng: np.random.Generator, n_postures: int, memory: float) -> None:
        self.rng, self.n, self.memory = rng, n_postures, memory
        self.z: Any = None
        self.day = 0
        self.known: list[tuple[int, Any, int]] = []  # day, weighed utilities, what was chosen

    def noise(self, day: int) -> Any:  # noqa: ANN401 - an array over postures
        """Gumbel noise of a decision today."""
        if self.known:
            self.z, self.day = self._learnt()
            self.known = []
        self.z = self._moved(self.z, self.day, day, (self.n,))
        self.day = day
        return gumbel(self.z)

    def _moved(self, z: Any, before: int, day: int, shape: tuple[int, ...]) -> Any:  # noqa: ANN401
        fresh = self.rng.standard_normal(shape)
        if z is None:
            return fresh
        kept = exp(-(day - before) / self.memory)
        return kept * z + (1 - kept**2) ** 0.5 * fresh

    def _learnt(self) -> tuple[Any, int]:
        """A path that agrees with all that is known; if none turns up, with the most of it."""
        longest: tuple[int, Any] = (-1, None)
        for _ in range(MOST_TRIES):
            z, before, agrees = self.z, self.day, np.full(AT_ONCE, 0)
            for step, (day, weighed, chosen) in enumerate(self.known):
                z = self._moved(z, before, day, (AT_ONCE, self.n))
                before = day
                right = np.argmax(weighed + gumbel(z), axis=1) == chosen
                agrees += right & (agrees == step)
            best = int(agrees.argmax())
            if agrees[best] > longest[0]:
                longest = int(agrees[best]), z[best]
            if longest[0] == len(self.known):
                break
        return longest[1], self.known[-1][0]


def gumbel(z: Any) -> Any:  # noqa: ANN401 - arrays
    """Gumbel noise of latent normals."""
    return -np.log(-np.log(np.clip(ndtr(z), 1e-300, 1 - 1e-16)))
