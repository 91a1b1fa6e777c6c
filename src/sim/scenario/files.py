"""Reading scenario files: regular files of a sensible size, opened once, and only where allowed."""

import os
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from itertools import islice
from pathlib import Path
from unicodedata import normalize

from sim.core.intake import Fault, UnfitFileError, read, read_below, unreadable
from sim.core.wording import LONGEST_SHOWN, codepoint, escaped
from sim.scenario.problems import Code, Place, Problem
from sim.scenario.yaml_events import CONTROL

LARGEST = 262_144
_CODES = {
    Fault.MISSING: Code.NO_FILE,
    Fault.FOLDER: Code.FOLDER,
    Fault.NOT_REGULAR: Code.NOT_REGULAR,
    Fault.TOO_LARGE: Code.TOO_LARGE,
}
MOST_NEIGHBOURS = 1000
SHIPPED = "scenarios"
SUFFIXES = (".yaml", ".yml")


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
        return read(path, LARGEST)
    except UnfitFileError as error:
        raise _problem(error) from None


def read_inside(folder: Path, relative: str) -> bytes:
    """Read a file below `folder`, whatever links or a race with another program try to do."""
    outside = FileProblemError(Code.EXTENDS_OUTSIDE, "leads outside the scenario folder")
    try:
        home = folder.resolve()
        real = (home / relative).resolve()
        if not real.is_relative_to(home):
            raise outside
        return read_below(home, str(real.relative_to(home)), LARGEST)
    except RuntimeError:  # links that lead to one another
        raise outside from None
    except UnfitFileError as error:
        # The path was free of links a moment ago.
        raise outside if error.fault is Fault.LINK else _problem(error) from None
    except (OSError, ValueError) as error:
        raise _problem(unreadable(folder / relative, error)) from None


def meant_instead(folder: Path, name: str) -> str:
    """``; did you mean 'blockade.yaml'?`` for a file here, or among the scenarios of this folder."""
    by_stem = {Path(each).stem: f"{SHIPPED}/{each}" for each in _neighbours(folder / SHIPPED)}
    by_stem |= {Path(each).stem: each for each in _neighbours(folder)}
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


def _problem(error: UnfitFileError) -> FileProblemError:
    why = (
        "is a directory, a scenario file was expected" if error.fault is Fault.FOLDER else error.why
    )
    return FileProblemError(_CODES.get(error.fault, Code.UNREADABLE), why)
