"""What results say of themselves, in the words of the CF conventions, so that others can read them.

Units are those of UDUNITS, which knows neither persons nor codes and takes ``kb`` for a kilobarn. The unit
as the model declares it stands beside it in the attribute ``declared_unit``.
"""

from datetime import date
from typing import Any

import numpy as np

from sim.ensemble.contract import Layout, Variable

CONVENTIONS = "CF-1.11"
DECLARED_UNIT = "declared_unit"
CALENDAR = "proleptic_gregorian"

#: Units of the model that UDUNITS does not read, or reads as something else. It is ``day`` and never
#: ``days``: older versions of xarray make spans of time of numbers whose unit is ``days``.
_UDUNITS = {
    "persons": "1",
    "persons/day": "1/day",
    "failures/day": "1/day",
    "code": "1",
    "days": "day",
    "kb": "1000 bbl",
    "kb/day": "1000 bbl/day",
    "share of runs": "1",
}
#: Units that differ from entry to entry: none is right for all of them, so none is claimed.
_MIXED = frozenset({"as declared", "as the pattern says"})


def attributes_of(about: Variable, start: date, stored: np.dtype[Any]) -> dict[str, Any]:
    """What a variable is; `stored` is the type of its numbers in the file, `start` the date of day 0."""
    attributes: dict[str, Any] = {"long_name": about.label, **units_of(about.unit)}
    attributes["kind"] = about.kind
    if about.never is not None:
        attributes |= {"units": _since(start), "calendar": CALENDAR}
        attributes["_FillValue"] = stored.type(about.never)
    if about.meanings:
        attributes["flag_values"] = np.arange(len(about.meanings), dtype=stored)
        attributes["flag_meanings"] = " ".join(flag_words(about))
    return attributes


def units_of(unit: str) -> dict[str, str]:
    """The unit for UDUNITS, and as the model declares it."""
    units = {} if unit in _MIXED else {"units": _UDUNITS.get(unit, unit)}
    return units | {DECLARED_UNIT: unit}


def flag_words(about: Variable) -> tuple[str, ...]:
    """The meanings of codes as the conventions want them: without blanks."""
    return tuple(word.replace(" ", "_") for word in about.meanings)


def day_attributes(layout: Layout) -> dict[str, str]:
    """How to read the coordinate ``day``."""
    about = {"units": _since(layout.start), "calendar": CALENDAR, "standard_name": "time"}
    return about | {"long_name": "day", "axis": "T"}


def coordinate_attributes(name: str, values: list[Any], layout: Layout) -> dict[str, str]:
    """What a coordinate is; names have no unit."""
    if name == "day":
        return day_attributes(layout)
    long_names = {"replicate": "index of the set of random streams"}
    about = {"long_name": long_names.get(name, name.replace("_", " "))}
    return about if all(isinstance(value, str) for value in values) else about | {"units": "1"}


def plain(attributes: dict[str, Any]) -> dict[str, Any]:
    """The same for a format whose attributes are JSON."""
    return {
        name: value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value
        for name, value in attributes.items()
    }


def _since(start: date) -> str:
    return f"days since {start.isoformat()}"
