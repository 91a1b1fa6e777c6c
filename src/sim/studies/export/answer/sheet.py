"""A table that answers one question: its columns, its rows, and how its numbers are written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sim.core.quantity import Floats
from sim.report.csv_text import csv_text
from sim.report.statistics import bands

type Value = str | int | float | date | None
SPREAD = ("median", "low50", "high50", "low90", "high90", "mean")
EVERY = 7  # days between the rows of a table over time


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for a spreadsheet.

    Attributes
    ----------
    name
        Of its file and its tab.
    question
        What it answers, in a sentence.
    columns, rows
        One number a cell, one thing a row; dates are dates.
    note
        What a reader has to know of the columns.
    """

    name: str
    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""

    def csv(self) -> str:
        """The same as CSV: dates as ISO 8601, no text that begins a formula."""
        plain = ([_plain(value) for value in row] for row in self.rows)
        return csv_text(self.columns, plain)


def sheet(
    name: str,
    question: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    note: str = "",
) -> Sheet:
    """A table of rows as they come."""
    return Sheet(name, question, tuple(columns), tuple(map(tuple, rows)), note)


def weekly(n_days: int) -> list[int]:
    """Days that a table over time has rows for: every seventh, and the last."""
    return sorted({*range(0, n_days, EVERY), n_days - 1})


def spread(values: Floats) -> Iterator[float]:
    """Over runs (R,): the numbers named in `SPREAD`."""
    found = bands(values)
    for each in (found.median, found.low50, found.high50, found.low90, found.high90):
        yield float(each)
    yield float(values.mean())


def _plain(value: Value) -> str | int | float | None:
    return value.isoformat() if isinstance(value, date) else value
