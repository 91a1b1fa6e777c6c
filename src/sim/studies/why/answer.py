"""Why a government held the posture it did: one decision of one run, term by term.

The run is made again up to that day. What its motives, the cost of change and taste add to the margin
between the posture chosen and the runner-up adds up to the margin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.core.errors import SimError, did_you_mean
from sim.core.quantity import Floats
from sim.experiments.batch import model_of
from sim.mechanisms.taste import noise_of
from sim.model.model import AllianceModel
from sim.scenario.schema import Scenario

GOVERNMENTS = ("washington", "caracas", "havana")
INERTIA, TASTE = "inertia", "taste"


@dataclass(frozen=True, slots=True)
class Why:
    """One decision.

    Attributes
    ----------
    chosen, runner_up
        The posture held, and the one that was worth most among the others.
    margin
        By how much, in units in which the taste for each posture is Gumbel noise.
    terms
        What each motive adds to the margin, and `inertia` and `taste`.
    values
        What every posture was worth, by posture and then as in `terms`.
    scripted
        Whether a script chose: then the taste is what the script reveals so far.
    bound
        Whether the posture is that of a successor government, which does not choose.
    """

    of: str
    day: date
    decided_on: date
    chosen: str
    runner_up: str
    margin: float
    terms: Mapping[str, float]
    values: Mapping[str, Mapping[str, float]]
    scripted: bool
    bound: bool


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
    government = getattr(model, of)
    decision = government.decided
    noise = noise_of(government.taste.learnt()[0]) if decision.scripted else decision.noise
    precision = float(model.draws.assumptions.choice.precision[0])
    parts = {name: precision * part[0] for name, part in decision.parts.items()}
    parts |= {INERTIA: -precision * decision.changing[0], TASTE: noise[0]}
    chosen = int(government.posture[0])
    total = np.sum(list(parts.values()), axis=0)
    runner_up = int(np.where(np.arange(len(total)) == chosen, -np.inf, total).argmax())
    return Why(
        of=of,
        day=day,
        decided_on=model.date_of(decision.day),
        chosen=government.names[chosen],
        runner_up=government.names[runner_up],
        margin=float(total[chosen] - total[runner_up]),
        terms={name: float(part[chosen] - part[runner_up]) for name, part in parts.items()},
        values={
            name: {term: float(part[posture]) for term, part in parts.items()}
            for posture, name in enumerate(government.names)
        },
        scripted=decision.scripted,
        bound=bool(government.bound[0]),
    )


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
