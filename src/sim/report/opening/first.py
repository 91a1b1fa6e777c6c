"""The first chart of a page, drawn for a wide screen and again for a narrow one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.opening.total import TotalPath, total_table

if TYPE_CHECKING:
    import xarray

    from sim.report.table import Table
    from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class FirstChart:
    """The total as a page shows it: two drawings (SVG) of one thing, words and numbers."""

    wide: bytes
    narrow: bytes
    caption: str
    alt: str
    numbers: "Table"


def first_chart(results: "xarray.Dataset", scenario: "Scenario") -> FirstChart | None:
    """Draw it; None for results that keep no paths of runs."""
    path = TotalPath.of(results, scenario)
    if path is None:
        return None
    from sim.report.opening.panel import NARROW, WIDE, opening_svg  # noqa: PLC0415 - matplotlib

    wide, narrow = opening_svg(path, WIDE), opening_svg(path, NARROW)
    return FirstChart(wide, narrow, path.caption, path.alt, total_table(results, scenario))
