"""Coup risk in Caracas: how often, how likely on each day, and what holds it down."""

from typing import TYPE_CHECKING

from matplotlib.figure import Figure as Picture

from sim.report import readings
from sim.report.drawing.axes import date_axis, fan, from_zero, share_axis
from sim.report.drawing.event_marks import mark_events
from sim.report.drawing.frame import frame
from sim.report.drawing.happened import OutcomeLine, chance_texts, happened_so_far
from sim.report.drawing.labels import DASHED, SOLID, end_labels, keyed, titled
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, GREEN, ORANGE, PURPLE, VERMILLION
from sim.report.figures.base import Figure
from sim.report.limits import WILSON
from sim.report.statistics import bands
from sim.report.table import Table, recorded_over_runs

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

OUTCOMES = (
    OutcomeLine("coup_attempt", "attempt", ORANGE, "dashed"),
    OutcomeLine("coup_caracas", "coup", VERMILLION, "solid"),
)
PROOFING = (
    ("surveillance", "Cuban surveillance", BLUE, "solid"),
    ("counterweight", "Cuban counterweight", PURPLE, "dashed"),
    ("substitute", "home-grown counterweight", GREEN, "dashdot"),
)
READING = (
    "Top: share of runs in which it has happened, with what the number of runs leaves open (Wilson, "
    "95 %). Below: medians with the bands that hold 50 % and, where shown, 90 % of runs."
)
NOTE = "The hazard counts attempts that arise by themselves; a dated attempt of the scenario comes on top."


def draw(results: "xarray.Dataset", scenario: "Scenario") -> Picture:
    """Cumulative chance, hazard, chance of success, surveillance and counterweights."""
    days = readings.dates(results, scenario)
    around = frame(results, scenario, FIGURE.title, READING, (NOTE,))
    rows = (Row(1.7, lines=1), Row(1.1), Row(1.1), Row(1.2, lines=1))
    room = Room(left=0.5, right=1.3)
    picture, [[so_far], [hazard], [success], [proofing]] = sheet(around, rows, 1, room)
    happened_so_far(so_far, results, OUTCOMES)
    titled(so_far, "Share of runs in which it has happened so far", above=1)
    for ax, name, hue in ((hazard, "coup_hazard", ORANGE), (success, "coup_success", VERMILLION)):
        over = bands(readings.values(results, name))
        fan(ax, over, hue)
        from_zero(ax, float(over.high90.max()))
        end_labels(ax, [(float(over.median[-1]), f"median {over.median[-1]:.2f}", hue)])
    titled(hazard, "Attempts to be expected in a year", hue=ORANGE)
    titled(success, "Probability that an attempt succeeds", hue=VERMILLION)
    for name, _, hue, style in PROOFING:
        fan(proofing, bands(readings.values(results, name)), hue, outer=False, style=style)
    share_axis(proofing)
    signs = {"solid": SOLID, "dashed": DASHED, "dashdot": "╍━"}
    keyed(proofing, [(label, hue, signs[style]) for _, label, hue, style in PROOFING])
    titled(proofing, "What protects the government (1: all posts filled)", above=1)
    for ax in (so_far, hazard, success, proofing):
        date_axis(ax, days)
        mark_events(ax, around.marks, numbered=ax is so_far)
    return picture


def alt(results: "xarray.Dataset") -> str:
    """Chances by the last day."""
    told = chance_texts(results, OUTCOMES)
    return f"Four panels on coup risk in Caracas over time. By the last day: {told} runs."


def table(results: "xarray.Dataset", scenario: "Scenario") -> Table:
    """Hazard, chance of success, and protection at the end of every month."""
    names = ("coup_hazard", "coup_success", *(name for name, _, _, _ in PROOFING))
    return recorded_over_runs(results, scenario, names)


FIGURE = Figure(
    name="coup_risk",
    title="Coup risk in Caracas",
    needs=(
        "first_day",
        "coup_hazard",
        "coup_success",
        "surveillance",
        "counterweight",
        "substitute",
    ),
    draw=draw,
    caption=(
        "Surveillance makes attempts rarer; counterweights make them fail. Both follow who is still at "
        "post. " + WILSON
    ),
    alt=alt,
    table=table,
)
