"""Answers while the runs of a study are still being made: from a small design, then from larger ones.

A design is made of *units*: trajectories, base rows, points of a sweep, runs. Any first few of them are a
smaller design of the same kind, so what they say is an answer, only less sharp. A model is made for every
combination of settings, which costs as much as many runs; therefore the runs of one combination stay
together, and combinations are computed in the order in which the first units need them. Runs have the
same numbers and the same bits in any order. A run that fails ends what is told early, not the study.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from sim.core.errors import SimError
from sim.core.languages import _, numeral
from sim.core.quantity import Flags, Floats, Integers
from sim.ensemble.contract import Array, Batch
from sim.ensemble.run import Look


def halvings(n: int) -> list[int]:
    """How often a row of `n` is halved until each of its places comes up: its ends first.

    Places in this order are spread over the row from the first few on.

    >>> halvings(5)
    [0, 2, 1, 2, 0]
    """
    found = {0: 0, n - 1: 0}
    for times in range(1, n):
        ends = sorted(found)
        found |= {(low + high) // 2: times for low, high in pairwise(ends) if high - low > 1}
    return [found[place] for place in range(n)]


@dataclass(frozen=True, slots=True)
class Partial:
    """What the first `done` of `of` units say; `units` is what they are called."""

    done: int
    of: int
    units: str
    text: str

    @property
    def sentence(self) -> str:
        """The same as one sentence."""
        told = (
            _("after all {of} {units}: {text}")
            if self.done == self.of
            else _("after {done} of {of} {units}: {text}")
        )
        done, of = numeral(f"{self.done:,}"), numeral(f"{self.of:,}")
        return told.format(done=done, of=of, units=_(self.units), text=self.text)


type Hear = Callable[[Partial], None]


@dataclass(frozen=True, slots=True)
class Early:
    """How the runs of a design are answered before all are there.

    Parameters
    ----------
    unit_of
        Unit of every run, counted from 0, shape (runs,).
    units
        What units are called, several of them.
    read
        The numbers of the runs of a batch, shape (R, ...).
    tell
        The sentence on the first n units, from the numbers of all runs so far; NaN where there are none.
    fewest
        Units of which nothing can be told if there are fewer.
    counts
        What is counted instead of units: how many the first 1, 2, ... units make up.
    """

    unit_of: Integers
    units: str
    read: Callable[[Mapping[str, Array]], Floats]
    tell: Callable[[int, Floats], str]
    fewest: int = 1
    counts: Sequence[int] = ()

    @property
    def n_units(self) -> int:
        """Units of the whole design."""
        return int(self.unit_of.max()) + 1

    def order(self, variant_of: Integers) -> tuple[range, ...]:
        """Runs with the same settings, those first that the first units need."""
        ends = [0, *(np.flatnonzero(np.diff(variant_of)) + 1).tolist(), len(variant_of)]
        together = [range(*each) for each in pairwise(ends)]
        return tuple(sorted(together, key=lambda runs: self.unit_of[runs.start : runs.stop].min()))

    def partial(self, n: int, text: str) -> Partial:
        """What the first `n` units say."""
        counts = self.counts or range(1, self.n_units + 1)
        return Partial(counts[n - 1], counts[-1], self.units, text)

    def whole(self, text: str) -> Partial:
        """What all of them say: the answer."""
        return self.partial(self.n_units, text)

    def looking(self, hear: Hear) -> Look:
        """Look at every batch; tell as soon as there are the `fewest` units, then twice as many each time."""
        return _Looking(self, hear, self.fewest).look


@dataclass(slots=True)
class _Looking:
    """The numbers of the runs so far; `next` is how many units are told of next."""

    early: Early
    hear: Hear
    next: int
    there: Flags = field(init=False)
    values: Array | None = None

    def __post_init__(self) -> None:
        self.there = np.zeros(len(self.early.unit_of), bool)

    def look(self, replicates: range, batch: Batch) -> None:
        """Take note of a batch, and tell what is known by now."""
        runs, found = slice(replicates.start, replicates.stop), self.early.read(batch.arrays)
        if self.values is None:
            self.values = np.full((len(self.there), *found.shape[1:]), np.nan)
        self.values[runs], self.there[runs] = found, True
        missing = self.early.unit_of[~self.there]
        # What all units say is the answer itself, which is told when the results are sealed.
        n = int(missing.min()) if len(missing) else 0
        if n >= self.next:
            with suppress(SimError):  # so few may say nothing; that is no reason to stop
                self.hear(self.early.partial(n, self.early.tell(n, self.values)))
        while self.next <= n:
            self.next *= 2
