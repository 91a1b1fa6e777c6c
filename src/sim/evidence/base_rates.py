"""How often things happened in the past: rates a year with intervals of Jeffreys, computed from counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy import stats

from sim.core.errors import BadValueError
from sim.evidence import tables
from sim.evidence.sources import parse_source

ENDS = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Rate:
    """Events a year: the mean and the ends of the interval that holds it with 90 %."""

    low: float
    mid: float
    high: float

    def overlaps(self, other: "Rate") -> bool:
        """Whether the two intervals have a point in common."""
        return self.low <= other.high and other.low <= self.high


def rate(events: int, years: float) -> Rate:
    """Rate of a Poisson process from its events in some years of exposure.

    >>> round(rate(0, 17.5).mid, 3)
    0.029
    """
    if not (events >= 0 and years > 0):
        raise BadValueError(f"a rate needs events and exposure, has {events} in {years} years")
    found = stats.gamma(events + 0.5, scale=1 / years)
    return Rate(float(found.ppf(ENDS[0])), float(found.mean()), float(found.ppf(ENDS[1])))


def rate_of_cases(events: int, cases: int, span: float) -> Rate:
    """Constant rate under which this share of cases has the event within `span` years.

    >>> round(rate_of_cases(2, 12, 24).mid, 4)
    0.0089
    """
    if not (0 <= events <= cases and cases > 0 and span > 0):
        raise BadValueError(f"a share needs events among cases, has {events} of {cases} in {span}")
    found = stats.beta(events + 0.5, cases - events + 0.5)
    low, mid, high = (
        float(-np.log1p(-share) / span)
        for share in (found.ppf(ENDS[0]), found.mean(), found.ppf(ENDS[1]))
    )
    return Rate(low, mid, high)


@dataclass(frozen=True, slots=True)
class BaseRate:
    """One reference class of one outcome, the scenarios that belong to it, and why one may disagree."""

    outcome: str
    label: str
    counted: str
    past: Rate
    source: str
    compares: tuple[str, ...]
    why: Mapping[str, str]


@cache
def base_rates() -> tuple[BaseRate, ...]:
    """All reference classes in the order of their file.

    Raises
    ------
    BadValueError
        If one has no exposure, an unknown source, or explains a scenario that it does not compare.
    """
    return tuple(_read(entry) for entry in tables.document("base_rates")["rate"])


def _read(entry: Mapping[str, Any]) -> BaseRate:
    events, label, compares = entry["events"], entry["label"], tuple(entry["compares"])
    if "years" in entry:
        past, counted = rate(events, entry["years"]), f"{events} in {entry['years']:g} years"
    else:
        cases, span = entry["cases"], entry["span"]
        past = rate_of_cases(events, cases, span)
        counted = f"{events} of {cases}, each within {span:g} y"
    parse_source(entry["source"])
    why = entry.get("why", {})
    if stray := sorted(set(why) - set(compares)):
        raise BadValueError(f"base rate '{label}' explains {stray[0]}, which it does not compare")
    return BaseRate(entry["outcome"], label, counted, past, entry["source"], compares, why)
