"""The runs of one scenario in a finished folder, for commands that look at them and make none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sim.core.errors import SimError
from sim.ensemble.results import finished
from sim.experiments.batch import SIMULATOR
from sim.experiments.run import finished_scenario, opened
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import xarray


@contextmanager
def runs_in(folder: Path) -> Iterator[tuple[Scenario, "xarray.Dataset"]]:
    """The scenario of finished results and the results, proved to belong to one another.

    Raises
    ------
    SimError
        If the folder holds a study, whose runs have settings of their own.
    MismatchError
        If the results are unfinished, damaged, or those of something else.
    """
    if finished(folder).simulator != SIMULATOR:
        raise SimError(f"{folder}: holds a study, not the runs of one scenario; run a scenario")
    scenario = finished_scenario(folder)
    with opened(folder, scenario) as results:
        yield scenario, results
