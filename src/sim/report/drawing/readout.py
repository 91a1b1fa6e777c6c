"""What a pointer reads off a figure: the numbers behind the lines of its panels, day by day, as they are drawn."""

import json
from dataclasses import dataclass, field

import numpy as np
from matplotlib.axes import Axes

from sim.core.quantity import Floats
from sim.report.drawing.measures import POINTS
from sim.report.numerals import decimals
from sim.report.statistics import Bands

PERCENT = "%"  # the unit of an axis that shows shares as percentages


@dataclass(frozen=True, slots=True)
class Series:
    """A line over the days with what it is called; `low` and `high` hold `share` of the runs around it."""

    name: str
    line: Floats
    low: Floats | None = None
    high: Floats | None = None
    share: str = ""


@dataclass(slots=True)
class Readout:
    """The lines of one panel, its title and the unit of its axis."""

    title: str = ""
    unit: str = "1"
    series: list[Series] = field(default_factory=list)

    def band(self, over: Bands, line: Floats | None, name: str, *, outer: bool) -> None:
        """Keep a fan, with the outermost band that is drawn."""
        middle = over.median if line is None else line
        low, high = (over.low90, over.high90) if outer else (over.low50, over.high50)
        share = "90 %" if outer else "50 %"
        self.series.append(Series(name, middle, low, high, share))

    def told(self, kept: dict[str, int]) -> dict[str, object]:
        """For a script: whole numbers as steps, each with its place among those `kept`.

        A step is from the last day that has a number; a day that has none is `None`, as a line has a gap there.
        """
        scale, digits = (100.0, 0) if self.unit == PERCENT else (1.0, decimals(self.unit))

        def steps(values: Floats | None) -> list[int | None]:
            if values is None:
                return []
            numbers = np.asarray(values, np.float64)
            has_number = np.isfinite(numbers)
            whole = np.rint(numbers[has_number] * scale * 10**digits).astype(np.int64)
            found = iter(np.diff(whole, prepend=0).tolist())
            return [next(found) if has else None for has in has_number]

        return {
            "title": self.title,
            "digits": digits,
            "unit": " %" if self.unit == PERCENT else "",
            "series": [
                kept.setdefault(
                    json.dumps(
                        [each.name, *map(steps, (each.line, each.low, each.high)), each.share]
                    ),
                    len(kept),
                )
                for each in self.series
            ],
        }


def box_of(ax: Axes) -> list[float]:
    """Where a panel lies in its SVG, in points from its top left corner, and its first and last day."""
    picture, box = ax.get_figure(root=True), ax.get_position()
    wide, tall = (POINTS * float(side) for side in picture.get_size_inches()) if picture else (1, 1)
    first, last = ax.get_xlim()
    sides = (box.x0 * wide, (1 - box.y1) * tall, box.width * wide, box.height * tall, first, last)
    return [round(float(each), 1) for each in sides]


def readout_of(ax: Axes) -> Readout:
    """What the panel is to be read as; of one on no sheet of ours nobody asks."""
    kept: dict[Axes, Readout] = getattr(ax.get_figure(root=True), "readouts", {})
    return kept.get(ax, Readout())
