"""Sizes that every part of a figure shares, in inches unless they say points, and how things keep apart."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

WIDTH = 7.2  # of every figure, so that letters have one size everywhere
EDGE = 0.12
POINTS = 72.0  # points in an inch
LINE = 13  # points from one line above a panel to the next


def sheet_of(ax: Axes) -> Picture:
    """The figure that a panel is on."""
    picture = ax.get_figure(root=True)
    if picture is None:
        message = "the panel is on no sheet"
        raise ValueError(message)
    return picture


def width_of(ax: Axes) -> float:
    """Width of the panel in inches."""
    return float(ax.get_position().width * sheet_of(ax).get_figwidth())


def spread_out(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions at least `gap` apart, from `low` and (where there is room) to `high`, near `wanted`.

    >>> spread_out([0.0, 0.0, 9.0], 1.0, 0.0, 10.0)
    [0.0, 1.0, 9.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [0.0] * len(wanted)
    ceiling = high
    for rank, i in enumerate(reversed(order)):
        placed[i] = min(wanted[i], ceiling) if rank else min(wanted[i], high)
        ceiling = placed[i] - gap
    floor = low
    for i in order:
        placed[i] = max(placed[i], floor)
        floor = placed[i] + gap
    return placed
