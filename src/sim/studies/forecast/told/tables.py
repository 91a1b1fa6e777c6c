"""A frozen forecast and its scores as printed tables and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.text import Text

from sim.core.languages import _, numeral
from sim.core.wording import escaped
from sim.methods.scores.skill import Skill
from sim.report.numerals import number, significant
from sim.report.readings import words
from sim.report.table import Column, Table
from sim.report.table import said as for_people
from sim.studies.forecast.answer.frozen import Frozen, FrozenQuestion, hash_of
from sim.studies.forecast.answer.score import MODEL, SCORES, Report, Scored, ScoreSummary
from sim.studies.forecast.question.kinds import BASELINES, Kind
from sim.studies.forecast.told.words import (
    CONDITIONAL,
    MADE_UP,
    answered,
    expected,
    few_questions,
    middle,
    said,
    subject,
    when,
)

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 164  # a table that is cut is worse than one that wraps
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
#: Kinds of answers of which some fall into the ranges of the model, and how that is told.
HELD: dict[Kind, str] = {
    "quantity": (
        "Of {n} answered quantities the middle 50 % of runs held {half}, the middle 90 % {most}."
    ),
    "date": (
        "Of {n} answered dates, cut at the last day known (so that more than their share fits), the middle 50 % "
        "of runs held {half}, the middle 90 % {most}."
    ),
}
WHERE = "Model in each window; persistence and the others in the last of them."
MOST_NAMED = 8  # questions without answer that are named in print


def print_forecast(console: "Console", frozen: Frozen) -> None:
    """Print every frozen answer with the baselines beside it."""
    made, wide = frozen.made_by, _wide(console)
    known = _("{title} · known until {day}").format(
        title=escaped(_(frozen.title)), day=frozen.known_until
    )
    drawn = _("{title} · draws: {draws} · {used} of {made} runs agree with what is known").format(
        title=escaped(_(made.scenario_title)),
        draws=_(made.draws),
        used=made.runs_used,
        made=made.runs,
    )
    console.print(Text(f"  {known}\n  {drawn}"))
    for (kind, windows), subjects in blocks(frozen).items():
        wide.print(answers_table(HEADINGS[kind], windows, subjects).screen())
    console.print(Text(f"  {_(WHERE)}"))
    for name, each in frozen.not_modelled.items():
        left = _("not modelled: {name} ({why})")
        console.print(Text(f"  {left.format(name=name, why=escaped(_(str(each['why']))))}"))
    stamped = _("frozen on {day}, hash {hash}")
    stamped = stamped.format(day=frozen.frozen_on, hash=hash_of(frozen))
    console.print(Text(f"  {_(CONDITIONAL)}\n  {stamped}"))


def print_scores(console: "Console", report: Report) -> None:
    """Print what every answered question cost, the sums, and how little they can show."""
    frozen, n = report.frozen, len(report.scored)
    asked = _("{title} · frozen on {day} · {n} of {asked} questions answered").format(
        title=escaped(_(frozen.title)), day=frozen.frozen_on, n=n, asked=len(frozen.questions)
    )
    if report.made_up:
        console.print(Text(f"  {_(MADE_UP)}", style="bold"))
    console.print(Text(f"  {asked}"))
    if n:
        wide = _wide(console)
        wide.print(costs_table(report).screen())
        wide.print(sums_table(report).screen())
        console.print(Text(f"  {_(COSTS)}"))
    for kind in HELD:
        if told := held(report, kind):
            console.print(Text(f"  {told}"))
    if report.unanswered:
        named = ", ".join(report.unanswered[:MOST_NAMED])
        more = len(report.unanswered) - MOST_NAMED
        told = _("{names} and {n} more (--json lists them)") if more > 0 else "{names}"
        told = _("no answer yet: {names}").format(names=told.format(names=named, n=more))
        console.print(Text(f"  {told}"))
    console.print(Text(f"  {few_questions(report)}"))


def _wide(console: "Console") -> "Console":
    """The same output with room for whole tables."""
    from rich.console import Console  # noqa: PLC0415

    width = max(console.width, WIDEST)
    return Console(file=console.file, width=width, highlight=False, soft_wrap=True)


def held(report: Report, kind: Kind) -> str:
    """How many answers of a kind fell into the ranges of the model; empty if there are none."""
    of_kind = [each for each in report.scored if each.question.kind == kind]
    inside = [each.inside for each in of_kind if each.inside is not None]
    half, most = (sum(each[position] for each in inside) for position in (0, 1))
    told = _(HELD[kind]).format(
        n=len(inside), half=numeral(f"{half:.3g}"), most=numeral(f"{most:.3g}")
    )
    return told if inside else ""


def blocks(frozen: Frozen) -> dict[tuple[Kind, tuple[str, ...]], list[list[FrozenQuestion]]]:
    """Questions of one name together, those of one kind that share all windows in one table."""
    named: dict[str, list[FrozenQuestion]] = {}
    for each in sorted(frozen.questions, key=lambda each: list(SCORES).index(each.kind)):
        named.setdefault(each.name, []).append(each)
    blocks: dict[tuple[Kind, tuple[str, ...]], list[list[FrozenQuestion]]] = {}
    for windows in named.values():
        shared = windows[0].kind, tuple(map(when, windows))
        blocks.setdefault(shared, []).append(windows)
    return blocks


def spelled(forecaster: str) -> str:
    """The name of a simple forecaster in words; that of a model of others as it is."""
    return words(forecaster) if forecaster in BASELINES else forecaster


def answers_table(
    heading: str, windows: Sequence[str], subjects: Sequence[Sequence[FrozenQuestion]]
) -> Table:
    """A row for each name: the model in every window, the baselines in the last of them."""
    last = [asked[-1] for asked in subjects]
    shown = [name for name in BASELINES if any(name in each.baselines for each in last)]

    def lines() -> Iterator[tuple[str, ...]]:
        for asked, end in zip(subjects, last, strict=True):
            cells = [said(each, each.forecast) for each in asked]
            simple = [middle(end, end.baselines[n]) if n in end.baselines else "" for n in shown]
            yield subject(end), *cells, *simple

    return Table.of_text((heading, *windows, *map(spelled, shown)), lines())


def costs_table(report: Report) -> Table:
    """The first score of every answered question, by forecaster."""

    def first(each: Scored) -> str:
        return SCORES[each.question.kind][0]

    def cost(name: str) -> Column[Scored]:
        return Column("", lambda each: each.scores.get(name, {}).get(first(each)), spelled(name))

    def score(each: Scored) -> str:
        return _(SCORE_NAMES[each.question.kind, first(each)].split(": ")[1])

    rivals = (*BASELINES, *report.others)
    shown = [name for name in rivals if any(name in each.scores for each in report.scored)]
    columns: tuple[Column[Scored], ...] = (
        for_people("question", lambda each: each.question.id),
        for_people("answer", lambda each: answered(each.question, each.answer), "word"),
        for_people(
            "model said", lambda each: expected(each.question, each.question.forecast), "word"
        ),
        for_people("score", score),
        *map(cost, (MODEL, *shown)),
    )
    return Table(columns, report.scored)


COMPARED: tuple[Column[tuple[str, str, Skill]], ...] = (
    for_people("mean score", lambda row: row[0]),
    for_people("against", lambda row: row[1], "word"),
    Column("", lambda row: row[2].n_questions, "questions"),
    Column("", lambda row: row[2].n_topics, "topics"),
    Column("", lambda row: row[2].model, MODEL),
    Column("", lambda row: row[2].baseline, "baseline"),
    Column("", lambda row: row[2].difference, "difference"),
    for_people("[90 %]", lambda row: ranged(row[2].difference_range)),
    for_people("skill", lambda row: "" if row[2].skill is None else number(row[2].skill)),
)


def sums_table(report: Report) -> Table:
    """Mean scores, a row for each baseline that they are compared with."""
    lines = [
        (_(SCORE_NAMES[each.kind, each.score]), spelled(name), found)
        for each in report.summaries
        for name, found in each.against.items()
    ]
    return Table(COMPARED, lines)


def ranged(ends: tuple[float, float] | None) -> str:
    """What resamples of topics leave open of a difference; nothing where there are too few."""
    if ends is None:
        return ""
    low, high = map(significant, ends)
    return f"[{_('{low} to {high}').format(low=low, high=high)}]"


def forecast_json(frozen: Frozen) -> dict[str, Any]:
    """The frozen forecast for programs, without its samples."""
    content = frozen.model_dump(mode="json")
    for question in content["questions"]:
        for said_by in (question["forecast"], *question["baselines"].values()):
            said_by.pop("values", None)
    return {"schema": 1, "sha256": hash_of(frozen), "caveat": _(CONDITIONAL), **content}


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
        "others": list(report.others),
        "questions": [_question_json(each) for each in report.scored],
        "unanswered": list(report.unanswered),
        "summary": [_summary_json(each) for each in report.summaries],
        "brier_decomposition": None if parts is None else asdict(parts),
        "note": few_questions(report),
        "made_up": report.made_up,
        "caveat": f"{_(CONDITIONAL)} {_(MADE_UP)}" if report.made_up else _(CONDITIONAL),
    }


def _question_json(each: Scored) -> dict[str, Any]:
    answer, question = each.answer, each.question
    return {
        "question": question.id,
        "kind": question.kind,
        "topic": question.topic,
        "unit": question.unit,
        "scale": question.scale,
        "answer": {
            "value": answer.written,
            "low": answer.low,
            "high": answer.high,
            "censored": answer.censored,
        },
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
