"""Where text goes: results to stdout, everything else to stderr, and how much of it."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO

from sim.cli.outlets import is_unicode, tell
from sim.cli.place import KEEPING, kernel_folder, kernels_kept
from sim.core.json_text import json_text
from sim.core.languages import _
from sim.core.wording import escaped_lines

if TYPE_CHECKING:
    from sim.cli.console import KnownBar, Screen
    from sim.methods.partial import Partial

#: Tables in a pipe or a file are wider than on a terminal that does not tell its width.
WIDE = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 160


class Channel:
    """Standard output or error: plain text goes out as it is, all else through a console of rich.

    Texts of users can look like markup of rich, and are none.
    """

    def __init__(self, *, stderr: bool = False, width: int | None = None) -> None:
        """Open nothing yet: a small command shows plain text alone."""
        self.quiet = False
        self._stderr = stderr
        self._width = width

    @cached_property
    def console(self) -> "Screen":
        """For tables, bars and colours."""
        from sim.cli.console import Screen  # noqa: PLC0415 - rich is slow to import

        return Screen(
            stderr=self._stderr, highlight=False, markup=False, soft_wrap=True, width=self._width
        )

    @property
    def is_terminal(self) -> bool:
        """Whether colours and bars are seen."""
        plain = not self._stream.isatty() and "FORCE_COLOR" not in os.environ
        return not plain and self.console.is_terminal

    @property
    def _stream(self) -> TextIO:
        return sys.stderr if self._stderr else sys.stdout

    def print(self, *things: object, style: str | None = None, end: str = "\n") -> None:
        """Show texts or what rich can show, unless quiet."""
        if self.quiet:
            return
        texts = [each for each in things if isinstance(each, str)]
        if len(texts) < len(things) or (style is not None and self.is_terminal):
            self.console.print(*things, style=style, end=end)
        else:
            self._stream.write(escaped_lines(" ".join(texts)) + end)
            self._stream.flush()


out = Channel(width=WIDE)
#: Remarks; -q leaves them out.
err = Channel(stderr=True)

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
    bar: "KnownBar | None" = None  # that is on the screen now


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


def lead_to(page: Path, left: str) -> None:
    """Say what a command `left` (a folder, a file) and the page of it to open, where there is one."""
    told = _("{left}  →  open {page}") if page.exists() else "{left}"
    out.print(f"  {told.format(left=left, page=page)}")


def warn(text: str) -> None:
    """Something that is no error but should be seen: -q shows it, -qq does not."""
    if manner.quiet < 2:  # noqa: PLR2004 - as many as the letters q
        tell(text)


def waiting(label: str) -> AbstractContextManager[object]:
    """A sign that something takes a while."""
    if err.quiet or not err.is_terminal:
        return nullcontext()
    from rich.live import Live  # noqa: PLC0415 - rich is slow to import
    from rich.text import Text  # noqa: PLC0415

    # Nothing moves, which would take a thread, and a process with threads cannot be copied safely.
    return Live(Text(f"  {label}"), console=err.console, auto_refresh=False, transient=True)


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
        from sim.cli.console import bar  # noqa: PLC0415 - rich is slow to import

        with bar(err.console) as shown:
            manner.bar = shown
            task = shown.add_task(label, total=None, failed="")
            try:
                yield lambda done, total, failed: shown.update(
                    task, completed=done, total=total, failed=f"({failed} failed)" if failed else ""
                )
            finally:
                shown.know("")  # what all say is told when it is proved
                manner.bar = None


def known(partial: "Partial") -> None:
    """What is known so far: a line that changes below the bar, a line for each time elsewhere."""
    told = {"done": partial.done, "of": partial.of, "units": partial.units, "text": partial.text}
    event("partial", told)
    if not manner.progress or err.quiet:
        return
    if manner.bar is not None:
        manner.bar.know(partial.sentence)
    else:
        err.print(f"  {partial.sentence}")


def remark_on_kernels() -> None:
    """Say that workers, who have no screen, will compile the model; whoever compiles here says so by itself."""
    folder = kernel_folder()
    if folder is None or not kernels_kept(folder):
        remark_on_compiling()


@cache
def remark_on_compiling() -> None:
    """Say once that the model is being compiled: for the first time, or anew where it cannot be kept."""
    if kernel_folder() is None:
        err.print(f"  compiling, which takes a minute here every time; to keep it set {KEEPING}")
    else:
        err.print("  compiling the model, which takes half a minute, once")


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
