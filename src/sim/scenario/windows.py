"""Dated events and the days that are simulated: what is left out, and whose doing that is."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.core.calendar import outside_fault
from sim.core.contradictions import Contradiction

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario
    from sim.scenario.validation import Written

MOST_NAMED = 3


def left_out(scenario: "Scenario", written: "Written | None") -> Iterator[Contradiction]:
    """Events outside the window: each at its line, or at the line that moved the window past them."""
    moved: dict[str, list[str]] = {"start": [], "end": []}
    window = scenario.window
    for name, event in scenario.events.items():
        fault = outside_fault(event.date, window.start, window.end) if event.happens else ""
        end = "start" if event.date < window.start else "end"
        if not fault:
            continue
        if written is not None and written.overrides(f"window.{end}", f"events.{name}.date"):
            moved[end].append(name)
        else:
            yield Contradiction(("events", name, "date"), fault, other=("window",))
    for end, names in moved.items():
        if names and written is not None:
            other = ("events", names[0], "date")
            yield Contradiction(("window", end), _told(names, written), other)


def _told(names: Sequence[str], written: "Written") -> str:
    files = dict.fromkeys(written.origins[f"events.{name}.date"].file for name in names)
    count = "1 event" if len(names) == 1 else f"{len(names)} events"
    listed = ", ".join(names[:MOST_NAMED]) + (", ..." if len(names) > MOST_NAMED else "")
    return (
        f"leaves out {count} of {', '.join(files)} ({listed}); take out each with `happens: false` "
        "under `events` and why under `reasons`, or extend a scenario without events"
    )
