"""A frozen forecast and its scores as printed tables and as JSON."""

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from sim.core.wording import escaped
from sim.methods.scores.skill import Skill
from sim.report.numerals import day_text, significant
from sim.studies.forecast.answer.frozen import Frozen, FrozenQuestion, hash_of
from sim.studies.forecast.answer.score import MODEL, SCORES, Report, Scored, ScoreSummary
from sim.studies.forecast.question.kinds import BASELINES
from sim.studies.forecast.told.words import (
    CONDITIONAL,
    answered,
    expected,
    few_questions,
    middle,
    said,
    subject,
)

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 136  # a table that is cut is worse than one that wraps
HEADINGS = {
    "binary": "Yes, in 100",
    "quantity": "Median [90 % of runs]",
    "date": "It happens by then, in 100",
}
SCORE_NAMES = {
    ("binary", "brier"): "yes or no: Brier",
    ("binary", "log"): "yes or no: log",
    ("quantity", "crps"): "quantities: CRPS",
    ("quantity", "interval_50"): "quantities: 50 % interval",
    ("quantity", "interval_90"): "quantities: 90 % interval",
    ("date", "crps"): "dates: CRPS",
}
COSTS = (
    "Scores are costs: 0 is best, and a difference below 0 is to the model's credit. In brackets: 90 % of "
    "resamples of topics. Quantities and dates are in units of their scale. Skill is 1 - model / baseline."
)
MOST_NAMED = 8  # questions without answer that are named in print


def print_forecast(console: "Console", frozen: Frozen) -> None:
    """Print every frozen answer with the baselines beside it."""
    made, wide = frozen.made_by, _wide(console)
    console.print(Text(f"  {escaped(frozen.title)} · known until {frozen.known_until}"))
    agree = f"{made.runs_used} of {made.runs} runs agree with what is known"
    console.print(Text(f"  {escaped(made.scenario_title)} · draws: {made.draws} · {agree}"))
    for kind, questions in groupby(_by_kind(frozen), lambda question: question.kind):
        wide.print(_answers(HEADINGS[kind], list(questions)))
    console.print(Text("  Model by each date; persistence and the others by the last of them."))
    for name, each in frozen.not_modelled.items():
        console.print(Text(f"  not modelled: {name} ({escaped(str(each['why']))})"))
    console.print(Text(f"  {CONDITIONAL}\n  frozen on {frozen.frozen_on}, hash {hash_of(frozen)}"))


def print_scores(console: "Console", report: Report) -> None:
    """Print what every answered question cost, the sums, and how little they can show."""
    frozen, n = report.frozen, len(report.scored)
    asked = f"{n} of {len(frozen.questions)} questions answered"
    console.print(Text(f"  {escaped(frozen.title)} · frozen on {frozen.frozen_on} · {asked}"))
    if n:
        wide = _wide(console)
        wide.print(_costs(report))
        wide.print(_sums(report))
        console.print(Text(f"  {COSTS}"))
    inside = [each.inside for each in report.scored if each.inside is not None]
    if inside:
        half, most = (sum(each[position] for each in inside) for position in (0, 1))
        told = f"middle 50 % of runs held {half:.3g}, the middle 90 % {most:.3g}"
        console.print(Text(f"  Of {len(inside)} answered quantities the {told}."))
    if report.unanswered:
        named = ", ".join(report.unanswered[:MOST_NAMED])
        more = len(report.unanswered) - MOST_NAMED
        told = f"{named} and {more} more (--json lists them)" if more > 0 else named
        console.print(Text(f"  no answer yet: {told}"))
    console.print(Text(f"  {few_questions(report)}"))


def _wide(console: "Console") -> "Console":
    """The same output with room for whole tables."""
    from rich.console import Console  # noqa: PLC0415

    width = max(console.width, WIDEST)
    return Console(file=console.file, width=width, highlight=False, soft_wrap=True)


def _by_kind(frozen: Frozen) -> list[FrozenQuestion]:
    order = list(SCORES)
    return sorted(frozen.questions, key=lambda question: order.index(question.kind))


def _words(baseline: str) -> str:
    return baseline.replace("_", " ")


