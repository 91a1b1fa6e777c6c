"""Which postures a scenario leaves to a government, day by day: by script, by choice, or by succession.

A successor government keeps the posture it comes with, whatever a script says, so its postures count
wherever it may come.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sim.core.distributions import Distribution

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

type Menu = Mapping[str, Any]
type Daily = Sequence[bool]

AT_THE_TABLE = ("washington", "havana")


def dated(scenario: "Scenario", kind: str) -> bool:
    """Whether an event of a kind happens by the end of the window."""
    end = scenario.window.end
    return any(e.kind == kind and e.happens and e.date <= end for e in scenario.events.values())


def is_zero(value: Any) -> bool:  # noqa: ANN401 - a number, or a distribution before it is drawn
    """Whether a quantity is 0 in every run."""
    return not isinstance(value, Distribution) and value == 0


def no_coup(scenario: "Scenario") -> str:
    """Why nobody can attempt a coup in Caracas; empty if somebody can."""
    rate = scenario.assumptions.coup.calm_rate
    if is_zero(rate) and not dated(scenario, "coup_attempt"):
        return "assumptions.coup.calm_rate is 0 and no attempt is dated"
    return ""


def no_collapse(scenario: "Scenario") -> str:
    """Why the government in Havana cannot fall; empty if it can."""
    ruled_out = is_zero(scenario.assumptions.collapse.severe_hazard)
    return "assumptions.collapse.severe_hazard is 0" if ruled_out else ""


_SUCCEEDS = {"caracas": no_coup, "havana": no_collapse}


def on_days(scenario: "Scenario", actor: str, fits: Callable[[Any], bool]) -> Daily:
    """Whether a government may hold a posture that fits, day by day."""
    return [any(fits(record) for record in records) for records in postures_held(scenario, actor)]


def ready_to_settle(scenario: "Scenario") -> dict[str, Daily]:
    """Whether each side at the table may hold a posture that is ready to settle at all, day by day."""
    return {actor: on_days(scenario, actor, lambda r: r.readiness > 0) for actor in AT_THE_TABLE}


def postures_held(scenario: "Scenario", actor: str) -> Iterator[list[Any]]:
    """Records of the postures that a government may hold, day by day."""
    choices = getattr(scenario.actors, actor)
    menu: Menu = choices.postures()
    falls = actor in _SUCCEEDS and not _SUCCEEDS[actor](scenario)
    later = [record for record in menu.values() if falls and record.successor > 0]
    for number in range(scenario.window.n_days):
        today = scenario.window.start + timedelta(days=number)
        fixed = [entry.posture for entry in choices.script if entry.start <= today <= entry.until]
        yield [menu[fixed[-1]], *later] if fixed else list(menu.values())
