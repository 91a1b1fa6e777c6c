"""Where text goes: results to stdout, everything else to stderr, and how much of it."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from time import monotonic
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.measure import Measurement
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.segment import Segment
from rich.status import Status
from rich.table import Column, Table
from rich.text import Text

from sim.cli.outlets import is_unicode, tell
from sim.cli.place import KEEPING, kernel_folder
from sim.core.json_text import json_text
from sim.core.wording import escaped_lines

#: Tables in a pipe or a file are wider than on a terminal that does not tell its width.
WIDE = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 160


#: Columns that a table always has: what a row is about, and one thing said of it.
FEWEST = 2


class Screen(Console):
    """A console on which no text acts: colours are its own, an escape sequence in a title is shown as one."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Render as always, with everything written out that a reader could not see, and tables that fit."""
        if isinstance(renderable, Table):
            renderable = fitting(renderable, self, options or self.options)
        for segment in super().render(renderable, options):
            text, style, control = segment
            yield segment if control else Segment(escaped_lines(text), style)


# Texts of users can look like markup of rich, and are none.
out = Screen(highlight=False, markup=False, soft_wrap=True, width=WIDE)
#: Remarks; -q leaves them out.
err = Screen(stderr=True, highlight=False, markup=False, soft_wrap=True)

type Tell = Callable[[int, int, int], None]


@dataclass(slots=True)
class Manner:
    """How much is told besides results and errors."""

    quiet: int = 0
    verbose: int = 0
    progress: bool = True
    json_lines: bool = False
    json: bool = False
    warnings: list[dict[str, Any]] = field(default_factory=list)


manner = Manner()


def print_json(content: object) -> None:
    """One JSON object on stdout, for programs."""
    sys.stdout.write(json_text(content, plain=not is_unicode()) + "\n")


def print_file(text: str) -> None:
    """The content of a file (YAML, CSV) as it is, in UTF-8; a terminal shows what would act on it."""
    if sys.stdout.isatty():
        sys.stdout.write(escaped_lines(text))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="surrogateescape"))


def warn(text: str) -> None:
    """Something that is no error but should be seen: -q shows it, -qq does not."""
    if manner.quiet < 2:  # noqa: PLR2004 - as many as the letters q
        tell(text)


def waiting(label: str) -> Status:
    """A sign that something takes a while."""
    return err.status(Text(f"  {label}"))


def detail(text: str) -> None:
    """Something that only -v shows."""
    if manner.verbose:
        err.print(f"  {text}", style="dim")


def event(kind: str, content: Mapping[str, object]) -> None:
    """One JSON object in one line on stderr, where --json-lines asks for it."""
    if manner.json_lines:
        told = {"schema": 1, "event": kind} | dict(content)
        line = json_text(told, indent=None, plain=not is_unicode())
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


@contextmanager
def progress(label: str) -> Iterator[Tell]:
    """A bar on a terminal, one line per tenth elsewhere; called as (done, total, failed)."""
    remark_on_kernels()
    if manner.json_lines:
        yield _events(label)
    elif not manner.progress or err.quiet:
        yield lambda *_: None
    elif not err.is_terminal:
        yield _tenths(label)
    else:
        with _bar() as bar:
            task = bar.add_task(label, total=None, failed="")
            yield lambda done, total, failed: bar.update(
                task, completed=done, total=total, failed=f"({failed} failed)" if failed else ""
            )


@cache
def remark_on_kernels() -> None:
    """Say once that every process compiles the model anew, where that cannot be helped."""
    if kernel_folder() is None:
        err.print(f"  compiling, which takes a minute here every time; to keep it set {KEEPING}")


def _bar() -> Progress:
    return Progress(
        TextColumn("  {task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[failed]}", markup=False),
        console=err,
    )


def _events(label: str) -> Tell:
    began = monotonic()

    def tell(done: int, total: int, failed: int) -> None:
        seconds = round(monotonic() - began, 3)
        counts = {"done": done, "total": total, "failed": failed}
        event("progress", {"label": label, **counts, "seconds": seconds})

    return tell


def _tenths(label: str) -> Tell:
    shown = -1

    def tell(done: int, total: int, failed: int) -> None:
        nonlocal shown
        tenth = 10 * done // max(total, 1)
        if tenth > shown:
            shown = tenth
            err.print(f"  {done}/{total} {label}" + (f", {failed} failed" if failed else ""))

    return tell


def fitting(table: Table, console: Console, options: ConsoleOptions) -> Table:
    """The table with as many of its columns as have room; those left out, from the end, are named below."""
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
