"""Parameters with the numbers a test gives, and Philox written a second time, in plain Python."""

from math import expm1, log

import numpy as np

from sim.core.quantity import Parameters

WORD = 0xFFFFFFFF


def parameters[Group: Parameters](group: type[Group], **values: float) -> Group:
    """A drawn group with these numbers in one replicate; a name the group does not have is refused."""
    unknown = values.keys() - group.model_fields.keys()
    if unknown:
        message = f"{group.__name__} has no {', '.join(sorted(unknown))}"
        raise AttributeError(message)
    arrays = {name: np.array([value], float) for name, value in values.items()}
    return group.model_construct(**arrays)


def a(*numbers: float) -> np.ndarray:
    """Numbers as an array of replicates."""
    return np.array(numbers, float)


def philox_words(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, ...]:
    """Philox4x32-10 of Salmon et al. 2011 on Python integers."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        left, right = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1 = (right >> 32) ^ c1 ^ k0, right & WORD
        c2, c3 = (left >> 32) ^ c3 ^ k1, left & WORD
        k0, k1 = (k0 + 0x9E3779B9) & WORD, (k1 + 0xBB67AE85) & WORD
    return c0, c1, c2, c3


def middle(word: int) -> float:
    """The uniform that stands for a 32-bit word."""
    return (word + 0.5) / 2**32


class PlainStreams:
    """The documented addresses of draws: key = seed, counter = (index, block, purpose, replicate)."""

    def __init__(self, seed: int, replicate: int) -> None:
        self.key = (seed & WORD, seed >> 32)
        self.replicate = replicate

    def uniforms(self, purpose: int, index: int, block: int) -> list[float]:
        """The four uniforms of one address."""
        words = philox_words((index, block, int(purpose), self.replicate), self.key)
        return [middle(word) for word in words]

    def exponential(self, purpose: int, index: int, block: int) -> float:
        """A unit exponential from the first of them."""
        return -log(self.uniforms(purpose, index, block)[0])

    def thresholds(
        self, purpose: int, contingent: int, n: int, *, theta: float = 0.0
    ) -> list[float]:
        """Cumulative hazards at which the clocks of n persons ring, by Rényi's recursion."""
        total, found = 0.0, []
        for rank in range(n):
            total += self.exponential(purpose, rank, contingent) / (n - rank)
            found.append(expm1(theta * total) / theta if theta else total)
        return found

    def turns(self, purpose: int, contingent: int, n: int) -> list[int]:
        """Persons in the order in which a clock names them, by Fisher and Yates.

        Whose clock rings is drawn with the wait for the ring after it.
        """
        order = list(range(n))
        for rank in range(n):
            pick = rank + int(self.uniforms(purpose, rank + 1, contingent)[1] * (n - rank))
            order[rank], order[pick] = order[pick], order[rank]
        return order
