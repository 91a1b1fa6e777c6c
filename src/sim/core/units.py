"""Units a person may write: ``"35 kb/d"`` or ``"2 %/week"`` become numbers in the declared unit."""

import re
from math import isfinite

from sim.core.distributions import Distribution
from sim.core.errors import BadValueError

_FACTORS = {
    "1": {"1": 1.0, "%": 0.01},
    "1/day": {"1/day": 1.0, "1/d": 1.0, "%/day": 0.01, "1/week": 1 / 7, "%/week": 0.01 / 7},
    "1/year": {"1/year": 1.0, "%/year": 0.01, "1/day": 365.0},
    "days": {"days": 1.0, "day": 1.0, "d": 1.0, "weeks": 7.0, "week": 7.0, "months": 30.4375},
    "kb/day": {"kb/day": 1.0, "kb/d": 1.0, "b/d": 0.001},
    "kb": {"kb": 1.0, "mb": 1000.0},
    "persons": {"persons": 1.0},
    "persons/day": {"persons/day": 1.0, "persons/week": 1 / 7, "seats/day": 1.0},
}
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_WITH_UNIT = re.compile(rf"({_NUMBER.pattern})\s*(\D.*)")


def parse_quantity(raw: object, unit: str) -> float | Distribution:
    """Read a number, a number with a unit, or a distribution; raises `BadValueError`."""
    if isinstance(raw, Distribution):
        return raw
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise BadValueError(f"must be a number of {unit}, is {raw!r}"[:120])
    value = _from_text(raw, unit) if isinstance(raw, str) else float(raw)
    if not isinstance(value, Distribution) and not isfinite(value):
        raise BadValueError(f"must be a finite number, is {raw}")
    return value


def _from_text(text: str, unit: str) -> float | Distribution:
    if "(" in text:
        return Distribution.parse(text)
    match = _WITH_UNIT.fullmatch(text.strip())
    if match is None:
        raise BadValueError(f"must be a number of {unit}, is '{text[:60]}'")
    factors = _FACTORS.get(unit, {unit: 1.0})
    given = match[4].strip()
    if given not in factors:
        raise BadValueError(
            f"unknown unit '{given[:20]}', allowed: {', '.join(factors)}",
            options=tuple(factors),
            given=given,
        )
    return float(match[1]) * factors[given]
