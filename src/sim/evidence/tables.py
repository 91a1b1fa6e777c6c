"""Raw rows of the tables that ship with the package, as text; the typed readers build on them."""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any, Literal

from sim.core.errors import BadValueError

type Row = dict[str, str]
type Reliability = Literal["high", "medium", "low"]

FACTS = ("personnel", "oil_shipments", "cuba_energy", "events")
ANALOGUES = ("cases", "series", "oil_cut", "priors")
TABLES = FACTS + ANALOGUES


@cache
def rows(table: str) -> tuple[Row, ...]:
    """All rows of a table in the order of its file.

    Raises
    ------
    BadValueError
        If there is no such table.
    """
    if table not in TABLES:
        raise BadValueError(f"no table '{table}' in the evidence", options=TABLES, given=table)
    folder = "facts" if table in FACTS else "analogues"
    path = files("sim.evidence") / "data" / folder / f"{table}.csv"
    return tuple(csv.DictReader(StringIO(path.read_text(encoding="utf-8"))))


def document(name: str) -> dict[str, Any]:
    """The content of ``data/<name>.toml``."""
    text = (files("sim.evidence") / "data" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def number(text: str) -> float | None:
    """A cell as a number, or None where it is empty."""
    return float(text) if text else None


def reliability(text: str) -> Reliability:
    """How far a source is to be trusted: high, medium or low.

    Raises
    ------
    BadValueError
        If it is none of the three.
    """
    match text:
        case "high" | "medium" | "low":
            return text
    raise BadValueError(f"reliability must be high, medium or low, is '{text}'")
