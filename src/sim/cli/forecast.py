"""``sim forecast`` and ``sim score``: answers frozen beforehand, and what they were worth."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import MOST_RUNS, Jobs, Json, OutDir, Seed, Set, number
from sim.cli.screen import lead_to, out, print_json
from sim.cli.study import bench_in, command_line, remark
from sim.core.calendar import parse_date
from sim.core.errors import SimError, typed
from sim.core.languages import beside
from sim.ensemble import store
from sim.ensemble.manifest import without_home
from sim.report.folder import PAGE
from sim.studies.forecast.answer.frozen import content_of
from sim.studies.forecast.conduct import RUNS, Asked, leave_scores, page_beside
from sim.studies.forecast.told.page import forecast_page
from sim.studies.forecast.told.sheet import rendered
from sim.studies.forecast.told.tables import (
    forecast_json,
    print_forecast,
    print_scores,
    scores_json,
)

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
    with typed("--until"):
        last = parse_date(until) if until is not None else None
    if frozen_file.exists() and not force:
        raise SimError(f"{frozen_file}: exists; a frozen forecast is replaced with --force only")
    _check_picture(figure)
    given = [f"replicates={reps}"]
    given += [f"seed={seed}"] if seed is not None else []
    given += ["draws=prior"] if prior else []
    asked = Asked.of(file, [*(changes or []), *given], last)
    frozen = asked.conduct(bench_in(results, jobs))
    store.write_file(frozen_file, content_of(frozen))
    page = page_beside(frozen_file)
    store.write_file(page, forecast_page(frozen).files()[beside(PAGE)])
    if figure:
        store.write_file(figure, rendered(frozen, {}, figure.suffix))
    if as_json:
        print_json({"file": str(frozen_file), "page": str(page), **forecast_json(frozen)})
        return
    print_forecast(out.console, frozen)
    for name in frozen.left_out:
        remark(f"left out, ends later: {name}")
    lead_to(page, str(frozen_file))


def score(
    frozen_file: Annotated[Path, typer.Argument(help="Forecast file.", show_default=False)],
    answers_file: Annotated[Path, typer.Argument(help="Answers (CSV).", show_default=False)],
    figure: Sheet = None,
    out_dir: OutDir = Path("results"),
    insist: Annotated[
        bool, typer.Option("--insist", help="Score answers far from everything forecast.")
    ] = False,
    hub: Annotated[
        Path | None,
        typer.Option(help="Folder of a hub (hubverse): score what others forecast beside ours."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Score a frozen forecast against what came true, and against simple baselines."""
    _check_picture(figure)
    command = without_home(command_line())
    folder, report = leave_scores(out_dir, frozen_file, answers_file, command, hub, insist=insist)
    if figure:
        answers = {each.question.id: each.answer for each in report.scored}
        store.write_file(figure, rendered(report.frozen, answers, figure.suffix))
    if as_json:
        print_json(scores_json(report) | {"folder": str(folder)})
        return
    print_scores(out.console, report)
    lead_to(folder / beside(PAGE), f"{folder}/")


def _check_picture(figure: Path | None) -> None:
    if figure is not None and figure.suffix not in PICTURES:
        raise SimError(f"--figure: needs a name that ends in .png or .svg, is {figure.name}")
