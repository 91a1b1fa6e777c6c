"""A comparison of finished results: what the command and the Python function call."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.ensemble import store
from sim.ensemble.manifest import without_home
from sim.studies.comparison.answer.contrast import Comparison, compare
from sim.studies.comparison.answer.person_pairs import PersonPairs, pair_persons
from sim.studies.comparison.answer.split import Part
from sim.studies.comparison.question import Finished, check_paired, why_not_followed
from sim.studies.comparison.told.write import write_comparison

if TYPE_CHECKING:
    import xarray

FOLLOWED = 2  # runs in which single persons are followed: each takes a second or so


def folder_name(made: Sequence[Finished]) -> str:
    """The same folder for the same results."""
    identity = "\n".join(f"{each.manifest.digest} {each.folder.name}" for each in made)
    names = "-".join(each.scenario.name for each in made)[:60]
    return f"{names}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"


def conduct(
    made: Sequence[Finished],
    results: "Sequence[xarray.Dataset]",
    halves: "Sequence[Mapping[Part, xarray.Dataset]] | None" = None,
) -> Comparison:
    """Compare futures over the same draws and the same luck; the first is the reference.

    `halves` are as in `sim.studies.comparison.answer.contrast.compare`. Raises `NotPairedError`.
    """
    check_paired(made)
    persons = [_persons(made[0], each) for each in made[1:]]
    return compare(made, results, persons, halves or [{} for _ in made[1:]])


def leave(comparison: Comparison, folder: Path, command: str) -> None:
    """Write page, figures and tables; `command` is what compares the same again."""
    made = [side.made for side in comparison.sides]
    commands = (*(each.manifest.command for each in made if each.manifest.command), command)
    for name, content in write_comparison(
        comparison, (*commands[:-1], without_home(command))
    ).items():
        store.write_file(folder / name, content)


def _persons(one: Finished, other: Finished) -> PersonPairs | None:
    """Follow persons through the first runs of both, where this code can make those runs again."""
    if why_not_followed((one, other)):
        return None
    return pair_persons(one.scenario, other.scenario, range(FOLLOWED))
