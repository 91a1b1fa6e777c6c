"""Departures by cause: stacked means, because means add up to the total and medians do not."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.core.quantity import Floats
from sim.report import readings
from sim.report.drawing.axes import date_axis, from_zero, thinned
from sim.report.drawing.event_marks import mark_events
from sim.report.drawing.frame import frame
from sim.report.drawing.labels import beside, end_labels, titled
from sim.report.drawing.sheet import Room, Row, move_left_edge, sheet
from sim.report.drawing.style import CAUSE_HUES, GREY, PAPER
from sim.report.figures.base import Figure
from sim.report.identified import causes_note
from sim.report.numerals import number, spread
from sim.report.statistics import bands
from sim.report.table import Table, over_runs

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

UPWARDS = (
    "killed",
    "evacuated_injured",
    "expelled",
    "recalled",
    "voluntary",
    "defected",
    "rotated",
)
READING = (
    "Top: persons who have left so far, mean of runs; at the right, mean and range of 90 % of runs on "
    "the last day. Bottom: for every 100 who left each mission, how many left for which cause."
)


def _stacked(results: "xarray.Dataset") -> list[int]:
    """Positions of the causes from the bottom of the stack to its top; unknown ones are highest."""
    names = readings.entries(results, "cause")
    place = {name: rank for rank, name in enumerate(UPWARDS)}
    return sorted(range(len(names)), key=lambda i: place.get(names[i], len(place)))


def draw(results: "xarray.Dataset", scenario: "Scenario") -> Picture:
    """Stacked areas over time, causes written on the right; stacked bars by mission below."""
    around = frame(results, scenario, FIGURE.title, READING, (causes_note(scenario),))
    missions = readings.entries(results, "mission")
    room = Room(left=0.55, right=1.85)
    rows = (Row(2.9, lines=1), Row(0.24 * len(missions)))
    picture, [[areas], [bars]] = sheet(around, rows, 1, room)
    exits = readings.exits_by_cause(results)
    _areas(areas, results, exits)
    date_axis(areas, readings.dates(results, scenario))
    mark_events(areas, around.marks)
    titled(areas, "Persons who have left so far (mean of runs)", above=1)
    move_left_edge(bars, 0.75)
    _bars(bars, results)
    return picture


def _areas(ax: Axes, results: "xarray.Dataset", exits: Floats) -> None:
    names, mean, last = readings.entries(results, "cause"), exits.mean(axis=0), bands(exits[:, -1])
    keep = thinned(ax, len(mean))
    from_zero(ax, float(mean[-1].sum()), "persons")
    floor, labels = np.zeros(len(mean)), []
    for i in _stacked(results):
        hue, top = CAUSE_HUES.get(names[i], GREY), floor + mean[:, i]
        ax.fill_between(keep, floor[keep], top[keep], color=hue, lw=0.3, ec=PAPER)
        if mean[-1, i] > 0:
            text = spread(mean[-1, i], last.low90[i], last.high90[i], "persons")
            middle = float(floor[-1] + top[-1]) / 2
            labels.append((middle, f"{readings.words(names[i])} {text}", hue))
        floor = top
    end_labels(ax, labels)


def _bars(ax: Axes, results: "xarray.Dataset") -> None:
    names, missions = readings.entries(results, "cause"), readings.entries(results, "mission")
    left = np.asarray(results["exited"].values)[:, -1].mean(axis=0)
    total = left.sum(axis=1)
    share = left / np.maximum(total, 1e-9)[:, None]
    floor = np.zeros(len(missions))
    rows = np.arange(len(missions))[::-1]
    for i in _stacked(results):
        ax.barh(
            rows,
            share[:, i],
            0.72,
            left=floor,
            color=CAUSE_HUES.get(names[i], GREY),
            ec=PAPER,
            lw=0.4,
        )
        floor = floor + share[:, i]
    for row, count in zip(rows, total, strict=True):
        beside(ax, row, f"of {number(count, 'persons')} who left", 6)
    ax.set_yticks(rows, [readings.sentence_case(mission) for mission in missions])
    ax.set_xlim(0, 1)
    ax.set_ylim(-0.5, len(missions) - 0.5)
    ax.set_xticks([0, 0.5, 1], ["0", "50", "100"])
    ax.grid(visible=False)
    titled(ax, "Causes in every 100 who left (mean of runs)")


def alt(results: "xarray.Dataset") -> str:
    """Mean number of persons by cause."""
    mean = readings.exits_by_cause(results)[:, -1].mean(axis=0)
    causes = ", ".join(
        f"{readings.words(name)} {number(count, 'persons')}"
        for name, count in zip(readings.entries(results, "cause"), mean, strict=True)
    )
    return f"Stacked areas of persons who left by cause. Mean of runs on the last day: {causes}."


def table(results: "xarray.Dataset", scenario: "Scenario") -> Table:
    """Persons who have left by cause at the end of every month."""
    exits = readings.exits_by_cause(results)
    series = [
        (readings.sentence_case(name), "persons", exits[:, :, i])
        for i, name in enumerate(readings.entries(results, "cause"))
    ]
    return over_runs(results, scenario, series)


FIGURE = Figure(
    name="departures",
    title="Who left, and for which cause",
    needs=("exited",),
    draw=draw,
    caption=(
        "Stacked means, because means add up to the total and medians do not. Rotated persons ended a "
        "regular tour; some of their posts were filled again. Which shares are the priors speaking stands below the figure."
    ),
    alt=alt,
    table=table,
)
