"""How wide text is, and how it is broken or cut to fit; what the font cannot draw is shown as such."""

import re
from functools import cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font

from sim.core.languages import _
from sim.core.wording import codepoint
from sim.report.drawing.measures import POINTS
from sim.report.drawing.style import FONT

_FINE = 10  # measured this much larger, because letters are fitted to whole pixels
MOST_NAMED = 6
_MISSING = "\N{REPLACEMENT CHARACTER}"
#: Where a line may end: "90 %", "9 in 100" and "9 de cada 100" stay together.
_BREAKS = re.compile(r"(?<! in)(?<! de cada) (?!%|in 100\b|de cada 100\b|cada 100\b)")


@cache
def _face(weight: str) -> FT2Font:
    return get_font(findfont(FontProperties(family=[FONT], weight=weight)))


def drawable(text: str) -> str:
    """The text on one line, with a mark for every character that the font lacks."""
    flat = " ".join(text.split())
    return "".join(c if _face("normal").get_char_index(ord(c)) else _MISSING for c in flat)


def note_on_missing(*texts: str) -> tuple[str, ...]:
    """A line on the characters that the font lacks, with the names to look them up by; none where it has all."""
    face = _face("normal")
    found = dict.fromkeys(
        c for c in "".join("".join(texts).split()) if not face.get_char_index(ord(c))
    )
    if not found:
        return ()
    names = ", ".join(codepoint(c) for c in list(found)[:MOST_NAMED])
    told = (
        _(
            "{mark} stands for what the font of figures lacks: {names} and others. Page and tables have it."
        )
        if len(found) > MOST_NAMED
        else _(
            "{mark} stands for what the font of figures lacks: {names}. Page and tables have it."
        )
    )
    return (told.format(mark=_MISSING, names=names),)


@cache
def width(text: str, size: float, weight: str = "normal") -> float:
    """Width of the text in inches at `size` points."""
    face = _face(weight)
    face.set_size(size, POINTS * _FINE)
    face.set_text(drawable(text))
    return float(face.get_width_height()[0] / 64 / POINTS / _FINE)


def fitted(text: str, size: float, inches: float, weight: str = "normal") -> str:
    """The text, or as much of it as fits with an ellipsis."""
    text = drawable(text)
    if width(text, size, weight) <= inches:
        return text
    while text and width(text + "…", size, weight) > inches:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, size: float, inches: float, weight: str = "normal") -> list[str]:
    """Lines of the text, broken between words; a word longer than a line is cut."""
    lines: list[str] = []
    for word in _BREAKS.split(drawable(text)):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, weight) <= inches:
            lines[-1] = longer
        else:
            lines.append(fitted(word, size, inches, weight))
    return lines
