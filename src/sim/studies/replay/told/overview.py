"""All drawdowns in one figure: when half were gone, and when they were expected to be."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.core.languages import _
from sim.report.drawing.axes import DARK, LIGHT
from sim.report.drawing.canvas import canvas
from sim.report.drawing.drawing import Drawing
from sim.report.drawing.frame import Frame
from sim.report.drawing.labels import beside, keyed, name_rows
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, INK, PAPER, VERMILLION, tint
from sim.report.numerals import number
from sim.report.table import Table
from sim.studies.replay.answer.score import Verdict, totals
from sim.studies.replay.question.case import LONGEST
from sim.studies.replay.told.sentences import missed
from sim.studies.replay.told.table import counted, percent

ROW = 0.21  # inches
NAMES = 2.75  # inches for the name of a case at its left
SHORTEST = 0.5  # days on the axis
TITLE = "When half of them were gone"
READING = (
    "A row for each drawdown, the worst miss first. Blue: expected from the other cases and from what was known on "
    "the day of the decision (line: median; dark: 50 %, light: 90 % of draws). Dot: what was seen, with the counts "
    "between which it lies; red where a count lies outside its 90 % range. Days on a scale of powers of ten."
)


def drawing(
    verdicts: Sequence[Verdict], about: str, caveat: str, numbers: Table, source: str
) -> Drawing:
    """A row for each case; `numbers` stand behind it."""
    seen = [each for each in verdicts if each.half_life_seen is not None]
    wrong = [each for each in verdicts if missed(each)]

    def draw() -> Picture:
        found = totals(verdicts)
        finding = _("{n90} of {n} counts lie inside the range for 90 %").format(
            n90=counted(found.inside90), n=found.counts
        )
        frame = Frame(finding, about, _(READING), (caveat,), source=source)
        room = Room(below=0.5, left=2.9, right=1.5, named=True)
        picture, [[ax]] = sheet(frame, (Row(ROW * len(verdicts), lines=1),), 1, room)
        _rows(ax, verdicts)
        return picture

    return Drawing(
        "overview",
        _(TITLE),
        draw,
        "",
        _(
            "Ranges of the half-life of {n} drawdowns with what was seen of {seen} of them; in {wrong} a count lies "
            "outside its range."
        ).format(n=len(verdicts), seen=len(seen), wrong=len(wrong)),
        numbers,
    )


def _rows(ax: Axes, verdicts: Sequence[Verdict]) -> None:
    places = range(len(verdicts))[::-1]
    for y, each in zip(places, verdicts, strict=True):
        spread = each.half_life
        for low, high, strength in (
            (spread.low90, spread.high90, LIGHT),
            (spread.low50, spread.high50, DARK),
        ):
            left = max(low, SHORTEST)
            ax.barh(y, high - left, 0.6, left=left, color=tint(BLUE, strength))
        ax.plot([spread.median] * 2, [y - 0.3, y + 0.3], color=BLUE, lw=1.6)
        _seen(ax, y, each)
        beside(ax, y, _found(each))
    ax.set_xscale("log")
    ax.set_xlim(SHORTEST, LONGEST)
    marks = (1, 3, 10, 30, 100, 300, 1000)
    ax.set_xticks(marks, [number(mark, "days") for mark in marks])
    ax.minorticks_off()
    ax.set_xlabel(_("days from the decision until half were gone"))
    ax.set_ylim(-0.6, len(verdicts) - 0.4)
    names = [f"{each.case.titled}, {each.case.decision.date.year}" for each in verdicts]
    name_rows(ax, places, names, NAMES, [_found(each) for each in verdicts])
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    keyed(ax, (("seen", INK, "●"), ("seen, and a count outside", VERMILLION, "●")))


def _seen(ax: Axes, y: float, verdict: Verdict) -> None:
    day = verdict.half_life_seen
    if day is None:
        return
    hue = VERMILLION if missed(verdict) else INK
    if verdict.bracket:
        ends = [max(end, SHORTEST) for end in verdict.bracket]
        ax.plot(ends, [y, y], color=INK, lw=0.8, zorder=3)
    ax.plot([day], [y], "o", ms=5, mfc=hue, mec=PAPER, mew=0.6, zorder=4)


def _found(verdict: Verdict) -> str:
    """What was expected, what was seen and, where there is room, how far apart they are."""
    day = verdict.half_life_seen
    if day is None:
        return _("half not counted")
    told = f"{number(verdict.half_life.median, 'days')} → {number(day, 'days')}"
    # Above a row on a narrow canvas the name of the case needs the room.
    return told if canvas().narrow else f"{told} ({percent(verdict.half_life_error)})"
