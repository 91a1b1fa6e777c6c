"""Where the runs of a study are made and what it leaves: the same for a command and for Python."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sim.ensemble import manifest, store
from sim.ensemble.errors import MismatchError
from sim.ensemble.results import open_results
from sim.ensemble.run import FinishedRun, HowToRun, Progress
from sim.experiments.design import DESIGN, SIMULATOR, Points, run_points
from sim.experiments.job import plan_of
from sim.experiments.posterior.meant import pinned
from sim.experiments.run import inputs, run_in
from sim.methods.partial import Early, Hear
from sim.methods.study import Study, written
from sim.scenario.load import Loaded
from sim.scenario.resolve import digest
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import xarray

#: How the manifest of a study says that it is one.
STUDY = "study: "

type Tell = Callable[[str], AbstractContextManager[Progress]]


@contextmanager
def quiet(_name: str) -> Iterator[Progress]:
    """Tell no progress."""
    yield lambda _done, _total, _failed: None


def unheard(_remark: str) -> None:
    """Say nothing: what is told in the end counts the runs that are there."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder for the runs of one study, and how to make them.

    `command` is what the record says they were made with; `progress` is entered with the name of
    every set of runs, `waiting` with what else takes a while, and `remark` hears what is done, what is
    there already and which runs are left out. `hear` is told what is known before all runs are there; without
    it nobody looks.
    """

    folder: Path
    jobs: int = 1
    command: str = ""
    progress: Tell = quiet
    waiting: Callable[[str], AbstractContextManager[object]] = quiet
    remark: Callable[[str], None] = unheard
    hear: Hear | None = None

    def runs(
        self,
        name: str,
        points: Points,
        loaded: Loaded[Scenario],
        *,
        inside: str = "",
        early: Early | None = None,
    ) -> "xarray.Dataset":
        """Finish a set of runs, in a folder `inside` that of the study, and open their results.

        What is known `early` is told while the runs are made.
        """
        folder = self.folder / inside
        order = early.order(points.variant_of) if early else ()
        with self.progress(name) as tell:
            plan = points.plan(name, jobs=self.jobs, order=order)
            outcome = run_points(folder, points, plan, loaded, self._how(early), tell)
        if outcome.reused:
            self.remark(f"{name}: {outcome.n_done:,} runs are there already")
        manifest.add_files(folder, [*inputs(folder), DESIGN])
        for failure in outcome.failed:
            self.remark(f"run {failure.replicate} failed and is left out: {failure.error}")
        return open_results(folder)

    def plain_runs(self, loaded: Loaded[Scenario], early: Early | None = None) -> FinishedRun:
        """Finish the runs of one scenario in a folder of their own inside, as ``sim run`` leaves them."""
        plan = plan_of(loaded.scenario, jobs=self.jobs)
        folder = self.folder / plan.folder_name
        with self.progress("runs") as tell:
            return run_in(folder, plan, loaded, self._how(early), progress=tell)

    def _how(self, early: Early | None) -> HowToRun:
        look = early.looking(self.hear) if early and self.hear else None
        return HowToRun(jobs=self.jobs, command=self.command, look=look)

    def known(self, early: Early, text: str) -> None:
        """Tell what all runs say, as the last of what was told early."""
        if self.hear:
            self.hear(early.whole(text))

    def begin(self, kind: str, scenario: Scenario) -> None:
        """Leave the command in the folder of a study whose runs are in folders of their own."""
        if not (self.folder / manifest.NAME).exists():
            self._record(kind, scenario, "running").save(self.folder)

    def leave(self, study: Study) -> None:
        """Write what a study leaves, and list it in a manifest."""
        made = (self.folder / manifest.NAME).exists()
        own = not made or manifest.load(self.folder).simulator.startswith(STUDY)
        record = self._record(study.kind, study.scenario, "complete", study.n_runs)
        with self.waiting("figures and report"):
            files = told(study, record if own else manifest.load(self.folder))
        for name, content in files.items():
            store.write_file(self.folder / name, content)
        if own:
            record.save(self.folder)
        manifest.add_files(self.folder, list(files))

    def _record(
        self, kind: str, scenario: Scenario, status: Literal["running", "complete"], n_runs: int = 0
    ) -> manifest.Manifest:
        """The manifest of a study whose runs are in folders of their own."""
        return manifest.Manifest(
            name=self.folder.name,
            version=manifest.code_version(),
            digest=digest(pinned(scenario)),
            seed=scenario.seed,
            simulator=f"{STUDY}{kind}",
            n_asked=n_runs,
            n_done=n_runs,
            status=status,
            command=manifest.without_home(self.command),
            git=manifest.git_revision(),
            software=manifest.software(),
            machine=manifest.machine(),
        )


@dataclass(frozen=True, slots=True)
class FinishedBench(Bench):
    """A bench on which nothing is made: the runs of a study that are there are opened, as they are."""

    def runs(
        self,
        name: str,
        points: Points,
        loaded: Loaded[Scenario],
        *,
        inside: str = "",
        early: Early | None = None,
    ) -> "xarray.Dataset":
        """Open a set of runs that is finished."""
        _ = name, points, loaded, early
        return open_results(self.folder / inside)

    def begin(self, kind: str, scenario: Scenario) -> None:
        """Begin nothing: the folder is there."""


def files_of(study: Study, command: str) -> dict[str, bytes]:
    """Everything that is written about a study, by file name; its page says what `command` made it."""
    facts = _facts(study, manifest.code_version(), manifest.software(), command)
    return written(study, facts, command)


def told(study: Study, record: manifest.Manifest) -> dict[str, bytes]:
    """The same of a study with the `record` of its folder."""
    command = record.command
    return written(study, _facts(study, record.version, record.software, command), command)


def _facts(study: Study, version: str, software: Mapping[str, str], command: str) -> dict[str, str]:
    return {
        "scenario digest": digest(pinned(study.scenario)),
        "seed": str(study.scenario.seed),
        "runs": f"{study.n_runs:,}",
        "version": version,
        "packages": ", ".join(f"{name} {number}" for name, number in software.items()),
        "command": command,
    }


def whereabouts(source: str, folder: Path) -> Path:
    """Where results are that a study in `folder` looked at: as it says, or beside it.

    Raises
    ------
    MismatchError
        If they are in neither place.
    """
    places = (Path(source), folder.parent / Path(source).name)
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        message = f"{folder}: was told of {source}, which is not there; go to where it was asked"
        raise MismatchError(message)
    return found


def command_of_study(folder: Path, *, unfinished: bool = False) -> str | None:
    """The command that a study (if need be, an `unfinished` one) was begun with; None for anything else."""
    try:
        record = manifest.load(folder) if (folder / manifest.NAME).exists() else None
    except MismatchError:  # damaged; whoever reads it next says so
        return None
    if record is None:
        return None
    of_study = record.simulator == SIMULATOR or record.simulator.startswith(STUDY)
    return record.command if of_study and not (unfinished and record.status != "running") else None


def study_name(scenario: Scenario, kind: str, *asked: object) -> str:
    """The same folder for the same question: ``blockade-sensitivity-3f9a1c07``."""
    identity = [digest(pinned(scenario)), manifest.code_version(), scenario.seed, *map(str, asked)]
    hashed = hashlib.sha256(json.dumps(identity).encode()).hexdigest()
    return f"{scenario.name}-{kind}-{hashed[:8]}"
