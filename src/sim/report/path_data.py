"""The way of a line in an SVG, written short: steps in tenths of a point instead of places in hundredths."""

import re

_PART = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_LONG = re.compile(r"(\.\d)\d+")
STRAIGHT = frozenset("MLz")


def shortened(way: str) -> str:
    r"""The same way to a tenth of a point; one of straight lines is written as steps.

    >>> shortened("M 10.04 20 \nL 11.57 18.96 \nL 11.57 18.97 \nz")
    'M10 20l1.6-1z'
    """
    parts = [(found[1], _NUMBER.findall(found[2])) for found in _PART.finditer(way)]
    if not all(letter in STRAIGHT for letter, _ in parts):
        return _LONG.sub(r"\1", " ".join(way.split()))
    told: list[str] = []
    last, stepped = (0, 0), False
    for letter, numbers in parts:
        if letter == "z":
            told.append("z")
            stepped = False
            continue
        x, y = (round(10 * float(each)) for each in numbers)
        if letter == "M":
            told.append(f"M{_tenths(x)}{_apart(y)}")
            stepped = False
        elif (x, y) != last or not stepped:
            step = _tenths(x - last[0]) if not stepped else _apart(x - last[0])
            told.append(f"{'' if stepped else 'l'}{step}{_apart(y - last[1])}")
            stepped = True
        last = (x, y)
    return "".join(told)


def _tenths(value: int) -> str:
    return f"{value / 10:g}"


def _apart(value: int) -> str:
    """A number after another one: its sign alone keeps them apart, or else a space does."""
    return _tenths(value) if value < 0 else f" {_tenths(value)}"
