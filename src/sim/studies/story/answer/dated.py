"""What the scenario dates: events with a source, events that it makes up, levers that it holds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.core.wording import cut, escaped
from sim.mechanisms.causes import cause
from sim.people.missions import MISSIONS
from sim.report.markers import LONGEST_LABEL
from sim.studies.story.answer.happening import Happening
from sim.studies.story.answer.missions import KILLED
from sim.studies.story.answer.rerun import Rerun

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario


def dated_events(rerun: Rerun, scenario: "Scenario") -> Iterator[Happening]:
    """Every event that happens within the window, on its first day."""
    for event in scenario.events.values():
        day = (event.date - rerun.start).days
        if not event.happens or not 0 <= day < rerun.n_days:
            continue
        until = getattr(event, "until", None)
        about: dict[str, Any] = {
            "event": event.kind,
            "name": cut(escaped(event.name), LONGEST_LABEL),
            "source": event.source,
        }
        if until is not None:
            about["until"] = (until - rerun.start).days
        if event.kind == "strike":
            killed = rerun.daily["exited"][day, :, cause(KILLED)]
            about["killed"] = {
                mission: int(count)
                for mission, count in zip(MISSIONS, killed, strict=True)
                if count
            }
        yield Happening(day, "scenario", "dated_event", about)


def levers_held(rerun: Rerun, scenario: "Scenario") -> Iterator[Happening]:
    """Every lever of Washington that the scenario holds, from its first day in the window."""
    for lever, level in rerun.levers.items():
        pin = getattr(scenario.levers, lever)
        first, last = ((day - rerun.start).days for day in (pin.start, pin.until))
        if first < rerun.n_days and last >= 0:
            about = {"lever": lever, "level": level, "until": min(last, rerun.n_days - 1)}
            yield Happening(max(first, 0), "washington", "lever_held", about)
