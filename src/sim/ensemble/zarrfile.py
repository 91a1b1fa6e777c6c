"""The one file that knows zarr: write results that are too many for one file, read them back.

The interface is that of `sim.ensemble.netcdf`. Every chunk carries the checksum of its zstd frame,
chunks of nothing but zeros are written too, and a chunk that is not there is an error: zarr alone
would read it as zeros.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from sim.core.installing import line_for
from sim.core.intake import UnfitFileError, check_tree
from sim.ensemble import faults
from sim.ensemble.cf import attributes_of, coordinate_attributes, plain
from sim.ensemble.contract import Array, Layout, Variable
from sim.ensemble.errors import MismatchError, MissingExtraError
from sim.ensemble.netcdf import rows_per_chunk

#: A shard holds this many replicates of one variable and is written once, as a whole.
BLOCK = 256
_COMPRESSION = {"name": "zstd", "configuration": {"level": 1, "checksum": True}}


def require() -> Any:  # noqa: ANN401 - a module
    """Import zarr, or say how to get it."""
    try:
        import zarr  # noqa: PLC0415 - an optional package
    except ImportError as error:
        message = f"results in zarr need it; run: {line_for('bigdata')} (or use --keep netcdf)"
        raise MissingExtraError(message) from error
    return zarr


class ZarrWriter:
    """A folder of results being written: variables declared at once, rows block by block."""

    def __init__(
        self, path: Path, layout: Layout, rows: dict[str, Array], replicates: list[int]
    ) -> None:
        """Declare everything; `rows` is any block, for the types and shapes of the variables."""
        self._group = require().open_group(path, mode="w", zarr_format=3)
        self._variables: dict[str, Any] = {}
        for name, values in {"replicate": replicates, **layout.coordinates}.items():
            self._coordinate(name, values, coordinate_attributes(name, values, layout))
        # A folder lists its members in any order; a table made from them must not.
        self._group.attrs["variables"] = [variable.name for variable in layout.variables]
        for variable in layout.variables:
            self._declare(variable, rows[variable.name], len(replicates), layout.start)

    def set_attributes(self, attributes: dict[str, str | int]) -> None:
        """Describe the results as a whole."""
        self._group.attrs.update(attributes)

    def write(self, start: int, rows: dict[str, Array]) -> None:
        """Write a block of rows beginning at `start`, which is where a shard begins."""
        for name, variable in self._variables.items():
            faults.reached("results.write")
            variable[start : start + len(rows[name])] = rows[name]

    def _coordinate(self, name: str, values: list[Any], attributes: dict[str, str]) -> None:
        array = np.asarray(values)
        text = array.dtype.kind == "U"  # zarr has no specification yet for text of a fixed width
        stored = self._group.create_array(
            name,
            shape=array.shape,
            dtype=str if text else array.dtype,
            chunks=(max(len(array), 1),),
            compressors=_COMPRESSION,
            dimension_names=(name,),
            attributes=attributes,
            config={"write_empty_chunks": True},
        )
        stored[...] = array.astype(object) if text else array

    def _declare(self, about: Variable, array: Array, n_replicates: int, start: date) -> None:
        self._variables[about.name] = self._group.create_array(
            about.name,
            shape=(n_replicates, *array.shape[1:]),
            dtype=array.dtype,
            chunks=(rows_per_chunk(array), *array.shape[1:]),
            shards=(BLOCK, *array.shape[1:]),
            compressors=_COMPRESSION,
            dimension_names=("replicate", *about.dims),
            attributes=plain(attributes_of(about, start, array.dtype)),
            config={"write_empty_chunks": True},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to close: every shard is written as a whole."""


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open results for reading.

    Raises
    ------
    MismatchError
        If the folder does not hold results.
    """
    zarr = require()
    try:
        check_tree(path)
    except UnfitFileError as error:
        raise MismatchError(str(error)) from error
    try:
        with zarr.config.set({"array.read_missing_chunks": False}):
            yield zarr.open_group(path, mode="r", zarr_format=3)
    except (FileNotFoundError, ValueError, KeyError) as error:
        message = f"{path}: is damaged or holds no results"
        raise MismatchError(message) from error


def read_rows(file: Any, name: str, start: int, stop: int) -> Array:  # noqa: ANN401 - a zarr group
    """Read rows of a variable in the type it was recorded in."""
    rows: Array = np.asarray(file[name][start:stop])
    return rows
