"""Which draw of a posterior a replicate gets, and which quantities it takes from it."""

from collections.abc import Sequence

import numpy as np

from sim.core.distributions import Distribution
from sim.core.quantity import declared
from sim.core.streams import Streams
from sim.ensemble.contract import DrawTable
from sim.experiments.posterior.meant import posterior_of
from sim.scenario.schema import Scenario

PURPOSE = "draw.posterior"


def rows_of(scenario: Scenario, replicates: Sequence[int]) -> DrawTable | None:
    """What every replicate, in the order given, takes from the posterior of its scenario.

    The row of a replicate depends on the seed alone, so two scenarios are paired on the same row. A
    quantity is taken only where the scenario leaves it as it was before calibration: what a
    scenario fixes or declares anew wins.
    """
    posterior = posterior_of(scenario)
    if posterior is None:
        return None
    left = {
        each.path: each.value for each in declared(scenario) if isinstance(each.value, Distribution)
    }
    columns = [
        column
        for column, (path, prior) in enumerate(zip(posterior.paths, posterior.priors, strict=True))
        if left.get(path) == prior
    ]
    marks = Streams(scenario.seed, np.asarray(replicates)).uniforms(PURPOSE, 0, 1)[:, 0]
    rows = (marks * len(posterior.draws.values)).astype(np.int64)
    paths = tuple(posterior.paths[column] for column in columns)
    return DrawTable(paths, posterior.draws.values[np.ix_(rows, columns)])
