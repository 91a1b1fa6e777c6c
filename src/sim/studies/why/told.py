"""One decision on the terminal, term by term, and as JSON."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sim.core.languages import _, numeral
from sim.methods.decision import Why
from sim.report.readings import plain_words, words

BOUND = "A successor government holds the posture it began with; it does not choose."
SCRIPTED = "A script chose; taste is what the script has revealed so far."
UNITS = "In units in which taste for a posture is Gumbel noise: 1 more makes a posture e (2.7) times as likely."
NAME, VALUE = 12, 14  # columns, where no name needs more


def plain(found: Why) -> dict[str, Any]:
    """The decision as JSON."""
    return asdict(found) | {"day": str(found.day), "decided_on": str(found.decided_on)}


def lines(found: Why, run: int) -> Iterator[str]:
    """The decision in plain words and a table of its terms."""
    yield _("Run {run}, {day}: {government} holds {posture}, decided on {decided}.").format(
        run=run,
        day=found.day,
        government=_(found.of.capitalize()),
        posture=_called(found.chosen),
        decided=found.decided_on,
    )
    if found.bound:
        yield _(BOUND)
    if found.scripted:
        yield _(SCRIPTED)
    yield from _table(found)
    yield f"\n{_(UNITS)}"


def _table(found: Why) -> Iterator[str]:
    """What the posture held and the runner-up were worth, term by term."""
    chosen, runner_up = _called(found.chosen), _called(found.runner_up)
    together = _("together")
    name = max(NAME, len(together), *(len(_called(term)) for term in found.terms))
    value = max(VALUE, len(chosen), len(runner_up))
    yield f"\n  {'':{name}} {chosen:>{value}} {runner_up:>{value}} {_('margin'):>10}"
    ours, theirs = found.values[found.chosen], found.values[found.runner_up]
    for term, part in found.terms.items():
        numbers = f"{ours[term]:z{value}.3f} {theirs[term]:z{value}.3f} {part:+z10.3f}"
        yield f"  {_called(term):{name}} {numeral(numbers)}"
    both = sum(ours.values()), sum(theirs.values())
    numbers = f"{both[0]:{value}.3f} {both[1]:{value}.3f} {found.margin:+10.3f}"
    yield f"  {together:{name}} {numeral(numbers)}"


def _called(code: str) -> str:
    """A code name in the language spoken; as it is where that has no name for it, as English has none."""
    told = words(code)
    return code if told == plain_words(code) else told
