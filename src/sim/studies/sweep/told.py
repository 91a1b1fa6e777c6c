"""Sweeps told: heat maps over two levers, lines over one, profiles over more, and the extremes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure as Picture

from sim.core.json_text import json_text
from sim.core.quantity import Floats
from sim.methods.study import Drawing, Study, around
from sim.methods.target import Target
from sim.report.document import Section
from sim.report.drawing.axes import from_zero
from sim.report.drawing.labels import titled
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, PAPER, SMALL, ink_on, tint
from sim.report.markup import piece
from sim.report.numerals import in_hundred, named, number, significant, spread
from sim.report.statistics import Z95, bands, wilson
from sim.report.table import Column, Table, said
from sim.scenario.tree import Plain
from sim.studies.sweep.answer import POINTS, Swept
from sim.studies.sweep.question import SweptLever

MOST_ROWS = 200  # of the table on the page; all points are in the CSV
MOST_CELLS = 12  # along an axis of a heat map that still have their number written in them


@dataclass(frozen=True, slots=True)
class Shown:
    """One number at all points: `runs` has shape (points, replicates)."""

    target: Target
    runs: Floats

    @property
    def mean(self) -> Floats:
        """Mean over the runs of each point; for an outcome the share of runs."""
        return np.asarray(np.nanmean(self.runs, axis=1))

    @property
    def name(self) -> str:
        """What programs call it: ``present.medical``."""
        return f"{self.target.name}{f'.{self.target.of}' if self.target.of else ''}"

    def at(self, point: int) -> Floats:
        """The runs of a point that did not fail."""
        return np.asarray(self.runs[point][np.isfinite(self.runs[point])])

    def text(self, point: int) -> str:
        """The number at a point, short."""
        unit = "1" if self.target.is_outcome else self.target.unit
        mean = float(self.mean[point])
        return f"{100 * mean:.0f} %" if self.target.is_outcome else number(mean, unit)

    @property
    def title(self) -> str:
        """What it is, with its unit."""
        if self.target.is_outcome:
            return f"{self.target.label}, share of runs"
        return f"{named(self.target.label, self.target.unit)}, mean of runs"


def sweep_study(swept: Swept, shown: Sequence[Shown]) -> Study:
    """The study of a grid or a Latin hypercube of settings."""
    n_runs = len(swept.settings) * swept.sweep.replicates
    record = json_text(swept.record())
    points = _table(swept, shown)
    return Study(
        kind="sweep",
        title=swept.sweep.title,
        scenario=swept.base.scenario,
        n_runs=n_runs,
        answer=_answer(swept, shown),
        drawings=tuple(_drawing(swept, each, n_runs) for each in shown),
        content=_json(swept, points),
        tables={"points.csv": points.csv(), POINTS: f"{record}\n"},
        details=(Section("points", "All points", _points_html(points)),),
    )


def label_of(swept: Swept, name: str) -> str:
    """What figures call a lever."""
    lever = swept.sweep.levers[name]
    return lever.label if "label" in lever.model_fields_set else lever.path


def _answer(swept: Swept, shown: Sequence[Shown]) -> tuple[str, ...]:
    n, points = swept.sweep.replicates, len(swept.settings)
    told = [f"{points:,} points with {n} runs each, all on the same draws and streams."]
    for each in shown:
        mean = each.mean
        low, high = int(np.nanargmin(mean)), int(np.nanargmax(mean))
        difference = each.runs[high] - each.runs[low]
        difference = difference[np.isfinite(difference)]
        half = (
            Z95 * float(difference.std(ddof=1)) / sqrt(len(difference)) if n > 1 else float("nan")
        )
        scale, unit = (100.0, " in 100 runs") if each.target.is_outcome else (1.0, _unit(each))
        if mean[low] == mean[high]:
            told.append(f"{each.title}: the same at all points, {each.text(low)}.")
            continue
        told.append(
            f"{each.title}: from {each.text(low)} ({_at(swept, low)}) to {each.text(high)} "
            f"({_at(swept, high)}); paired difference {significant(scale * float(difference.mean()))} "
            f"± {significant(scale * half)}{unit}."
        )
    return tuple(told)


def _unit(shown: Shown) -> str:
    return "" if shown.target.unit == "1" else f" {shown.target.unit}"


def _at(swept: Swept, point: int) -> str:
    return ", ".join(
        f"{label_of(swept, name)} {_value(value)}" for name, value in swept.settings[point].items()
    )


def _value(value: Plain) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return significant(value) if isinstance(value, int | float) else str(value)


def _drawing(swept: Swept, shown: Shown, n_runs: int) -> Drawing:
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
        f"{kind} of {title}: from {shown.text(low)} at {_at(swept, low)} to {shown.text(high)} at "
        f"{_at(swept, high)}.",
        _table(swept, (shown,)),
    )


def _heat_map(swept: Swept, shown: Shown, n_runs: int) -> Picture:
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
    ax.set_xticks(range(len(columns)), [_value(v) for v in columns])
    ax.set_yticks(range(len(rows)), [_value(v) for v in rows])
    ax.set_xlabel(label_of(swept, across))
    ax.set_ylabel(label_of(swept, down))
    ax.grid(visible=False)
    titled(ax, shown.title)
    return picture


def _profiles(swept: Swept, shown: Shown, n_runs: int) -> Picture:
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


def _profile(ax: Axes, swept: Swept, shown: Shown, name: str, lever: SweptLever) -> None:
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
            ax.set_xticks(range(len(levels)), [_value(v) for v in levels])
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


def _points_html(whole: Table) -> Markup:
    left = len(whole.things) - MOST_ROWS
    more = f"{left:,} further points are in points.csv.\n\n" if left > 0 else ""
    return Table(whole.columns, whole.things[:MOST_ROWS]).html() + piece("paragraphs", more)


def _table(swept: Swept, shown: Sequence[Shown]) -> Table:
    """All points, by their positions: settings, and of each number its middle and spread."""

    def setting(name: str) -> Column[int]:
        return Column(
            name,
            lambda at: swept.settings[at][name],
            label_of(swept, name),
            lambda at: _value(swept.settings[at][name]),
            key="",
        )

    columns: list[Column[int]] = [
        Column("point", lambda at: at, "Point", key=""),
        *map(setting, swept.sweep.levers),
        *(column for each in shown for column in _spread(each)),
        Column("", lambda at: dict(swept.settings[at]), key="settings"),
        Column("", lambda at: {each.name: float(each.mean[at]) for each in shown}, key="means"),
    ]
    return Table(columns, range(len(swept.settings)))


def _spread(shown: Shown) -> list[Column[int]]:
    """What is told of one number at a point."""
    target = shown.target

    def error(runs: Floats) -> float | None:
        return float(runs.std(ddof=1)) / sqrt(len(runs)) if len(runs) > 1 else None

    def told(at: int) -> str:
        runs = shown.at(at)
        if target.is_outcome:
            return in_hundred(int(runs.sum()), len(runs))
        over = bands(runs)
        return spread(float(over.median), float(over.low90), float(over.high90), target.unit)

    wide = f"{named(target.label, target.unit)}, median [90 % of runs]"
    return [
        said(target.label if target.is_outcome else wide, told),
        Column(f"{shown.name}_mean", lambda at: float(shown.at(at).mean()), key=""),
        Column(f"{shown.name}_p05", lambda at: float(bands(shown.at(at)).low90), key=""),
        Column(f"{shown.name}_p95", lambda at: float(bands(shown.at(at)).high90), key=""),
        Column(f"{shown.name}_standard_error", lambda at: error(shown.at(at)), key=""),
    ]


def _json(swept: Swept, points: Table) -> dict[str, object]:
    return {
        "design": swept.sweep.design,
        "replicates": swept.sweep.replicates,
        "levers": {name: lever.path for name, lever in swept.sweep.levers.items()},
        "points": points.records(),
    }
