"""Another reading of the evidence: a table of what somebody saw of the soft targets.

Columns ``target`` (such as p05.2), ``value``, and ``tolerance`` (empty: that of the pattern). Targets
that are not in the table stay as the patterns have them.
"""

from dataclasses import replace
from math import isfinite
from pathlib import Path

from sim.core.errors import BadValueError
from sim.core.intake import TABLE, read
from sim.core.small_tables import number_fault, records
from sim.studies.calibration.question.readings import AskedTarget

COLUMNS = ("target", "value", "tolerance")


def with_observed(targets: tuple[AskedTarget, ...], path: Path) -> tuple[AskedTarget, ...]:
    """The targets, those of the table centred at what was seen.

    Raises
    ------
    BadValueError
        With file and line of the first thing that is wrong.
    """
    seen = {each.name: each for each in targets}
    for line, row in records(read(path, TABLE), path.name, COLUMNS):
        try:
            name, changed = _row(row, seen)
        except BadValueError as error:
            raise BadValueError(f"{path.name}:{line}: {error}") from None
        seen[name] = changed
    return tuple(seen[each.name] for each in targets)


def _row(row: dict[str, str], targets: dict[str, AskedTarget]) -> tuple[str, AskedTarget]:
    options = tuple(name for name, each in targets.items() if each.target.kind == "soft")
    name = row["target"]
    if name not in options:
        raise BadValueError(f"no soft target is called '{name}'", options=options, given=name)
    each = targets[name].seen_as(_number("value", row["value"]))
    if row["tolerance"]:
        tolerance = _number("tolerance", row["tolerance"])
        if tolerance <= 0:
            raise BadValueError(f"tolerance: must be more than 0, is {tolerance:g}")
        each = replace(each, target=replace(each.target, tolerance=tolerance))
    return name, each


def _number(column: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise BadValueError(f"{column}: {number_fault(text)}")
    return value