def _answers(heading: str, questions: list[FrozenQuestion]) -> Table:
    """A row for each name: the model by every last day, the baselines by the last of them."""
    table = Table(box=None, padding=(0, 0, 0, 2))
    table.add_column(heading)
    dates = sorted({each.until for each in questions})
    shown = [name for name in BASELINES if any(name in each.baselines for each in questions)]
    for title in (*map(day_text, dates), *map(_words, shown)):
        table.add_column(title, justify="right")
    for _, group in groupby(questions, lambda each: each.id.removesuffix(f"_{each.until}")):
        by_date = {each.until: each for each in group}
        last = by_date[max(by_date)]
        cells = [said(each, each.forecast) for each in map(by_date.get, dates) if each]
        blank = [""] * (len(dates) - len(cells))
        simple = [middle(last, last.baselines[n]) if n in last.baselines else "" for n in shown]
        table.add_row(*map(Text, (subject(last), *cells, *blank, *simple)))
    return table


def _costs(report: Report) -> Table:
    """The first score of every answered question, by forecaster."""
    table = Table(box=None, padding=(0, 0, 0, 2))
    for title in ("question", "answer", "model said"):
        table.add_column(title, no_wrap=True)
    shown = _shown(report)
    for name in ("score", MODEL, *shown):
        table.add_column(_words(name), justify="right", no_wrap=True)
    for each in report.scored:
        question = each.question
        first = SCORES[question.kind][0]
        costs = [
            significant(each.scores[name][first]) if name in each.scores else ""
            for name in (MODEL, *shown)
        ]
        said_by_model = expected(question, question.forecast)
        told = (question.id, answered(question, each.answer), said_by_model)
        table.add_row(*map(Text, told), SCORE_NAMES[question.kind, first].split(": ")[1], *costs)
    return table


def _shown(report: Report) -> list[str]:
    return [name for name in BASELINES if any(name in each.scores for each in report.scored)]


def _sums(report: Report) -> Table:
    """Mean scores, a row for each baseline that they are compared with."""
    table = Table(box=None, padding=(0, 0, 0, 2))
    table.add_column("mean score")
    table.add_column("against")
    for title in ("questions", "topics", MODEL, "baseline", "difference", "", "skill"):
        table.add_column(title, justify="right", no_wrap=True)
    for each in report.summaries:
        for position, (name, found) in enumerate(each.against.items()):
            label = "" if position else SCORE_NAMES[each.kind, each.score]
            table.add_row(label, _words(name), *map(Text, _compared(found)))
    return table


def _compared(found: Skill) -> tuple[str, ...]:
    around = "" if found.difference_range is None else _range(*found.difference_range)
    return (
        str(found.n_questions),
        str(found.n_topics),
        significant(found.model),
        significant(found.baseline),
        significant(found.difference),
        around,
        "" if found.skill is None else f"{found.skill:.2f}",
    )


def _range(low: float, high: float) -> str:
    return f"[{significant(low)} to {significant(high)}]"


def forecast_json(frozen: Frozen) -> dict[str, Any]:
    """The frozen forecast for programs, without its samples."""
    content = frozen.model_dump(mode="json")
    for question in content["questions"]:
        for said_by in (question["forecast"], *question["baselines"].values()):
            said_by.pop("values", None)
    return {"schema": 1, "sha256": hash_of(frozen), **content}


def scores_json(report: Report) -> dict[str, Any]:
    """Everything that scoring tells, for programs."""
    frozen = report.frozen
    parts = report.brier_parts
    return {
        "schema": 1,
        "forecast": {
            "name": frozen.name,
            "sha256": hash_of(frozen),
            "frozen_on": str(frozen.frozen_on),
            "known_until": str(frozen.known_until),
            "scenario_digest": frozen.made_by.scenario_digest,
        },
        "n_questions": len(frozen.questions),
        "n_answered": len(report.scored),
        "n_topics": report.n_topics,
        "questions": [_question_json(each) for each in report.scored],
        "unanswered": list(report.unanswered),
        "summary": [_summary_json(each) for each in report.summaries],
        "brier_decomposition": None if parts is None else asdict(parts),
        "note": few_questions(report),
    }


def _question_json(each: Scored) -> dict[str, Any]:
    answer, question = each.answer, each.question
    return {
        "question": question.id,
        "kind": question.kind,
        "topic": question.topic,
        "unit": question.unit,
        "scale": question.scale,
        "answer": {"value": answer.written, "low": answer.low, "high": answer.high},
        "scores": each.scores,
        "pit": each.pit,
        "inside_50": None if each.inside is None else each.inside[0],
        "inside_90": None if each.inside is None else each.inside[1],
    }


def _summary_json(each: ScoreSummary) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "score": each.score,
        "n_questions": each.n_questions,
        "n_topics": each.n_topics,
        "model": each.model,
        "against": {name: asdict(found) for name, found in each.against.items()},
    }
