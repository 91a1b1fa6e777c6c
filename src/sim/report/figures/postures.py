"""Postures of the three governments: in what share of runs each of them holds on each day."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.core.quantity import Floats
from sim.postures.base import CAPITALS
from sim.report import readings
from sim.report.drawing.axes import date_axis, share_axis, thinned
from sim.report.drawing.event_marks import mark_events
from sim.report.drawing.frame import frame
from sim.report.drawing.labels import end_labels, titled
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import INK, PAPER, POSTURE_HUES, SMALL
from sim.report.figures.base import Figure
from sim.report.table import Table, per_day

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

READING = (
    "Share of runs in which a government holds each posture; numbers at the right are for the last "
    "day, in 100 runs. Black bar above a panel: the scenario fixes the posture."
)


def shares(results: "xarray.Dataset", capital: str) -> tuple[tuple[str, ...], Floats]:
    """Names of the postures, and the share of runs in each, shape (postures, T)."""
    held = np.asarray(results[f"{capital}_posture"].values)
    names = readings.codes(results, f"{capital}_posture")
    return names, np.stack([(held == code).mean(axis=0) for code in range(len(names))])


def draw(results: "xarray.Dataset", scenario: "Scenario") -> Picture:
    """Stacked areas, one panel for each capital."""
    days = readings.dates(results, scenario)
    around = frame(results, scenario, FIGURE.title, READING)
    rows = (Row(1.45, lines=1), Row(1.45), Row(1.45))
    picture, grid = sheet(around, rows, 1, Room(left=0.5, right=1.5))
    for (ax,), capital in zip(grid, CAPITALS, strict=True):
        _areas(ax, results, capital)
        date_axis(ax, days)
        first = capital == CAPITALS[0]
        titled(ax, capital.capitalize(), above=int(first))
        mark_events(ax, around.marks, numbered=first)
        _scripted(ax, scenario, capital)
    return picture


def _areas(ax: Axes, results: "xarray.Dataset", capital: str) -> None:
    names, share = shares(results, capital)
    share_axis(ax, percent=True)
    keep = thinned(ax, share.shape[1])
    tops = np.cumsum(share, axis=0)
    labels = []
    for position, name in enumerate(names):
        if not share[position].any():
            continue
        hue = POSTURE_HUES[position % len(POSTURE_HUES)]
        floor = tops[position] - share[position]
        ax.fill_between(keep, floor[keep], tops[position][keep], color=hue, ec=PAPER, lw=0.3)
        middle = (floor[-1] + tops[position][-1]) / 2
        labels.append((middle, f"{readings.words(name)} {100 * share[position, -1]:.0f}", hue))
    end_labels(ax, labels, SMALL)


def _scripted(ax: Axes, scenario: "Scenario", capital: str) -> None:
    """A bar over the days on which the scenario leaves no choice."""
    start = scenario.window.start
    first, last = ax.get_xlim()
    for entry in getattr(scenario.actors, capital).script:
        begins, ends = (entry.start - start).days, (entry.until - start).days + 1
        if ends > first and begins < last:
            ax.plot(
                [max(begins, first), min(ends, last)],
                [1, 1],
                color=INK,
                lw=4,
                clip_on=False,
                solid_capstyle="butt",
            )


def alt(results: "xarray.Dataset") -> str:
    """The commonest posture of every capital on the last day."""
    told = []
    for capital in CAPITALS:
        names, share = shares(results, capital)
        most = int(share[:, -1].argmax())
        told.append(
            f"{capital.capitalize()} {readings.words(names[most])} in {100 * share[most, -1]:.0f} of 100 runs"
        )
    return f"Stacked areas of postures over time. Commonest on the last day: {', '.join(told)}."


def table(results: "xarray.Dataset", scenario: "Scenario") -> Table:
    """Share of runs in every posture at the end of every month."""
    series = [
        (f"{capital.capitalize()}: {readings.words(name)}", "1", row)
        for capital in CAPITALS
        for name, row in zip(*shares(results, capital), strict=True)
    ]
    return per_day(results, scenario, series)


FIGURE = Figure(
    name="postures",
    title="Postures of Washington, Caracas and Havana",
    needs=tuple(f"{capital}_posture" for capital in CAPITALS),
    draw=draw,
    caption="Each government weighs its postures again and again; the share of runs says how often each is held.",
    alt=alt,
    table=table,
)
