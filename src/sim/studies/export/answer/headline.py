"""Headline numbers on the last day, a row each, with the totals that the rows add up to."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.report import readings
from sim.report.headline import Headline, headlines
from sim.report.headline_numbers import CUBA, HeadlineNumber
from sim.studies.export.answer.sheet import Sheet, sheet

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

WHO, LEFT, OIL = (
    "Who is still there?",
    "Who left, and why?",
    "What happens to Cuba's oil, and to life in Cuba?",
)
COLUMNS = (
    "question",
    "name",
    "label",
    "unit",
    "date",
    "start",
    "median",
    "low50",
    "high50",
    "low90",
    "high90",
    "mean",
    "runs",
)
NOTE = (
    "On the date; start is the median of the first day, nothing where counting starts there. 50 % and 90 % of"
    " runs lie between low50 and high50, low90 and high90. Means add up to the totals, medians do not."
)
_OF_CUBA = frozenset({"oil", "oil_total", *(name for name, _ in CUBA)})


def headline_sheet(results: "xarray.Dataset", scenario: "Scenario") -> Sheet:
    """Every headline number and every total."""
    last, n = readings.dates(results, scenario)[-1], readings.n_runs(results)
    found = [*headlines(results), *map(Headline.of, _totals(results))]
    found.sort(key=lambda each: (WHO, LEFT, OIL).index(_question(each.name)))
    rows = (
        (
            _question(each.name),
            _name(each),
            each.label,
            each.unit,
            last,
            None if _is_counted(each.name) else each.start,
            each.median,
            each.low50,
            each.high50,
            each.low90,
            each.high90,
            each.mean,
            n,
        )
        for each in found
    )
    return sheet("headline", "What has come of it by the last day?", COLUMNS, rows, NOTE)


def _question(name: str) -> str:
    if name in _OF_CUBA:
        return OIL
    return LEFT if name.startswith(("left_", "arrived_")) else WHO


def _name(each: Headline) -> str:
    """Its name; missions that stand for themselves have that of the variable, and differ in the label."""
    return f"present/{each.label}" if each.name == "present" else each.name


def _is_counted(name: str) -> bool:
    return name.startswith(("left_", "arrived_")) or name == "oil_total"


def _totals(results: "xarray.Dataset") -> Iterator[HeadlineNumber]:
    """What is counted over the window, of all causes and all suppliers; nothing where no paths are kept."""
    if not readings.of_runs(results, "present"):
        return
    left = readings.exits_by_cause(results)[:, -1:].sum(axis=2)
    arrived = readings.values(results, "arrived")[:, -1:]
    oil = readings.values(results, "oil_delivered").sum(axis=(1, 2))[:, None]
    none = np.zeros(len(left))
    yield HeadlineNumber("left_total", "Left: all causes", "persons", none, left)
    yield HeadlineNumber("arrived_total", "Came as replacements", "persons", none, arrived)
    yield HeadlineNumber("oil_total", "Oil to Cuba in the whole window", "kb", none, oil)
