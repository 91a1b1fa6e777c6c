"""Events on a panel: a thin line on the day, solid for a fact and dashed for the scenario's own, and a number."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from sim.report.drawing.axes import spread_out
from sim.report.drawing.sheet import MOST_IN_KEY, WIDTH, badge, sheet_of
from sim.report.drawing.style import FAINT, INK
from sim.report.markers import Marker

GAP = 0.15  # inches between the middles of two numbers
ABOVE = 0.075  # inches from the top of the panel to the middle of a number
DASHED = (0, (3, 2))


def mark_events(ax: Axes, marks: Sequence[Marker], *, numbered: bool = True) -> None:
    """Draw all `marks`; numbers stand above the panel, moved apart where days are close."""
    for mark in marks:
        ax.axvline(
            mark.day, color=FAINT, lw=0.6, ls=DASHED if mark.invented else "solid", zorder=1.5
        )
    if not numbered or not marks:
        return
    picture = sheet_of(ax)
    height = float(picture.get_figheight())
    box = ax.get_position()
    first, last = ax.get_xlim()
    left, wide = box.x0 * WIDTH, box.width * WIDTH
    shown = marks[:MOST_IN_KEY]
    true = [left + wide * (mark.day - first) / (last - first) for mark in shown]
    placed = spread_out(true, GAP, left, left + wide)
    top = box.y1 * height
    for mark, at, x in zip(shown, true, placed, strict=True):
        ax.plot(
            [at / WIDTH, x / WIDTH],
            [top / height, (top + ABOVE) / height],
            transform=picture.transFigure,
            color=INK,
            lw=0.6,
            clip_on=False,
        )
        badge(picture, x, top + ABOVE, mark)
