"""An ensemble that grows while somebody looks at it: each set of runs contains the one before.

A replicate has the same bits in any batch, so the runs that are there stay as they are and only new
ones are computed; what is shown is what `sim run` gives for as many runs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from sim.ensemble.cf import attributes_of
from sim.ensemble.contract import Array, Batch
from sim.experiments.batch import layout, run_batch
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from sim.model.model import AllianceModel
    from sim.model.observables.recorder import Recording

#: Runs of the sets that are shown one after the other.
STAGES = (8, 64, 256)
AT_ONCE = 64  # runs of a batch: no other page waits longer than these take


class StoppedError(Exception):
    """Nobody waits for these runs any more."""


@dataclass(slots=True)
class Growing:
    """The runs of one scenario so far."""

    scenario: Scenario
    batches: list[Batch] = field(default_factory=list)

    @property
    def n_runs(self) -> int:
        """Runs that are there."""
        return sum(len(batch.events) for batch in self.batches)

    def grow(self, up_to: int, stopped: Callable[[], bool]) -> None:
        """Compute some more runs, at most `AT_ONCE`, towards so many in all.

        Raises
        ------
        StoppedError
            As soon as `stopped` says so, between two days; the runs that are there stay.
        """
        if stopped():
            raise StoppedError
        first = self.n_runs
        replicates = range(first, min(up_to, first + AT_ONCE))
        if replicates:
            looked_at = run_batch(self.scenario, replicates, prepare=lambda m: _watch(m, stopped))
            self.batches.append(looked_at)

    def arrays(self, n: int) -> dict[str, Array]:
        """What was recorded in the first `n` runs, by name."""
        names = self.batches[0].arrays
        whole = {name: [batch.arrays[name] for batch in self.batches] for name in names}
        return {name: np.concatenate(parts)[:n] for name, parts in whole.items()}

    def results(self, n: int) -> xr.Dataset:
        """The same as the labelled results that a report reads."""
        return labelled(self.scenario, self.arrays(n))


def labelled(scenario: Scenario, arrays: Mapping[str, Array]) -> xr.Dataset:
    """What was recorded, with the names, units and labels that results on disk have."""
    shape, n = layout(scenario), len(arrays["first_day"])
    variables: Mapping[str, Any] = {
        each.name: (
            ("replicate", *each.dims),
            arrays[each.name],
            attributes_of(each, shape.start, arrays[each.name].dtype),
        )
        for each in shape.variables
    }
    coordinates = {"replicate": list(range(n)), **shape.coordinates}
    return xr.Dataset(variables, coordinates, {"seed": scenario.seed, "n_asked": n})


class _Watched:
    """Stands before the recorder, and looks every day whether somebody still waits."""

    def __init__(self, recorder: "Recording", stopped: Callable[[], bool]) -> None:
        self.recorder, self.stopped = recorder, stopped

    def record(self) -> None:
        if self.stopped():
            raise StoppedError
        self.recorder.record()


def _watch(model: "AllianceModel", stopped: Callable[[], bool]) -> None:
    model.recorder = _Watched(model.recorder, stopped)
