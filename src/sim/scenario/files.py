"""Reading scenario files: regular files of a sensible size, opened once, and only where allowed."""

import errno
import os
import stat
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from itertools import islice
from pathlib import Path
from unicodedata import normalize

from sim.core.wording import LONGEST_SHOWN, codepoint, escaped
from sim.scenario.problems import Code, Place, Problem
from sim.scenario.yaml_events import CONTROL

LARGEST = 262_144
MOST_NEIGHBOURS = 1000
SUFFIXES = (".yaml", ".yml")
# Without O_NONBLOCK the opening of a pipe would wait for somebody to write into it.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that went into a scenario; `name` is relative to the scenario's folder."""

    name: str
    sha256: str


class FileProblemError(Exception):
    """Why a file cannot be read; becomes a problem of the scenario that named it."""

    def __init__(self, code: Code, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(text)


def read_named(path: Path) -> bytes:
    """Read the file that the user named; links are followed."""
    try:
        _check_regular(path.stat().st_mode)  # before opening, since devices may act when opened
        return _content(os.open(path, _FLAGS))
    except (OSError, ValueError) as error:
        raise _unreadable(error) from None


def read_inside(folder: Path, relative: str) -> bytes:
    """Read a file below `folder`, whatever links or a race with another program try to do."""
    outside = FileProblemError(Code.EXTENDS_OUTSIDE, "leads outside the scenario folder")
    try:
        home = folder.resolve()
        real = (home / relative).resolve()
        if not real.is_relative_to(home):
            raise outside
        return _content(_open_below(home, real.relative_to(home).parts))
    except RuntimeError:  # links that lead to one another
        raise outside from None
    except (OSError, ValueError) as error:
        # The path was free of links a moment ago.
        swapped = isinstance(error, OSError) and error.errno == errno.ELOOP
        raise outside if swapped else _unreadable(error) from None


def meant_instead(folder: Path, name: str) -> str:
    """``; did you mean 'blockade.yaml'?`` for a file of the folder with a name like this one."""
    by_stem = {Path(each).stem: each for each in _neighbours(folder)}
    stem = Path(name).stem if name.endswith(SUFFIXES) else Path(name).name
    close = get_close_matches(stem[:LONGEST_SHOWN], by_stem, n=1, cutoff=0.6)
    return f"; did you mean '{escaped(by_stem[close[0]])}'?" if close else ""


def _neighbours(folder: Path) -> tuple[str, ...]:
    """Names of the YAML files in a folder; at most a thousand are looked at."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, MOST_NEIGHBOURS)]
    except (OSError, ValueError):
        return ()
    return tuple(sorted(name for name in names if name.endswith(SUFFIXES)))


def spelt_otherwise(folder: Path, relative: str) -> str | None:
    """A file that is there under the same name with accents composed in another way.

    Some systems store é as one character and some as two; people see no difference.
    """
    inner = Path(relative).parent
    wanted = normalize("NFC", Path(relative).name)
    for name in _neighbours(folder / inner):
        if normalize("NFC", name) == wanted:
            return (inner / name).as_posix()
    return None


def decode(content: bytes, file: str) -> tuple[str, Problem | None]:
    """The text of a file, and the first character that is not allowed in any."""
    try:
        text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8").removeprefix("\ufeff")
        place = _end_of(before, file)
        return "", Problem(Code.NOT_UTF8, f"not UTF-8 text (byte {error.start})", place)
    found = CONTROL.search(text)
    if found is None:
        return text, None
    sentence = f"control character {codepoint(found[0])} is not allowed"
    return "", Problem(Code.CONTROL_CHARACTER, sentence, _end_of(text[: found.start()], file))


def fingerprint(content: bytes, name: str) -> FileRead:
    """What a manifest keeps of a file."""
    return FileRead(name, sha256(content).hexdigest())


def _end_of(text: str, file: str) -> Place:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Place(file, len(lines), len(lines[-1]) + 1)


def _open_below(home: Path, parts: tuple[str, ...]) -> int:
    """Open step by step from `home`, never through a link; returns a file descriptor."""
    if os.open not in os.supports_dir_fd:
        return os.open(home.joinpath(*parts), _FLAGS | _NO_FOLLOW)
    here = os.open(home, _FLAGS)
    for part in parts:
        try:
            step = os.open(part, _FLAGS | _NO_FOLLOW, dir_fd=here)
        finally:
            os.close(here)
        here = step
    return here


def _content(descriptor: int) -> bytes:
    """Everything in an open file, which is closed."""
    content = b""
    try:
        _check_regular(os.fstat(descriptor).st_mode)
        while len(content) <= LARGEST and (piece := os.read(descriptor, LARGEST + 1)):
            content += piece
    finally:
        os.close(descriptor)
    if len(content) > LARGEST:
        raise FileProblemError(Code.TOO_LARGE, f"file is larger than {LARGEST} bytes")
    return content


def _check_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise FileProblemError(Code.FOLDER, "is a directory, a scenario file was expected")
    if not stat.S_ISREG(mode):
        raise FileProblemError(Code.NOT_REGULAR, "is not a regular file")


def _unreadable(error: Exception) -> FileProblemError:
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return FileProblemError(Code.NO_FILE, "no such file")
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return FileProblemError(Code.NO_FILE, "no such file")
    if isinstance(error, OSError) and error.errno == errno.ENXIO:
        return FileProblemError(Code.NOT_REGULAR, "is not a regular file")
    reason = error.strerror if isinstance(error, OSError) else None
    return FileProblemError(Code.UNREADABLE, f"cannot be read: {(reason or 'unknown').lower()}")
