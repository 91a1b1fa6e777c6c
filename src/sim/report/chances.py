"""In how many runs something happened, with what the number of runs leaves open."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from sim.core.quantity import Flags
from sim.model.outcomes import OUTCOMES, PRESENCE_CLASSES
from sim.report import readings
from sim.report.statistics import standard_error, wilson

if TYPE_CHECKING:
    import xarray

_LABELS = {outcome.name: outcome.label for outcome in OUTCOMES}
_MEANINGS = {outcome.name: outcome.meaning for outcome in OUTCOMES}
PRESENCE_MEANINGS = {
    "none": "nobody is left, or too few to count",
    "covert_only": "undercover staff alone are left",
    "civilian": "5 % or more of civilian staff are left, and fewer of security",
    "mixed": "5 % or more of security staff are left",
}


@dataclass(frozen=True, slots=True)
class OutcomeChance:
    """In how many of `n` runs something happened; `low` and `high` are the ends of Wilson's 95 %."""

    name: str
    label: str
    count: int
    n: int
    probability: float
    low: float
    high: float
    standard_error: float
    meaning: str = ""

    @classmethod
    def of(cls, name: str, label: str, happened: Flags, meaning: str = "") -> Self:
        """Count the runs where `happened` is true."""
        count, n = int(np.count_nonzero(happened)), len(happened)
        low, high = wilson(count, n)
        share = count / n if n else 0.0
        return cls(name, label, count, n, share, low, high, standard_error(count, n), meaning)


def outcome_chances(results: "xarray.Dataset") -> tuple[OutcomeChance, ...]:
    """Chances of all outcomes, in their fixed order; they do not exclude one another."""
    first = np.asarray(results["first_day"].values)
    return tuple(
        OutcomeChance.of(
            name,
            _LABELS.get(name, readings.sentence_case(name)),
            first[:, position] >= 0,
            _MEANINGS.get(name, ""),
        )
        for position, name in enumerate(readings.entries(results, "outcome"))
    )


def presence_chances(results: "xarray.Dataset") -> tuple[OutcomeChance, ...]:
    """Chances of who is left at the end; exactly one of them holds in every run."""
    found = np.asarray(results["presence_class"].values)
    names = readings.codes(results, "presence_class") or PRESENCE_CLASSES
    return tuple(
        OutcomeChance.of(
            name, readings.sentence_case(name), found == code, PRESENCE_MEANINGS.get(name, "")
        )
        for code, name in enumerate(names)
    )
