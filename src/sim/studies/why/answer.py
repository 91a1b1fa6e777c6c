"""Why a government held the posture it did: one decision of one run, term by term.

The run is made again up to that day. What its motives, the cost of change and taste add to the margin
between the posture chosen and the runner-up adds up to the margin.
"""

from datetime import date

import numpy as np

from sim.core.errors import SimError, did_you_mean
from sim.core.quantity import Floats
from sim.experiments.batch import model_of
from sim.methods.decision import Why, held
from sim.model.model import AllianceModel
from sim.scenario.schema import Scenario

GOVERNMENTS = ("washington", "caracas", "havana")


def why(scenario: Scenario, run: int, day: date, of: str) -> Why:
    """Trace the decision of one government that was in force on a day of one run.

    Raises
    ------
    SimError
        If there is no such government, run or day.
    """
    _check(scenario, run, day, of)
    model = model_of(scenario, (run,), observed=False)
    model.recorder.record = lambda: None  # type: ignore[method-assign] # nobody reads these days
    model.run_for((day - scenario.window.start).days + 1)
    return held(model, of, day)


def _check(scenario: Scenario, run: int, day: date, of: str) -> None:
    if of not in GOVERNMENTS:
        message = f"--of: must be {', '.join(GOVERNMENTS)}, is '{of}'"
        raise SimError(message + did_you_mean(of, GOVERNMENTS))
    if not 0 <= run < scenario.replicates:
        raise SimError(f"--run: must be from 0 to {scenario.replicates - 1}, is {run}")
    window = scenario.window
    if not window.start <= day <= window.end:
        raise SimError(f"--day: must be from {window.start} to {window.end}, is {day}")


def spread(model: AllianceModel) -> dict[str, dict[str, Floats]]:
    """By government and term, how far postures differ in it today times precision, shape (R,)."""
    precision = model.draws.assumptions.choice.precision
    return {
        actor.name: {
            name: np.asarray(precision * np.ptp(part, axis=1))
            for name, part in actor.weighed().items()
        }
        for actor in (model.washington, model.caracas, model.havana)
    }
