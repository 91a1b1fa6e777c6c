"""Errors that end in one clear sentence for the person at the keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line, a contract with scripts."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INVALID = 3
    SOME_FAILED = 4
    MISMATCH = 5
    MISSING_EXTRA = 6
    INPUT_OUTPUT = 7
    INTERRUPTED = 130
    TERMINATED = 143


class SimError(Exception):
    """Anything that is the user's or the computer's doing; `code` becomes the exit code.

    `file`, `line` and `column` (from 1) say where it is written, if that is known.
    """

    code = Exit.USAGE
    file = ""
    line = 0
    column = 0


class BadValueError(SimError, ValueError):
    """A value that is not allowed; carries what would have been, so that nobody parses a message."""

    code = Exit.INVALID

    def __init__(self, message: str, *, options: tuple[str, ...] = (), given: str = "") -> None:
        self.options = options
        self.given = given
        super().__init__(message)

    @property
    def text(self) -> str:
        """The sentence without a suggestion, which takes time to look for."""
        return super().__str__()

    def __str__(self) -> str:
        return self.text + did_you_mean(self.given, self.options)


@contextmanager
def typed(option: str) -> Iterator[None]:
    """Say of a wrong value that it was typed after `option`: wrong usage, not a wrong scenario."""
    try:
        yield
    except BadValueError as error:
        raise SimError(f"{option}: {str(error).removeprefix(f'{option}: ')}") from None


def did_you_mean(given: str, options: tuple[str, ...]) -> str:
    """``; did you mean 'x'?`` for the closest option, or nothing when none is close."""
    for wanted in dict.fromkeys((given, given.lower())):
        if close := get_close_matches(wanted, options, n=1, cutoff=0.6):
            return f"; did you mean '{close[0]}'?"
    return ""
