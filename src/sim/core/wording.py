"""How a value that somebody wrote is shown in a message: short, escaped, in words where clearer."""

import re
import shlex
from collections.abc import Mapping, Sequence
from unicodedata import category

LONGEST_SHOWN = 60
LEAST_PERCENT, MOST_PERCENT = 2, 100
_NO_SPACE = re.compile(r"\s*(?:-\s+)?([A-Za-z_][\w.-]*):([^\s:/\\].*)", re.ASCII)
# Control, format (zero-width, bidirectional), surrogate, line and paragraph separator: all of them
# can make a message look like something it is not.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def is_hidden(character: str) -> bool:
    """Whether a reader cannot see the character although it changes the text."""
    return category(character) in _HIDDEN


def codepoint(character: str) -> str:
    """``U+0435``, the name under which a character can be looked up."""
    return f"U+{ord(character):04X}"


def escaped(text: str) -> str:
    r"""The text with everything that may not show written out, such as ``\u202e`` or ``\n``."""
    if text.isprintable():
        return text
    shows = (c.isprintable() or category(c) == "Zs" for c in text)
    return "".join(c if show else ascii(c)[1:-1] for c, show in zip(text, shows, strict=True))


def escaped_lines(text: str) -> str:
    r"""The same for a text of several lines: line ends and tabs stay, ``\x1b`` and its like do not."""
    if text.isprintable():
        return text
    lines = text.split("\n")
    return "\n".join("\t".join(map(escaped, line.split("\t"))) for line in lines)


def quoted(path: object) -> str:
    """A path as it is typed in a shell, for a command that we tell people to type."""
    return shlex.quote(str(path))


def space_missing(written: str) -> tuple[str, str] | None:
    """The key and the value of a ``key:value`` that lacks the space which YAML wants, if it is one.

    >>> space_missing("level:0.5")
    ('level', '0.5')
    """
    match = _NO_SPACE.fullmatch(written)
    return (match[1], match[2]) if match is not None else None


def space_hint(written: str) -> str:
    """``; put a space after the colon: 'level: 0.5'`` where that is what is missing, or nothing."""
    found = space_missing(written)
    return f"; put a space after the colon: {shown(': '.join(found))}" if found else ""


def percent_meant(value: float) -> str:
    """What to write instead of 80 where a share was asked for, or nothing.

    >>> percent_meant(80)
    '; if 80 % is meant, write 0.8'
    """
    likely = LEAST_PERCENT <= value <= MOST_PERCENT
    return f"; if {value:g} % is meant, write {value / 100:g}" if likely else ""


def cut(text: str, longest: int = LONGEST_SHOWN) -> str:
    """At most `longest` characters, with an ellipsis where something is missing."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def shown(value: object) -> str:
    """The value for the end of a sentence: ``is 'hedg'``, ``is 12.0``, ``is a list``."""
    match value:
        case None:
            return "empty"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{cut(escaped(cut(value)))}'"
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case _:
            return cut(escaped(str(value)))
