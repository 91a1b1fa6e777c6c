"""Check what a scenario claims against paired runs of the scenario it is compared with."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.core.calendar import outside_fault
from sim.core.errors import did_you_mean
from sim.model.observables import OBSERVABLES
from sim.model.observables.base import AXES
from sim.model.outcomes import OUTCOME_NAMES
from sim.scenario.claims import Claim
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from sim.report.readings import Results

ENOUGH = 2.0  # standard errors by which a claimed difference must stand out


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim with the mean paired difference and its standard error."""

    claim: Claim
    difference: float
    standard_error: float

    @property
    def holds(self) -> bool:
        """Whether the difference has the claimed sign and stands out from the noise of the runs."""
        if self.claim.expect == "same":
            return self.difference == 0.0
        sign = 1.0 if self.claim.expect == "higher" else -1.0
        return sign * self.difference > ENOUGH * self.standard_error


def faults(scenario: Scenario, folder: Path) -> Iterator[tuple[str, str]]:
    """Claims that nothing can be compared for: the path in the file, and a sentence."""
    observables = {each.name: each for each in OBSERVABLES}
    names = (*observables, *OUTCOME_NAMES)
    window = scenario.window
    files = tuple(sorted(file.name for file in folder.glob("*.yaml"))) if scenario.claims else ()
    for position, claim in enumerate(scenario.claims):
        path = f"claims[{position}]"
        if claim.observable not in names:
            close = did_you_mean(claim.observable, names)
            yield (
                f"{path}.observable",
                f"no observable or outcome is called '{claim.observable}'{close}",
            )
        axes = observables[claim.observable].axes if claim.observable in observables else ()
        entries = tuple(name for axis in axes for name in AXES[axis])
        if claim.of and claim.observable in names and claim.of not in entries:
            allowed = f"must be one of {', '.join(entries)}" if entries else "it is not divided"
            yield f"{path}.of", f"{allowed}, is '{claim.of}'{did_you_mean(claim.of, entries)}"
        if claim.on and (fault := outside_fault(claim.on, window.start, window.end)):
            yield f"{path}.on", fault
        if claim.than not in files:
            yield (
                f"{path}.than",
                f"there is no file '{claim.than}'{did_you_mean(claim.than, files)}",
            )


def check_claim(claim: Claim, scenario: Scenario, ours: "Results", theirs: "Results") -> Checked:
    """Compare two batches of the same replicates and seed, replicate by replicate."""
    from sim.methods.target import Target  # noqa: PLC0415 - readers of results, slow to import

    part = f".{claim.of}" if claim.of else ""
    target = Target.parse(f"{claim.observable}{part}", scenario, claim.on)
    difference = target.values(ours, scenario) - target.values(theirs, scenario)
    error = float(difference.std(ddof=1) / np.sqrt(len(difference)))
    return Checked(claim, float(difference.mean()), error)
