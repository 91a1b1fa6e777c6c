"""Reading scenario files: regular files of a sensible size, opened once, and only where allowed."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sim.core.intake import Fault, UnfitFileError, read, read_below, unreadable
from sim.core.wording import codepoint
from sim.scenario.problems import Code, Place, Problem
from sim.scenario.yaml_events import CONTROL

LARGEST = 262_144
_CODES = {
    Fault.MISSING: Code.NO_FILE,
    Fault.FOLDER: Code.FOLDER,
    Fault.NOT_REGULAR: Code.NOT_REGULAR,
    Fault.TOO_LARGE: Code.TOO_LARGE,
}


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
