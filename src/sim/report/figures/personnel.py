"""Cuban personnel in the country by mission: one small panel each, and all together."""

from typing import TYPE_CHECKING

from matplotlib.figure import Figure as Picture

from sim.core.quantity import Floats
from sim.report import readings
from sim.report.drawing.axes import curve, date_axis, fan, from_zero
from sim.report.drawing.event_marks import mark_events
from sim.report.drawing.frame import frame
from sim.report.drawing.labels import titled
from sim.report.drawing.sheet import Row, sheet
from sim.report.drawing.style import GREY, INK, MISSION_HUES
from sim.report.figures.base import Figure
from sim.report.limits import BANDS
from sim.report.numerals import spread
from sim.report.statistics import bands
from sim.report.table import Table, over_runs

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

EXAMPLES = 3
COLUMNS = 2


def _present(results: "xarray.Dataset", variable: str = "present") -> dict[str, Floats]:
    daily = readings.values(results, variable)
    by_mission = {
        mission: daily[:, :, position]
        for position, mission in enumerate(readings.entries(results, "mission"))
    }
    return {"all_missions": daily.sum(axis=2)} | by_mission


def draw(results: "xarray.Dataset", scenario: "Scenario") -> Picture:
    """Fans with three example runs; dashed, the median of those still at their posts."""
    days = readings.dates(results, scenario)
    examples = min(EXAMPLES, readings.n_runs(results))
    reading = (
        f"Persons in the country. {BANDS} Thin: the first {examples} of the runs, for single histories "
        "jump. Dashed: median of those still at their posts."
    )
    around = frame(results, scenario, FIGURE.title, reading)
    present, posted = _present(results), _present(results, "posted")
    rows = tuple(Row(1.05, lines=int(first == 0)) for first in range(0, len(present), COLUMNS))
    picture, grid = sheet(around, rows, COLUMNS)
    panels = [ax for row in grid for ax in row]
    for ax, (mission, daily) in zip(panels, present.items(), strict=False):
        hue = MISSION_HUES.get(mission, GREY)
        over = bands(daily)
        fan(ax, over, hue)
        for run in daily[:examples]:
            curve(ax, run, INK, width=0.45)
        curve(ax, bands(posted[mission]).median, INK, width=1.0, style="dashed")
        from_zero(ax, float(max(over.high90.max(), daily[:examples].max())), "persons", ticks=3)
        date_axis(ax, days, most=5)
        numbered = ax in panels[:COLUMNS]
        at_end = spread(over.median[-1], over.low90[-1], over.high90[-1], "persons")
        titled(ax, readings.sentence_case(mission), f"end: {at_end}", hue, above=int(numbered))
        mark_events(ax, around.marks, numbered=numbered)
    for ax in panels[len(present) :]:
        ax.set_visible(False)
    return picture


def alt(results: "xarray.Dataset") -> str:
    """Where the total begins and ends."""
    total = bands(_present(results)["all_missions"])
    end = spread(total.median[-1], total.low90[-1], total.high90[-1], "persons")
    return (
        "Small panels of persons in the country by mission over time, median with bands of runs. "
        f"All missions together go from {total.median[0]:,.0f} to {end} (median, 90 % of runs)."
    )


def table(results: "xarray.Dataset", scenario: "Scenario") -> Table:
    """Persons in the country by mission at the end of every month."""
    series = [
        (readings.sentence_case(m), "persons", daily) for m, daily in _present(results).items()
    ]
    return over_runs(results, scenario, series)


FIGURE = Figure(
    name="personnel",
    title="Cuban personnel in Venezuela by mission",
    needs=("present", "posted"),
    draw=draw,
    caption=(
        "Persons in the country. A person relieved of their post is still in the country until they "
        "leave. At the end of each panel's title: median and the range of 90 % of runs on the last day."
    ),
    alt=alt,
    table=table,
)
