"""The only door to the program: modules may move, and what is recorded here does not.

Everything that this folder takes from `sim` is imported in this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.simulate import layout, run_batch

ROOT = Path(__file__).parents[2]
SCENARIOS = tuple(sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml")))
RUNS = 8

type Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Runs:
    """What eight runs of one scenario gave.

    `arrays` lead with the run, `axes` names the other axes of each array and `entries` what stands
    along an axis; `events` are the logs of the runs.
    """

    arrays: Mapping[str, Array]
    axes: Mapping[str, tuple[str, ...]]
    entries: Mapping[str, tuple[str, ...]]
    events: list[list[dict[str, Any]]]


def runs_of(name: str) -> Runs:
    """Run a shipped scenario in this process, with the seed and the draws that its file says."""
    scenario = load(ROOT / "scenarios" / f"{name}.yaml", Scenario).scenario
    batch, shape = run_batch(scenario, range(RUNS)), layout(scenario)
    return Runs(
        batch.arrays,
        {each.name: each.dims for each in shape.variables},
        {axis: tuple(map(str, names)) for axis, names in shape.coordinates.items()},
        batch.events,
    )
