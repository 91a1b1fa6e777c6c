"""Postures and what decided them, orders from being given to being lifted, attempts, deals, outcomes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.never import NEVER
from sim.core.quantity import Floats
from sim.mechanisms.causes import cause
from sim.methods.decision import TASTE, Why
from sim.model.outcomes import OUTCOMES
from sim.people.missions import MISSIONS
from sim.studies.story.answer.happening import Happening
from sim.studies.story.answer.rerun import ORDERS, NewPosture, Rerun

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

CAUSE_OF = {"relief": "expelled", "recall": "recalled"}
#: Outcomes that have a sentence of their own.
TOLD_APART = frozenset({"coup_attempt", "coup_caracas", "havana_deal", "deal_broken"})
CLOSE = 0.5  # a margin at which the other posture was at least 0.6 times as likely


def postures(rerun: Rerun, scenario: "Scenario") -> Iterator[Happening]:
    """Every change of posture, and for each government its closest call without one."""
    for turn in rerun.turns:
        about = _of_turn(turn) | {"meaning": _meaning(scenario, turn.of, turn.why.chosen)}
        yield Happening(turn.day, turn.of, "posture", about)
    for day, why in rerun.closest:
        if why.margin < CLOSE:
            yield Happening(day, why.of, "close_call", {"posture": why.chosen, **of_why(why)})


def _of_turn(turn: NewPosture) -> dict[str, Any]:
    about = {"before": turn.before, "posture": turn.why.chosen, "by": turn.by}
    return about | of_why(turn.why) if turn.by == "choice" else about


def of_why(why: Why) -> dict[str, Any]:
    """A free choice as plain data; `without_taste` is what motives and inertia alone would choose."""
    bare = {
        name: sum(part for term, part in parts.items() if term != TASTE)
        for name, parts in why.values.items()
    }
    return {
        "runner_up": why.runner_up,
        "margin": why.margin,
        "terms": dict(why.terms),
        "without_taste": max(bare, key=lambda name: bare[name]),
    }


def _meaning(scenario: "Scenario", of: str, posture: str) -> str:
    return str(getattr(scenario.actors, of).postures()[posture].meaning)


def orders(rerun: Rerun, scenario: "Scenario") -> Iterator[Happening]:
    """Orders of Caracas and Havana: given with a posture, in force after a delay, carried out."""
    for of, order in ORDERS.items():
        menu = getattr(scenario.actors, of).postures()
        for turn in (each for each in rerun.turns if each.of == of):
            old, new = (_ordered(menu[name], order) for name in (turn.before, turn.why.chosen))
            if not np.array_equal(old, new):
                about = {"order": order, "change": _change(old, new)}
                yield Happening(turn.day, of, "order_given", about)
        yield from _in_force(rerun, of, order)


def _ordered(posture: Any, order: str) -> Floats:  # noqa: ANN401 - a posture of either menu
    return np.array([getattr(getattr(posture, order), mission) for mission in MISSIONS], float)


def _change(old: Floats, new: Floats) -> str:
    if not new.any():
        return "withdrawn"
    if not old.any():
        return "new"
    return "harder" if new.sum() > old.sum() else "softer"


def _in_force(rerun: Rerun, of: str, order: str) -> Iterator[Happening]:
    """Every order that reaches the missions, and what had come of it when another took its place."""
    rates, set_leaving = rerun.orders[of], rerun.daily["triggered"][:, cause(CAUSE_OF[order])]
    changes = 1 + np.flatnonzero((np.diff(rates, axis=0) != 0).any(axis=1))
    starts = [0, *(int(day) for day in changes)]
    for start, stop in zip(starts, [*starts[1:], rerun.n_days], strict=True):
        if not rates[start].any():
            continue
        if start:
            about: dict[str, Any] = {
                "order": order,
                "rates": {
                    mission: float(rate)
                    for mission, rate in zip(MISSIONS, rates[start], strict=True)
                    if rate
                },
            }
            yield Happening(start, of, "order_in_force", about)
        persons = int(set_leaving[stop - 1]) - (int(set_leaving[start - 1]) if start else 0)
        about = {"order": order, "days": stop - start, "persons": persons}
        if stop < rerun.n_days:
            yield Happening(stop, of, "order_ended", about)
        else:
            yield Happening(stop - 1, of, "order_ended", about | {"still_in_force": True})


def attempts(rerun: Rerun) -> Iterator[Happening]:
    """Attempts at a coup in Caracas."""
    for day, succeeded in rerun.attempts:
        chance = float(rerun.daily["coup_success"][day])
        about = {"succeeded": succeeded, "chance_of_success": chance}
        yield Happening(day, "caracas", "coup_attempt", about)


def deals(rerun: Rerun) -> Iterator[Happening]:
    """A deal between Washington and Havana with its terms, and its end."""
    signed, broken = rerun.first_day["havana_deal"], rerun.first_day["deal_broken"]
    if signed == NEVER:
        return
    terms = {name: float(rerun.daily[f"deal_{name}"][signed]) for name in ("relief", "concession")}
    yield Happening(signed, "washington and havana", "deal", terms)
    if broken != NEVER:
        about = terms | {"days": broken - signed}
        yield Happening(broken, "washington and havana", "deal_broken", about)


def outcomes(rerun: Rerun) -> Iterator[Happening]:
    """The first day of every outcome that has no sentence of its own."""
    for outcome in OUTCOMES:
        day = rerun.first_day[outcome.name]
        if day != NEVER and outcome.name not in TOLD_APART:
            about = {"outcome": outcome.name, "label": outcome.label, "meaning": outcome.meaning}
            yield Happening(day, "alliance", "outcome", about)
