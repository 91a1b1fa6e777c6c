"""CSV as bytes of one kind: no cell that a spreadsheet takes for a formula, the same line ends everywhere."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from math import isfinite

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

type Cell = str | int | float | None


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula."""
    return text.lstrip(" ").startswith(_STARTS_FORMULA)


def cell(value: Cell) -> str:
    """One cell as text; nothing for what is missing, and no text that begins a formula.

    >>> cell(-0.25), cell("=1+1"), cell(float("nan")), cell(None)
    ('-0.25', "'=1+1", '', '')
    """
    match value:
        case None:
            return ""
        case str():
            return f"'{value}" if begins_formula(value) else value
        case int():
            return str(int(value))
        case _:
            return f"{value + 0.0:.6g}" if isfinite(value) else ""


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV text, whose lines end in a line feed alone."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([cell(name) for name in heading])
    writer.writerows([cell(value) for value in row] for row in rows)
    return buffer.getvalue()
