"""Where text goes: results to stdout, everything else to stderr, and how much of it."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sim.core.json_text import json_text

#: Tables in a pipe or a file are wider than on a terminal that does not tell its width.
WIDE = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 160
out = Console(highlight=False, markup=False, soft_wrap=True, width=WIDE)
#: Remarks; -q leaves them out. Texts of users can look like markup of rich, and are none.
err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

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
    sys.stdout.write(json_text(content) + "\n")


def warn(text: str) -> None:
    """Something that is no error but should be seen: -q shows it, -qq does not."""
    if manner.quiet < 2:  # noqa: PLR2004 - as many as the letters q
        sys.stderr.write(f"{text}\n")


def detail(text: str) -> None:
    """Something that only -v shows."""
    if manner.verbose:
        err.print(f"  {text}", style="dim")


def event(kind: str, content: Mapping[str, object]) -> None:
    """One JSON object in one line on stderr, where --json-lines asks for it."""
    if manner.json_lines:
        line = json_text({"schema": 1, "event": kind} | dict(content), indent=None)
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


@contextmanager
def progress(label: str) -> Iterator[Tell]:
    """A bar on a terminal, one line per tenth elsewhere; called as (done, total, failed)."""
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


def _bar() -> Progress:
    return Progress(
        TextColumn("  {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[failed]}"),
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
