"""The recorder: one array for each observable, filled day by day."""

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from sim.observables import OBSERVABLES
from sim.observables.base import AXES

if TYPE_CHECKING:
    from sim.model import AllianceModel


class Recording(Protocol):
    """Whatever looks at the model at the end of each day."""

    def record(self) -> None:
        """Look at the day that has passed."""


class Recorder:
    """Daily readings of one batch; `arrays()` gives them with the replicate axis first."""

    def __init__(self, model: "AllianceModel") -> None:
        self.model = model
        self._daily = {
            each.name: np.zeros(
                (model.n_replicates, model.n_days, *(len(AXES[axis]) for axis in each.axes)),
                each.dtype,
            )
            for each in OBSERVABLES
        }

    def record(self) -> None:
        """Read everything at the end of the day."""
        for each in OBSERVABLES:
            self._daily[each.name][:, self.model.day] = each.read(self.model)

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Arrays (R, T, ...) by name."""
        return dict(self._daily)
