"""Write a posterior with everything that came with it, in the groups that ArviZ reads."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.posterior.file import FORMAT, Posterior, exact

if TYPE_CHECKING:
    import xarray

PACKED = {"zlib": True, "shuffle": True}


def write(
    path: Path, posterior: Posterior, groups: "Mapping[str, xarray.Dataset] | None" = None
) -> None:
    """Write `posterior` and further `groups` (prior, prior_predictive ...) to a netCDF file."""
    import xarray as xr  # noqa: PLC0415 - slow to import

    texts = {
        "prior_distribution": [exact(prior) for prior in posterior.priors],
        "default_distribution": list(posterior.defaults),
    }
    known = set(posterior.not_updated)
    updated = np.array([path not in known for path in posterior.paths], np.int8)
    group = xr.Dataset(
        {name: ("quantity", np.array(each, dtype=object)) for name, each in texts.items()}
        | {
            "draws": (("chain", "draw", "quantity"), posterior.draws.values[np.newaxis]),
            "updated": ("quantity", updated),
        },
        {"quantity": np.array(posterior.paths, dtype=object)},
    )
    tree = xr.DataTree.from_dict({"posterior": group, **dict(groups or {})})
    tree.attrs |= dict(posterior.facts) | {"format": FORMAT, "sha256": posterior.sha256}
    packed = {
        node.path: {
            name: PACKED for name, each in node.data_vars.items() if each.dtype.kind in "fi"
        }
        for node in tree.subtree
        if node.data_vars
    }
    tree.to_netcdf(path, engine="h5netcdf", encoding=packed)
