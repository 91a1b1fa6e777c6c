"""Everything that is written about a result, as bytes by file name; putting it on disk is the caller's business."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.report.background import NOTHING, Background
from sim.report.document import FOLDER
from sim.report.page import report_page
from sim.report.tables import outcomes_csv, summary_csv

if TYPE_CHECKING:
    import xarray

    from sim.report.figures.base import Figure
    from sim.scenario.schema import Scenario


def write_report(
    results: "xarray.Dataset",
    scenario: "Scenario",
    facts: Mapping[str, str],
    background: Background = NOTHING,
) -> dict[str, bytes]:
    """Figures, tables and the page of finished results.

    Parameters
    ----------
    results
        Labelled results with the variables of `sim.experiments.batch.layout`.
    scenario
        The scenario they come from.
    facts
        What is known of how they came about, by name, in the order in which the page shows it:
        digest, seed, runs done and asked for, versions.
    background
        The scenario that it starts from, and how its spread divides.

    Returns
    -------
    Content by file name, such as ``figures/personnel.svg``; the same arguments give the same bytes.
    """
    from sim.report.figures import figures_for  # noqa: PLC0415 - matplotlib, only when drawing

    files: dict[str, bytes] = {}
    pictures: dict[Figure, bytes] = {}
    for figure in figures_for(results):
        drawn = figure.rendered(results, scenario)
        files |= {f"{FOLDER}/{name}": content for name, content in drawn.items()}
        pictures[figure] = drawn[f"{figure.name}.svg"]
    files["summary.csv"] = summary_csv(results, scenario).encode()
    files["outcomes.csv"] = outcomes_csv(results, scenario).encode()
    files["report.html"] = report_page(results, scenario, facts, pictures, background).encode()
    return files
