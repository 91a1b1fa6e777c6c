"""A run made by hand, as `sim story` watches it: every number is 0 until a test says otherwise."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from sim.core.never import NEVER
from sim.model.observables import OBSERVABLES
from sim.model.observables.base import AXES
from sim.model.outcomes import OUTCOME_NAMES
from sim.people.missions import MISSIONS
from sim.studies.story.answer.rerun import ORDERS, Rerun

DAYS = 60
START = date(2025, 12, 1)


def rerun(days: int = DAYS, **changes: Any) -> Rerun:
    """A run of `days` days in which nothing happens, with 100 persons in each mission."""
    daily = {
        each.name: np.zeros((days, *(len(AXES[axis]) for axis in each.axes)), each.dtype)
        for each in OBSERVABLES
    }
    daily["present"] += 100
    quiet = Rerun(
        start=START,
        daily=daily,
        initial=np.full(len(MISSIONS), 100.0),
        first_day=dict.fromkeys(OUTCOME_NAMES, NEVER),
        first_postures={"washington": "coerce", "caracas": "embrace", "havana": "stand"},
        held={"washington": "coerce", "caracas": "embrace", "havana": "stand"},
        turns=(),
        closest=(),
        orders={of: np.zeros((days, len(MISSIONS))) for of in ORDERS},
        levers={},
        attempts=(),
    )
    return replace(quiet, **changes)
