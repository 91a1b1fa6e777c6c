"""Words and deeds: public solidarity beside what each government does, and the gap in Caracas."""

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.report import readings
from sim.report.drawing.axes import (
    DASHED,
    SOLID,
    date_axis,
    end_labels,
    fan,
    keyed,
    share_axis,
    titled,
)
from sim.report.drawing.event_marks import mark_events
from sim.report.drawing.sheet import Room, frame, sheet
from sim.report.drawing.style import BLUE, MUTED, ORANGE, PURPLE
from sim.report.figures.base import Figure
from sim.report.statistics import bands
from sim.report.table import Table, over_runs

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

SERIES = ("solidarity_caracas", "compliance", "rhetoric_gap", "solidarity_havana", "concession")
READING = (
    "All from 0 to 1. Lines: medians. Bands: 50 % of runs; in the middle panel, the lighter band holds "
    "90 % of runs."
)


def draw(results: "xarray.Dataset", scenario: "Scenario") -> Picture:
    """Caracas, its gap, Havana."""
    days = readings.dates(results, scenario)
    around = frame(results, scenario, FIGURE.title, READING)
    room = Room(above=0.56, below=0.34, left=0.45, right=1.35)
    picture, [[caracas], [gap], [havana]] = sheet(around, (1.35, 1.15, 1.35), 1, room)
    _pair(caracas, results, ("solidarity_caracas", "solidarity in words"), ("compliance", "compliance"))
    titled(caracas, "Caracas: solidarity in words, compliance with Washington in deeds", above=2)
    over = bands(readings.values(results, "rhetoric_gap"))
    fan(gap, over, PURPLE)
    gap.set_ylim(min(-0.1, float(over.low90.min()) - 0.05), 1.03)
    gap.axhline(0, color=MUTED, lw=0.6)
    gap.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    end_labels(gap, [(float(over.median[-1]), f"gap {over.median[-1]:.2f}", PURPLE)])
    titled(gap, "Words ahead of deeds in Caracas (above 0: says more than it does)", hue=PURPLE)
    _pair(havana, results, ("solidarity_havana", "solidarity in words"), ("concession", "concession"))
    titled(havana, "Havana: solidarity in words, concession offered to Washington", above=1)
    for ax in (caracas, gap, havana):
        date_axis(ax, days)
        mark_events(ax, around.marks, numbered=ax is caracas)
    return picture


def _pair(ax: Axes, results: "xarray.Dataset", word: tuple[str, str], deed: tuple[str, str]) -> None:
    labels = []
    for (name, label), hue, style in ((word, BLUE, "solid"), (deed, ORANGE, "dashed")):
        over = bands(readings.values(results, name))
        fan(ax, over, hue, outer=False, style=style)
        labels.append((float(over.median[-1]), f"{label.split()[0]} {over.median[-1]:.2f}", hue))
    share_axis(ax)
    end_labels(ax, labels)
    above = 1 if word[0] == SERIES[0] else 0
    keyed(ax, [(word[1], BLUE, SOLID), (deed[1], ORANGE, DASHED)], above=above)


def alt(results: "xarray.Dataset", scenario: "Scenario") -> str:
    """Medians on the last day."""
    told = ", ".join(
        f"{readings.label(results, name).lower()} {bands(readings.values(results, name)[:, -1]).median:.2f}"
        for name in SERIES
    )
    return f"Three panels of words and deeds over time. Medians on the last day: {told}."


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
