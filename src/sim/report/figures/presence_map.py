"""Cuban personnel by Venezuelan state, on a map of tiles at four dates."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.patches import Rectangle

from sim.core.quantity import Floats
from sim.people.states import STATES
from sim.report import readings
from sim.report.drawing.frame import frame
from sim.report.drawing.labels import titled
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, INK, MUTED, PAPER, SMALL, TINY, ink_on, tint
from sim.report.figures.base import Figure
from sim.report.numerals import day_text, number
from sim.report.table import Table
from sim.scenario.schema import ARTICLE_DATE

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

READING = (
    "Median number of persons in the country; each tile is a state, placed roughly as on the map. "
    "Darker: more persons (square-root scale, the same on all maps). Heavy outline: border state."
)
SWATCHES = (0.0, 0.02, 0.1, 0.25, 0.5, 1.0)


def _chosen(days: tuple[date, ...]) -> list[int]:
    """The first day, the day of the article if it is inside, a day in the middle, the last day."""
    last = len(days) - 1
    article = (ARTICLE_DATE - days[0]).days
    second = article if 0 < article < last else last // 3
    return sorted({0, second, (second + last) // 2, last})


def _medians(results: "xarray.Dataset", day: int) -> dict[str, float]:
    found = np.median(np.asarray(results["present_by_state"].values)[:, day], axis=0)
    return dict(zip(readings.entries(results, "state"), found.tolist(), strict=True))


def draw(results: "xarray.Dataset", scenario: "Scenario") -> Picture:
    """Four maps with one scale."""
    days = readings.dates(results, scenario)
    chosen = _chosen(days)
    around = frame(results, scenario, FIGURE.title, READING, with_events=False)
    rows = (Row(2.05),) * -(-len(chosen) // 2)
    picture, grid = sheet(around, rows, 2, Room(below=0.12, left=0.02, right=0.22))
    panels = [ax for row in grid for ax in row]
    highest = max(max(_medians(results, day).values()) for day in chosen)
    total = readings.values(results, "present_by_state").sum(axis=2)
    for ax, day in zip(panels, chosen, strict=False):
        _map(ax, _medians(results, day), highest)
        share = np.median(total[:, day] / np.maximum(total[:, 0], 1))
        persons = number(float(np.median(total[:, day])), "persons")
        titled(ax, day_text(days[day]), f"{persons} persons · {100 * share:.0f} % of the first day")
    for ax in panels[len(chosen) :]:
        ax.set_visible(False)
    _scale(panels[0], highest)
    return picture


def _colour(persons: float, highest: float) -> str:
    return tint(BLUE, float(np.sqrt(persons / highest))) if highest > 0 else PAPER


def _map(ax: Axes, persons: dict[str, float], highest: float) -> None:
    for state in STATES:
        row, column = state.tile
        count = persons.get(state.code, 0.0)
        colour = _colour(count, highest)
        edge, width = (INK, 1.2) if state.border else (MUTED, 0.4)
        ax.add_patch(
            Rectangle((column + 0.04, row + 0.04), 0.92, 0.92, fc=colour, ec=edge, lw=width)
        )
        ink = ink_on(colour)
        ax.text(
            column + 0.5, row + 0.36, state.code, size=TINY, ha="center", va="center", color=ink
        )
        text = number(count, "persons")
        ax.text(
            column + 0.5,
            row + 0.68,
            text,
            size=TINY,
            ha="center",
            va="center",
            color=ink,
            weight="bold",
        )
    ax.set_xlim(0, max(state.tile[1] for state in STATES) + 1)
    ax.set_ylim(max(state.tile[0] for state in STATES) + 1, 0)
    ax.set_axis_off()


def _scale(ax: Axes, highest: float) -> None:
    """Shades and what they mean, in the empty corner of the first map."""
    for position, share in enumerate(SWATCHES):
        x, y = 0.1 + 0.8 * position, 4.5
        ax.add_patch(
            Rectangle((x, y), 0.8, 0.22, fc=_colour(share * highest, highest), ec=MUTED, lw=0.3)
        )
        ax.text(
            x + 0.4,
            y + 0.36,
            number(share * highest, "persons"),
            size=TINY,
            ha="center",
            va="center",
        )
    ax.text(0.1, 4.34, "persons in a state", size=SMALL - 0.8, va="center")


def _shares(results: "xarray.Dataset") -> Floats:
    total = readings.values(results, "present_by_state").sum(axis=2)
    return np.asarray(np.median(total / np.maximum(total[:, :1], 1), axis=0))


def alt(results: "xarray.Dataset") -> str:
    """What is left in the three states with most."""
    end = _medians(results, -1)
    names = {state.code: state.name for state in STATES}
    most = sorted(end, key=lambda code: -end[code])[:3]
    told = ", ".join(f"{names.get(code, code)} {number(end[code], 'persons')}" for code in most)
    return (
        f"Tile maps of Venezuela at four dates. On the last day {100 * _shares(results)[-1]:.0f} % of the "
        f"first day's persons are still in the country (median of runs); most are in {told}."
    )


def table(results: "xarray.Dataset", scenario: "Scenario") -> Table:
    """Median persons by state on the days of the maps."""
    days = readings.dates(results, scenario)
    columns = {day: _medians(results, day) for day in _chosen(days)}
    heading = tuple(f"{days[day].isoformat()} (persons, median)" for day in columns)
    return Table.of_text(
        ("State", *heading),
        tuple(
            (
                state.name,
                *(number(found.get(state.code, 0.0), "persons") for found in columns.values()),
            )
            for state in sorted(STATES, key=lambda state: state.name)
        ),
    )


FIGURE = Figure(
    name="presence_map",
    title="Where Cuban personnel still are",
    needs=("present_by_state",),
    draw=draw,
    caption=(
        "A tile is one of the 23 states or the Capital District (DC). Missions other than the security "
        "ones are spread by population, an assumption."
    ),
    alt=alt,
    table=table,
)
