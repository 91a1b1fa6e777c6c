"""Washington's levers over time, and the pressure that Caracas expects."""

from typing import TYPE_CHECKING

from matplotlib.figure import Figure as Picture

from sim.mechanisms.levers import LEVERS
from sim.report import readings
from sim.report.drawing.axes import date_axis, fan, share_axis
from sim.report.drawing.event_marks import mark_events
from sim.report.drawing.frame import frame
from sim.report.drawing.labels import titled
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, GREEN, MUTED, ORANGE, PURPLE, SKY, VERMILLION
from sim.report.figures.base import Figure
from sim.report.limits import BANDS
from sim.report.numerals import day_text, spread
from sim.report.statistics import bands
from sim.report.table import Table, over_runs

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

PANELS = {
    "pressure": ("Pressure on Caracas", VERMILLION),
    "inducement": ("Inducement to Caracas", GREEN),
    "blockade": ("Oil blockade of Cuba", BLUE),
    "demand": ("Demand on Havana", PURPLE),
    "talks": ("Talks with Havana", SKY),
    "consent": ("Consent to cargoes", MUTED),
    "expected_pressure": ("Expected pressure", ORANGE),
}
READING = f"0: none, 1: the most there can be. {BANDS}"


def _held(scenario: "Scenario") -> tuple[str, ...]:
    """Levers that the scenario holds at a level, in words."""
    start, end = scenario.window.start, scenario.window.end
    told = []
    for name in LEVERS:
        pin = getattr(scenario.levers, name)
        if pin is not None and pin.start <= end and pin.until >= start:
            until = f" to {day_text(pin.until)}" if pin.until < end else ""
            told.append(f"{name} at {pin.told} from {day_text(max(pin.start, start))}{until}")
    return (f"Held by the scenario: {'; '.join(told)}.",) if told else ()


def draw(results: "xarray.Dataset", scenario: "Scenario") -> Picture:
    """A fan for each lever."""
    days = readings.dates(results, scenario)
    around = frame(results, scenario, FIGURE.title, READING, _held(scenario))
    picture, grid = sheet(around, (Row(1.15, lines=1), *(Row(1.15),) * 3), 2, Room(left=0.36))
    panels = [ax for row in grid for ax in row]
    panels.pop().remove()  # seven panels in four rows of two
    for ax, (name, (label, hue)) in zip(panels, PANELS.items(), strict=True):
        over = bands(readings.values(results, name))
        fan(ax, over, hue)
        share_axis(ax)
        date_axis(ax, days, most=5)
        numbered = ax in panels[:2]
        at_end = spread(over.median[-1], over.low90[-1], over.high90[-1])
        titled(ax, label, f"end: {at_end}", hue, above=int(numbered))
        mark_events(ax, around.marks, numbered=numbered)
    return picture


def alt(results: "xarray.Dataset") -> str:
    """Median of every lever on the last day."""
    told = ", ".join(
        f"{label.lower()} {bands(readings.values(results, name)[:, -1]).median:.2f}"
        for name, (label, _) in PANELS.items()
    )
    return f"Fans of seven levels from 0 to 1 over time. Medians on the last day: {told}."


def table(results: "xarray.Dataset", scenario: "Scenario") -> Table:
    """Every lever at the end of every month."""
    series = [(label, "1", readings.values(results, name)) for name, (label, _) in PANELS.items()]
    return over_runs(results, scenario, series)


FIGURE = Figure(
    name="levers",
    title="US pressure and the other levers of Washington",
    needs=tuple(PANELS),
    draw=draw,
    caption=(
        "Washington's posture sets the target of each lever, and the lever drifts towards it. The last "
        "panel is what Caracas expects after learning from the pressure it felt."
    ),
    alt=alt,
    table=table,
)
