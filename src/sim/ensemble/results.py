"""Read finished results, having proved them whole."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.core.intake import Fault, UnfitFileError
from sim.core.wording import quoted
from sim.ensemble import store
from sim.ensemble.errors import MismatchError
from sim.ensemble.forms import FORMATS
from sim.ensemble.manifest import Manifest, load
from sim.ensemble.quantiles import QUANTILES, with_quantiles

if TYPE_CHECKING:
    import xarray

#: Results, tables, events and the resolved scenario; anything else only shows them.
DATA = (".nc", ".zarr", ".csv", ".jsonl", ".yaml")
#: Days of outcomes stay the numbers that the model counts in; to others they are dates, or none.
AS_RECORDED: dict[str, Any] = {
    "decode_times": {"first_day": False},
    "mask_and_scale": {"first_day": False},
}


def finished(folder: Path) -> Manifest:
    """Load the manifest of results that are finished (complete, or partial with failures named)."""
    manifest = load(folder)
    if manifest.status == "running":
        message = f"{folder} is not finished; run: sim resume {quoted(folder)}"
        raise MismatchError(message)
    return manifest


def check_file(folder: Path, name: str, manifest: Manifest) -> None:
    """Refuse a file that is not the one the manifest lists."""
    try:
        found = store.sha256_of(folder / name)
    except UnfitFileError as error:
        if error.fault is Fault.MISSING:
            message = f"{folder}: {name} is missing"
            raise MismatchError(message) from None
        raise store.unfit(folder, name, error) from None
    if found != manifest.files.get(name):
        message = f"{folder}: {name} does not match its checksum; run: sim verify --repair {quoted(folder)}"
        raise MismatchError(message)


def open_results(folder: Path) -> "xarray.Dataset":
    """Open the results of a finished ensemble; values are read when used.

    A daily variable has the paths of all runs (dims ``replicate``, ``day``, ...) or, in a summary,
    their quantiles (``level``, ``day``, ...).

    Raises
    ------
    MismatchError
        If the results are unfinished, damaged, or not what the manifest says.
    """
    import xarray as xr  # noqa: PLC0415 - slow to import

    manifest = finished(folder)
    form = FORMATS[manifest.form]
    check_file(folder, form.results, manifest)
    with form.opened(folder / form.results) as file:
        if file["replicate"].shape[0] != manifest.n_done:
            message = f"{folder}: {form.results} does not hold {manifest.n_done} replicates"
            raise MismatchError(message)
    if form.is_folder:
        whole = xr.open_zarr(folder / form.results, chunks=None, consolidated=False, **AS_RECORDED)
        in_order: xarray.Dataset = whole[whole.attrs["variables"]]
        return in_order
    results = xr.open_dataset(folder / form.results, engine="h5netcdf", **AS_RECORDED)
    if manifest.form != "summary":
        return results
    check_file(folder, QUANTILES, manifest)
    return with_quantiles(results, folder / QUANTILES)


def result_hash(folder: Path) -> str:
    """One hash over the data on disk: not over shards, timings or machine, nor figures and reports."""
    digest = hashlib.sha256()
    for name in sorted(finished(folder).files):
        if name.endswith(DATA):
            digest.update(f"{name} {store.sha256_of(folder / name)}\n".encode())
    return digest.hexdigest()
