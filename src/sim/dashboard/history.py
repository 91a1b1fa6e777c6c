"""One run told: what happened when, and why each government chose what it chose."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.core.quantity import Integers
from sim.dashboard.growing import labelled
from sim.dashboard.summary import days_shown, rounded_list, series
from sim.experiments.batch import run_batch
from sim.model.agents.actor import Actor
from sim.model.model import AllianceModel
from sim.play.briefing import held_by, weighings
from sim.postures.base import CAPITALS
from sim.scenario.schema import Scenario


class Onlooker:
    """Lets a government choose for itself, and notes why it changed its posture."""

    def __init__(self) -> None:
        self.changes: list[dict[str, Any]] = []

    def __call__(self, actor: Actor, own: Integers) -> Integers:
        """The model's own choice of today."""
        taken = actor.names[int(own[0])]
        if not actor.bound[0] and taken != held_by(actor):
            self.changes.append(_change(actor, taken))
        return own


def history(scenario: Scenario, run: int) -> dict[str, Any]:
    """One run from its first to its last day, with every change of posture and its reasons."""
    onlookers = {name: Onlooker() for name in CAPITALS}

    def look_on(model: AllianceModel) -> None:
        for name, onlooker in onlookers.items():
            getattr(model, name).chooser = onlooker

    batch = run_batch(scenario, (run,), prepare=look_on)
    results = labelled(scenario, batch.arrays)
    shown = days_shown(scenario.window.n_days)
    changes = [each for onlooker in onlookers.values() for each in onlooker.changes]
    return {
        "run": run,
        "events": batch.events[0],
        "lines": {each.name: rounded_list(each.daily[0, shown]) for each in series(results)},
        "changes": sorted(changes, key=lambda each: each["day"]),
        "postures": {name: _held(batch.arrays, name, shown) for name in CAPITALS},
    }


def _held(arrays: Mapping[str, Any], name: str, shown: Integers) -> list[int]:
    found: list[int] = np.asarray(arrays[f"{name}_posture"])[0, shown].tolist()
    return found


def _change(actor: Actor, taken: str) -> dict[str, Any]:
    """A change of posture: the terms of the one taken and of the one left, side by side."""
    model, decided = actor.model, actor.decided
    told = {each.posture: each for each in weighings(actor)}
    left = held_by(actor)
    scripted = actor.scripted_posture(model.today) is not None
    taste = None if decided is None or decided.noise is None else decided.noise[0]
    parts = {}
    for name in dict.fromkeys((taken, left)) if told else ():
        of = told[name]
        parts[name] = dict(of.terms) | {"change": of.changing}
        if taste is not None and not scripted:
            parts[name]["taste"] = float(taste[actor.names.index(name)])
    return {
        "day": str(model.today),
        "actor": actor.name,
        "from": left,
        "to": taken,
        "scripted": scripted,
        "meanings": {term.name: term.meaning for term in actor.terms},
        "parts": {} if scripted else parts,
    }
