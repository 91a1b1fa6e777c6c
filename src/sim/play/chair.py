"""The chair of a government: who sits in it is asked on every day of decision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.core.quantity import Integers
from sim.model.agents.actor import Actor
from sim.play.briefing import Briefing, briefing, held_by

#: Asked on a day of decision; gives the name of a posture, or None to keep the one that is held.
type Decide = Callable[[Briefing], str | None]


@dataclass(frozen=True, slots=True)
class Turn:
    """One day of decision: the posture held before, the one taken, and the one the model would take."""

    day: date
    held: str
    taken: str
    models: str


def decides_today(actor: Actor) -> bool:
    """Whether today is a day of decision in the one run of a government's model."""
    due = actor.model.decisions.get(actor.model.day)
    return due is not None and bool(due[0])


class Chair:
    """Takes the place of a government from `start` on: see `sim.model.agents.actor.Chooser`.

    `moves` are choices known beforehand, by day; on days of decision without one `decide` is asked. A
    government that has fallen is not asked: its successor keeps what it came with.
    """

    def __init__(
        self, start: date, moves: Mapping[date, str], decide: Decide | None = None
    ) -> None:
        self.start, self.moves, self.decide = start, moves, decide
        self.turns: list[Turn] = []
        self.lost_on: date | None = None
        self._asked_on: date | None = None

    def __call__(self, actor: Actor, own: Integers) -> Integers:
        """The posture taken today, shape (1,)."""
        today = actor.model.today
        if today < self.start:
            return own
        if actor.bound[0]:
            self.lost_on = self.lost_on or today
            return actor.posture
        wanted = self.moves.get(today)
        if wanted is None and decides_today(actor):
            wanted = self._ask(actor) or held_by(actor)
        if wanted is None:
            return actor.posture
        models = actor.names[int(own[0])]
        self.turns.append(Turn(today, held_by(actor), wanted, models))
        return np.array([actor.names.index(wanted)])

    def _ask(self, actor: Actor) -> str | None:
        if self.decide is None:
            return None
        told = briefing(actor, self._asked_on)
        self._asked_on = actor.model.today
        return self.decide(told)
