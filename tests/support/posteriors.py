"""Small posteriors for tests: made up, and as exact as real ones."""

from pathlib import Path

import numpy as np

from sim.core.distributions import Distribution
from sim.core.quantity import declared
from sim.ensemble.contract import DrawTable
from sim.experiments.posterior.file import Posterior, exact, write
from sim.scenario.schema import Scenario


def priors_of(scenario: Scenario) -> dict[str, Distribution]:
    """What a scenario draws, by path."""
    return {e.path: e.value for e in declared(scenario) if isinstance(e.value, Distribution)}


def made_up(scenario: Scenario, n: int = 16) -> Posterior:
    """A posterior in which row k has every quantity at quantile (k + 1) / (n + 1) of its prior."""
    priors, defaults = priors_of(scenario), priors_of(Scenario(name="d", title="Defaults"))
    marks = np.arange(1, n + 1) / (n + 1)
    values = np.column_stack([prior.quantile(marks) for prior in priors.values()])
    return Posterior(
        "made_up.nc",
        DrawTable(tuple(priors), values),
        tuple(priors.values()),
        tuple(exact(defaults[path]) if path in defaults else "" for path in priors),
        ("assumptions.coup.returns",),
        {"command": "none"},
    )


def written(folder: Path, scenario: Scenario, name: str = "made_up.nc") -> Path:
    """The same in a file."""
    write(folder / name, made_up(scenario))
    return folder / name
