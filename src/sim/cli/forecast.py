"""``sim forecast`` and ``sim score``: answers frozen beforehand, and what they were worth."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import MOST_RUNS, Jobs, Json, Seed, Set, number, number_of_jobs
from sim.cli.screen import err, out, print_json, progress
from sim.core.errors import BadValueError, SimError

if TYPE_CHECKING:
    from sim.analysis.forecast.frozen import Frozen
    from sim.analysis.forecast.questions import Questions
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario

RUNS = 1000  # a probability is then known to 0.03 (two standard errors)
PICTURES = (".png", ".svg")

Sheet = Annotated[Path | None, typer.Option("--figure", help="Also draw it (.png or .svg).")]


def forecast(
    file: Annotated[Path, typer.Argument(help="Question file.", show_default=False)],
    frozen_file: Annotated[Path, typer.Option("--out", help="Forecast file to write.")],
    until: Annotated[
        str | None, typer.Option(help="Last day to forecast; default: the last one asked about.")
    ] = None,
    reps: Annotated[int, number("--reps", 1, MOST_RUNS, "Runs to make.")] = RUNS,
    seed: Seed = None,
    jobs: Jobs = None,
    changes: Set = None,
    prior: Annotated[bool, typer.Option("--prior", help="Draw from the prior.")] = False,
    results: Annotated[Path, typer.Option(help="Folder for the runs behind the forecast.")] = Path(
        "results"
    ),
    figure: Sheet = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a forecast file.")] = False,
    as_json: Json = False,
) -> None:
    """Freeze what the model says to a list of questions, with baselines beside it."""
    from sim.analysis.forecast.frozen import content_of  # noqa: PLC0415 - slow to import
    from sim.analysis.forecast.questions import Questions  # noqa: PLC0415
    from sim.ensemble import store  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    questions = load(file, Questions).scenario
    window = _last_day(questions, until)
    if frozen_file.exists() and not force:
        raise SimError(f"{frozen_file}: exists; a frozen forecast is replaced with --force only")
    _check_picture(figure)
    given = [f"window.end={window}", f"replicates={reps}"]
    given += [f"seed={seed}"] if seed is not None else []
    given += ["draws=prior"] if prior else []
    scenario = load(file.parent / questions.scenario, Scenario, [*(changes or []), *given])
    _check_window(questions, scenario.scenario, file)
    frozen = _freeze(questions, scenario, results, number_of_jobs(jobs))
    store.write_file(frozen_file, content_of(frozen))
    _draw(figure, frozen)
    _tell(frozen, frozen_file, as_json=as_json)


def score(
    frozen_file: Annotated[Path, typer.Argument(help="Forecast file.", show_default=False)],
    answers_file: Annotated[Path, typer.Argument(help="Answers (CSV).", show_default=False)],
    figure: Sheet = None,
    insist: Annotated[
        bool, typer.Option("--insist", help="Score answers far from everything forecast.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Score a frozen forecast against what came true, and against simple baselines."""
    from sim.analysis.forecast.answers import read_answers  # noqa: PLC0415
    from sim.analysis.forecast.frozen import read_frozen  # noqa: PLC0415
    from sim.analysis.forecast.score import score as score_answers  # noqa: PLC0415
    from sim.report.forecast_tables import print_scores, scores_json  # noqa: PLC0415

    _check_picture(figure)
    frozen = read_frozen(frozen_file)
    answers = read_answers(answers_file, frozen, insist=insist)
    report = score_answers(frozen, answers)
    _draw(figure, frozen, answers)
    if as_json:
        print_json(scores_json(report))
    else:
        print_scores(out, report)


def _last_day(questions: "Questions", until: str | None) -> str:
    """The last day to forecast, which some question must reach."""
    from sim.analysis.forecast.questions import asked  # noqa: PLC0415
    from sim.core.calendar import parse_date  # noqa: PLC0415

    every = asked(questions)
    if until is None:
        return str(max(each.until for each in every))
    try:
        last = parse_date(until)
    except BadValueError as error:
        raise SimError(f"--until: {error}") from None
    first = min(each.until for each in every)
    if last < first:
        raise SimError(f"--until: no question ends by {last}; the first ends on {first}")
    return str(last)


def _check_window(questions: "Questions", scenario: "Scenario", file: Path) -> None:
    start = scenario.window.start
    if questions.known_until < start:
        told = f"known_until ({questions.known_until}) is before the scenario starts ({start})"
        raise BadValueError(f"{file}: {told}")


def _check_picture(figure: Path | None) -> None:
    if figure is not None and figure.suffix not in PICTURES:
        raise SimError(f"--figure: needs a name that ends in .png or .svg, is {figure.name}")


def _freeze(
    questions: "Questions", loaded: "Loaded[Scenario]", parent: Path, jobs: int
) -> "Frozen":
    """Run the scenario, or find it done, and read the answers off it."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from sim.analysis.forecast.freeze import Window, freeze  # noqa: PLC0415
    from sim.ensemble.manifest import git_revision, software, without_home  # noqa: PLC0415
    from sim.ensemble.results import open_results  # noqa: PLC0415
    from sim.ensemble.run import Settings  # noqa: PLC0415
    from sim.posterior.meant import pinned  # noqa: PLC0415
    from sim.runs import plan_of, run_in  # noqa: PLC0415
    from sim.scenario.resolve import digest  # noqa: PLC0415

    scenario = loaded.scenario
    plan, named = plan_of(scenario, jobs=jobs), pinned(scenario)
    folder = parent / plan.folder_name
    command = without_home(shlex.join(["sim", *sys.argv[1:]]))
    with progress("runs") as tell:
        settings = Settings(jobs=jobs, command=command)
        outcome = run_in(folder, plan, loaded, settings, progress=tell)
    if outcome.failed:
        raise SimError(
            f"{len(outcome.failed)} runs failed, see {folder}; a forecast needs all runs"
        )
    made_by = {
        "scenario": scenario.name,
        "scenario_title": scenario.title,
        "scenario_digest": digest(named),
        "draws": named.draws,
        "draws_hash": named.posterior_sha256 or None,
        "job_digest": plan.job.digest,
        "seed": scenario.seed,
        "code_version": plan.version,
        "revision": git_revision(),
        "software": software(),
        "questions_digest": digest(questions),
        "command": command,
    }
    window = Window(scenario.window.start, scenario.window.end)
    with open_results(folder) as results:
        return freeze(questions, results, window, made_by, datetime.now(UTC).date())


def _draw(figure: Path | None, frozen: "Frozen", answers: object = None) -> None:
    if figure is None:
        return
    from sim.ensemble import store  # noqa: PLC0415
    from sim.report.forecast_sheet import rendered  # noqa: PLC0415

    store.write_file(figure, rendered(frozen, answers or {}, figure.suffix))  # type: ignore[arg-type]


def _tell(frozen: "Frozen", path: Path, *, as_json: bool) -> None:
    from sim.report.forecast_tables import forecast_json, print_forecast  # noqa: PLC0415

    if as_json:
        print_json({"file": str(path), **forecast_json(frozen)})
        return
    print_forecast(out, frozen)
    for name in frozen.left_out:
        err.print(f"  left out, ends later: {name}", markup=False)
    out.print(f"  {path}", markup=False)
