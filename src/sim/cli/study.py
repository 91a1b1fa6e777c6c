"""What the exploring commands share: a bench that is told of on the screen, and the answer that it leaves."""

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from sim.cli.options import number_of_jobs
from sim.cli.screen import err, known, lead_to, out, print_json, progress, waiting
from sim.core.errors import SimError
from sim.core.languages import beside
from sim.methods.bench import Bench
from sim.methods.design import over_priors
from sim.methods.study import Study
from sim.methods.study_page import StudyPage
from sim.report.folder import PAGE
from sim.scenario.draws_from import PRIOR
from sim.scenario.load import Loaded, load
from sim.scenario.schema import Scenario


def load_scenario(file: Path, changes: list[str] | None) -> Loaded[Scenario]:
    """The scenario of a study that varies quantities over their priors, whatever it draws from itself."""
    loaded = load(file, Scenario, changes or ())
    if loaded.scenario.draws != PRIOR:
        remark(f"quantities are varied over their priors, not over {loaded.scenario.draws}")
    return over_priors(loaded)


def refuse_for_folder(source: Path, given: Mapping[str, object]) -> None:
    """Refuse options that need runs to be made, where finished runs are looked at."""
    for option, value in given.items():
        if value is not None:
            raise SimError(f"{option}: {source} holds finished runs; leave the option out")


def bench_in(folder: Path, jobs: int | None, command: str = "") -> Bench:
    """Where the runs of a study are made, with progress, remarks and what is known early on the screen."""
    typed = command or command_line()
    return Bench(folder, number_of_jobs(jobs), typed, progress, waiting, remark, known)


def finish(bench: Bench, study: Study, *, as_json: bool) -> None:
    """Leave what a study found in its folder, and tell the answer."""
    bench.leave(study)
    if as_json:
        print_json(study.as_json | {"folder": str(bench.folder)})
        return
    print_answer(study)
    lead_to(bench.folder / beside(PAGE), f"{bench.folder}/")


def print_answer(found: Study | StudyPage) -> None:
    """The answer in sentences, and what it cannot tell."""
    out.print(f"  {found.title}", style="bold")
    for sentence in found.answer:
        out.print(f"  {sentence}")
    out.print(f"  {found.cannot}")


def remark(text: str) -> None:
    """Say on stderr what is done."""
    err.print(f"  {text}")


def command_line() -> str:
    """What the person typed."""
    return shlex.join(["sim", *sys.argv[1:]])
