"""The forms in which results are kept, and which one suits how much there is to keep."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from sim.core.errors import BadValueError
from sim.ensemble import netcdf, zarrfile
from sim.ensemble.contract import Array
from sim.ensemble.quantiles import QUANTILES

type Form = Literal["netcdf", "zarr", "summary"]
FORMS: tuple[Form, ...] = get_args(Form.__value__)
#: Recorded bytes from which one file is unwieldy: about 17,000 runs of a year.
ZARR_FROM = 4 * 2**30


@dataclass(frozen=True, slots=True)
class Format:
    """Where the rows of single runs are, how many are written at a time, and how it is done."""

    results: str
    block: int
    write: Callable[..., Any]
    opened: Callable[..., AbstractContextManager[Any]]
    read_rows: Callable[[Any, str, int, int], Array]

    @property
    def is_folder(self) -> bool:
        """Whether the results are a folder of files."""
        return self.results.endswith(".zarr")


NETCDF = Format("results.nc", netcdf.BLOCK, netcdf.NetcdfWriter, netcdf.opened, netcdf.read_rows)
ZARR = Format(
    "results.zarr", zarrfile.BLOCK, zarrfile.ZarrWriter, zarrfile.opened, zarrfile.read_rows
)
#: A summary keeps what every run has once; of its daily variables it keeps no paths.
FORMATS: dict[Form, Format] = {"netcdf": NETCDF, "zarr": ZARR, "summary": NETCDF}


def form_of(text: str) -> Form:
    """Read the name of a form."""
    for form in FORMS:
        if text == form:
            return form
    message = f"--keep: must be one of {', '.join(FORMS)}, is {text!r}"
    raise BadValueError(message, options=FORMS, given=text)


def form_found(folder: Path) -> Form:
    """The form of what is in a folder whose manifest is lost."""
    if (folder / QUANTILES).exists():
        return "summary"
    return "zarr" if (folder / ZARR.results).exists() else "netcdf"


def suited(recorded: int, free_disk: int) -> Form:
    """Form for `recorded` bytes in all; paths are given up only where the disk cannot hold them.

    Shards and merged results stand side by side for a moment, hence twice the bytes.
    """
    if 2 * recorded > free_disk:
        return "summary"
    return "zarr" if recorded >= ZARR_FROM else "netcdf"
