"""From a finished calibration to the file that scenarios draw from."""

import hashlib
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.core import intake
from sim.core.distributions import Distribution
from sim.core.quantity import declared
from sim.ensemble.contract import DrawTable
from sim.ensemble.manifest import git_revision, without_home
from sim.experiments.posterior.file import Posterior, exact, write
from sim.mechanisms.causes import CAUSE_NAMES
from sim.scenario.resolve import digest
from sim.scenario.schema import Scenario
from sim.studies.calibration.answer.calibrate import Calibrated
from sim.studies.calibration.answer.engine import calibration_version, stage_seed
from sim.studies.calibration.answer.fit import worlds_of
from sim.studies.calibration.answer.simulator import job_of
from sim.studies.calibration.question.schema import Calibration

if TYPE_CHECKING:
    import xarray

PRIOR_ROWS = 500


def posterior_of(found: Calibrated, command: str) -> Posterior:
    """The posterior, with how it came about; `command` is what reproduces it."""
    space, particles = found.fitted.space, found.fitted.particles
    defaults = {
        each.path: exact(each.value)
        for each in declared(Scenario(name="defaults", title="Defaults"))
        if isinstance(each.value, Distribution)
    }
    facts = {
        "title": found.file.title,
        "command": command,
        "seed": str(found.file.seed),
        "revision": git_revision() or "unknown",
        "version": calibration_version(),
        "calibration": digest(portable(found.file)),
        "tolerance": f"{found.fitted.tolerance:g}",
        "prior_dominated_causes": " ".join(
            each.name.removeprefix("share ") for each in found.shares if each.prior_dominated
        ),
    }
    return Posterior(
        found.file.name,
        DrawTable(space.paths, space.values(particles.z)),
        tuple(space.priors.values()),
        tuple(defaults.get(path, "") for path in space.paths),
        tuple(name for name in found.not_updated if name in space.priors),
        facts,
    )


def portable(file: Calibration) -> Calibration:
    """The same file without the folders that its scenarios are in."""
    named = {key: getattr(file, key) for key in ("article", "calm", "observed")}
    return file.model_copy(update={key: Path(name).name for key, name in named.items() if name})


def folder_name(file: Calibration) -> str:
    """The same for the same file, scenarios and code: ``article-3f9a1c07``."""
    worlds = job_of(worlds_of(file), file.seed).digest
    seen = ""
    if file.observed:
        seen = intake.text(intake.read(Path(file.observed), intake.TABLE), file.observed)
    identity = f"{digest(portable(file))}\n{worlds}\n{calibration_version()}\n{seen}"
    return f"{file.name}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"


def command_of(verb: str, file: Path, changes: Sequence[str]) -> str:
    """What reproduces a result, as it would be typed."""
    sets = [word for change in changes for word in ("--set", change)]
    return without_home(shlex.join(["sim", verb, str(file), *sets]))


def save(found: Calibrated, path: Path, command: str) -> Posterior:
    """Write the posterior with the groups that ArviZ knows; returns what was written."""
    posterior = posterior_of(found, command)
    write(path, posterior, _groups(found))
    return posterior


def content_hash(found: Calibrated) -> str:
    """Hash of the draws and of what they showed, the same from any number of workers."""
    particles = found.fitted.particles
    sums = hashlib.sha256()
    for array in (particles.z, particles.readings, found.before.readings, found.after.readings):
        sums.update(np.ascontiguousarray(array, "<f8").tobytes())
    return sums.hexdigest()


def _groups(found: Calibrated) -> "dict[str, xarray.Dataset]":
    import xarray as xr  # noqa: PLC0415 - slow to import

    fitted, particles = found.fitted, found.fitted.particles
    seeds = [stage_seed(found.file.seed, int(stage)) for stage in particles.stage]
    quantity = np.array(fitted.space.paths, dtype=object)
    target = np.array([each.name for each in fitted.targets], dtype=object)

    def predictive(readings: np.ndarray, shares: np.ndarray) -> xr.Dataset:
        return xr.Dataset(
            {
                "reading": (("chain", "draw", "target"), readings[np.newaxis]),
                "share": (("chain", "draw", "cause"), shares[np.newaxis]),
            },
            {"target": target, "cause": np.array(CAUSE_NAMES, dtype=object)},
        )

    prior = fitted.space.values(fitted.prior.z[:PRIOR_ROWS]).astype(np.float32)
    bounds = {
        key: ("target", np.array([_number(getattr(e.target, key)) for e in fitted.targets]))
        for key in ("low", "high", "centre", "tolerance")
    }
    return {
        "prior": xr.Dataset(
            {"draws": (("chain", "draw", "quantity"), prior[np.newaxis])}, {"quantity": quantity}
        ),
        "prior_predictive": predictive(found.before.readings, found.before.shares),
        "posterior_predictive": predictive(found.after.readings, found.after.shares),
        "observed_data": xr.Dataset(bounds, {"target": target}),
        "sample_stats": xr.Dataset(
            {
                "distance": (("chain", "draw"), particles.distance[np.newaxis]),
                "family": (("chain", "draw"), particles.family[np.newaxis]),
                "stream_seed": (("chain", "draw"), np.array(seeds, np.int64)[np.newaxis]),
                "stream_replicate": (("chain", "draw"), particles.replicate[np.newaxis]),
                "reading": (("chain", "draw", "target"), particles.readings[np.newaxis]),
            },
            {"target": target},
        ),
    }


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
