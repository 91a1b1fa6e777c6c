"""Words and deeds: public solidarity beside what each government does, and the gap in Caracas."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.core.quantity import Floats
from sim.report import readings
from sim.report.drawing.axes import (
    DASHED,
    LIGHT,
    SOLID,
    curve,
    date_axis,
    end_labels,
    keyed,
    share_axis,
    thinned,
    titled,
)
from sim.report.drawing.event_marks import mark_events
from sim.report.drawing.sheet import Room, Row, frame, sheet
from sim.report.drawing.style import BLUE, MUTED, ORANGE, PURPLE, tint
from sim.report.figures.base import Figure
from sim.report.statistics import bands
from sim.report.table import Table, over_runs

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

SERIES = ("solidarity_caracas", "compliance", "rhetoric_gap", "solidarity_havana", "concession")
READING = (
    "From 0 to 1. Lines: means of runs, for each run jumps between the levels of its postures. Blue and "
    "purple bands, and thin dashed lines: 90 % of runs."
)


def draw(results: "xarray.Dataset", scenario: "Scenario") -> Picture:
    """Caracas, its gap, Havana."""
    days = readings.dates(results, scenario)
    around = frame(results, scenario, FIGURE.title, READING)
    rows = (Row(1.35, lines=2), Row(1.15), Row(1.35, lines=1))
    picture, [[caracas], [gap], [havana]] = sheet(around, rows, 1, Room(left=0.45, right=1.35))
    _pair(
        caracas,
        results,
        ("solidarity_caracas", "solidarity in words"),
        ("compliance", "compliance"),
    )
    titled(caracas, "Caracas: solidarity in words, compliance with Washington in deeds", above=2)
    daily = readings.values(results, "rhetoric_gap")
    _mean(gap, daily, PURPLE, "solid")
    gap.set_ylim(min(-0.15, float(bands(daily).low90.min()) - 0.05), 1.03)
    gap.axhline(0, color=MUTED, lw=0.6)
    gap.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    end_labels(gap, [(float(daily[:, -1].mean()), f"gap {daily[:, -1].mean():.2f}", PURPLE)])
    titled(gap, "Gap in Caracas: words ahead of deeds", hue=PURPLE)
    _pair(
        havana, results, ("solidarity_havana", "solidarity in words"), ("concession", "concession")
    )
    titled(havana, "Havana: solidarity in words, concession offered to Washington", above=1)
    for ax in (caracas, gap, havana):
        date_axis(ax, days)
        mark_events(ax, around.marks, numbered=ax is caracas)
    return picture


def _pair(
    ax: Axes, results: "xarray.Dataset", word: tuple[str, str], deed: tuple[str, str]
) -> None:
    labels = []
    for (name, label), hue, style in ((word, BLUE, "solid"), (deed, ORANGE, "dashed")):
        daily = readings.values(results, name)
        _mean(ax, daily, hue, style)
        labels.append(
            (float(daily[:, -1].mean()), f"{label.split()[0]} {daily[:, -1].mean():.2f}", hue)
        )
    share_axis(ax)
    end_labels(ax, labels)
    above = 1 if word[0] == SERIES[0] else 0
    keyed(ax, [(word[1], BLUE, SOLID), (deed[1], ORANGE, DASHED)], above=above)


def _mean(ax: Axes, daily: Floats, hue: str, style: str) -> None:
    """The mean of runs with the range of 90 % of them: an area behind a solid line, else two thin lines."""
    over, keep = bands(daily), thinned(ax, daily.shape[1])
    if style == "solid":
        ax.fill_between(keep, over.low90[keep], over.high90[keep], color=tint(hue, LIGHT), lw=0)
    else:
        for edge in (over.low90, over.high90):
            curve(ax, edge, hue, width=0.7, style="dashed")
    curve(ax, np.asarray(daily.mean(axis=0)), hue, width=1.8, style=style)


def alt(results: "xarray.Dataset", scenario: "Scenario") -> str:
    """Means on the last day."""
    told = ", ".join(
        f"{readings.label(results, name).lower()} {readings.values(results, name)[:, -1].mean():.2f}"
        for name in SERIES
    )
    return f"Three panels of words and deeds over time. Means of runs on the last day: {told}."


def table(results: "xarray.Dataset", scenario: "Scenario") -> Table:
    """Words, deeds and the gap at the end of every month."""
    return over_runs(
        results,
        scenario,
        [(readings.label(results, name), "1", readings.values(results, name)) for name in SERIES],
    )


FIGURE = Figure(
    name="words_and_deeds",
    title="Words and deeds",
    needs=SERIES,
    draw=draw,
    caption=(
        "Solidarity is what a government says in public about the alliance. The gap is solidarity minus "
        "what would match the deeds (1 − compliance)."
    ),
    alt=alt,
    table=table,
)
