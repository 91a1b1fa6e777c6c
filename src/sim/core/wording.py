"""How a value that somebody wrote is shown in a message: short, escaped, in words where clearer."""

import shlex
from collections.abc import Mapping, Sequence
from unicodedata import category

LONGEST_SHOWN = 60
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
