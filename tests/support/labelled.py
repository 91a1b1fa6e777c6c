"""Runs in this process as labelled results, without a folder."""

import numpy as np
import xarray as xr

from sim.experiments.batch import layout, run_batch
from sim.scenario.schema import Scenario


def labelled(scenario: Scenario, replicates: int) -> xr.Dataset:
    """The results of the first replicates of a scenario, as a result folder would hold them."""
    shape, batch = layout(scenario), run_batch(scenario, range(replicates))
    variables = {}
    for each in shape.variables:
        attributes = {"units": each.unit, "long_name": each.label}
        if each.meanings:
            attributes["flag_meanings"] = " ".join(each.meanings)
        variables[each.name] = (("replicate", *each.dims), batch.arrays[each.name], attributes)
    coordinates = {"replicate": np.arange(replicates)} | dict(shape.coordinates)
    return xr.Dataset(variables, coordinates, {"seed": scenario.seed, "n_asked": replicates})
