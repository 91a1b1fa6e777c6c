"""Runs of the model forecast other runs of the model: the forecast must come out as calibrated."""

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[1]))

from sim.experiments.batch import layout, run_batch
from sim.studies.forecast.answer.freeze import RunDays, freeze, possible
from sim.studies.forecast.answer.readings import read
from sim.studies.forecast.answer.score import score_question
from sim.studies.forecast.answer.true import Answer
from sim.studies.forecast.question.file import asked
from support.forecasts import ALIKE, MADE_BY, WORDS, questions
from support.worlds import FREE, world

pytestmark = pytest.mark.slow
DAYS, KNOWN, N_FORECAST, N_ANSWERS = 90, 20, 300, 300
ASKED = {
    "present": {
        **WORDS, "kind": "quantity", "observable": "present", "reading": "last", "unit": "persons",
        "persistence": {"value": 290, **ALIKE},
        "base_rate": {"value": 290, "low": 200, "high": 320, **ALIKE},
    },
    "reported": {
        **WORDS, "kind": "quantity", "observable": "reported", "reading": "sum", "unit": "persons",
        "persistence": {"value": 0, **ALIKE},
        "base_rate": {"value": 1, "low": 0, "high": 3, **ALIKE},
    },
    "oil": {
        **WORDS, "kind": "quantity", "observable": "oil_delivered", "reading": "mean", "unit": "kb/day",
        "persistence": {"value": 0, **ALIKE},
        "base_rate": {"value": 40, "low": 20, "high": 60, **ALIKE},
    },
    "coup": {
        **WORDS, "kind": "binary", "observable": "coup_attempt",
        "persistence": {"probability": 0, **ALIKE}, "base_rate": {"per_year": 0.12, **ALIKE},
    },
    "leader": {
        **WORDS, "kind": "date", "observable": "leader_exit_havana",
        "persistence": {"per_year": 0, **ALIKE}, "base_rate": {"per_year": 0.03, **ALIKE},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def scored():
    """Scores by question of forecasts from 300 runs, answered by 300 others."""
    scenario = world(FREE, days=DAYS)
    start, end = scenario.window.start, scenario.window.end
    shape = layout(scenario)
    batch = run_batch(scenario, range(N_FORECAST + N_ANSWERS))
    variables = {
        each.name: (("replicate", *each.dims), batch.arrays[each.name]) for each in shape.variables
    }
    runs = xr.Dataset(variables, dict(shape.coordinates))
    file = questions(
        ASKED,
        known_until=date.fromordinal(start.toordinal() + KNOWN),
        not_yet=("coup_attempt", "leader_exit_havana"),
        until=(end,),
    )
    ours, theirs = (
        runs.isel(replicate=slice(N_FORECAST)),
        runs.isel(replicate=slice(N_FORECAST, None)),
    )
    frozen = freeze(file, ours, RunDays(start, end), MADE_BY, end)
    worlds = theirs.isel(replicate=np.flatnonzero(possible(file, theirs, start)))
    found = {}
    for question, each in zip(frozen.questions, asked(file), strict=True):
        answers = read(worlds, each, (each.start - start).days)
        found[question.id.split("_")[0]] = [
            score_question(question, Answer(value, value, value, "")) for value in answers
        ]
    return found


@pytest.mark.parametrize("name", ["present", "reported", "oil"])
def test_places_of_other_runs_are_uniform(scored, name):
    """Two samples of some 250 runs; a shift of a quarter of the spread is found in 3 of 4 trials."""
    places = [each.pit for each in scored[name]]
    assert stats.kstest(places, "uniform").statistic < 1.95 * np.sqrt(2 / len(places))  # p > 1e-3


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("baseline", ["persistence", "base_rate"])
def test_the_model_is_not_beaten_on_its_own_worlds(scored, name, baseline):
    first = "brier" if name == "coup" else "crps"
    costs = [(e.scores[baseline][first], e.scores["model"][first]) for e in scored[name]]
    gains = np.array([theirs - ours for theirs, ours in costs])
    assert gains.mean() > -3 * gains.std() / np.sqrt(len(gains))
    assert gains.mean() > 0 or name == "coup"
