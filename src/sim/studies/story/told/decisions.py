"""Sentences of what governments decide: postures with what decided them, close calls, orders."""

from typing import Any

from sim.report.readings import words
from sim.studies.story.told.words import added, most_of, name, percent, persons, sides

type About = dict[str, Any]
#: What an order does to people, and what it is called, by the government that gives it.
DOES = {"relief": "relieves of their posts", "recall": "calls home"}
TO = {"relief": "relieve people of their posts", "recall": "call people home"}


def posture(actor: str, about: About) -> str:
    """A change of posture, and what decided it."""
    meaning, now = about["meaning"], words(about["posture"])
    if about["by"] == "successor":
        return (
            f"A successor government takes over in {name(actor)} and holds {now}: it {meaning}."
            " It does not choose any more."
        )
    turns = f"{name(actor)} turns from {words(about['before'])} to {now}: it {meaning}"
    if about["by"] == "script":
        return f"{turns}. The scenario's script has it so."
    return f"{turns}. {_decided(about)}"


def _decided(about: About) -> str:
    for_it, against = map(added, sides(about["terms"]))
    told = (
        f"What decided, against {words(about['runner_up'])} as the next best: {for_it}"
        f"{f'; on the other side {against}' if against else ''}; a margin of {about['margin']:.2f}."
    )
    bare = about["without_taste"]
    if bare != about["posture"]:
        told += f" Without taste, which nobody has measured, it would have been {words(bare)}."
    return told


def close_call(actor: str, about: About) -> str:
    """The day on which a government came nearest to another posture."""
    kept, other = words(about["posture"]), words(about["runner_up"])
    pairs = zip((kept, other), sides(about["terms"]), strict=True)
    spoke = [f"for {of} {added(side, sign=False)}" for of, side in pairs if side]
    return (
        f"{name(actor)} comes nearest to leaving {kept}, and keeps it: {other} falls short by"
        f" {about['margin']:.2f}. What spoke {'; '.join(spoke)}."
    )


def order_given(actor: str, about: About) -> str:
    """An order that comes with a posture."""
    to = TO[about["order"]]
    return {
        "new": f"{name(actor)} orders to {to}.",
        "harder": f"{name(actor)} makes its order to {to} harder.",
        "softer": f"{name(actor)} makes its order to {to} softer.",
        "withdrawn": f"{name(actor)} takes back its order to {to}.",
    }[about["change"]]


def order_in_force(actor: str, about: About) -> str:
    """An order that reaches the missions."""
    rates = sorted(about["rates"].items(), key=lambda each: -each[1])
    parts = [f"{words(mission)} {percent(rate)}" for mission, rate in rates]
    return f"The order of {name(actor)} reaches the missions. A day it {DOES[about['order']]}: {most_of(parts)}."


def order_ended(actor: str, about: About) -> str:
    """What an order had done when another took its place, or the window ended."""
    days, set_leaving = about["days"], persons(about["persons"])
    if about.get("still_in_force"):
        return f"The order of {name(actor)}, in force for {days} days now, has set {set_leaving} on leaving."
    return f"The order of {name(actor)} that was in force for {days} days has set {set_leaving} on leaving."
