"""A forecast from the questions to frozen answers: what the command and the Python function call."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from sim.core.errors import BadValueError, SimError
from sim.core.intake import RECORD, TABLE, from_json, read, read_below
from sim.core.json_text import json_text
from sim.core.languages import beside
from sim.ensemble import manifest, store
from sim.ensemble.results import open_results
from sim.experiments.job import plan_of
from sim.experiments.posterior.meant import pinned
from sim.methods.bench import Bench
from sim.methods.study_page import StudyPage
from sim.scenario.load import Loaded, load
from sim.scenario.resolve import digest
from sim.scenario.schema import Scenario
from sim.studies.forecast.answer.answers import read_answers
from sim.studies.forecast.answer.freeze import RunDays, freeze
from sim.studies.forecast.answer.frozen import Frozen, read_frozen
from sim.studies.forecast.answer.others import read_hub
from sim.studies.forecast.answer.score import Report, score
from sim.studies.forecast.question.file import Questions, asked
from sim.studies.forecast.told.hub import hub_files, model_id
from sim.studies.forecast.told.page import score_page
from sim.studies.forecast.told.tables import scores_json

#: In a folder of scores: the forecast, the answers, and what came of them.
FORECAST, ANSWERS, SCORES = "forecast.json", "answers.csv", "scores.json"
RUNS = 1000  # a probability is then known to 0.03 (two standard errors)


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions, and the scenario that is run to answer them, up to the last day forecast."""

    questions: Questions
    loaded: Loaded[Scenario]

    @classmethod
    def of(cls, file: Path, changes: Sequence[str] = (), until: date | None = None) -> Self:
        """Read the questions and their scenario; `changes` are of the scenario, ``replicates=200``.

        Raises
        ------
        SimError
            If no question ends by the last day, or the scenario starts after what is known.
        """
        questions = load(file, Questions).scenario
        given = [*changes, f"window.end={_last_day(questions, until)}"]
        loaded = load(file.parent / questions.scenario, Scenario, given)
        start = loaded.scenario.window.start
        if questions.known_until < start:
            told = f"known_until ({questions.known_until}) is before the scenario starts ({start})"
            raise BadValueError(f"{file}: {told}")
        return cls(questions, loaded)

    def conduct(self, bench: Bench) -> Frozen:
        """Run the scenario in a folder of the bench, or find it done, and read the answers off it."""
        scenario = self.loaded.scenario
        plan, named = plan_of(scenario, jobs=bench.jobs), pinned(scenario)
        outcome = bench.plain_runs(self.loaded)
        if outcome.failed:
            failed = f"{len(outcome.failed)} runs failed, see {outcome.folder}"
            raise SimError(f"{failed}; a forecast needs all runs")
        made_by = {
            "scenario": scenario.name,
            "scenario_title": scenario.title,
            "scenario_digest": digest(named),
            "draws": named.draws,
            "draws_hash": named.posterior_sha256 or None,
            "job_digest": plan.job.digest,
            "seed": scenario.seed,
            "code_version": plan.version,
            "revision": manifest.git_revision(),
            "software": manifest.software(),
            "questions_digest": digest(self.questions),
            "command": manifest.without_home(bench.command),
        }
        window = RunDays(scenario.window.start, scenario.window.end)
        with open_results(outcome.folder) as results:
            return freeze(self.questions, results, window, made_by, datetime.now(UTC).date())


def leave_hub(frozen: Frozen, folder: Path) -> dict[str, int]:
    """Write a frozen forecast as a hub; gives the files with their sizes. What is there stays as it is.

    Raises
    ------
    SimError
        If a file is there that says something else.
    """
    files = hub_files(frozen)
    for name, content in files.items():
        place = folder / name
        if place.exists() and read_below(folder, name, RECORD) != content:
            raise SimError(f"{place}: exists and says something else; choose another --out")
    for name, content in files.items():
        store.write_file(folder / name, content)
    return {name: len(content) for name, content in files.items()}


def _last_day(questions: Questions, until: date | None) -> date:
    """The last day to forecast, which some question must reach."""
    ends = [each.until for each in asked(questions)]
    if until is not None and until < min(ends):
        raise SimError(f"--until: no question ends by {until}; the first ends on {min(ends)}")
    return until or max(ends)


def page_beside(frozen_file: Path) -> Path:
    """Where the page of a forecast file lies."""
    return frozen_file.with_name(beside(frozen_file.with_suffix(".html").name))


def leave_scores(
    parent: Path,
    frozen_file: Path,
    answers_file: Path,
    command: str,
    hub: Path | None,
    *,
    insist: bool,
) -> tuple[Path, Report]:
    """Score answers, and leave the page with what it was made of in a folder of `parent`.

    What others forecast in a `hub` is scored beside it and stays there.
    """
    forecast, answers = read(frozen_file, RECORD), read(answers_file, TABLE)
    report = scored(frozen_file, answers_file, hub, insist=insist)
    scores = scores_json(report)
    # Scores beside others are another page, which takes no other's place.
    others = json_text(scores).encode() if hub else b""
    hashed = hashlib.sha256(forecast + answers + others).hexdigest()[:8]
    folder = parent / f"score-{report.frozen.name}-{hashed}"
    told = scores | {"command": command, "insist": insist, "hub": str(hub) if hub else None}
    files = score_page(report, command).files() | {
        FORECAST: forecast,
        ANSWERS: answers,
        SCORES: f"{json_text(told)}\n".encode(),
    }
    for name, content in files.items():
        store.write_file(folder / name, content)
    return folder, report


def scored(
    frozen_file: Path, answers_file: Path, hub: Path | None = None, *, insist: bool
) -> Report:
    """Score the answers in one file against the forecast in the other, and those of others in a hub."""
    frozen = read_frozen(frozen_file)
    others = read_hub(hub, frozen, model_id(frozen)) if hub else {}
    return score(frozen, read_answers(answers_file, frozen, insist=insist), others)


def scores_again(folder: Path) -> StudyPage:
    """The page of scores from the files that lie beside it, and from the hub where it was."""
    told = from_json(store.read_own(folder, SCORES), folder / SCORES)
    hub = Path(told["hub"]) if told.get("hub") else None
    report = scored(folder / FORECAST, folder / ANSWERS, hub, insist=bool(told["insist"]))
    return score_page(report, str(told["command"]))
