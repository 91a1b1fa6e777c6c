"""What is told of results beside their numbers: what the scenario starts from, and what luck does."""

from dataclasses import dataclass

from sim.report.luck import VarianceSplit
from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Background:
    """The parent of a scenario, and the split of the spread of its numbers; None where there is none."""

    parent: Scenario | None = None
    split: VarianceSplit | None = None


NOTHING = Background()
