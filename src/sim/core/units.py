"""Units a person may write: ``"35 kb/d"`` or ``"2 %/week"`` become numbers in the declared unit."""

import re
from fractions import Fraction
from math import isfinite

from sim.core.distributions import Distribution
from sim.core.errors import BadValueError
from sim.core.wording import cut, escaped, shown

_DAYS = {
    "day": Fraction(1),
    "d": Fraction(1),
    "week": Fraction(7),
    "month": Fraction("30.4375"),
    "year": Fraction("365.25"),
}
_SHARES = {"1": Fraction(1), "%": Fraction(1, 100)}
# As the oil agencies write them: kb is a thousand barrels and mb a million.
_BARRELS = {"kb": Fraction(1), "mb": Fraction(1000), "b": Fraction(1, 1000)}


def _per(amounts: dict[str, Fraction], unit: str) -> dict[str, Fraction]:
    """Rates of `amounts` in any period, as factors to the rate per `unit`; that one comes first."""
    periods = sorted(_DAYS, key=lambda period: period != unit)
    return {
        f"{name}/{period}": amount * _DAYS[unit] / _DAYS[period]
        for name, amount in amounts.items()
        for period in periods
    }


_FACTORS = {
    "1": _SHARES,
    "1/day": _per(_SHARES, "day"),
    "1/year": _per(_SHARES, "year"),
    "days": {f"{period}s": days for period, days in _DAYS.items() if period != "d"} | _DAYS,
    "kb": _BARRELS,
    "kb/day": _per(_BARRELS, "day"),
    "persons": {"persons": Fraction(1), "person": Fraction(1)},
    "persons/day": _per({"persons": Fraction(1), "seats": Fraction(1)}, "day"),
}
NUMBER = r"[-+]?(?:\.\d+|(?:0|[1-9]\d*)(?:\.\d*)?)(?:[eE][-+]?\d+)?"

_NUMBER = re.compile(NUMBER, re.ASCII)
_WITH_UNIT = re.compile(rf"({NUMBER})(?:\s*(?=[a-zA-Z%])|\s+(?=1/))(.*)", re.ASCII)
_ODD_WHOLE = re.compile(r"[-+]?(0\d+|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)", re.ASCII)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[_, ]\d{3})+", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.?(nan|inf|infinity)", re.IGNORECASE)


def allowed_units(unit: str) -> tuple[str, ...]:
    """The ways to write `unit`, and what is converted to it; the unit itself comes first."""
    return tuple(_FACTORS.get(unit, (unit,)))


def number_of(unit: str) -> str:
    """``a number of days``, or just ``a number`` where there is no unit."""
    return "a number" if unit == "1" else f"a number of {unit}"


def parse_quantity(raw: object, unit: str) -> float | Distribution:
    """Read a number, a number with a unit, or a distribution, as a value in `unit`.

    Raises
    ------
    BadValueError
        If `raw` is none of the three, is not finite, or has a unit that cannot be converted.

    Examples
    --------
    >>> parse_quantity("70 b/d", "kb/day")
    0.07
    >>> round(parse_quantity("2 %/week", "1/day"), 6)
    0.002857

    """
    if isinstance(raw, Distribution):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise BadValueError(f"must be {number_of(unit)}, is {shown(raw)}")
    try:
        value = _from_text(raw, unit) if isinstance(raw, str) else float(raw)
    except OverflowError:  # a whole number with more digits than a float has room for
        value = float("inf")
    if not isinstance(value, Distribution) and not isfinite(value):
        raise BadValueError(f"must be a finite number, is {cut(escaped(str(raw)))}")
    return value if isinstance(value, Distribution) else value + 0.0  # -0.0 is 0


def odd_notation(text: str) -> str:
    """What to write instead of a number in a notation that people read differently, or nothing."""
    text = text.strip()
    if _ODD_WHOLE.fullmatch(text):
        return f"write whole numbers in plain decimal, is {shown(text)}"
    if _GROUPED.fullmatch(text):
        plain = re.sub(r"[_, ]", "", text)
        return f"write {cut(plain)} without separators, is {shown(text)}"
    if _DECIMAL_COMMA.fullmatch(text):
        return f"write {cut(text.replace(',', '.'))} with a decimal point, is {shown(text)}"
    overflows = _NUMBER.fullmatch(text) is not None and not isfinite(float(text))
    if overflows or _NOT_FINITE.fullmatch(text):
        return f"must be a finite number, is {cut(text)}"
    return ""


def _from_text(text: str, unit: str) -> float | Distribution:
    if "(" in text:
        return Distribution.parse(text)
    odd = odd_notation(text)
    if odd:
        raise BadValueError(odd)
    match = _WITH_UNIT.fullmatch(text.strip())
    if match is None:
        raise BadValueError(f"must be {number_of(unit)}, is {shown(text)}")
    units = allowed_units(unit)
    if match[2] not in units:
        raise BadValueError(
            f"unknown unit {shown(match[2])}, allowed: {', '.join(units)}",
            options=units,
            given=cut(match[2]),
        )
    return _times(match[1], _FACTORS[unit][match[2]] if unit in _FACTORS else Fraction(1))


def _times(number: str, factor: Fraction) -> float:
    """The product, rounded once, so that ``35 %`` is 0.35 and not the float beside it."""
    value = float(number)
    return float(Fraction(number) * factor) if value and isfinite(value) else value
