"""What the page of a study should say: told anew from what lies beside it, whichever study left it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from sim.cli.study import bench_in
from sim.core.errors import SimError
from sim.core.intake import UnfitFileError, from_json
from sim.core.languages import beside, spoken
from sim.ensemble import manifest, store
from sim.ensemble.errors import MismatchError
from sim.ensemble.manifest import NAME
from sim.ensemble.results import finished
from sim.experiments.batch import SIMULATOR
from sim.experiments.run import finished_scenario
from sim.methods.bench import Bench, FinishedBench, told
from sim.methods.study import Study
from sim.methods.study_page import StudyPage
from sim.report import folder as of_run
from sim.report.folder import PAGE
from sim.studies.attribution import conduct as attribution
from sim.studies.calibration import conduct as calibration
from sim.studies.comparison import conduct as comparison
from sim.studies.comparison.told import write as compared
from sim.studies.discovery import conduct as discovery
from sim.studies.forecast import conduct as forecast
from sim.studies.forecast.answer.frozen import read_frozen
from sim.studies.forecast.told.page import forecast_page
from sim.studies.paths import conduct as paths
from sim.studies.replay import conduct as replay
from sim.studies.sensitivity import conduct as sensitivity
from sim.studies.sweep import conduct as sweep

NOT_OURS = "no page of sim lies in this folder that can be told again"


class _AskedAgain(Protocol):
    """A question read from the record of its answer."""

    def conduct(self, bench: Bench) -> Study:
        """Tell the answer."""


#: Studies that answer a question about runs, by their kind, which names their JSON file.
QUESTIONS: Mapping[str, Callable[[Path, Mapping[str, Any]], _AskedAgain]] = {
    "attribution": attribution.Asked.again,
    "discovery": discovery.Asked.again,
    "paths": paths.Asked.again,
    "sensitivity": sensitivity.Asked.again,
    "sweep": sweep.Asked.again,
}
#: Studies that have a page and no manifest, by the file that says so.
OTHERS: Mapping[str, Callable[[Path, Bench], StudyPage]] = {
    calibration.POSTERIOR: calibration.fit_again,
    calibration.SUMMARY: calibration.identified_again,
    forecast.SCORES: lambda folder, _: forecast.scores_again(folder),
    replay.RECORD: lambda folder, _: replay.page_again(folder),
}


def should(page: Path, folder: Path) -> bytes:
    """The page that what lies in `folder` gives anew.

    Raises
    ------
    SimError
        If nothing there is what a page is made of.
    """
    bench = bench_in(folder, None)
    frozen = folder / f"{page.stem.removesuffix(f'.{spoken()}')}.json"
    if page.name not in {beside(PAGE), beside(compared.PAGE)} and frozen.exists():
        return forecast_page(read_frozen(frozen)).files()[beside(PAGE)]
    if (folder / compared.RECORD).exists():
        again = comparison.again(folder, bench)
        sides = [side.made for side in again.sides]
        return comparison.files_of(again, comparison.command_of(sides))[beside(compared.PAGE)]
    for kind, question in QUESTIONS.items():
        if (folder / f"{kind}.json").exists():
            return _of_study(kind, question, folder, bench)
    for name, other in OTHERS.items():
        if (folder / name).exists():
            return other(folder, bench).files()[beside(PAGE)]
    if not (folder / NAME).exists() or finished(folder).simulator != SIMULATOR:
        raise SimError(f"{folder}: {NOT_OURS}")
    return of_run.written(folder, finished_scenario(folder), bench.jobs)[beside(PAGE)]


def _of_study(
    kind: str,
    question: Callable[[Path, Mapping[str, Any]], _AskedAgain],
    folder: Path,
    bench: Bench,
) -> bytes:
    """The page of a study from its runs and from what it was asked."""
    record = f"{kind}.json"
    try:
        asked = question(
            folder, from_json(store.read_own(folder, record), folder / record)["asked"]
        )
    except (UnfitFileError, KeyError, TypeError, ValueError) as error:
        message = f"{folder}: {record} is damaged; ask again"
        raise MismatchError(message) from error
    finished_bench = FinishedBench(folder, bench.jobs, "", bench.progress, bench.waiting)
    return told(asked.conduct(finished_bench), manifest.load(folder))[beside(PAGE)]
