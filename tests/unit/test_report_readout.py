"""What a pointer reads off a figure: whole numbers day by day, and a gap where a line has one."""

import json

import numpy as np
import pytest

from sim.report.drawing.axes import curve, fan, share_axis
from sim.report.drawing.frame import Frame
from sim.report.drawing.readout import Readout, Series, readout_of
from sim.report.drawing.sheet import Row, sheet
from sim.report.statistics import Bands

NONE = float("nan")


def told(*series: Series, unit: str = "persons") -> list[list[object]]:
    kept: dict[str, int] = {}
    Readout(unit=unit, series=list(series)).told(kept)
    return [json.loads(each) for each in kept]


def test_numbers_are_told_as_steps_from_the_day_before() -> None:
    line = np.array([10.0, 12.4, 11.6])
    assert told(Series("left", line, line - 2, line + 2, "90 %")) == [
        ["left", [10, 2, 0], [8, 2, 0], [12, 2, 0], "90 %"]
    ]


@pytest.mark.parametrize("gap", [NONE, float("inf"), -float("inf")])
def test_a_step_over_a_gap_goes_on_from_the_last_day_with_a_number(gap: float) -> None:
    assert told(Series("left", np.array([gap, 10.0, gap, gap, 13.0, gap]))) == [
        ["left", [None, 10, None, None, 3, None], [], [], ""]
    ]


def test_a_line_without_any_number_is_all_gap() -> None:
    assert told(Series("left", np.array([NONE, NONE]))) == [["left", [None, None], [], [], ""]]


def test_a_figure_with_gaps_in_its_lines_is_drawn_and_can_be_read() -> None:
    line = np.array([0.25, NONE, 0.75])
    picture, [[ax]] = sheet(Frame("Shares", "", "", ()), (Row(1.0),))
    share_axis(ax, percent=True)
    fan(ax, Bands(line, line, line, line, line), "#000000")
    curve(ax, line, "#000000", name="mean")
    picture.canvas.draw()
    assert [each.name for each in readout_of(ax).series] == ["median", "mean"]
    assert told(*readout_of(ax).series, unit=readout_of(ax).unit) == [
        ["median", *[[25, None, 50]] * 3, "90 %"],
        ["mean", [25, None, 50], [], [], ""],
    ]
