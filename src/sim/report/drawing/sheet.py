"""The sheet of a figure: heading above, panels of a fixed size in inches, key and notes below."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.report import readings
from sim.report.drawing.lettering import POINTS, fitted, width, wrapped
from sim.report.drawing.style import INK, MUTED, PAPER, SMALL, TEXT, TITLE
from sim.report.limits import NOT_A_FORECAST
from sim.report.markers import Marker, markers
from sim.report.numerals import day_text

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

WIDTH = 7.2
EDGE = 0.12
TITLE_LINE, TEXT_LINE, SMALL_LINE, KEY_LINE = 0.24, 0.17, 0.15, 0.17
LINE = 13  # points from one line above a panel to the next
MOST_IN_KEY = 20


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the panels."""

    title: str
    subtitle: str
    reading: str
    notes: tuple[str, ...] = ()
    marks: tuple[Marker, ...] = ()
    watermark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Height of a row of panels in inches, and how many lines (numbers, a key) its titles stand above."""

    height: float
    lines: int = 0

    @property
    def above(self) -> float:
        """Inches that the lines and the title need."""
        return 0.3 + LINE / POINTS * self.lines


@dataclass(frozen=True, slots=True)
class Room:
    """Inches around each panel: for its tick labels, and for the labels at its right end."""

    below: float = 0.36
    left: float = 0.5
    right: float = 0.14


@dataclass(slots=True)
class _Pen:
    """Writes lines from the top of the sheet or from any height downwards."""

    picture: Picture
    y: float
    height: float = field(init=False)

    def __post_init__(self) -> None:
        self.height = float(self.picture.get_figheight())

    def line(
        self, text: str, size: float, step: float, colour: str, weight: str = "normal"
    ) -> None:
        self.y -= step
        self.picture.text(
            EDGE / WIDTH,
            self.y / self.height,
            text,
            size=size,
            color=colour,
            weight=weight,
            va="baseline",
        )


def frame(
    results: "xarray.Dataset",
    scenario: "Scenario",
    title: str,
    reading: str,
    notes: tuple[str, ...] = (),
    *,
    with_events: bool = True,
) -> Frame:
    """Heading and notes of a figure of these results, and the key to events if it shows them."""
    days = readings.dates(results, scenario)
    runs, asked = readings.n_runs(results), readings.n_asked(results)
    count = f"{runs} of {asked} runs" if runs < asked else f"{runs} runs" if runs != 1 else "1 run"
    subtitle = f"{day_text(days[0])} to {day_text(days[-1])} · {count} · {scenario.title}"
    watermark = f"PARTIAL: {count}" if runs < asked else ""
    marks = markers(scenario, days) if with_events else ()
    return Frame(title, subtitle, reading, (*notes, NOT_A_FORECAST), marks, watermark)


def sheet(
    around: Frame,
    rows: tuple[Row, ...],
    columns: int = 1,
    room: Room = Room(),
) -> tuple[Picture, list[list[Axes]]]:
    """A new figure with `columns` panels in each row."""
    inside = WIDTH - 2 * EDGE
    reading = wrapped(around.reading, TEXT, inside)
    notes = [line for note in around.notes for line in wrapped(note, SMALL, inside)]
    key_rows = -(-min(len(around.marks), MOST_IN_KEY) // 2) + (len(around.marks) > MOST_IN_KEY)
    head = EDGE + TITLE_LINE + TEXT_LINE * (1 + len(reading))
    foot = EDGE + SMALL_LINE * len(notes) + KEY_LINE * key_rows + 0.16
    total = head + sum(row.height + row.above + room.below for row in rows) + foot
    picture = Picture(figsize=(WIDTH, total))
    pen = _Pen(picture, total - EDGE / 2)
    pen.line(fitted(around.title, TITLE, inside, "bold"), TITLE, TITLE_LINE, INK, "bold")
    pen.line(fitted(around.subtitle, TEXT, inside), TEXT, TEXT_LINE + 0.02, MUTED)
    for text in reading:
        pen.line(text, TEXT, TEXT_LINE, INK)
    _key(_Pen(picture, foot - 0.05), around.marks, inside)
    pen = _Pen(picture, EDGE * 0.8 + SMALL_LINE * len(notes))
    for text in notes:
        pen.line(text, SMALL, SMALL_LINE, MUTED)
    if around.watermark:
        _stamp(picture, around.watermark)
    return picture, _panels(picture, rows, columns, room, total - head)


def _panels(
    picture: Picture, rows: tuple[Row, ...], columns: int, room: Room, top: float
) -> list[list[Axes]]:
    total = float(picture.get_figheight())
    wide = (WIDTH - 2 * EDGE) / columns
    panel = (wide - room.left - room.right) / WIDTH
    grid: list[list[Axes]] = []
    for row in rows:
        top -= row.above + row.height
        lefts = [(EDGE + column * wide + room.left) / WIDTH for column in range(columns)]
        grid.append([picture.add_axes((x, top / total, panel, row.height / total)) for x in lefts])
        top -= room.below
    return grid


def sheet_of(ax: Axes) -> Picture:
    """The figure that a panel is on."""
    picture = ax.get_figure(root=True)
    if picture is None:
        message = "the panel is on no sheet"
        raise ValueError(message)
    return picture


def move_left_edge(ax: Axes, inches: float) -> None:
    """Make a panel begin `inches` further right, where its row labels need the room."""
    box = ax.get_position()
    ax.set_position((box.x0 + inches / WIDTH, box.y0, box.width - inches / WIDTH, box.height))


def _key(pen: _Pen, marks: tuple[Marker, ...], inside: float) -> None:
    """Explain the numbers on the axis, two to a line, read downwards."""
    shown = marks[:MOST_IN_KEY]
    rows = -(-len(shown) // 2)
    for position, mark in enumerate(shown):
        x = EDGE + (position // max(rows, 1)) * inside / 2
        y = pen.y - KEY_LINE * (position % max(rows, 1) + 1) + 0.05
        badge(pen.picture, x + 0.08, y, mark)
        text = fitted(mark.key, SMALL, inside / 2 - 0.3)
        pen.picture.text((x + 0.2) / WIDTH, y / pen.height, text, size=SMALL, va="center_baseline")
    if len(marks) > len(shown):
        pen.y -= KEY_LINE * rows
        pen.line(f"and {len(marks) - len(shown)} more events", SMALL, 0.12, MUTED)


def badge(picture: Picture, x: float, y: float, mark: Marker) -> None:
    """The number of an event in a circle at (x, y) inches; dashed if the scenario invented it."""
    picture.text(
        x / WIDTH,
        y / float(picture.get_figheight()),
        str(mark.number),
        size=SMALL - 1.3,
        ha="center",
        va="center_baseline",
        bbox={
            "boxstyle": "circle,pad=0.18",
            "facecolor": PAPER,
            "edgecolor": INK,
            "linewidth": 0.7,
            "linestyle": (0, (2, 1.2)) if mark.invented else "solid",
        },
    )


def _stamp(picture: Picture, text: str) -> None:
    size = 30.0 * min(1.0, 0.8 * WIDTH / width(text, 30.0, "bold"))
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
