"""One decision of one run taken apart: what motives, the cost of change and taste add to its margin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.mechanisms.taste import noise_of
from sim.model.model import AllianceModel

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


def held(model: AllianceModel, of: str, day: date) -> Why:
    """Why a government of a model of one run holds the posture it does, as it last decided.

    `day` is the last day that the model has passed, or is at the end of. Nothing is changed.
    """
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
