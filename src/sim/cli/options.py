"""Options that several commands share, and how their text is read."""

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from sim.core.errors import SimError

MOST_JOBS = 64
_UNITS = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(KiB|MiB|GiB|TiB)")

File = Annotated[Path, typer.Argument(help="Scenario file.", show_default=False)]
Reps = Annotated[int | None, typer.Option(help="Runs to make; default: the scenario's.")]
Jobs = Annotated[int | None, typer.Option(help="Worker processes; default: one a core.")]
OutDir = Annotated[Path, typer.Option("--out", help="Folder for results.")]
Keep = Annotated[
    str | None,
    typer.Option(help="netcdf, zarr or summary (no paths); default: what suits the size."),
]
MaxMemory = Annotated[
    str | None,
    typer.Option(help="Memory to use at most, such as 8GiB; default: half of what is free."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change one value: path.to.value=value. May be repeated."),
]


def number_of_jobs(jobs: int | None) -> int:
    """Worker processes to use: as many as asked for, or one for every core."""
    if jobs is None:
        return min(os.cpu_count() or 1, MOST_JOBS)
    if not 1 <= jobs <= MOST_JOBS:
        raise SimError(f"--jobs: must be from 1 to {MOST_JOBS}, is {jobs}")
    return jobs


def bytes_of(text: str | None) -> int | None:
    """Read a size such as ``8GiB``."""
    if text is None:
        return None
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise SimError(f"--max-memory: write a size such as 8GiB or 500MiB, is {text!r}")
    return int(float(match[1]) * _UNITS[match[2]])


def positive_seconds(seconds: float | None) -> float | None:
    """Check a time limit."""
    if seconds is not None and not 0 < seconds < float("inf"):
        raise SimError(f"--time-limit: must be more than 0 seconds, is {seconds:g}")
    return seconds
