"""The numbers behind a figure as text: a heading for every column, a row for every date or thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.core.quantity import Floats
from sim.report import readings
from sim.report.numerals import named, number, spread
from sim.report.statistics import bands

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of text; the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def over_runs(
    results: "xarray.Dataset", scenario: "Scenario", series: Sequence[tuple[str, str, Floats]]
) -> Table:
    """Median [90 % of runs] at the end of every month of `series`: label, unit, values (R, T)."""
    days = readings.dates(results, scenario)
    ends = readings.month_ends(days)
    columns = []
    for _, unit, daily in series:
        found = bands(daily[:, list(ends)])
        columns.append(
            [
                spread(*each, unit)
                for each in zip(found.median, found.low90, found.high90, strict=True)
            ]
        )
    return Table(
        ("Date", *(named(label, unit) for label, unit, _ in series)),
        tuple(
            (days[end].isoformat(), *(column[row] for column in columns))
            for row, end in enumerate(ends)
        ),
    )


def per_day(
    results: "xarray.Dataset", scenario: "Scenario", series: Sequence[tuple[str, str, Floats]]
) -> Table:
    """One number at the end of every month of `series`: label, unit, values (T,)."""
    days = readings.dates(results, scenario)
    return Table(
        ("Date", *(named(label, unit) for label, unit, _ in series)),
        tuple(
            (days[end].isoformat(), *(number(daily[end], unit) for _, unit, daily in series))
            for end in readings.month_ends(days)
        ),
    )
