"""The model in Python, to step through."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from sim.api.scenario import Scenario, load
from sim.core.quantity import Floats
from sim.experiments.batch import given_to
from sim.model.model import AllianceModel


class Model(AllianceModel):
    """An ordinary Mesa model of a scenario: `step` is a day, `run` the days that are left.

    It gives the same bits as `sim.run` of the same seed.

    Parameters
    ----------
    scenario
        A scenario, or what `sim.load` takes.
    runs
        How many runs side by side; everything that changes over time leads with this axis.
    seed
        Seed of all random streams; default: the scenario's.
    given
        Values of uncertain quantities chosen beforehand, by path: one number, or one for each run.

    Examples
    --------
    >>> import sim
    >>> model = sim.Model("no_shock", runs=2)
    >>> model.step()
    >>> model.day, model.caracas.posture.shape
    (1, (2,))
    """

    def __init__(
        self,
        scenario: Scenario | str | Path,
        runs: int = 1,
        *,
        seed: int | None = None,
        given: Mapping[str, float | Floats] | None = None,
    ) -> None:
        asked = load(scenario)
        asked = asked if seed is None else asked.set("seed", seed)
        chosen = {
            path: np.broadcast_to(np.asarray(value, float), (runs,)).copy()
            for path, value in (given or {}).items()
        }
        alone, values = given_to(asked.resolved, range(runs), chosen)
        super().__init__(alone, range(runs), histories=True, given=values)
