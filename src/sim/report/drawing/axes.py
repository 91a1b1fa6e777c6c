"""Parts of a panel: its title, the days below it, fans over runs, labels at the right end."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.core.quantity import Floats, Integers
from sim.report.drawing.lettering import POINTS, drawable, fitted, width
from sim.report.drawing.sheet import LINE, WIDTH, sheet_of
from sim.report.drawing.style import INK, SMALL, TEXT, tint
from sim.report.numerals import MONTHS, number
from sim.report.statistics import Bands

LIGHT, DARK = 0.22, 0.5  # lightness of the bands that hold 90 % and 50 % of runs
AREA, SOLID, DASHED = "■", "━━", "╍╍"  # signs in keys
SWATCH = 10  # points from a hue to the text after it
POINTS_PER_INCH = 45  # a curve needs no more than one point for every other pixel
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def titled(ax: Axes, text: str, right: str = "", hue: str = "", *, above: int = 0) -> None:
    """Write what the panel shows, with its hue before and a number at its right end.

    `above` counts the lines (event numbers, a key) that stand between the panel and its title.
    """
    lift = 5 + LINE * above
    room = _width(ax) - width(right, SMALL) - (SWATCH if hue else 0) / POINTS - 0.08
    if hue:
        _put(ax, "■", (0, lift), TEXT, hue)
    _put(ax, fitted(text, TEXT, room, "bold"), (SWATCH if hue else 0, lift), TEXT, weight="bold")
    if right:
        _put(ax, right, (_width(ax) * POINTS - width(right, SMALL) * POINTS, lift), SMALL)


def keyed(ax: Axes, entries: Sequence[tuple[str, str, str]], *, above: int = 0) -> None:
    """Write a key above the panel; each entry is a text, a hue and a sign (`AREA`, `SOLID`, `DASHED`)."""
    x, lift = 0.0, 5.0 + LINE * above
    for text, hue, sign in entries:
        _put(ax, sign, (x, lift), TEXT, hue)
        x += POINTS * width(sign, TEXT) + 3
        _put(ax, text, (x, lift), SMALL)
        x += POINTS * width(text, SMALL) + 12


def _put(
    ax: Axes,
    text: str,
    points: tuple[float, float],
    size: float,
    colour: str = INK,
    weight: str = "normal",
) -> None:
    """Text at an offset from the top left corner of the panel."""
    ax.annotate(
        text,
        (0, 1),
        points,
        "axes fraction",
        "offset points",
        size=size,
        color=colour,
        weight=weight,
        annotation_clip=False,
    )


def _width(ax: Axes) -> float:
    """Width of the panel in inches."""
    return float(ax.get_position().width * WIDTH)


def thinned(ax: Axes, n_days: int) -> Integers:
    """Which days to draw: all of them, or every n-th with the first and the last."""
    step = max(1, int(n_days / (POINTS_PER_INCH * _width(ax))))
    return np.union1d(np.arange(0, n_days, step), [n_days - 1])


def date_axis(ax: Axes, days: Sequence[date], most: int = 7) -> None:
    """Put dates below the panel; its x counts days from the first."""
    ax.set_xlim(0, max(len(days) - 1, 1))
    if len(days) <= 62:  # noqa: PLR2004 - two months: too short for a scale of months
        step = -(-len(days) // most)
        at = list(range(0, len(days), step))
        labels = [f"{days[i].day} {MONTHS[days[i].month - 1]}" for i in at]
    else:
        firsts = [i for i, day in enumerate(days) if day.day == 1]
        step = next((s for s in _MONTH_STEPS if len(firsts) <= s * most), _MONTH_STEPS[-1])
        at = firsts[::step]
        labels = [MONTHS[days[i].month - 1] for i in at]
    for i, position in enumerate(at):
        if i == 0 or days[position].year != days[at[i - 1]].year:
            labels[i] += f"\n{days[position].year}"
    ax.set_xticks(at, labels)


def from_zero(ax: Axes, highest: float, unit: str = "1", ticks: int = 4) -> None:
    """A y axis from 0 to a little above `highest`; `unit` "%" shows shares as percentages."""
    ax.set_ylim(0, 1.04 * highest if highest > 0 else 1)
    whole = unit in {"persons", "days", "kb", "kb/day"} and highest >= ticks
    ax.yaxis.set_major_locator(MaxNLocator(ticks, integer=whole))
    if whole:
        ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: number(y, "persons")))
    elif unit == "%":
        ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{100 * y:.3g} %"))


def share_axis(ax: Axes, *, percent: bool = False) -> None:
    """A y axis from 0 to 1."""
    ax.set_ylim(0, 1 if percent else 1.03)  # room for a line that runs along the top
    ax.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"] if percent else ["0", "0.5", "1"])


def fan(ax: Axes, bands: Bands, hue: str, *, outer: bool = True, style: str = "solid") -> None:
    """Median of runs over time, with the bands that hold 50 % and (if `outer`) 90 % of them."""
    x = keep = thinned(ax, len(bands.median))
    if outer:
        ax.fill_between(x, bands.low90[keep], bands.high90[keep], color=tint(hue, LIGHT), lw=0)
    ax.fill_between(x, bands.low50[keep], bands.high50[keep], color=tint(hue, DARK), lw=0)
    ax.plot(x, bands.median[keep], color=hue, lw=1.6, ls=style)


def curve(ax: Axes, daily: Floats, hue: str, *, width: float = 1.4, style: str = "solid") -> None:
    """One line over time."""
    keep = thinned(ax, len(daily))
    ax.plot(keep, daily[keep], color=hue, lw=width, ls=style)


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


def end_labels(ax: Axes, labels: Sequence[tuple[float, str, str]], size: float = SMALL) -> None:
    """Texts at the right end of a panel, each beside its y value and in its colour, none on another."""
    low, high = ax.get_ylim()
    per_inch = (high - low) / (ax.get_position().height * sheet_of(ax).get_figheight())
    ys = spread_out([y for y, _, _ in labels], 1.35 * size / 72 * per_inch, low, high)
    for (y, text, hue), placed in zip(labels, ys, strict=True):
        ax.annotate(
            drawable(text),
            xy=(1, y),
            xytext=(9, placed),
            xycoords=("axes fraction", "data"),
            textcoords=("offset points", "data"),
            size=size,
            color=INK,
            va="center",
            arrowprops={
                "arrowstyle": "-",
                "color": hue,
                "lw": 1.2,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
            annotation_clip=False,
        )
