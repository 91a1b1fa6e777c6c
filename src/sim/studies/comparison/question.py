"""Which results are pairs: made of the same draws and random streams, run by run."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.core.distributions import Distribution
from sim.core.quantity import declared
from sim.ensemble.errors import MismatchError
from sim.ensemble.manifest import Manifest, code_version, software
from sim.ensemble.results import finished
from sim.experiments.run import RESOLVED, finished_scenario
from sim.report.luck import VarianceSplit, split_in
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import xarray


class NotPairedError(MismatchError):
    """Results that cannot be compared run by run; the message ends in the commands that pair them."""


@dataclass(frozen=True, slots=True)
class Finished:
    """Finished results with the scenario they were made from, and what of their spread is luck."""

    folder: Path
    scenario: Scenario
    manifest: Manifest
    split: VarianceSplit | None = None

    @classmethod
    def of(cls, folder: Path) -> "Finished":
        """Read what is known about a result folder, not yet its numbers."""
        return cls(folder, finished_scenario(folder), finished(folder), split_in(folder))

    @property
    def made_by(self) -> dict[str, str]:
        """Versions of everything that can change a number."""
        return {"sim": self.manifest.version} | self.manifest.software


def check_paired(results: Sequence[Finished]) -> None:
    """Refuse results that are no pairs with the first of them.

    Raises
    ------
    NotPairedError
        With what differs, and the commands that make pairs of them.
    """
    first, *others = results
    made = {tuple(sorted(each.made_by.items())) for each in results}
    now = {"sim": code_version()} | software()
    stale = [each for each in results if len(made) > 1 and each.made_by != now]
    reasons, commands = [], []
    for each in results:
        flags = _flags(first.scenario, each.scenario) if each in others else []
        if flags or each in stale:
            words = ["sim", "run", str(each.folder / RESOLVED), *flags]
            commands.append(shlex.join([*words, "--out", str(each.folder.parent)]))
        reasons += [f"{each.folder.name} has {what}" for what in _unlike(first, each)]
    if stale:
        reasons.append("they were not all made by this version of sim and its packages")
    if commands:
        raise NotPairedError(_refusal(first, reasons, commands))


def why_not_followed(results: Sequence[Finished]) -> str:
    """Why single persons of these results cannot be followed here, in words; nothing if they can.

    Persons are not kept: their runs are made again, by the same code and packages or they are others.
    """
    now = {"sim": code_version()} | software()
    for each in results:
        for name, ours in now.items():
            if each.made_by.get(name) != ours:
                made = f"{each.folder.name} was made with {name} {each.made_by.get(name)}"
                return f"{made}, this is {ours}"
    for each in results:
        if each.scenario.draws != "prior":
            return f"{each.folder.name} takes its draws from a posterior and not from the prior"
    return ""


def _unlike(first: Finished, other: Finished) -> list[str]:
    """What keeps `other` from being paired with the first, in words."""
    ours, theirs = first.scenario, other.scenario
    found = []
    if ours.seed != theirs.seed:
        found.append(f"seed {theirs.seed} and not {ours.seed}")
    if ours.window != theirs.window:
        spans = [f"{each.window.start} to {each.window.end}" for each in (theirs, ours)]
        found.append(f"the days {spans[0]} and not {spans[1]}")
    if ours.posterior_sha256 != theirs.posterior_sha256:
        found.append(f"draws from {theirs.draws} and not from {ours.draws}")
    return found


def _flags(first: Scenario, other: Scenario) -> list[str]:
    """Options of ``sim run`` that bring the other scenario to the runs of the first."""
    flags = ["--seed", str(first.seed)] if first.seed != other.seed else []
    for name in ("start", "end"):
        ours = getattr(first.window, name)
        if ours != getattr(other.window, name):
            flags += ["--set", f"window.{name}={ours}"]
    if first.posterior_sha256 != other.posterior_sha256:
        flags += ["--set", f"draws={first.draws}"]
        if first.posterior_sha256:
            flags += ["--set", f"posterior_sha256={first.posterior_sha256}"]
    return flags


def _refusal(first: Finished, reasons: list[str], commands: list[str]) -> str:
    lines = "".join(f"\n  {command}" for command in commands)
    return (
        f"these results are not paired with {first.folder.name}: {'; '.join(reasons)}. "
        f"Pair them, then compare the new folders:{lines}"
    )


def common_runs(results: "Sequence[xarray.Dataset]") -> "tuple[xarray.Dataset, ...]":
    """The runs that all results have, in the order of their numbers."""
    shared = set(results[0]["replicate"].values.tolist())
    for each in results[1:]:
        shared &= set(each["replicate"].values.tolist())
    return tuple(each.sel(replicate=sorted(shared)) for each in results)


def same_draws(
    one: "xarray.Dataset", other: "xarray.Dataset", settings: tuple[Scenario, Scenario]
) -> int:
    """How many uncertain quantities both draw from the same distribution: the same draws in every run.

    Raises
    ------
    NotPairedError
        If a quantity that both draw alike has other values in some run.
    """
    drawn = [
        {
            each.path: each.value
            for each in declared(scenario)
            if isinstance(each.value, Distribution)
        }
        for scenario in settings
    ]
    paths = [path for path, value in drawn[0].items() if drawn[1].get(path) == value]
    ours, theirs = (np.asarray(each["draws"].sel(quantity=paths).values) for each in (one, other))
    alike = ((ours == theirs) | (np.isnan(ours) & np.isnan(theirs))).all(axis=0)
    if not alike.all():
        path = paths[int(np.argmin(alike))]
        message = f"these results are not paired: the draws of {path} differ in runs of one number"
        raise NotPairedError(message)
    return len(paths)
