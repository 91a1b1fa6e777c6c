"""The simulator of a calibration: two worlds for each draw, and of both only what patterns ask."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from sim.core.quantity import Floats
from sim.ensemble.contract import Batch, Job, Layout, Variable
from sim.mechanisms.causes import CAUSE_NAMES
from sim.model.model import AllianceModel
from sim.scenario.draws_from import PRIOR
from sim.scenario.resolve import digest, resolved
from sim.scenario.schema import ARTICLE_DATE, Scenario
from sim.studies.calibration.question.film import Film
from sim.studies.calibration.question.readings import AskedTarget, World, asked
from sim.studies.calibration.question.scoring import read

SIMULATOR = "sim.studies.calibration.answer.simulator:simulate_readings"
WORLDS: tuple[World, ...] = ("article", "calm")


def job_of(worlds: Mapping[World, Scenario], seed: int) -> Job:
    """What the ensemble computes for the two worlds; the draws are given with it."""
    text = json.dumps({name: resolved(worlds[name]) for name in WORLDS}, sort_keys=True)
    both = "+".join(digest(worlds[name]) for name in WORLDS)
    return Job(text, both, seed, SIMULATOR)


def last_day(world: World) -> date:
    """The day up to which a world must run, so that whatever can reject or count is read."""
    days = [each.target.last for each in asked() if each.reading.world == world and _needed(each)]
    return max(days)


def _needed(each: AskedTarget) -> bool:
    return each.rejects or each.counts


def simulate_readings(
    scenario_json: str, seed: int, replicates: tuple[int, ...], given: Mapping[str, Floats]
) -> Batch:
    """Readings of all targets (R, targets), and who had left by which cause (R, Z), of `replicates`."""
    targets = asked()
    readings = np.full((len(replicates), len(targets)), np.nan)
    shares = np.zeros((len(replicates), len(CAUSE_NAMES)))
    for world, content in json.loads(scenario_json).items():
        # From JSON, as a worker gets it; dates are text there.
        scenario = Scenario.model_validate_json(json.dumps(content))
        alone = scenario.model_copy(update={"seed": seed, "draws": PRIOR})
        film = Film(AllianceModel(alone, replicates, given=given))
        found = read(film, world, targets)
        readings = np.where(np.isnan(readings), found, readings)
        if world == "article":
            shares = _cause_shares(film)
    return Batch({"readings": readings, "shares": shares}, [[] for _ in replicates])


def _cause_shares(film: Film) -> Floats:
    gone = film.on("triggered", ARTICLE_DATE)
    return np.asarray(gone / np.maximum(gone.sum(axis=1, keepdims=True), 1))


def layout() -> Layout:
    """Names and axes of what `simulate_readings` returns."""
    variables = (
        Variable("readings", ("target",), "as the pattern says", "What a run shows", "reading"),
        Variable("shares", ("cause",), "1", "Share of departures decided by the article", "share"),
    )
    names: dict[str, Any] = {
        "target": [each.name for each in asked()],
        "cause": list(CAUSE_NAMES),
    }
    return Layout(variables, names, title="Readings of the patterns")
