"""Shapes of paths as small panels, a row for each shape."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import batched, chain
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.core.languages import _, numeral
from sim.core.quantity import Floats
from sim.methods.study import Drawing, around
from sim.report import readings
from sim.report.drawing.axes import curve, date_axis, fan, share_axis
from sim.report.drawing.canvas import canvas
from sim.report.drawing.labels import headed_row, heading_lines, titled
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, GREEN, INK
from sim.report.limits import BANDS
from sim.report.statistics import bands
from sim.report.table import Table
from sim.scenario.schema import Scenario
from sim.studies.paths.answer import Paths
from sim.studies.paths.told.names import letter
from sim.studies.paths.told.tables import end_of, group_text, of_runs, share_text

if TYPE_CHECKING:
    import xarray

HEIGHT = 1.05  # of a panel, in inches
ROOM = Room(left=0.5)
HUES = {"security": BLUE, "civilian": GREEN}
TITLE = "Shapes of drawdown paths"
READING = (
    f"Persons in the country as a share of the first day, by shape. {BANDS} Thin: the typical run of each shape. "
    "Runs in 100, with what their number leaves open (Wilson, 95 %)."
)


def drawing(
    results: "xarray.Dataset",
    scenario: Scenario,
    found: Paths,
    shares: Mapping[str, Floats],
    names: tuple[str, ...],
    numbers: Table,
) -> Drawing:
    """A row for each shape, a panel for each group; `numbers` stand behind it."""

    def draw() -> Picture:
        frame = around(_finding(found, shares), scenario, found.n_runs, READING)
        headings = tuple(_headings(found, names))
        # On a narrow canvas the panels of a row stand below one another, and its heading above the first.
        columns = 1 if canvas().narrow else len(shares)
        rows = (
            Row(HEIGHT, lines=heading_lines(heading, ROOM.left + ROOM.right) if place == 0 else 0)
            for heading in headings
            for place in range(0, len(shares), columns)
        )
        picture, grid = sheet(frame, tuple(rows), columns, ROOM)
        rows_of_panels = batched(chain(*grid), len(shares))
        for position, (panels, heading) in enumerate(zip(rows_of_panels, headings, strict=True)):
            _shape(panels, results, scenario, found, shares, position)
            headed_row(panels, heading)
        return picture

    tried = ", ".join(
        f"{k}: {numeral(f'{value:.2f}')}" for k, value in sorted(found.silhouettes.items())
    )
    return Drawing(
        "paths",
        _(TITLE),
        draw,
        _(
            "Runs with like paths are put together by Ward's method; the number of shapes is the one with the highest "
            "mean silhouette ({tried})."
        ).format(tried=tried),
        _("Small panels of {n} shapes: {shapes}.").format(
            n=len(found.clusters), shapes=", ".join(listed(found, names))
        ),
        numbers,
    )


def listed(found: Paths, names: Sequence[str]) -> Iterator[str]:
    """Each shape with its name and how common it is, for a sentence."""
    for position, (name, cluster) in enumerate(zip(names, found.clusters, strict=True)):
        yield _("{letter}, {name}, in {runs}").format(
            letter=letter(position), name=name, runs=of_runs(cluster, found.n_runs)
        )


def _headings(found: Paths, names: Sequence[str]) -> Iterator[str]:
    """The same above the panels of a shape."""
    for position, (name, cluster) in enumerate(zip(names, found.clusters, strict=True)):
        yield f"{letter(position)}: {name} · {share_text(cluster, found.n_runs)}"


def _finding(found: Paths, shares: Mapping[str, Floats]) -> str:
    """How far apart the shapes end, which the sentences above the figure do not say."""
    told = _("{group} {low} to {high} %")
    ends = (
        (group, [100 * end_of(cluster, daily) for cluster in found.clusters])
        for group, daily in shares.items()
    )
    groups = ", ".join(
        told.format(group=group_text(group), low=f"{min(each):.0f}", high=f"{max(each):.0f}")
        for group, each in ends
    )
    return _("In the country at the end, by shape: {groups} of the first day").format(groups=groups)


def _shape(
    panels: Sequence[Axes],
    results: "xarray.Dataset",
    scenario: Scenario,
    found: Paths,
    shares: Mapping[str, Floats],
    position: int,
) -> None:
    """The panels of one shape."""
    cluster, days = found.clusters[position], readings.dates(results, scenario)
    for ax, (group, daily) in zip(panels, shares.items(), strict=True):
        fan(ax, bands(daily[cluster.members]), HUES[group])
        curve(ax, daily[cluster.typical], INK, width=0.8)
        share_axis(ax, percent=True)
        ax.set_ylim(0, 1.1)
        date_axis(ax, days, most=5)
        titled(ax, readings.sentence_case(group), hue=HUES[group])
