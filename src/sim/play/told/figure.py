"""The figure of a game: your path beside the ensemble and beside the model's government."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.patches import Rectangle

from sim.core.quantity import Floats, Integers
from sim.methods.study import around
from sim.people.missions import MISSIONS, SECURITY
from sim.play.aims import OVERT, Recorded
from sim.play.game import Played
from sim.report.drawing.axes import curve, date_axis, fan, from_zero, share_axis
from sim.report.drawing.event_marks import mark_events
from sim.report.drawing.frame import Frame
from sim.report.drawing.labels import AREA, end_labels, keyed, titled
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, INK, POSTURE_HUES, SMALL, VERMILLION
from sim.report.limits import BANDS
from sim.report.markers import markers
from sim.report.numerals import number
from sim.report.readings import words
from sim.report.statistics import Bands, bands, trailing_mean

OIL_DAYS = 30  # cargoes are few and large
#: What is drawn: a title, a unit, and how it is read from what was recorded, shape (R, T).
SERIES: Mapping[str, tuple[str, str]] = {
    "security": ("Cuban security staff in Venezuela (persons)", "persons"),
    "overt": ("Cuban doctors, teachers and trainers in Venezuela (persons)", "persons"),
    "pressure": ("US pressure on Caracas, 0 to 1", "1"),
    "hardship": ("Hardship in Cuba, 0 to 1", "1"),
    "oil": ("Oil to Cuba (kb/day, mean of 30 days)", "kb/day"),
}


def daily(found: Recorded, name: str) -> Floats:
    """One of the series in every run, shape (R, T)."""
    match name:
        case "security" | "overt":
            of = SECURITY if name == "security" else OVERT
            places = [MISSIONS.index(mission) for mission in of]
            return np.asarray(found["present"][:, :, places].sum(axis=2, dtype=np.float64))
        case "oil":
            delivered = found["oil_delivered"].sum(axis=2, dtype=np.float64)
            return trailing_mean(np.asarray(delivered), OIL_DAYS)
        case _:
            return np.asarray(found[name], np.float64)


def draw(played: Played) -> Picture:
    """Postures as two rows, then a fan with two lines for each series."""
    scenario = played.game.scenario
    days = [date.fromordinal(scenario.window.start.toordinal() + d) for d in range(n_days(played))]
    reading = (
        f"Red line: you. Dashed: the model's government with the same luck. {BANDS} The fan is of "
        "runs in which the model chooses for everybody."
    )
    whole = around(title(played), scenario, played.game.reps, reading)
    marks = markers(scenario, days)
    whole = Frame(whole.title, whole.subtitle, whole.reading, whole.notes, marks)
    rows = (Row(0.55, lines=2), *(Row(1.15) for _ in SERIES))
    picture, grid = sheet(whole, rows, 1, Room(left=0.75, right=1.35))
    panels = [row[0] for row in grid]
    _postures(panels[0], played)
    date_axis(panels[0], days)
    mark_events(panels[0], marks, numbered=True)
    for ax, (name, (told, unit)) in zip(panels[1:], SERIES.items(), strict=True):
        _paths(ax, played, name, unit)
        date_axis(ax, days)
        mark_events(ax, marks, numbered=False)
        titled(ax, told)
    return picture


def title(played: Played) -> str:
    """What the game is called."""
    return f"You in the place of {played.game.actor.capitalize()}"


def n_days(played: Played) -> int:
    """Days of the window."""
    return int(played.yours["pressure"].shape[1])


def stretches(held: Integers) -> list[tuple[int, int, int]]:
    """Postures (T,) as stretches: the first day, the day after the last, the posture."""
    edges = [0, *(np.flatnonzero(np.diff(held)) + 1).tolist(), len(held)]
    return [(a, b, int(held[a])) for a, b in pairwise(edges)]


def _postures(ax: Axes, played: Played) -> None:
    """Who held what when: you above, the model's government below."""
    name, menu = f"{played.game.actor}_posture", played.game.menu
    used: dict[int, str] = {}
    for row, found in ((1, played.yours), (0, played.models)):
        for begins, ends, posture in stretches(found[name][0]):
            hue = used.setdefault(posture, POSTURE_HUES[posture % len(POSTURE_HUES)])
            ax.add_patch(Rectangle((begins, row + 0.08), ends - begins, 0.84, fc=hue, lw=0))
    ax.set_ylim(0, 2)
    ax.set_yticks([0.5, 1.5], ["the model", "you"])
    ax.grid(visible=False)
    keyed(ax, [(words(menu[at]), hue, AREA) for at, hue in sorted(used.items())], above=1)
    titled(ax, "Postures held", above=2)


def _paths(ax: Axes, played: Played, name: str, unit: str) -> None:
    over = bands(daily(played.others, name))
    yours, models = daily(played.yours, name)[0], daily(played.models, name)[0]
    fan(ax, over, BLUE)
    curve(ax, models, INK, width=1.1, style="dashed")
    curve(ax, yours, VERMILLION, width=1.8)
    if unit == "1":
        share_axis(ax)
    else:
        from_zero(ax, _highest(over, yours, models), unit, ticks=3)
    ends = [(float(yours[-1]), f"you {number(yours[-1], unit)}", VERMILLION)]
    if abs(float(yours[-1] - models[-1])) > 0:
        ends.append((float(models[-1]), f"the model {number(models[-1], unit)}", INK))
    ends.append((float(over.median[-1]), f"median {number(over.median[-1], unit)}", BLUE))
    end_labels(ax, ends, SMALL)


def _highest(over: Bands, *lines: Floats) -> float:
    return float(max(over.high90.max(), *(line.max() for line in lines)))
