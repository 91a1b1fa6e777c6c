"""Sum up daily numbers as they come: in how many runs each value was held, for every day and entry.

A number is rounded to the nearest bfloat16 (a float32 cut to 16 bits): whole numbers up to 256 stay
as they are, any other moves by at most 1/256 of itself. Counts add up exactly, in any order, so the
result cannot depend on how the work was cut. Rounding keeps order, so a quantile of the rounded
numbers is the rounded quantile of the numbers, and carries the same bound.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.contract import Array, Batch, Event

type Keys = NDArray[np.uint16]
type Floats = NDArray[np.float32]

#: Largest relative error of a number that is not tiny (below 1e-38).
RELATIVE_ERROR = 2.0**-8
_SIGN = np.uint16(0x8000)
_CELLS = 512


def key_of(values: Array) -> Keys:
    """Rounded numbers as keys of 16 bits that sort like the numbers; NaN comes last."""
    singles = np.ascontiguousarray(values, np.float32) + np.float32(0)  # -0.0 becomes 0.0
    bits = singles.view(np.uint32)
    cut = ((bits + np.uint32(0x8000)) >> np.uint32(16)).astype(np.uint16)
    cut[np.isnan(singles)] = 0x7FFF
    negative = (cut & _SIGN).astype(bool)
    return np.where(negative, ~cut, cut | _SIGN)


def value_of(keys: Keys) -> Floats:
    """The numbers that keys stand for."""
    cut = np.where((keys & _SIGN).astype(bool), keys ^ _SIGN, ~keys)
    return (cut.astype(np.uint32) << np.uint32(16)).view(np.float32)


def counted(batches: Iterable[Batch], names: Sequence[str]) -> Batch:
    """Put `batches` together as they come, the variables of `names` counted instead of kept."""
    found: dict[str, list[Array]] = {}
    events: list[list[Event]] = []
    for batch in batches:
        for name, array in batch.arrays.items():
            found.setdefault(name, []).append(key_of(array) if name in names else array)
        events += batch.events
    counts: dict[str, Array] = {}
    for name in names:
        runs = _runs(np.concatenate(found.pop(name)))
        counts |= {f"{name}.{part}": each for part, each in runs.items()}
    arrays = {name: np.concatenate(parts) for name, parts in found.items()}
    return Batch(arrays, events, counts)


def _runs(keys: Keys) -> dict[str, Array]:
    """Different keys of each cell, how often each occurs, and how many of them each cell has."""
    cells = np.ascontiguousarray(keys.reshape(len(keys), -1).T)
    cells.sort(axis=1)
    first = np.ones(cells.shape, bool)
    first[:, 1:] = cells[:, 1:] != cells[:, :-1]
    starts = np.flatnonzero(first)
    return {
        "keys": cells[first],
        "times": np.diff(starts, append=cells.size).astype(np.min_scalar_type(len(keys))),
        "lengths": first.sum(axis=1).astype(np.min_scalar_type(len(keys))),
    }


class Tally:
    """How often each cell of one variable held each value, over all batches added so far."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._shape = shape
        self._keys: Keys = np.empty(0, np.uint16)
        self._times = np.empty((int(np.prod(shape)), 0), np.uint32)

    def add(self, keys: Keys, times: Array, lengths: Array) -> None:
        """Add what `counted` found in a batch."""
        known = np.union1d(self._keys, keys)
        if len(known) > len(self._keys):
            wider = np.zeros((len(self._times), len(known)), np.uint32)
            wider[:, np.searchsorted(known, self._keys)] = self._times
            self._keys, self._times = known, wider
        cell = np.repeat(np.arange(len(lengths)), lengths)
        self._times[cell, np.searchsorted(known, keys)] += times

    def quantiles(self, levels: Sequence[float]) -> Floats:
        """Smallest value that at least a share `level` of runs do not exceed; shape (levels, ...)."""
        values, n_runs = value_of(self._keys), int(self._times[0].sum())
        # Rounded first, because 0.1 * 1,000,000 must not be a hair above 100,000.
        ranks = [max(ceil(round(level * n_runs, 6)), 1) for level in levels]
        found = np.empty((len(levels), len(self._times)), np.float32)
        for cells in self._parts():
            sums = self._times[cells].cumsum(axis=1)
            for row, rank in zip(found, ranks, strict=True):
                row[cells] = values[(sums >= rank).argmax(axis=1)]
        return found.reshape(len(levels), *self._shape)

    def mean(self) -> Floats:
        """Mean of the rounded numbers."""
        values, means = value_of(self._keys).astype(np.float64), np.empty(len(self._times))
        for cells in self._parts():
            means[cells] = (self._times[cells] * values).sum(axis=1)
        return _singles(means / self._times[0].sum(), self._shape)

    def _parts(self) -> Iterator[slice]:
        """Cells that are worked on together: a bound on memory that changes nothing."""
        return (slice(at, at + _CELLS) for at in range(0, len(self._times), _CELLS))

    def shares(self, n_codes: int) -> Floats:
        """Share of runs that hold each of the codes 0, 1, ...; shape (..., codes)."""
        wanted = key_of(np.arange(n_codes))
        held = np.zeros((len(self._times), n_codes))
        for code, key in enumerate(wanted):
            for column in np.flatnonzero(self._keys == key):
                held[:, code] = self._times[:, column]
        return _singles(held / self._times[0].sum(), (*self._shape, n_codes))


def _singles(values: NDArray[np.float64], shape: tuple[int, ...]) -> Floats:
    return values.astype(np.float32).reshape(shape)
