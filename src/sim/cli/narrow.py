"""Tables on a narrow terminal: columns are left out from the end and named below; labels and digits stay whole."""

from collections.abc import Iterator
from copy import copy

from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

FEWEST = 2  # what a row is about, and one thing said of it


def fitting(table: Table, console: Console, options: ConsoleOptions) -> Table:
    """The table with as many of its columns as have room; the first two are always there."""
    widths = [_needed(column, table, console, options) for column in table.columns]
    n_kept = len(widths)
    while n_kept > FEWEST and sum(widths[:n_kept]) > options.max_width:
        n_kept -= 1
    if n_kept == len(widths):
        return table
    made = copy(table)
    made.columns = table.columns[:n_kept]
    missing = ", ".join(_plain(each.header) or "one more" for each in table.columns[n_kept:])
    told = f"left out on a narrow screen: {missing}"
    made.caption = Text(told, no_wrap=False, overflow="fold")
    made.caption_justify = "left"
    return made


def _needed(column: Column, table: Table, console: Console, options: ConsoleOptions) -> int:
    """Width in which no word of a column is cut; where it may be folded, nothing is lost in any."""
    padding = table.padding[1] + table.padding[3]
    if column.overflow == "fold":
        return 1 + padding
    found = [Measurement.get(console, options, each) for each in _texts(column)]
    widest = max(each.maximum if column.no_wrap else each.minimum for each in found)
    return max(widest, column.min_width or 0) + padding


def _texts(column: Column) -> Iterator[Text]:
    for each in (column.header, *column.cells):
        yield Text(_plain(each))


def _plain(cell: object) -> str:
    return cell.plain if isinstance(cell, Text) else str(cell)
