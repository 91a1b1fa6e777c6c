"""The sheet of a frozen forecast: chances, quantities and dates with the baselines, and what came true."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.core.languages import _, day_and_month
from sim.methods.scores.interval import central
from sim.report.drawing.axes import DARK, LIGHT
from sim.report.drawing.canvas import canvas
from sim.report.drawing.frame import Frame
from sim.report.drawing.labels import (
    KeyEntry,
    beside,
    key_lines,
    keyed,
    name_room,
    name_rows,
    titled,
)
from sim.report.drawing.lettering import fitted, width, wrapped
from sim.report.drawing.render import our_style, png, svg
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SMALL, tint
from sim.report.numerals import day_text
from sim.report.readings import plain_words
from sim.report.statistics import Z95
from sim.studies.forecast.answer.frozen import Chance, Frozen, FrozenQuestion, Spread
from sim.studies.forecast.answer.score import SCORES
from sim.studies.forecast.answer.true import Answer
from sim.studies.forecast.question.kinds import Kind
from sim.studies.forecast.told.origin import source_of
from sim.studies.forecast.told.words import (
    CONDITIONAL,
    MADE_UP,
    answered,
    middle,
    said,
    subject,
    when,
)

ROW, GAP = 0.27, 0.35  # inches of a row; share of a row between two subjects
CLOSER = 0.65  # bar and lanes, where the name of the row stands above them
BAR = 0.28  # of a row, for the bar of the model; the signs of the others have a lane each, so that none hides another
LABELS, TEXTS = 2.75, 1.6  # inches for the names at the left and the numbers at the right
MARKS = {
    "persistence": ("D", "◆", GREY, 9.0, 0.43),
    "base_rate": ("o", "●", ORANGE, 13.0, 0.23),
    "trend": ("^", "▲", GREEN, 13.0, -0.23),
    "market": ("s", "■", PURPLE, 10.0, -0.43),
}  # sign, the same as text, hue, size in square points, lane above or below the middle of the row
TITLES = {
    "binary": ("Chance of yes, in 100", "line: Monte Carlo"),
    "quantity": ("Quantity", "each on its own scale from 0"),
    "date": ("First day", "right end: not by then"),
}
KINDS: dict[Kind, str] = {
    "binary": "Chances of yes or no",
    "quantity": "Quantities",
    "date": "First days",
}
STAMP = "MADE UP"
READING = (
    "Blue is the model: dark 50 %, light 90 % of runs. Signs above and below are simple forecasts that anybody could "
    "make (of those with a spread, the median). Numbers: chance in 100, also that it happens by then; median "
    "[90 %]. A cross is what came true, its line what it may be; Monte Carlo: what this number of runs "
    "leaves open, 95 %."
)


def rendered(frozen: Frozen, answers: Mapping[str, Answer], suffix: str) -> bytes:
    """The sheet as ``.png`` or ``.svg``."""
    with our_style():
        picture = draw(frozen, answers)
    return png(picture) if suffix == ".png" else svg(picture)


def draw(frozen: Frozen, answers: Mapping[str, Answer]) -> Picture:
    """One panel for each kind of question, a row for each question."""
    return draw_kinds(frozen, answers, by_kind(frozen.questions))


def by_kind(questions: Sequence[FrozenQuestion]) -> dict[Kind, list[FrozenQuestion]]:
    """The questions of every kind that is asked."""
    found = {kind: [each for each in questions if each.kind == kind] for kind in SCORES}
    return {kind: each for kind, each in found.items() if each}


def draw_kinds(
    frozen: Frozen,
    answers: Mapping[str, Answer],
    kinds: Mapping[Kind, Sequence[FrozenQuestion]],
) -> Picture:
    """Panels of some kinds of questions."""
    made, invented = frozen.made_by, any(each.made_up for each in answers.values())
    subtitle = _("Known until {day} · {runs} runs · {title}").format(
        day=day_text(frozen.known_until), runs=made.runs_used, title=_(made.scenario_title)
    )
    around = Frame(
        _(KINDS[next(iter(kinds))] if len(kinds) == 1 else frozen.title),
        subtitle,
        _(READING),
        notes_on(made_up=invented),
        watermark=_(STAMP) if invented else "",
        source=source_of(frozen),
    )
    keys = {kind: _key(each) for kind, each in kinds.items()}
    heights = tuple(
        Row(ROW * _height(each), lines=key_lines(keys[kind])) for kind, each in kinds.items()
    )
    room = Room(below=0.26, left=LABELS, right=TEXTS, named=True)
    picture, grid = sheet(around, heights, 1, room)
    for [ax], (kind, questions) in zip(grid, kinds.items(), strict=True):
        _panel(ax, questions, answers)
        title, right = TITLES[kind]
        titled(ax, title, _(right), above=key_lines(keys[kind]))
        keyed(ax, keys[kind])
    return picture


def notes_on(*, made_up: bool) -> tuple[str, ...]:
    """What stands below a figure of a forecast, whose answers may be `made_up`."""
    return (_(MADE_UP), _(CONDITIONAL)) if made_up else (_(CONDITIONAL),)


def _placed(questions: Sequence[FrozenQuestion]) -> list[tuple[float, FrozenQuestion]]:
    """Rows from above, with a gap after every subject."""
    placed, y = [], 0.0
    for _subject, group in groupby(questions, subject):
        for question in group:
            placed.append((-y, question))
            y += 1
        y += GAP
    return placed


def _height(questions: Sequence[FrozenQuestion]) -> float:
    return 1 + GAP - _placed(questions)[-1][0]


def _panel(ax: Axes, questions: Sequence[FrozenQuestion], answers: Mapping[str, Answer]) -> None:
    placed = _placed(questions)
    for _subject, group in groupby(placed, lambda row: subject(row[1])):
        rows = list(group)
        full = _full(rows, answers)
        for position, (y, question) in enumerate(rows):
            end = float(question.n_days) if question.kind == "date" else full
            _row(ax, y, question, end, answers.get(question.id))
            _name(ax, y, question, first=position == 0)
    ax.set_ylim(placed[-1][0] - 0.6, 0.6)
    ax.set_xlim(-0.01, 1.01)
    ax.set_yticks([])
    if canvas().narrow:
        numbers = [_told(each, answers.get(each.id)) for _y, each in placed]
        names = list(_names(placed, [name_room(ax, number) for number in numbers]))
        name_rows(ax, [y for y, _question in placed], names, LABELS, numbers)
    ax.spines["left"].set_visible(False)
    ax.grid(visible=False, axis="y")
    if questions[0].kind == "binary":
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
        ax.grid(visible=True, axis="x")
    else:
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)


def _names(
    placed: Sequence[tuple[float, FrozenQuestion]], inches: Sequence[float]
) -> Iterator[str]:
    """Subject and window of the first row of a subject, of the others the window.

    Where there is no room the unit goes first, then the year, then the window.
    """
    subjects = ["", *(subject(question) for _y, question in placed)]
    for before, now, (_y, question), room in zip(
        subjects, subjects[1:], placed, inches, strict=False
    ):
        day, label = when(question), _(question.label)
        if before == now:
            yield day
            continue
        short = f"{label}, {day_and_month(question.until)}"
        names = (f"{now}, {day}", f"{label}, {day}", short, label)
        yield next((name for name in names if width(name, SMALL) <= room), names[-1])


def _name(ax: Axes, y: float, question: FrozenQuestion, *, first: bool) -> None:
    """Subject and window at the left of a row."""
    if canvas().narrow:
        return
    at = ("axes fraction", "data")
    day = when(question)
    if first:
        name = "\n".join(wrapped(subject(question), SMALL, LABELS - 0.95))
        ax.annotate(
            name, (0, y), (-72 * LABELS + 4, 0), at, "offset points", size=SMALL, va="center"
        )
    ax.annotate(day, (0, y), (-6, 0), at, "offset points", size=SMALL, va="center", ha="right")


def _full(rows: Sequence[tuple[float, FrozenQuestion]], answers: Mapping[str, Answer]) -> float:
    """What the right end of the axis stands for, in the unit of the rows of one subject, but for dates."""
    if rows[0][1].kind == "binary":
        return 1.0
    ends = [_ends(each)[1] for _y, question in rows for each in question.forecasters().values()]
    ends += [answers[question.id].high for _y, question in rows if question.id in answers]
    return max(*ends, 1e-9)


def _ends(each: Chance | Spread) -> tuple[float, float]:
    return central(each.array(), 0.9) if isinstance(each, Spread) else (0.0, each.probability)


def _row(ax: Axes, y: float, question: FrozenQuestion, full: float, answer: Answer | None) -> None:
    forecast, close = question.forecast, CLOSER if canvas().narrow else 1.0
    bar = BAR * close
    if isinstance(forecast, Chance):
        ax.barh(y, forecast.probability, bar, color=BLUE)
        error = Z95 * (forecast.standard_error or 0.0)
        ends = [max(0, forecast.probability - error), min(1, forecast.probability + error)]
        ax.plot(ends, [y, y], color=INK, lw=1.0, solid_capstyle="butt")
    else:
        for level, strength in ((0.9, LIGHT), (0.5, DARK)):
            low, high = (end / full for end in central(forecast.array(), level))
            ax.barh(y, high - low, bar, left=low, color=tint(BLUE, strength))
        median = _middle(forecast) / full
        ax.plot([median, median], [y - bar / 2, y + bar / 2], color=BLUE, lw=1.6)
    for name, each in question.baselines.items():
        sign, _, hue, size, lane = MARKS[name]
        at = [_middle(each) / full]
        ax.scatter(
            at,
            [y + lane * close],
            s=size,
            c=hue,
            marker=sign,
            linewidths=0,
            zorder=3,
            clip_on=False,
        )
    if answer is not None:
        at = [answer.value / full]
        latest = question.n_days if answer.censored else answer.high
        ends = [answer.low / full, latest / full]
        ax.plot(ends, [y, y], color=INK, lw=1.0, zorder=4, clip_on=False)
        ax.scatter(at, [y], s=34, c=INK, marker="x", linewidths=1.6, zorder=4, clip_on=False)
    beside(ax, y, fitted(_told(question, answer), SMALL, TEXTS - 0.1))


def _middle(each: Chance | Spread) -> float:
    return each.probability if isinstance(each, Chance) else central(each.array(), 0.0)[0]


def _told(question: FrozenQuestion, answer: Answer | None) -> str:
    """What the model said, and the answer where there is one."""
    if answer is None:
        return said(question, question.forecast)
    plain = replace(answer, low=answer.value, high=answer.value)
    return f"{middle(question, question.forecast)} → {answered(question, plain)}"


def _key(questions: Sequence[FrozenQuestion]) -> list[KeyEntry]:
    """The simple forecasts that are shown, with their signs."""
    shown = [name for name in MARKS if any(name in each.baselines for each in questions)]
    return [(plain_words(name), MARKS[name][2], MARKS[name][1]) for name in shown]
