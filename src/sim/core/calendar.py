"""Dates as a scenario writes them, and what can be wrong with them."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from sim.core.errors import BadValueError
from sim.core.wording import shown

FIRST_DATE = date(1900, 1, 1)
LAST_DATE = date(2200, 12, 31)
LONGEST_WINDOW = 3650

_WRITTEN = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


def parse_date(raw: object) -> date:
    """Read ``YYYY-MM-DD``.

    Raises
    ------
    BadValueError
        If `raw` is written in another way, is no day of the calendar, or lies too far away.

    """
    if isinstance(raw, date) and not isinstance(raw, datetime):
        found = raw
    else:
        match = _WRITTEN.fullmatch(raw) if isinstance(raw, str) else None
        if match is None:
            raise BadValueError(f"write YYYY-MM-DD, is {shown(raw)}")
        year, month, day = (int(part) for part in match.groups())
        try:
            # The year 0 is out of range rather than "not in the calendar", and date() knows no 0.
            found = date(year or 1, month, day)
        except ValueError:
            raise BadValueError(f"{match[0]} is not a date in the calendar") from None
    if not FIRST_DATE <= found <= LAST_DATE:
        raise BadValueError(f"must be from {FIRST_DATE} to {LAST_DATE}")
    return found


def _read(raw: object) -> date:
    try:
        return parse_date(raw)
    except BadValueError as error:
        raise PydanticCustomError("date", "{text}", {"text": str(error)}) from None


_SCHEMA: dict[str, Any] = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
CalendarDate = Annotated[date, BeforeValidator(_read), WithJsonSchema(_SCHEMA)]
"""A day of the calendar, for the fields of a scenario."""


def day_number(day: date, start: date) -> int:
    """Days from `start` to `day`; the start itself is day 0."""
    return (day - start).days


def window_fault(start: date, end: date, longest: int = LONGEST_WINDOW) -> str:
    """What is wrong with the end of a window, or an empty text."""
    days = day_number(end, start)
    if days <= 0:
        return f"must be after start ({start}), is {end}"
    return f"at most {longest} days after start, is {days}" if days > longest else ""


def outside_fault(day: date, start: date, end: date, called: str = "window") -> str:
    """What is wrong with a day that should lie between `start` and `end`, or an empty text."""
    return "" if start <= day <= end else f"must be from {start} to {end} ({called}), is {day}"


def backwards_fault(first: date, until: date, called: str) -> str:
    """What is wrong with a spell that ends before its first day, a key `called` so, or an empty text."""
    return f"until ({until}) is before {called} ({first})" if until < first else ""
