"""A calibration, and what it can tell apart, from its file to what is left in a folder."""

import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sim.core.intake import from_json
from sim.ensemble import store
from sim.ensemble.errors import MismatchError
from sim.ensemble.run import HowToRun
from sim.experiments.posterior.file import read
from sim.methods.bench import Bench
from sim.methods.study_page import StudyPage
from sim.scenario.load import Loaded, load
from sim.scenario.write import resolved_yaml
from sim.studies.calibration.answer.calibrate import calibrate
from sim.studies.calibration.answer.engine import calibration_version
from sim.studies.calibration.answer.fit import Wave
from sim.studies.calibration.answer.identify import identify
from sim.studies.calibration.answer.posterior_file import folder_name, portable, save
from sim.studies.calibration.answer.smc import TighteningStep
from sim.studies.calibration.question.schema import Calibration
from sim.studies.calibration.told import limits_page
from sim.studies.calibration.told.pages import fit_page, identified_page
from sim.studies.calibration.told.write import summary, write_calibration

POSTERIOR = "posterior.nc"
SUMMARY = "identifiability.json"
RESOLVED = "calibration.resolved.yaml"


def fitted(loaded: Loaded[Calibration], bench: Bench) -> tuple[dict[str, object], StudyPage]:
    """Fit, and leave the posterior with everything that was learned; gives the summary for programs and the page."""
    settings = HowToRun(jobs=bench.jobs, command=bench.command)

    def tell(done: Wave | TighteningStep) -> None:
        bench.remark(_line(done))

    found = calibrate(loaded.scenario, bench.folder, settings, bench.progress, tell)
    named = replace(loaded, scenario=portable(loaded.scenario))
    store.write_file(bench.folder / RESOLVED, resolved_yaml(named).encode())
    posterior = save(found, bench.folder / POSTERIOR, bench.command)
    with bench.waiting("tables and figures"):
        told = fit_page(found, posterior)
        files = write_calibration(found, posterior) | told.files()
    for name, content in files.items():
        store.write_file(bench.folder / name, content)
    return summary(found, posterior), told


def identified(file: Calibration, bench: Bench) -> tuple[dict[str, object], StudyPage]:
    """Fit to simulated articles, and leave what can be told apart; gives the summary for programs and the page."""
    settings = HowToRun(jobs=bench.jobs, command=bench.command)
    found = identify(file, bench.folder, settings, bench.progress)
    files = limits_page.write_identified(found, bench.command)
    told = identified_page(found, _facts(file, bench.command))
    for name, content in (files | told.files()).items():
        store.write_file(bench.folder / name, content)
    return limits_page.summary(found), told


def fit_again(folder: Path, bench: Bench) -> StudyPage:
    """The page of a fit from its finished stages; from where ``sim calibrate`` was called."""
    posterior = read(str(folder / POSTERIOR))
    file = _asked(posterior.facts["command"], folder, folder_name)
    found = calibrate(file, folder, HowToRun(jobs=bench.jobs), bench.progress)
    return fit_page(found, posterior)


def identified_again(folder: Path, bench: Bench) -> StudyPage:
    """The page of what can be told apart from its finished stages; from where ``sim identify`` was called."""
    told = from_json(store.read_own(folder, SUMMARY), folder / SUMMARY)
    command = str(told["command"])
    file = _asked(command, folder, lambda each: f"identify-{folder_name(each)}")
    found = identify(file, folder, HowToRun(jobs=bench.jobs), bench.progress)
    return identified_page(found, _facts(file, command))


def _asked(command: str, folder: Path, name: Callable[[Calibration], str]) -> Calibration:
    """The calibration that a command named, if it is still the one of `folder`.

    Raises
    ------
    MismatchError
        If it is not there, or it, its scenarios or the code have changed since.
    """
    _, _, file, *rest = shlex.split(command)
    if not Path(file).exists():
        message = f"{folder}: was made of {file}, which is not there; go to where it was asked"
        raise MismatchError(message)
    loaded = load(Path(file), Calibration, rest[1::2]).scenario
    if name(loaded) != folder.resolve().name:
        message = f"{folder}: {file}, its scenarios or the code are no longer what it was made of"
        raise MismatchError(message)
    return loaded


def _facts(file: Calibration, command: str) -> dict[str, str]:
    return {"version": calibration_version(), "seed": str(file.seed), "command": command}


def _line(done: Wave | TighteningStep) -> str:
    """What is said of a wave or step."""
    if isinstance(done, Wave):
        left = f"{100 * done.left:.1f} % of the prior not ruled out"
        return f"{done.name}: {done.stood} of {done.run} runs meet all hard patterns; {left}"
    moved = f"{done.taken} of {done.proposed} moves taken"
    return f"{done.name}: distance at most {done.tolerance:.3g}; {moved}"
