"""A briefing on the terminal: what you know, and what each posture would bring and cost."""

from collections.abc import Iterator

from sim.play.briefing import Briefing, Weighing
from sim.report.numerals import day_text, named, number
from sim.report.readings import words
from sim.report.table import Column, Table, said

MOST_TERMS = 3


def lines(told: Briefing) -> Iterator[str]:
    """What is known, in sentences."""
    others = ", ".join(f"{name.capitalize()} {words(held)}" for name, held in told.others.items())
    yield f"{day_text(told.day)} · you are {told.actor.capitalize()} and hold {words(told.held)} · {others}"
    for text in told.news:
        yield f"  news  {text}"
    so_far = sum(told.reported.values())
    causes = ", ".join(f"{words(cause)} {n:,}" for cause, n in told.reported.items() if n)
    yield f"  The press has told of {so_far:,} Cubans who left{f' ({causes})' if causes else ''}; {told.lately:,} within the week."
    yield "  You know: " + ", ".join(
        f"{named(each.label, each.unit)} {number(each.value, each.unit)}" for each in told.known
    )


def postures(told: Briefing) -> Table:
    """Every posture, numbered, with what speaks for and against it."""
    numbered = {each.posture: at + 1 for at, each in enumerate(told.weighings)}
    columns: tuple[Column[Weighing], ...] = (
        said("", lambda w: f"{numbered[w.posture]} {words(w.posture)}{held(told, w)}"),
        said("brings", lambda w: f"{w.brings:+.1f}"),
        said("costs", lambda w: f"{w.costs:z.1f}"),
        said("together", lambda w: f"{w.worth:z.1f}"),
        said("above all because of", reasons, "word"),
    )
    return Table(columns, told.weighings)


def held(told: Briefing, weighing: Weighing) -> str:
    """A mark for the posture that is held."""
    return " (held)" if weighing.posture == told.held else ""


def reasons(weighing: Weighing) -> str:
    """The terms that weigh most, each with its sign."""
    parts = dict(weighing.terms) | ({"change": weighing.changing} if weighing.changing else {})
    most = sorted(parts.items(), key=lambda part: -abs(part[1]))[:MOST_TERMS]
    return ", ".join(f"{words(name)} {value:+.1f}" for name, value in most if value)
