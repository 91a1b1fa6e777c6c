"""Questions, results and frozen forecasts small enough to check by hand."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from sim.experiments.batch import layout
from sim.model.outcomes import OUTCOME_NAMES
from sim.scenario.schema import Scenario
from sim.studies.forecast.answer.freeze import RunDays, freeze
from sim.studies.forecast.answer.frozen import Frozen
from sim.studies.forecast.question.file import Questions

START = date(2026, 1, 1)  # day 0 of the results
KNOWN = date(2026, 1, 10)  # so questions begin on day 10
UNTIL = date(2026, 1, 30)  # 20 days later
FIRST, N_DAYS = 10, 20
ALIKE = {"source": "assumption: test"}
WORDS = {"label": "Thing", "text": "Which?", "resolution": "By hand."}
MADE_BY = {
    "scenario": "made",
    "scenario_title": "Made by hand",
    "scenario_digest": "0" * 64,
    "draws": "prior",
    "draws_hash": None,
    "job_digest": "1" * 64,
    "seed": 7,
    "code_version": "0",
    "revision": None,
    "software": {},
    "questions_digest": "2" * 64,
    "command": "sim forecast",
}
OIL = {
    **WORDS,
    "kind": "quantity",
    "observable": "oil_delivered",
    "reading": "mean",
    "unit": "kb/day",
    "least": 0,
    "persistence": {"value": 2, **ALIKE},
    "base_rate": {"value": 10, "low": 0, "high": 30, **ALIKE},
    "trend": {"value": 2, "per_day": -0.1, **ALIKE},
}
COUP = {
    **WORDS,
    "kind": "binary",
    "observable": "coup_attempt",
    "persistence": {"probability": 0, **ALIKE},
    "base_rate": {"per_year": 0.5, **ALIKE},
}
COUP_DAY = COUP | {"kind": "date", "persistence": {"per_year": 0, **ALIKE}}
CARGO_DAY = {
    **WORDS,
    "kind": "date",
    "observable": "oil_delivered",
    "of": ["venezuela"],
    "at_least": 40,
    "persistence": {"value": 0, **ALIKE},
    "base_rate": {"per_year": 36.5, **ALIKE},
    "trend": {"value": 0, "per_day": 4, **ALIKE},
}
ALL = {"oil": OIL, "coup": COUP, "coup_day": COUP_DAY, "cargo_day": CARGO_DAY}


def tree(questions: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A question file as plain data."""
    return {
        "name": "small",
        "title": "A small set",
        "scenario": "made.yaml",
        "known_until": KNOWN,
        "not_yet": ["coup_attempt"],
        "not_yet_source": "assumption: test",
        "until": (UNTIL,),
        "questions": questions or ALL,
    } | changes


def questions(asked: dict[str, Any] | None = None, **changes: Any) -> Questions:
    """A question file."""
    return Questions.model_validate(tree(asked, **changes))


def results(n_runs: int = 40, **given: np.ndarray) -> xr.Dataset:
    """Results in the layout of the model in which nothing happens but what is `given`."""
    window = {"start": str(START), "end": str(UNTIL)}
    shape = layout(Scenario.model_validate({"name": "made", "title": "Made", "window": window}))
    sizes = {name: len(entries) for name, entries in shape.coordinates.items()}
    sizes["replicate"] = n_runs
    variables = {}
    for each in shape.variables:
        dims = ("replicate", *each.dims)
        empty = np.full([sizes[dim] for dim in dims], -1.0 if each.name == "first_day" else 0.0)
        variables[each.name] = (dims, given.get(each.name, empty))
    return xr.Dataset(variables, dict(shape.coordinates))


def oil(*, venezuela: np.ndarray, mexico: np.ndarray | float = 0.0) -> np.ndarray:
    """Oil delivered by run and day (R, T) as the results hold it, (R, T, suppliers)."""
    rest = np.zeros(venezuela.shape)
    return np.stack([venezuela, rest + mexico, rest], axis=2)


def first_days(n_runs: int, **days: Any) -> np.ndarray:
    """First days of outcomes by name, never for the others, shape (R, outcomes)."""
    found = np.full((n_runs, len(OUTCOME_NAMES)), -1.0)
    for name, each in days.items():
        found[:, OUTCOME_NAMES.index(name)] = each
    return found


def frozen(
    asked: dict[str, Any] | None = None, data: xr.Dataset | None = None, **changes: Any
) -> Frozen:
    """A frozen forecast of hand-made results."""
    file = questions(asked, **changes)
    found = results() if data is None else data
    return freeze(file, found, RunDays(START, UNTIL), MADE_BY, date(2026, 1, 11))


def day(n: int) -> date:
    """Date of a day of the results."""
    return START + timedelta(days=n)


def written(folder: Path, text: str, name: str = "answers.csv") -> Path:
    """A file with the text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
