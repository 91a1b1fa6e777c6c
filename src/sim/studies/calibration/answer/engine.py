"""Runs of a calibration on the ensemble engine: a stage is an ensemble in a folder of its own.

A stage that is finished is read, one that was interrupted goes on, so a calibration resumes by being
run again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np

from sim.core.quantity import Floats
from sim.ensemble.contract import DrawTable, Job, simulate
from sim.ensemble.errors import HopelessError
from sim.ensemble.manifest import code_version, is_code, source_of
from sim.ensemble.plan import LARGEST_BATCH, make_plan
from sim.ensemble.results import open_results
from sim.ensemble.run import HowToRun, run
from sim.methods.bench import Tell
from sim.scenario.schema import Scenario
from sim.studies.calibration.answer.simulator import job_of, layout
from sim.studies.calibration.answer.smc import Shown
from sim.studies.calibration.question.readings import World
from sim.studies.calibration.question.space import Space

STAGES = "stages"
#: Runs from which a further worker is worth its start of a few seconds.
WORTH_A_WORKER = 1000


@dataclass(slots=True)
class Engine:
    """Runs positions of a space through the ensemble layer, each stage under streams of its own."""

    worlds: Mapping[World, Scenario]
    space: Space
    seed: int
    folder: Path
    settings: HowToRun
    watch: Tell
    counter: list[int] = field(default_factory=lambda: [0])

    def with_worlds(self, worlds: Mapping[World, Scenario]) -> "Engine":
        """The same engine for other worlds; the count of stages goes on."""
        return replace(self, worlds=worlds)

    def run(self, label: str, z: Floats) -> Shown:
        """Readings at positions; stages must come in the same order every time."""
        return self.run_values(label, self.space.values(z))

    def run_values(self, label: str, values: Floats) -> Shown:
        """Readings of draws (n, quantities)."""
        stage, self.counter[0] = self.counter[0], self.counter[0] + 1
        job = stage_job(self.worlds, self.seed, stage).with_draws(
            DrawTable(self.space.paths, values)
        )
        jobs = max(1, min(self.settings.jobs, len(values) // WORTH_A_WORKER))
        plan = make_plan(job, label, calibration_version(), len(values), jobs=jobs)
        folder = self.folder / STAGES / f"{stage:02}-{label}"
        with self.watch(label) as tell:
            outcome = run(plan, folder, layout(), replace(self.settings, jobs=jobs), progress=tell)
        if outcome.failed:
            first = outcome.failed[0]
            message = f"{folder}: {len(outcome.failed)} runs failed, the first with: {first.error}"
            raise HopelessError(message)
        with open_results(folder) as results:
            return Shown(results["readings"].to_numpy(), results["shares"].to_numpy(), stage)


@dataclass(slots=True)
class InProcess:
    """The same without files: for tests, and where a calibration is done hundreds of times."""

    worlds: Mapping[World, Scenario]
    space: Space
    seed: int
    n_stages: int = field(default=0, init=False)

    def run(self, label: str, z: Floats) -> Shown:
        """Readings at positions."""
        del label  # for people, and nobody looks on
        stage, self.n_stages = self.n_stages, self.n_stages + 1
        job = stage_job(self.worlds, self.seed, stage)
        return readings_of(job, DrawTable(self.space.paths, self.space.values(z)), stage)


def readings_of(job: Job, table: DrawTable, stage: int = 0) -> Shown:
    """Compute the readings of a table of draws in this process."""
    parts = []
    for start in range(0, len(table.values), LARGEST_BATCH):
        stop = min(start + LARGEST_BATCH, len(table.values))
        parts.append(simulate(job.with_draws(table), tuple(range(start, stop))).arrays)
    readings, shares = (
        np.concatenate([part[key] for part in parts]) for key in ("readings", "shares")
    )
    return Shown(readings, shares, stage)


def stage_job(worlds: Mapping[World, Scenario], seed: int, stage: int) -> Job:
    """What a stage computes; its streams are those of a seed of its own."""
    return job_of(worlds, stage_seed(seed, stage))


def stage_seed(seed: int, stage: int) -> int:
    """A seed that no other stage of any small seed has: 63 bits of a hash."""
    return int.from_bytes(hashlib.sha256(f"{seed} {stage}".encode()).digest()[:8], "big") >> 1


@cache
def calibration_version() -> str:
    """The version of the model and, behind it, a hash of how a calibration reads and steps."""
    digest = hashlib.sha256()
    study, package = Path(__file__).parents[1], Path(__file__).parents[3]
    for path in sorted([*study.glob("question/*.py"), *study.glob("answer/*.py")]):
        if is_code(path.relative_to(study)):
            digest.update(source_of(path))
    digest.update(source_of(package / "evidence" / "data" / "patterns.toml"))
    return f"{code_version()}.{digest.hexdigest()[:8]}"
