"""What can be asked over the protocol: each tool is a command of this program, with `--json`, in the study folder.

So its numbers are those of the command line. Names of files are looked at before anything is started, and
the command itself, a process of its own, neither reads nor writes outside the folder (`sim.cli.within`).
"""

import re
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from sim.core.errors import SimError
from sim.core.fields import LARGEST_SEED
from sim.core.wording import shown
from sim.ensemble import manifest

#: Folders that commands write to, below the study folder; the last is for what libraries keep.
RESULTS, COMPARISONS, KEPT = "results", "comparisons", ".sim-mcp"
MOST_CHANGES, LONGEST = 50, 400
#: Runs of a scenario where a client does not say how many.
RUNS = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
#: What begins at a root, on any system, or goes up.
_ELSEWHERE = re.compile(r"[/~\\]|[A-Za-z]:|(.*[/\\])?\.\.([/\\]|$)")

Name = Annotated[str, Field(min_length=1, max_length=LONGEST)]
ScenarioFile = Annotated[
    Name, Field(description="Scenario file in the folder: scenarios/blockade.yaml")
]
ResultFolder = Annotated[
    Name, Field(description="Folder of results that run made: results/blockade-...")
]
Changes = Annotated[
    tuple[Name, ...],
    Field((), max_length=MOST_CHANGES, description="Values to change, each path.to.value=value."),
]


@dataclass(frozen=True, slots=True)
class StudyFolder:
    """The folder that is asked about, and what one question may take."""

    home: Path
    most_runs: int
    most_seconds: int

    def inside(self, name: str) -> str:
        """A name that a client gave, if it stays in the folder, links included.

        Raises
        ------
        SimError
            If it leads elsewhere.
        """
        outside = SimError(
            f"{shown(name)} leads outside the study folder; only what is in it is read"
        )
        if _CONTROL.search(name) or _ELSEWHERE.match(name):
            raise outside
        try:
            real = (self.home / name).resolve()
        except (OSError, RuntimeError, ValueError):  # a circle of links, a name no system takes
            raise outside from None
        if not real.is_relative_to(self.home):
            raise outside
        return name

    def afford(self, runs: int, n_futures: int = 1) -> None:
        """Refuse more runs than one question may take."""
        if runs * n_futures > self.most_runs:
            asked = f"{runs} runs" if n_futures == 1 else f"{n_futures} times {runs} runs"
            budget = f"at most {self.most_runs} in all (sim mcp --most-runs)"
            raise SimError(f"{asked} are more than one question may take, {budget}")


