"""Figures of a sweep: heat maps over two levers, lines over one, profiles over more."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure as Picture

from sim.core.quantity import Floats
from sim.methods.study import Drawing, around
from sim.report.drawing.axes import from_zero
from sim.report.drawing.labels import titled
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, PAPER, SMALL, ink_on, tint
from sim.report.statistics import bands, wilson
from sim.report.table import Table
from sim.studies.sweep.answer import Swept
from sim.studies.sweep.question import SweptLever
from sim.studies.sweep.told.shown import ShownNumber, at, label_of, value_text

MOST_CELLS = 12  # along an axis of a heat map that still have their number written in them


def drawing(swept: Swept, shown: ShownNumber, n_runs: int, numbers: Table) -> Drawing:
    """A number at all points; `numbers` stand behind it."""
    levers = list(swept.sweep.levers)
    grid = swept.sweep.design == "grid"
    title = shown.title
    pair = grid and len(levers) == 2  # noqa: PLR2004

    def draw() -> Picture:
        if pair:
            return _heat_map(swept, shown, n_runs)
        return _profiles(swept, shown, n_runs)

    low, high = int(np.nanargmin(shown.mean)), int(np.nanargmax(shown.mean))
    kind = "Heat map" if pair else "Lines" if grid else "Dots"
    return Drawing(
        f"sweep-{shown.name.replace('.', '-')}",
        title,
        draw,
        f"All points have the same draws and streams, so they differ by their settings alone. {title}.",
        f"{kind} of {title}: from {shown.text(low)} at {at(swept, low)} to {shown.text(high)} at "
        f"{at(swept, high)}.",
        numbers,
    )


def _heat_map(swept: Swept, shown: ShownNumber, n_runs: int) -> Picture:
    (down, down_lever), (across, across_lever) = swept.sweep.levers.items()
    rows, columns = down_lever.grid(), across_lever.grid()
    matrix = shown.mean.reshape(len(rows), len(columns))
    reading = f"Each cell: {swept.sweep.replicates} runs with these settings. Darker is more."
    frame = around(shown.title, swept.base.scenario, n_runs, reading, _about(swept))
    height = min(max(0.42 * len(rows), 1.6), 5.0)
    picture, [[ax]] = sheet(frame, (Row(height),), 1, Room(below=0.55, left=1.3, right=0.3))
    shades = LinearSegmentedColormap.from_list("shades", [PAPER, tint(BLUE, 0.5), BLUE])
    least, most = float(np.nanmin(matrix)), float(np.nanmax(matrix))
    least = min(least, 0.0) if shown.target.is_outcome else least
    ax.imshow(
        matrix,
        cmap=shades,
        vmin=least,
        vmax=most if most > least else least + 1,
        aspect="auto",
        origin="lower",
    )
    if max(matrix.shape) <= MOST_CELLS:
        for (row, column), mean in np.ndenumerate(matrix):
            share = (mean - least) / (most - least) if most > least else 0.0
            ink = ink_on(to_hex(shades(share)))
            text = shown.text(row * len(columns) + column)
            ax.text(column, row, text, size=SMALL, ha="center", va="center", color=ink)
    ax.set_xticks(range(len(columns)), [value_text(v) for v in columns])
    ax.set_yticks(range(len(rows)), [value_text(v) for v in rows])
    ax.set_xlabel(label_of(swept, across))
    ax.set_ylabel(label_of(swept, down))
    ax.grid(visible=False)
    titled(ax, shown.title)
    return picture


def _profiles(swept: Swept, shown: ShownNumber, n_runs: int) -> Picture:
    levers = list(swept.sweep.levers.items())
    spread_over = "50 % and 90 % of runs" if not shown.target.is_outcome else "Wilson, 95 %"
    reading = (
        f"Line: mean over the runs of a setting. Bands: {spread_over}."
        if swept.sweep.design == "grid"
        else "Each dot is a point: the mean of its runs."
    )
    if len(levers) > 1:
        reading += " Each panel shows one lever, over all values of the others."
    frame = around(shown.title, swept.base.scenario, n_runs, reading, _about(swept))
    rows = tuple(Row(1.7) for _ in levers)
    picture, grid = sheet(frame, rows, 1, Room(below=0.55, left=0.7, right=0.3))
    for [ax], (name, lever) in zip(grid, levers, strict=True):
        _profile(ax, swept, shown, name, lever)
    return picture


def _profile(ax: Axes, swept: Swept, shown: ShownNumber, name: str, lever: SweptLever) -> None:
    values = [setting[name] for setting in swept.settings]
    if swept.sweep.design != "grid":
        ax.plot(np.array(values, float), shown.mean, "o", color=BLUE, ms=3.5, mew=0)
    else:
        levels = lever.grid()
        numeric = all(isinstance(v, int | float) and not isinstance(v, bool) for v in levels)
        x = np.array(levels, float) if numeric else np.arange(len(levels), dtype=float)
        runs = [shown.runs[[value == level for value in values]].ravel() for level in levels]
        runs = [each[np.isfinite(each)] for each in runs]
        _bands(ax, x, runs, outcome=shown.target.is_outcome)
        if not numeric:
            ax.set_xticks(range(len(levels)), [value_text(v) for v in levels])
    unit = "%" if shown.target.is_outcome else shown.target.unit
    ax.margins(x=0.03)
    from_zero(ax, max(float(ax.dataLim.y1), 1e-9), unit)
    ax.set_xlabel(label_of(swept, name))
    titled(ax, shown.title)


def _bands(ax: Axes, x: Floats, runs: Sequence[Floats], *, outcome: bool) -> None:
    if outcome:
        ends = np.array([wilson(int(each.sum()), len(each)) for each in runs])
        ax.fill_between(x, ends[:, 0], ends[:, 1], color=tint(BLUE, 0.22), lw=0)
    else:
        over = [bands(each) for each in runs]
        outer = ([b.low90 for b in over], [b.high90 for b in over])
        inner = ([b.low50 for b in over], [b.high50 for b in over])
        ax.fill_between(x, *outer, color=tint(BLUE, 0.22), lw=0)
        ax.fill_between(x, *inner, color=tint(BLUE, 0.5), lw=0)
    ax.plot(x, [each.mean() for each in runs], "o-", color=BLUE, lw=1.6, ms=3)


def _about(swept: Swept) -> tuple[str, ...]:
    text = swept.sweep.description
    return () if text == "none given" else (" ".join(text.split()),)
