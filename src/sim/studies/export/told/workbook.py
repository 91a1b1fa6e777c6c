"""A workbook with a sheet for each question; the same tables give the same bytes.

Text is written as text: whatever a cell begins with, it is no formula, no link and no number. Where it
begins as a formula would, it is marked as quoted, so that editing the cell makes none of it either.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Any

from sim.core.wording import cut, escaped
from sim.report.csv_text import begins_formula
from sim.report.limits import NOT_A_FORECAST
from sim.report.numerals import decimals
from sim.studies.export.answer.sheet import Sheet, Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: Nothing is guessed from a text, and the date of making is not part of the file.
PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - no moment: a date for a field that must have one
LONGEST_CELL = 32_000  # characters; a spreadsheet takes 32,767
UNITLESS = 2  # digits of a number without a unit
NARROWEST, WIDEST = 8, 60  # characters of a column
HEAD = 4  # rows above the first of a table: question, note, what it is not, column names
LOOKED_AT = 200  # rows from which the width of a column is taken


class _Formats:
    """How cells look, made once for a workbook."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - a workbook
        self.bold = book.add_format({"bold": True})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.quiet = book.add_format({"italic": True, "font_color": "#555555"})
        self.quoted = book.add_format({"quote_prefix": True})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.numbers = [
            book.add_format({"num_format": f"#,##0{'.' if n else ''}{'0' * n}"}) for n in range(4)
        ]

    def of(self, value: Value, digits: int | None) -> object:
        """How a value looks that has so many digits; without a unit, a whole number has none."""
        if not isinstance(value, int | float):
            return None
        if digits is None:
            digits = 0 if float(value).is_integer() else UNITLESS
        return self.numbers[digits]


def workbook(tables: Sequence[Sheet], facts: Mapping[str, str]) -> bytes:
    """The workbook: what the results are, then a sheet for each table."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook is written

    buffer = BytesIO()
    book = Workbook(buffer, PLAIN)
    book.set_properties({"title": facts["title"], "comments": NOT_A_FORECAST, "created": MADE})
    formats = _Formats(book)
    _about(book.add_worksheet("about"), tables, facts, formats)
    for each in tables:
        _fill(book.add_worksheet(each.name), each, formats)
    book.close()
    return buffer.getvalue()


def _about(
    page: "Worksheet", tables: Sequence[Sheet], facts: Mapping[str, str], formats: _Formats
) -> None:
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 100)
    lines = [*facts.items(), ("", ""), *((each.name, each.question) for each in tables)]
    for row, (name, value) in enumerate(lines):
        _write(page, row, 0, name, formats.bold, formats)
        _write(page, row, 1, value, None, formats)


def _fill(page: "Worksheet", table: Sheet, formats: _Formats) -> None:
    _write(page, 0, 0, table.question, formats.title, formats)
    _write(page, 1, 0, table.note, formats.quiet, formats)
    _write(page, 2, 0, NOT_A_FORECAST, formats.quiet, formats)
    for column, name in enumerate(table.columns):
        _write(page, HEAD - 1, column, name, formats.bold, formats)
        page.set_column(column, column, _width(table, column))
    unit_at = table.columns.index("unit") if "unit" in table.columns else None
    for row, values in enumerate(table.rows, start=HEAD):
        digits = None if unit_at is None else decimals(str(values[unit_at]))
        for column, value in enumerate(values):
            look = formats.of(value, digits)
            _write(page, row, column, value, look, formats)
    page.freeze_panes(HEAD, 0)
    if table.rows:
        page.autofilter(HEAD - 1, 0, HEAD - 1 + len(table.rows), len(table.columns) - 1)


def _write(
    page: "Worksheet",
    row: int,
    column: int,
    value: Value,
    look: object,
    formats: _Formats,
) -> None:
    """One cell; `look` is for what is neither a date nor a text that begins a formula."""
    match value:
        case None:
            return
        case str():
            text = cut(escaped(value), LONGEST_CELL)
            page.write_string(row, column, text, formats.quoted if begins_formula(text) else look)
        case date():
            page.write_datetime(row, column, value, formats.date)
        case float():
            if isfinite(value):
                page.write_number(row, column, value + 0.0, look)
        case _:
            page.write_number(row, column, value, look)


def _width(table: Sheet, column: int) -> int:
    texts = [table.columns[column], *(_shown(row[column]) for row in table.rows[:LOOKED_AT])]
    return max(NARROWEST, min(WIDEST, 2 + max(map(len, texts))))


def _shown(value: Value) -> str:
    match value:
        case None:
            return ""
        case float():
            return f"{value:,.1f}" if isfinite(value) else ""
        case _:
            return str(value)
