"""``quantiles.nc``: what an ensemble that keeps no paths tells of its daily variables."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.ensemble.cf import coordinate_attributes, flag_words, units_of
from sim.ensemble.contract import Array, Batch, Layout, Variable
from sim.ensemble.counting import RELATIVE_ERROR, Tally
from sim.ensemble.netcdf import opened

if TYPE_CHECKING:
    import xarray

QUANTILES = "quantiles.nc"
#: From the smallest to the largest run.
LEVELS = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0)


class Summary:
    """Counts of all daily variables of a layout, from any number of batches in any order."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._tallies = {
            variable.name: Tally(tuple(len(layout.coordinates[dim]) for dim in variable.dims))
            for variable in layout.daily
        }

    def add(self, batch: Batch) -> None:
        """Add the counts of a batch."""
        for name, tally in self._tallies.items():
            parts = (batch.counts[f"{name}.{part}"] for part in ("keys", "times", "lengths"))
            tally.add(*parts)

    def to_netcdf(self, attributes: dict[str, str | int]) -> bytes:
        """The file: ``x`` has quantiles over runs and ``x_mean`` means; a code has ``x_share``."""
        import xarray as xr  # noqa: PLC0415 - slow to import

        names = {dim for variable in self._layout.daily for dim in variable.dims}
        dataset = xr.Dataset(
            {
                name: content
                for variable in self._layout.daily
                for name, content in self._described(variable).items()
            },
            {name: self._layout.coordinates[name] for name in sorted(names)}
            | {"level": list(LEVELS)},
            attributes | {"relative_error": RELATIVE_ERROR},
        )
        for name in sorted(names):
            values = self._layout.coordinates[name]
            dataset[name].attrs = coordinate_attributes(name, values, self._layout)
        about = {"long_name": "share of runs that do not exceed the value", "units": "1"}
        dataset["level"].attrs = about
        packed: dict[str, dict[str, object]] = {
            str(name): {"zlib": True, "complevel": 1, "shuffle": True} for name in dataset.data_vars
        }
        packed["level"] = {"_FillValue": None}  # a coordinate has no gaps
        return bytes(dataset.to_netcdf(engine="h5netcdf", encoding=packed))

    def _described(
        self, variable: Variable
    ) -> dict[str, tuple[tuple[str, ...], Array, dict[str, str]]]:
        tally = self._tallies[variable.name]
        about = {"long_name": variable.label, **units_of(variable.unit), "kind": variable.kind}
        if variable.meanings:
            code = f"{variable.name}_code"
            shares = tally.shares(len(variable.meanings))
            about |= units_of("share of runs")
            names = np.array(flag_words(variable), dtype=object)
            return {
                f"{variable.name}_share": ((*variable.dims, code), shares, about),
                code: ((code,), names, {"long_name": variable.label}),
            }
        return {
            variable.name: (("level", *variable.dims), tally.quantiles(LEVELS), about),
            f"{variable.name}_mean": (variable.dims, tally.mean(), about),
        }


def with_quantiles(results: "xarray.Dataset", path: Path) -> "xarray.Dataset":
    """Results of single runs together with the quantiles of an ensemble that keeps no paths.

    Raises
    ------
    MismatchError
        If the file reaches outside itself or claims more data than it can hold.
    """
    import xarray as xr  # noqa: PLC0415 - slow to import

    with opened(path):
        quantiles = xr.load_dataset(path, engine="h5netcdf")
    both = results.merge(quantiles, combine_attrs="override")
    both.attrs["relative_error"] = float(np.float64(quantiles.attrs["relative_error"]))
    return both
