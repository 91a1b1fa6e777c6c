"""What is given beforehand: values that were chosen, and each replicate's draw of a posterior."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from sim.core.distributions import Distribution
from sim.core.philox import uniforms
from sim.core.quantity import declared
from sim.ensemble.contract import DrawTable, hash_of_draws
from sim.experiments.posterior.meant import posterior_of
from sim.scenario.schema import Scenario

PURPOSE = "draw.posterior"
#: Replicates whose rows are held at a time where only their hash is asked for.
PART = 65_536


def filled_up(
    scenario: Scenario, replicates: Sequence[int], chosen: DrawTable | None = None
) -> DrawTable | None:
    """What `replicates` do not draw themselves: what was `chosen`, then what their posterior gives.

    A row of what was chosen is for the replicate at its place. None where there is neither.
    """
    rows = rows_of(scenario, replicates)
    if rows is None or chosen is None:
        return rows or chosen
    others = [column for column, path in enumerate(rows.paths) if path not in chosen.paths]
    paths = (*chosen.paths, *(rows.paths[column] for column in others))
    return DrawTable(paths, np.hstack([chosen.values, rows.values[:, others]]), chosen.first)


def hash_of_rows(scenario: Scenario) -> str | None:
    """Hash of what all replicates of the scenario take from its posterior; None if it has none.

    That of the table which `rows_of` gives for all of them: a million rows would fill the memory.
    """
    parts = (
        rows_of(scenario, range(at, min(at + PART, scenario.replicates)))
        for at in range(0, scenario.replicates, PART)
    )
    first = next(parts)
    if first is None:
        return None
    rest = (each.values for each in parts if each is not None)
    return hash_of_draws(first.paths, chain([first.values], rest))


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
    marks = uniforms(scenario.seed, PURPOSE, 0, np.asarray(replicates), 1)[:, 0]
    rows = (marks * len(posterior.draws.values)).astype(np.int64)
    paths = tuple(posterior.paths[column] for column in columns)
    return DrawTable(paths, posterior.draws.values[np.ix_(rows, columns)])
