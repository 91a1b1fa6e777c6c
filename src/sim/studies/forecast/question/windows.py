"""The days a question is about: from the last known day to a date, or a month of the calendar."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from sim.core.calendar import parse_date
from sim.core.errors import BadValueError
from sim.core.fields import fault
from sim.core.wording import shown

_PATTERN = r"^\d{4}-(0[1-9]|1[0-2])$"


def _month(raw: object) -> str:
    try:
        return f"{parse_date(f'{raw}-01'):%Y-%m}"
    except BadValueError:
        raise fault("date", f"write a month YYYY-MM, is {shown(raw)}") from None


Month = Annotated[
    str, BeforeValidator(_month), WithJsonSchema({"type": "string", "pattern": _PATTERN})
]
"""A month of the calendar, ``2026-03``."""


@dataclass(frozen=True, slots=True)
class AskedWindow:
    """First and last day asked about, and the end of the question's id that tells it from others."""

    suffix: str
    start: date
    until: date

    @property
    def n_days(self) -> int:
        """Days asked about."""
        return (self.until - self.start).days + 1


def months(asked: Sequence[str]) -> tuple[AskedWindow, ...]:
    """A window for each month, in order.

    >>> [str(each.until) for each in months(["2026-02", "2028-02"])]
    ['2026-02-28', '2028-02-29']
    """
    return tuple(_whole(month) for month in sorted(set(asked)))


def spans(start: date, ends: Sequence[date]) -> tuple[AskedWindow, ...]:
    """A window from `start` to each of the last days, in order."""
    return tuple(AskedWindow(str(last), start, last) for last in sorted(set(ends)))


def _whole(month: str) -> AskedWindow:
    first = parse_date(f"{month}-01")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return AskedWindow(month, first, last)
