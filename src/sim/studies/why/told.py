"""One decision on the terminal, term by term, and as JSON."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sim.methods.decision import Why


def plain(found: Why) -> dict[str, Any]:
    """The decision as JSON."""
    return asdict(found) | {"day": str(found.day), "decided_on": str(found.decided_on)}


def lines(found: Why, run: int) -> Iterator[str]:
    """The decision in plain words and a table of its terms."""
    of = found.of.capitalize()
    yield f"Run {run}, {found.day}: {of} holds {found.chosen}, decided on {found.decided_on}."
    if found.bound:
        yield "A successor government holds the posture it began with; it does not choose."
    if found.scripted:
        yield "A script chose; taste is what the script has revealed so far."
    yield f"\n  {'':12} {found.chosen:>14} {found.runner_up:>14}     margin"
    ours, theirs = found.values[found.chosen], found.values[found.runner_up]
    for name, part in found.terms.items():
        yield f"  {name:12} {ours[name]:z14.3f} {theirs[name]:z14.3f} {part:+z10.3f}"
    both = sum(ours.values()), sum(theirs.values())
    yield f"  {'together':12} {both[0]:14.3f} {both[1]:14.3f} {found.margin:+10.3f}"
    yield "\nIn units in which taste for a posture is Gumbel noise: 1 more makes a posture e (2.7) times as likely."