class Tool(BaseModel):
    """A question: its arguments, and the words of the command that answers it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: ClassVar[str]
    writes: ClassVar[bool] = False

    @abstractmethod
    def words(self, study: StudyFolder, /) -> Iterator[str]:
        """The command, checked against the folder and what a question may take."""


class ListTool(Tool):
    """List the scenarios of the study folder: what each extends, how many settings it changes, its title."""

    name: ClassVar[str] = "list"

    folder: Name = Field("scenarios", description="Folder of scenarios in the study folder.")

    def words(self, study: StudyFolder, /) -> Iterator[str]:
        """``sim list FOLDER``."""
        yield from ("list", "--json", "--", study.inside(self.folder))


class DescribeTool(Tool):
    """List quantities of the model: unit, role (fact, lever, uncertain), range, default and source."""

    name: ClassVar[str] = "describe"

    group: str = Field(
        "",
        max_length=LONGEST,
        description="Only what begins with this path, such as levers.blockade.",
    )

    def words(self, _study: StudyFolder, /) -> Iterator[str]:
        """``sim describe GROUP``."""
        yield from ("describe", "--json", *(["--", self.group] if self.group else []))


class ResolveTool(Tool):
    """Tell every value of a scenario, where each comes from, and the digest of all. Runs nothing."""

    name: ClassVar[str] = "resolve"

    scenario: ScenarioFile
    changes: Changes

    def words(self, study: StudyFolder, /) -> Iterator[str]:
        """``sim resolve FILE``."""
        yield from ("resolve", "--json", *_set(self.changes), "--", study.inside(self.scenario))


class RunTool(Tool):
    """Run a scenario: headline numbers, shares of outcomes and who is left, over all runs.

    Leaves a folder of results in the study folder; the same question finds it done, and goes on where the
    time was not enough.
    """

    name: ClassVar[str] = "run"
    writes: ClassVar[bool] = True

    scenario: ScenarioFile
    runs: int = Field(RUNS, ge=1, description="How many runs.")
    seed: int | None = Field(None, ge=0, le=LARGEST_SEED, description="Default: the scenario's.")
    changes: Changes

    def words(self, study: StudyFolder, /) -> Iterator[str]:
        """``sim run FILE``."""
        file = study.inside(self.scenario)
        study.afford(self.runs)
        seed = [f"--seed={self.seed}"] if self.seed is not None else []
        yield from ("run", "--json", "--no-report", "--jobs=1", f"--out={study.inside(RESULTS)}")
        yield from (f"--reps={self.runs}", *seed, *_set(self.changes))
        yield from ("--", file)


class CompareTool(Tool):
    """Compare futures on the same draws and the same luck, pair by pair of runs; the first is the reference.

    Scenario files are run first. Leaves tables and a page in the study folder.
    """

    name: ClassVar[str] = "compare"
    writes: ClassVar[bool] = True

    futures: tuple[Name, ...] = Field(
        min_length=2, max_length=8, description="Scenario files, or folders of results."
    )
    runs: int | None = Field(
        None,
        ge=1,
        description="How many runs of each scenario file. Default: as many as a folder of results "
        f"that is the first future has, else {RUNS}.",
    )

    def words(self, study: StudyFolder, /) -> Iterator[str]:
        """``sim compare FUTURE FUTURE...``."""
        futures = [study.inside(each) for each in self.futures]
        to_run = [each for each in futures if not (study.home / each).is_dir()]
        runs = self.runs
        if runs is None and to_run:
            runs = RUNS if futures[0] in to_run else manifest.load(study.home / futures[0]).n_asked
        study.afford(runs or 0, len(to_run))
        study.inside(COMPARISONS)
        yield from ("compare", "--json", "--jobs=1", f"--results={study.inside(RESULTS)}")
        yield from ([f"--reps={runs}"] if runs is not None else [])
        yield from ("--", *futures)


class EvidenceTool(Tool):
    """Tell where numbers come from: a topic such as medical, a source, a pattern or a quantity's path."""

    name: ClassVar[str] = "evidence"

    about: Name = Field(
        description="medical, personnel, levers.blockade.level, or the id of a source."
    )

    def words(self, _study: StudyFolder, /) -> Iterator[str]:
        """``sim evidence show NAME``."""
        yield from ("evidence", "show", "--json", "--", self.about)


class WhyTool(Tool):
    """Tell why a government held its posture on a day of one run: terms, margin, runner-up, taste."""

    name: ClassVar[str] = "why"

    results: ResultFolder
    run: int = Field(0, ge=0, description="Which run.")
    day: Name = Field(description="A day of the window, such as 2026-03-15.")
    of: Name = Field(description="washington, caracas or havana.")

    def words(self, study: StudyFolder, /) -> Iterator[str]:
        """``sim why FOLDER``."""
        yield from ("why", "--json", f"--run={self.run}", f"--day={self.day}", f"--of={self.of}")
        yield from ("--", study.inside(self.results))


TOOLS: dict[str, type[Tool]] = {
    each.name: each
    for each in (ListTool, DescribeTool, ResolveTool, RunTool, CompareTool, EvidenceTool, WhyTool)
}


def _set(changes: tuple[str, ...]) -> list[str]:
    return [f"--set={each}" for each in changes]
