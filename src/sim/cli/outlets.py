"""Standard output and error that outlive their reader, a full disk, and being closed from the start.

Writing to them never raises: a run whose progress nobody reads any more goes on to its end. What was
lost, and why, is known at the end.
"""

import codecs
import errno
import io
import os
import select
import sys
from typing import TextIO

from sim.core.wording import escaped_lines

#: What our own texts use beyond ASCII, for screens that have nothing else.
_PLAIN = {
    "→": "->",
    "·": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "…": "...",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "×": "x",
    "≤": "<=",
    "≥": ">=",
    "━": "-",
    "╸": "-",
    "╺": "-",
}


class Outlet(io.FileIO):
    """A descriptor that drops what cannot be written; `fault` is the first reason, if there was one."""

    fault: OSError | None = None

    def write(self, data: "io.ReadableBuffer", /) -> int:  # type: ignore[name-defined]
        """Write what can be written; claims to have written the rest."""
        try:
            while self.fault is None:
                written: int | None = super().write(data)
                if written is not None:
                    return written
                select.select([], [self.fileno()], [])  # a slow reader that we must not wait for
        except OSError as error:
            self.fault = error
        return memoryview(data).nbytes


def install() -> None:
    """Put outlets in the place of stdout and stderr."""
    codecs.register_error("sim.plain", _plainly)
    for number in range(3):
        _occupy(number)
    sys.stdout = _text(Outlet(1, "w", closefd=False), sys.stdout)
    sys.stderr = _text(Outlet(2, "w", closefd=False), sys.stderr, by_line=True)


def lost() -> OSError | None:
    """Why output was lost; a reader who stopped reading is no reason, that is their right."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    raw = getattr(sys.stdout.buffer, "raw", None)
    fault = raw.fault if isinstance(raw, Outlet) else None
    return None if fault is None or fault.errno == errno.EPIPE else fault


def tell(text: str) -> None:
    """What must be known, on stderr; no option silences it."""
    sys.stderr.write(f"{escaped_lines(text)}\n")


def is_unicode() -> bool:
    """Whether stdout can hold every character."""
    return codecs.lookup(sys.stdout.encoding or "ascii").name.startswith("utf")


def _occupy(number: int) -> None:
    """Keep the number of a closed descriptor, or the next file we open would be our output."""
    try:
        os.fstat(number)
    except OSError:
        os.set_inheritable(os.open(os.devnull, os.O_RDONLY), True)  # noqa: FBT003 - no keyword


def _text(raw: Outlet, former: TextIO | None, *, by_line: bool = False) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=(former.encoding if former else None) or "utf-8",
        errors="sim.plain",
        line_buffering=by_line or raw.isatty(),
    )


def _plainly(error: UnicodeError) -> tuple[str, int]:
    r"""The nearest ASCII of our own punctuation, and an escape such as ``\xe9`` for all else."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_PLAIN.get(c, ascii(c)[1:-1]) for c in lost), error.end
