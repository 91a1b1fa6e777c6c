"""Figures of a page: a sheet for each kind of question, and what every forecaster has cost."""

from collections.abc import Iterator, Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.core.languages import _
from sim.report.drawing.drawing import Drawing
from sim.report.drawing.frame import Frame
from sim.report.drawing.labels import beside, name_rows, titled
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, GREY
from sim.report.numerals import significant
from sim.report.table import Table
from sim.studies.forecast.answer.frozen import Frozen, FrozenQuestion
from sim.studies.forecast.answer.score import MODEL, SCORES, Report, ScoreSummary
from sim.studies.forecast.answer.true import Answer
from sim.studies.forecast.question.kinds import Kind
from sim.studies.forecast.told.origin import source_of
from sim.studies.forecast.told.sheet import KINDS, STAMP, by_kind, draw_kinds, notes_on
from sim.studies.forecast.told.tables import SCORE_NAMES, ranged, spelled, sums_table
from sim.studies.forecast.told.words import answered, expected, subject, when

COSTS_TITLE = "What each forecaster has cost"
COSTS_READING = (
    "What each forecaster has cost over the answered questions of a kind; shorter is better, 0 is perfect. Only "
    "questions that a forecaster has answered count against it. At the right: the model's cost less its, and what "
    "90 % of resamples of topics leave open."
)
ROW = 0.26  # inches


def sheets(frozen: Frozen, answers: Mapping[str, Answer]) -> Iterator[Drawing]:
    """One for each kind of question; of those with answers, if there are any."""
    questions = [each for each in frozen.questions if not answers or each.id in answers]
    for kind, each in by_kind(questions).items():
        yield _of_kind(frozen, answers, kind, each)


def _of_kind(
    frozen: Frozen, answers: Mapping[str, Answer], kind: Kind, questions: Sequence[FrozenQuestion]
) -> Drawing:
    told = "; ".join(
        _("{what} by {when}: {said}").format(
            what=subject(each), when=when(each), said=expected(each, each.forecast)
        )
        for each in questions[:8]
    )
    return Drawing(
        f"forecast-{kind}",
        _(KINDS[kind]),
        lambda: draw_kinds(frozen, answers, {kind: questions}),
        "",
        _("Ranges and signs for {n} questions. {told}.").format(n=len(questions), told=told),
        _numbers(questions, answers),
    )


def _numbers(questions: Sequence[FrozenQuestion], answers: Mapping[str, Answer]) -> Table:
    """What everybody said, and what came true."""
    shown = list(dict.fromkeys(name for each in questions for name in each.baselines))
    lines = (
        (
            f"{subject(each)}, {when(each)}",
            expected(each, each.forecast),
            *(
                expected(each, each.baselines[name]) if name in each.baselines else ""
                for name in shown
            ),
            *([answered(each, answers[each.id])] if answers else []),
        )
        for each in questions
    )
    heads = ("Question", MODEL, *map(spelled, shown), *(["came true"] if answers else []))
    return Table.of_text(heads, lines)


def costs_drawing(report: Report) -> Drawing:
    """Bars of the mean first score of every kind, by forecaster."""
    shown = [each for each in report.summaries if each.score == SCORES[each.kind][0]]

    def draw() -> Picture:
        n = _("{n} answered questions on {topics} topics").format(
            n=len(report.scored), topics=report.n_topics
        )
        frame = Frame(
            _(COSTS_TITLE),
            n,
            _(COSTS_READING),
            notes_on(made_up=report.made_up),
            watermark=_(STAMP) if report.made_up else "",
            source=source_of(report.frozen),
        )
        rows = tuple(Row(ROW * (1 + len(each.against))) for each in shown)
        room = Room(below=0.3, left=1.3, right=2.4, named=True)
        picture, grid = sheet(frame, rows, 1, room)
        for [ax], each in zip(grid, shown, strict=True):
            _bars(ax, each)
        return picture

    told = "; ".join(", ".join(_costs_of(each)) for each in shown)
    return Drawing(
        "costs",
        _(COSTS_TITLE),
        draw,
        "",
        _("Bars of mean scores. {told}.").format(told=told),
        sums_table(report),
    )


def _costs_of(summary: ScoreSummary) -> Iterator[str]:
    """What the model and everybody else have cost, in words."""
    yield _("{score}: model {cost}").format(
        score=_(SCORE_NAMES[summary.kind, summary.score]), cost=significant(summary.model)
    )
    for name, found in summary.against.items():
        yield f"{spelled(name)} {significant(found.baseline)}"


def _bars(ax: Axes, summary: ScoreSummary) -> None:
    names = [_(MODEL), *map(spelled, summary.against)]
    costs = [summary.model, *(each.baseline for each in summary.against.values())]
    places = range(len(names))[::-1]
    ax.barh(places, costs, 0.62, color=[BLUE, *[GREY] * len(summary.against)])
    beside(ax, places[0], significant(summary.model), bold=True)
    for y, cost, each in zip(places[1:], costs[1:], summary.against.values(), strict=True):
        beside(
            ax,
            y,
            f"{significant(cost)}; {_difference(each.difference)} {ranged(each.difference_range)}",
        )
    ax.set_ylim(-0.6, len(names) - 0.4)
    name_rows(ax, places, names, 1.15)
    ax.set_xlim(0, 1.04 * max(*costs, 1e-9))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    title = _("{score}, {n} questions").format(
        score=_(SCORE_NAMES[summary.kind, summary.score]), n=summary.n_questions
    )
    titled(ax, title)


def _difference(value: float) -> str:
    return f"{'+' if value > 0 else ''}{significant(value)}"
