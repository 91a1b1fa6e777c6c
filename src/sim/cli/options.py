"""Options that several commands share, and the bounds of every number that can be typed.

A number is checked where it is read, before anything is loaded; the sentence names the option.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.core.errors import SimError
from sim.core.fields import LARGEST_SEED
from sim.core.wording import shown
from sim.ensemble import MOST_JOBS

MOST_RUNS = 10_000_000
MOST_MACHINES = 10_000
#: A run takes tens of milliseconds, but a worker that has just started compiles for a minute.
SHORTEST_LIMIT, LONGEST_LIMIT = 0.1, 1e7
#: Bytes in the name of a file or folder, on nearly every file system.
LONGEST_NAME = 255
_UNITS = {"MiB": 2**20, "GiB": 2**30, "TiB": 2**40, "KiB": 2**10}
_SIZE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(KiB|MiB|GiB|TiB)")
_WHOLE = re.compile(r"[-+]?[0-9]{1,20}")


def whole(option: str, low: int, high: int) -> Callable[[object], int]:
    """What reads the whole number of an option, which is from `low` to `high`."""

    def read(raw: object) -> int:
        text = str(raw).strip()
        if not _WHOLE.fullmatch(text):
            raise SimError(
                f"{option}: must be a whole number from {low} to {high}, is {shown(text)}"
            )
        if not low <= int(text) <= high:
            raise SimError(f"{option}: must be from {low} to {high}, is {int(text)}")
        return int(text)

    return read


def number(option: str, low: int, high: int, meaning: str) -> Any:  # noqa: ANN401 - as typer has it
    """An option that takes a whole number."""
    return typer.Option(option, parser=whole(option, low, high), metavar="N", help=meaning)


def out_place(meaning: str, metavar: str = "PATH") -> Any:  # noqa: ANN401 - as typer has it
    """The option for where to write, whose names are such as file systems take."""
    return typer.Option("--out", parser=_named, metavar=metavar, help=meaning)


def _named(raw: object) -> Path:
    path = Path(str(raw))
    longest = max((len(os.fsencode(part)) for part in path.parts), default=0)
    if longest > LONGEST_NAME:
        told = f"a name has at most {LONGEST_NAME} bytes, and one of these has {longest}"
        raise SimError(f"--out: {told}")
    return path


def bytes_of(raw: object) -> int:
    """Read a size such as ``8GiB``."""
    text = str(raw)
    match = _SIZE.fullmatch(text.strip())
    size = int(float(match[1]) * _UNITS[match[2]]) if match else 0
    if not size:
        raise SimError(f"--max-memory: write a size such as 8GiB or 500MiB, is {shown(text)}")
    return size


def _seconds(raw: object) -> float:
    """Read a time limit."""
    text = str(raw)
    try:
        seconds = float(text)
    except ValueError:
        raise SimError(f"--time-limit: must be a number of seconds, is {shown(text)}") from None
    if not SHORTEST_LIMIT <= seconds <= LONGEST_LIMIT:
        bounds = f"from {SHORTEST_LIMIT:g} to {LONGEST_LIMIT:,.0f} seconds"
        raise SimError(f"--time-limit: must be {bounds}, is {seconds:g}")
    return seconds


File = Annotated[Path, typer.Argument(help="Scenario file.", show_default=False)]
Reps = Annotated[
    int | None, number("--reps", 1, MOST_RUNS, "Runs to make; default: the scenario's.")
]
Seed = Annotated[int | None, number("--seed", 0, LARGEST_SEED, "Seed; default: the scenario's.")]
Jobs = Annotated[
    int | None, number("--jobs", 1, MOST_JOBS, "Worker processes; default: one a core.")
]
OutDir = Annotated[Path, out_place("Folder for results.")]
Keep = Annotated[
    str | None,
    typer.Option(help="netcdf, zarr or summary (no paths); default: what suits the size."),
]
MaxMemory = Annotated[
    int | None,
    typer.Option(
        parser=bytes_of,
        metavar="SIZE",
        help="Memory to use at most, such as 8GiB; default: half of what is free.",
    ),
]
TimeLimit = Annotated[
    float | None,
    typer.Option(parser=_seconds, metavar="SECONDS", help="Seconds that one run may take."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change one value: 'path.to.value=value'. May be repeated."),
]


def number_of_jobs(jobs: int | None) -> int:
    """Worker processes to use: as many as asked for, or one for every core."""
    return min(os.cpu_count() or 1, MOST_JOBS) if jobs is None else jobs
