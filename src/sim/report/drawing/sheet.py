"""The sheet of a figure: heading above, panels of a fixed size in inches, key and notes below.

On a narrow canvas only the panels are drawn, below one another: a page tells the rest in words of its own.
"""

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.ticker import ScalarFormatter

from sim.core.languages import numeral
from sim.report.drawing.canvas import canvas
from sim.report.drawing.event_marks import KEY_LINE, draw_key, key_rows
from sim.report.drawing.frame import Frame
from sim.report.drawing.lettering import fitted, note_on_missing, width, wrapped
from sim.report.drawing.measures import EDGE, LINE, POINTS
from sim.report.drawing.readout import Readout, box_of
from sim.report.drawing.style import AROUND, INK, MUTED, SMALL, TEXT, TITLE

TITLE_LINE, TEXT_LINE, SMALL_LINE = 0.24, 0.17, 0.15
NAMED = 1.75  # heights that a row needs whose name stands above it
HEAD = 0.04  # above the first panel where nothing else is
#: On a narrow canvas, what is left for tick labels and for labels at the right end.
NARROW_LEFT, NARROW_RIGHT = 0.5, 1.02

_AROUND = re.compile(rb'\n  <g id="%s">.*?\n  </g>' % AROUND.encode(), re.DOTALL)
_BOX = re.compile(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Row:
    """Height of a row of panels in inches, and how many lines (numbers, a key) its titles stand above."""

    height: float
    lines: int = 0

    @property
    def above(self) -> float:
        """Inches that the lines and the title need."""
        return 0.3 + LINE / POINTS * self.lines

    @property
    def named(self) -> "Row":
        """The same for a panel whose rows have names, which stand above them on a narrow canvas."""
        return replace(self, height=NAMED * self.height) if canvas().narrow else self


@dataclass(frozen=True, slots=True)
class Room:
    """Inches around each panel: for its tick labels, and for the labels at its right end.

    `named` says that it is for the names of rows and for numbers beside them; on a narrow canvas both
    stand above their row, and the rows are as much higher. Of other panels `narrow` says how much of left
    and right is kept there at most.
    """

    below: float = 0.36
    left: float = 0.5
    right: float = 0.14
    named: bool = False
    narrow: tuple[float, float] = (NARROW_LEFT, NARROW_RIGHT)

    @property
    def fitting(self) -> "Room":
        """The room that there is on the canvas."""
        if not canvas().narrow:
            return self
        left, right = (0.05, 0.05) if self.named else self.narrow
        return replace(self, left=min(self.left, left), right=min(self.right, right))


class Numerals(ScalarFormatter):
    """Numbers along an axis, in the way of the language spoken."""

    def format_ticks(self, values: list[float]) -> list[str]:
        """The labels of all ticks."""
        return [numeral(each) for each in super().format_ticks(values)]


class PanelSheet(Picture):
    """A figure that knows what stands around its panels, how high that is, and what its panels show."""

    def __init__(self, around: Frame, head: float, foot: float, **about: Any) -> None:  # noqa: ANN401 - as matplotlib
        super().__init__(**about)
        self.around, self.head, self.foot = around, head, foot
        self.readouts: dict[Axes, Readout] = {}

    def readout(self, narrow: "PanelSheet") -> str:
        """Days and numbers of the panels of this sheet and of a `narrow` one of the same figure, as JSON."""
        series: dict[str, int] = {}
        wide = self.told(series)
        if not wide or not self.around.days:
            return ""
        told = {
            "first": self.around.days[0].isoformat(),
            "days": len(self.around.days),
            "wide": wide,
            "narrow": narrow.told(series),
            "series": [json.loads(each) for each in series],
        }
        return json.dumps(told, separators=(",", ":"))

    def told(self, series: dict[str, int]) -> list[dict[str, object]]:
        """Panels that have lines over days; numbers of `series` are kept once for all panels that show them."""
        return [
            found.told(series) | {"box": box_of(ax)}
            for ax, found in self.readouts.items()
            if found.series
        ]


def sheet(
    around: Frame,
    rows: tuple[Row, ...],
    columns: int = 1,
    room: Room = Room(),
) -> tuple[PanelSheet, list[list[Axes]]]:
    """A new figure with `columns` panels in each row; what stands around them where it travels alone."""
    rows, room = tuple(row.named for row in rows) if room.named else rows, room.fitting
    make = _framed if canvas().alone else _bare
    picture = make(around, rows, columns, room)
    if around.watermark:
        _stamp(picture, around.watermark)
    top = float(picture.get_figheight()) - picture.head
    return picture, _panels(picture, rows, columns, room, top)


def without_frame(svg: bytes, drawn: PanelSheet) -> bytes:
    """The panels alone of an SVG of this sheet, and a view box that holds nothing else."""
    head, foot = POINTS * drawn.head, POINTS * drawn.foot

    def cropped(box: re.Match[bytes]) -> bytes:
        return b'viewBox="0 %.1f %s %.1f"' % (head, box[1], float(box[2]) - head - foot)

    return _BOX.sub(cropped, _AROUND.sub(b"", svg), count=1)


def _height(rows: tuple[Row, ...], columns: int, room: Room) -> float:
    """Inches of all panels; those of a row stand below one another where it is narrow."""
    stacked = columns if canvas().narrow else 1
    return stacked * sum(row.height + row.above + room.below for row in rows)


def _bare(around: Frame, rows: tuple[Row, ...], columns: int, room: Room) -> PanelSheet:
    """The panels for a page, which says itself what stands around them."""
    size = (canvas().width, _height(rows, columns, room) + HEAD)
    return PanelSheet(around, HEAD, 0.0, figsize=size)


def _framed(around: Frame, rows: tuple[Row, ...], columns: int, room: Room) -> PanelSheet:
    inside = canvas().width - 2 * EDGE
    title = wrapped(around.title, TITLE, inside, "bold")
    reading = wrapped(around.reading, TEXT, inside)
    keys = (mark.key for mark in around.marks)
    lacks = note_on_missing(around.title, around.subtitle, around.reading, *around.notes, *keys)
    said = (*around.notes, *lacks, around.source)
    notes = [line for note in said for line in wrapped(note, SMALL, inside)]
    head = EDGE + TITLE_LINE * len(title) + TEXT_LINE * (1 + len(reading))
    foot = EDGE + SMALL_LINE * len(notes) + KEY_LINE * key_rows(around.marks) + 0.16
    total = head + _height(rows, columns, room) + foot
    picture = PanelSheet(around, head, foot, figsize=(canvas().width, total))
    pen = _Pen(picture, total - EDGE / 2)
    for text in title:
        pen.line(text, TITLE, TITLE_LINE, INK, "bold")
    pen.line(fitted(around.subtitle, TEXT, inside), TEXT, TEXT_LINE + 0.02, MUTED)
    for text in reading:
        pen.line(text, TEXT, TEXT_LINE, INK)
    draw_key(picture, foot - 0.05, around.marks)
    pen = _Pen(picture, EDGE * 0.8 + SMALL_LINE * len(notes))
    for text in notes:
        pen.line(text, SMALL, SMALL_LINE, MUTED)
    return picture


@dataclass(slots=True)
class _Pen:
    """Writes lines from the top of the sheet or from any height downwards."""

    picture: Picture
    y: float

    def line(
        self, text: str, size: float, step: float, colour: str, weight: str = "normal"
    ) -> None:
        self.y -= step
        self.picture.text(
            EDGE / canvas().width,
            self.y / self.picture.get_figheight(),
            text,
            size=size,
            color=colour,
            weight=weight,
            va="baseline",
            gid=AROUND,
        )


def _panels(
    picture: PanelSheet, rows: tuple[Row, ...], columns: int, room: Room, top: float
) -> list[list[Axes]]:
    """Panels row by row; on narrow paper those of a row stand below one another."""
    total = float(picture.get_figheight())
    beside = 1 if canvas().narrow else columns
    wide = (canvas().width - 2 * EDGE) / beside
    panel = (wide - room.left - room.right) / canvas().width
    grid: list[list[Axes]] = []
    for row in rows:
        grid.append([])
        for column in range(columns):
            place = column % beside
            top -= row.above + row.height if place == 0 else 0
            x = (EDGE + place * wide + room.left) / canvas().width
            ax = picture.add_axes((x, top / total, panel, row.height / total))
            for axis in (ax.xaxis, ax.yaxis):
                axis.set_major_formatter(Numerals())
            picture.readouts[ax] = Readout()
            grid[-1].append(ax)
            top -= room.below if place == beside - 1 else 0
    return grid


def move_left_edge(ax: Axes, inches: float) -> None:
    """Make a panel of bars begin `inches` further right, where the names of its rows need the room.

    On narrow paper they stand above the bars: there it is as wide as the paper.
    """
    box, wide = ax.get_position(), canvas().width
    if canvas().narrow:
        ax.set_position((EDGE / wide, box.y0, 1 - 2 * EDGE / wide, box.height))
    else:
        ax.set_position((box.x0 + inches / wide, box.y0, box.width - inches / wide, box.height))


def _stamp(picture: Picture, text: str) -> None:
    size = 30.0 * min(1.0, 0.8 * canvas().width / width(text, 30.0, "bold"))
    picture.text(
        0.5,
        0.5,
        text,
        size=size,
        weight="bold",
        color=MUTED,
        alpha=0.18,
        rotation=20,
        ha="center",
        va="center",
        zorder=9,
    )
