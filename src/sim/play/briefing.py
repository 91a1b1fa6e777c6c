"""What a government has before it when it chooses: what it knows, and what each posture is worth to it.

It knows what a government would: its own state, the levers it feels, words and postures, and of the
people only what the press reports, late and mixed up. What a posture brings or costs is the ledger of its
own motives, in units in which taste is Gumbel noise: one more makes a posture 2.7 times as likely.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from sim.mechanisms.causes import CAUSE_NAMES
from sim.mechanisms.choice import probabilities
from sim.model.agents.actor import Actor
from sim.model.observables import OBSERVABLES
from sim.model.outcomes import OUTCOMES
from sim.postures.base import CAPITALS
from sim.report.markers import markers
from sim.report.numerals import day_text

if TYPE_CHECKING:
    from sim.model.model import AllianceModel

WEEK = 7  # days of reports that count as new
#: Observables that a government knows of, of its own side and of what is done to it.
KNOWN: Mapping[str, tuple[str, ...]] = {
    "washington": (
        "pressure", "inducement", "blockade", "demand", "talks", "consent",
        "compliance", "concession", "hardship", "deal_relief",
    ),
    "caracas": (
        "expected_pressure", "inducement", "blockade", "hold", "loyalty", "compliance",
        "solidarity_caracas", "fear_of_entrapment", "concession",
    ),
    "havana": (
        "hardship", "power_deficit", "days_of_cover", "blockade", "demand", "talks",
        "concession", "deal_relief", "fear_of_abandonment",
    ),
}  # fmt: skip
_READ = {each.name: each for each in OBSERVABLES}


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """A number that a government knows."""

    name: str
    label: str
    unit: str
    value: float


@dataclass(frozen=True, slots=True)
class Weighing:
    """What one posture is worth to the government that may take it.

    `terms` has what each motive adds, `changing` what the change itself costs (0 or less), and
    `likely` how likely the model's government would take it, its lasting taste left aside.
    """

    posture: str
    meaning: str
    terms: Mapping[str, float]
    changing: float
    likely: float

    @property
    def brings(self) -> float:
        """The sum of what speaks for it."""
        return sum(part for part in self.terms.values() if part > 0)

    @property
    def costs(self) -> float:
        """The sum of what speaks against it, the change included; 0 or less."""
        return sum(part for part in self.terms.values() if part < 0) + self.changing

    @property
    def worth(self) -> float:
        """All of it together."""
        return self.brings + self.costs


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a government has before it on a day of decision.

    `held` is the posture it holds, `others` those of the other governments, `reported` the departures
    that the press has told of so far, by cause, and `lately` how many of them within the week.
    """

    actor: str
    day: date
    held: str
    others: Mapping[str, str]
    known: tuple[KnownNumber, ...]
    reported: Mapping[str, int]
    lately: int
    news: tuple[str, ...]
    weighings: tuple[Weighing, ...]
    meanings: Mapping[str, str]


def briefing(actor: Actor, since: date | None = None) -> Briefing:
    """What a government of a model of one run has before it today; news are those after `since`."""
    model = actor.model
    return Briefing(
        actor=actor.name,
        day=model.today,
        held=held_by(actor),
        others={name: held_by(getattr(model, name)) for name in CAPITALS if name != actor.name},
        known=tuple(_number(model, name) for name in KNOWN[actor.name]),
        reported=_reported(model),
        lately=_lately(model),
        news=_news(model, since),
        weighings=weighings(actor),
        meanings={term.name: term.meaning for term in actor.terms},
    )


def held_by(actor: Actor) -> str:
    """The posture that a government holds in the one run of its model."""
    return actor.names[int(actor.posture[0])]


def weighings(actor: Actor) -> tuple[Weighing, ...]:
    """What each posture is worth to a government that has weighed them, in the order of its menu."""
    decided = actor.decided
    if decided is None:
        return ()
    precision = actor.model.draws.assumptions.choice.precision
    worth = sum(decided.parts.values()) - decided.changing
    likely = probabilities(worth, precision)[0]
    return tuple(
        Weighing(
            name,
            record.meaning,
            {term: float(precision[0] * part[0, at]) for term, part in decided.parts.items()},
            float(-precision[0] * decided.changing[0, at]),
            float(likely[at]),
        )
        for at, (name, record) in enumerate(actor.menu.items())
    )


def _number(model: "AllianceModel", name: str) -> KnownNumber:
    about = _READ[name]
    return KnownNumber(name, about.label, about.unit, float(np.asarray(about.read(model))[0]))


def _reported(model: "AllianceModel") -> dict[str, int]:
    if model.observer is None:
        return {}
    so_far = model.observer.reported[0].sum(axis=0)
    return {cause: int(n) for cause, n in zip(CAUSE_NAMES, so_far, strict=True)}


def _lately(model: "AllianceModel") -> int:
    if model.observer is None:
        return 0
    return int(model.observer.reported[0, max(0, model.day - WEEK) :].sum())


def _news(model: "AllianceModel", since: date | None) -> tuple[str, ...]:
    """Events and sudden outcomes after `since`, today's events included."""
    start = model.scenario_file.window.start
    after = (since - start).days if since else -1
    days = [model.date_of(day) for day in range(model.n_days)]
    told = [(mark.day, mark.key) for mark in markers(model.scenario_file, days)]
    for outcome, day in zip(OUTCOMES, model.outcomes.first_day[0].tolist(), strict=True):
        if outcome.condition is None:
            told.append((day, f"{day_text(model.date_of(max(day, 0)))}: {outcome.label}"))
    return tuple(text for day, text in sorted(told) if max(after, -1) < day <= model.day)
