"""What is told of a fit: how little few truths prove, and targets by their whole names on any screen."""

from types import SimpleNamespace

import pytest

from sim.core.languages import _, languages, speaking
from sim.evidence.patterns import patterns
from sim.report.drawing.canvas import PICTURE, TELEPHONE, Canvas, drawing_on
from sim.report.drawing.frame import Frame
from sim.report.drawing.labels import name_high_rows
from sim.report.drawing.render import our_style
from sim.report.drawing.sheet import Room, Row, sheet
from sim.studies.calibration.told.figures import TARGET_ROW, TARGETS
from sim.studies.calibration.told.limits_page import uniform_told


@pytest.mark.parametrize(("n", "least"), [(5, "0.78"), (300, "0.11")])
def test_the_check_of_the_fitting_says_what_so_many_truths_cannot_show(n: int, least: str) -> None:
    # Kolmogorov's limit, 1.95 / sqrt(n) at 0.001, is 0.113 for 300; five are far from it.
    told = uniform_told(SimpleNamespace(n_truths=n, recovered=()))  # type: ignore[arg-type]
    assert f"over {n} truths" in told
    assert f"distances below {least} would not show" in told


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("canvas", [PICTURE, TELEPHONE], ids=["wide", "telephone"])
def test_targets_are_told_whole_in_at_most_two_lines(canvas: Canvas, language: str) -> None:
    with speaking(language), drawing_on(canvas), our_style():
        names = [
            f"{pattern.id}.{position} {_(target.kind)}: {_(target.variable)}"
            for pattern in patterns()
            for position, target in enumerate(pattern.targets, 1)
        ]
        room = Room(left=TARGETS, right=0.3, named=True)
        _picture, [[ax]] = sheet(
            Frame("", "", "", ()), (Row(TARGET_ROW * len(names)).named,), 1, room
        )
        name_high_rows(ax, range(len(names)), names, TARGETS - 0.1)
        shown = [text.get_text() for text in (*ax.texts, *ax.get_yticklabels())]
    assert [" ".join(each.split("\n")) for each in shown if each] == names
    assert max(each.count("\n") for each in shown) <= 1
