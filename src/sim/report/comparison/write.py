"""Everything that is written about a comparison, as bytes by file name."""

from sim.core.json_text import json_text
from sim.report.comparison.contrast import Comparison
from sim.report.comparison.page import comparison_page
from sim.report.comparison.tables import as_json, differences_csv

PAGE = "compare.html"
FOLDER = "figures"


def write_comparison(comparison: Comparison, commands: tuple[str, ...]) -> dict[str, bytes]:
    """Page, figures and tables by file name; the same arguments give the same bytes."""
    from sim.report.comparison import chances, fans, flow, side_by_side  # noqa: PLC0415 - matplotlib
    from sim.report.comparison.figure import suffix  # noqa: PLC0415

    drawings = []
    for position, contrast in enumerate(comparison.contrasts):
        tail = suffix(comparison, position)
        drawings += [
            fans.drawing(contrast, position + 1, tail),
            flow.drawing(contrast, tail),
            chances.drawing(contrast, position + 1, tail),
        ]
    drawings.append(side_by_side.drawing(comparison))
    drawn = [each.drawn() for each in drawings]
    files = {f"{FOLDER}/{name}": content for _, made in drawn for name, content in made.items()}
    pictures = tuple(shown for shown, _ in drawn)
    told = json_text(as_json(comparison)) + "\n"
    return files | {
        "comparison.json": told.encode(),
        "differences.csv": differences_csv(comparison).encode(),
        PAGE: comparison_page(comparison, pictures, commands).encode(),
    }
