"""Another reading of the evidence: a table of what somebody saw of the soft targets.

Columns ``target`` (such as p05.2), ``value``, and ``tolerance`` (empty: that of the pattern). Targets
that are not in the table stay as the patterns have them.
"""

from dataclasses import replace
from math import isfinite
from pathlib import Path

from sim.calibration.readings import Asked
from sim.core.errors import BadValueError
from sim.core.intake import TABLE, csv_rows, read

COLUMNS = ("target", "value", "tolerance")


def with_observed(targets: tuple[Asked, ...], path: Path) -> tuple[Asked, ...]:
    """The targets, those of the table centred at what was seen.

    Raises
    ------
    BadValueError
        With file and line of the first thing that is wrong.
    """
    seen = {each.name: each for each in targets}
    rows = csv_rows(read(path, TABLE), path.name)
    _, header = next(rows, (1, []))
    if missing := [name for name in COLUMNS if name not in header]:
        raise BadValueError(f"{path.name}:1: the column '{missing[0]}' is missing")
    for line, cells in rows:
        if not cells:
            continue
        try:
            name, changed = _row(_by_column(header, cells), seen)
        except BadValueError as error:
            raise BadValueError(f"{path.name}:{line}: {error}") from None
        seen[name] = changed
    return tuple(seen[each.name] for each in targets)


def _by_column(header: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) != len(header):
        raise BadValueError(f"has {len(cells)} cells, the header has {len(header)}")
    return dict(zip(header, cells, strict=True))


def _row(row: dict[str, str], targets: dict[str, Asked]) -> tuple[str, Asked]:
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


def _number(column: str, text: str | None) -> float:
    try:
        value = float(text or "")
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise BadValueError(f"{column}: must be a number, is '{text or ''}'")
    return value
