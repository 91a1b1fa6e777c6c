"""Where text goes: results to stdout, everything else to stderr."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(content: object) -> None:
    """One JSON object on stdout, for programs."""
    sys.stdout.write(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int, int], None]]:
    """A bar on a terminal, one line per tenth elsewhere; called as (done, total, failed)."""
    if not err.is_terminal:
        yield _tenths()
        return
    bar = Progress(
        TextColumn("  {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[failed]}"),
        console=err,
    )
    with bar:
        task = bar.add_task(label, total=None, failed="")
        yield lambda done, total, failed: bar.update(
            task, completed=done, total=total, failed=f"({failed} failed)" if failed else ""
        )


def _tenths() -> Callable[[int, int, int], None]:
    shown = -1

    def tell(done: int, total: int, failed: int) -> None:
        nonlocal shown
        tenth = 10 * done // max(total, 1)
        if tenth > shown:
            shown = tenth
            err.print(f"  {done}/{total} runs" + (f", {failed} failed" if failed else ""))

    return tell
