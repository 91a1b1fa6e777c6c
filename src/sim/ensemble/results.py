"""Read finished results, having proved them whole."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from sim.ensemble import netcdf, store
from sim.ensemble.errors import MismatchError
from sim.ensemble.manifest import Manifest, load
from sim.ensemble.merge import RESULTS

if TYPE_CHECKING:
    import xarray

#: Results, tables, events and the resolved scenario; anything else only shows them.
DATA = (".nc", ".csv", ".jsonl", ".yaml")


def finished(folder: Path) -> Manifest:
    """Load the manifest of results that are finished (complete, or partial with failures named)."""
    manifest = load(folder)
    if manifest.status == "running":
        message = f"{folder} is not finished; run 'sim resume {folder}'"
        raise MismatchError(message)
    return manifest


def check_file(folder: Path, name: str, manifest: Manifest) -> None:
    """Refuse a file that is not the one the manifest lists."""
    path = folder / name
    if not path.is_file():
        message = f"{folder}: {name} is missing"
        raise MismatchError(message)
    if store.sha256_of(path) != manifest.files.get(name):
        message = (
            f"{folder}: {name} does not match its checksum; run 'sim verify --repair {folder}'"
        )
        raise MismatchError(message)


def open_results(folder: Path) -> "xarray.Dataset":
    """Open the results of a finished ensemble; values are read when used.

    Raises
    ------
    MismatchError
        If the results are unfinished, damaged, or not what the manifest says.
    """
    import xarray as xr  # noqa: PLC0415 - slow to import

    manifest = finished(folder)
    check_file(folder, RESULTS, manifest)
    with netcdf.opened(folder / RESULTS) as file:
        if len(file["replicate"]) != manifest.n_done:
            message = f"{folder}: {RESULTS} does not hold {manifest.n_done} replicates"
            raise MismatchError(message)
    return xr.open_dataset(folder / RESULTS, engine="h5netcdf")


def result_hash(folder: Path) -> str:
    """One hash over the data on disk: not over shards, timings or machine, nor figures and reports."""
    digest = hashlib.sha256()
    for name in sorted(finished(folder).files):
        if name.endswith(DATA):
            digest.update(f"{name} {store.sha256_of(folder / name)}\n".encode())
    return digest.hexdigest()
