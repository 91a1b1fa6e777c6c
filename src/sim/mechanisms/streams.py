"""Named random streams: every draw has an address (seed, replicate, purpose, index), no order of calls.

Counter-based Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"):
key = seed, counter = (index, block, purpose, replicate). Adding a purpose shifts no other draw, and
a replicate's draws do not depend on the batch it is computed in.
"""

from functools import cache, partial
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sim.mechanisms.compiling import kept

_MULTIPLIER = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (np.uint64(0x9E3779B9), np.uint64(0xBB67AE85))
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_SCALE = 2.0**-32

# The compiled day takes code from this file, so it imports little: whatever it imports is compiled code's
# to watch (`sim.mechanisms.compiling`).
type _Floats = NDArray[np.float64]
type _Integers = NDArray[np.int64]


# Called, not inlined: it would be compiled again in each of the places that draw.
@kept
def philox(c0, c1, c2, c3, k0, k1):
    """Four 32-bit words (held in uint64) for one counter and key, all given as uint64."""
    for _ in range(10):
        left = _MULTIPLIER[0] * c0
        right = _MULTIPLIER[1] * c2
        c0, c1, c2, c3 = (
            (right >> _HALF) ^ c1 ^ k0,
            right & _LOW,
            (left >> _HALF) ^ c3 ^ k1,
            left & _LOW,
        )
        k0 = (k0 + _WEYL[0]) & _LOW
        k1 = (k1 + _WEYL[1]) & _LOW
    return c0, c1, c2, c3


@partial(kept, inline="always")
def as_uniform(word):
    """Middle of the cell that a 32-bit word stands for: strictly between 0 and 1."""
    return (np.float64(word) + 0.5) * _SCALE


@kept
def _fill(out, key, purpose, replicates, index) -> None:
    for r in range(out.shape[0]):
        replicate = np.uint64(replicates[r])
        for block in range((out.shape[1] + 3) // 4):
            words = philox(
                np.uint64(index[r]), np.uint64(block), purpose, replicate, key[0], key[1]
            )
            for lane in range(min(4, out.shape[1] - 4 * block)):
                out[r, 4 * block + lane] = as_uniform(words[lane])


@cache
def purpose_id(purpose: str) -> np.uint64:
    """Third counter word of a named purpose."""
    return np.uint64(crc32(purpose.encode()))


class Streams:
    """The random streams of a batch of replicates of one seed."""

    def __init__(self, seed: int, replicates: _Integers) -> None:
        self.key: NDArray[np.uint64] = np.array(
            [seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF], np.uint64
        )
        self.replicates = np.asarray(replicates, np.int64)

    def uniforms(
        self, purpose: str, index: int | _Integers, n: int, rows: _Integers | None = None
    ) -> _Floats:
        """Uniforms in (0, 1), shape ``(n_replicates, n)``, for one named purpose.

        `index` tells repeated draws apart (a day, say); one number for all replicates or one each.
        With `rows`, only those replicates are drawn, the same numbers that all would get.
        """
        replicates = self.replicates if rows is None else self.replicates[rows]
        out = np.empty((len(replicates), n))
        indices = np.full(replicates.shape, index, np.int64)
        _fill(out, self.key, purpose_id(purpose), replicates, indices)
        return out

    def exponentials(self, purpose: str, index: int | _Integers, n: int) -> _Floats:
        """Unit exponentials, shape ``(n_replicates, n)``, by inversion (monotone in the uniforms)."""
        return -np.log(self.uniforms(purpose, index, n))
