"""What cannot happen in a scenario, and why: zeros of its scripts, events and rates, not of chance.

Only what follows from the scenario alone is told; an outcome that stays away in every run for another
reason has a range like any other. A successor government keeps the posture it comes with, whatever a
script says, so its postures count wherever it may come.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sim.core.distributions import Distribution
from sim.model.outcomes import OUTCOMES

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

_NEEDED = {outcome.name: outcome.days for outcome in OUTCOMES}
LOW_PRESSURE = 0.3  # below it Washington may count as relenting

type Menu = Mapping[str, Any]
type Daily = Sequence[bool]


def cannot_happen(scenario: "Scenario") -> dict[str, str]:
    """Why an outcome cannot happen, by outcome, in their order; outcomes that can are left out."""
    found = {name: WHY_NOT[name](scenario) for name in _NEEDED if name in WHY_NOT}
    return {name: why for name, why in found.items() if why}


def _dated(scenario: "Scenario", kind: str) -> bool:
    """Whether an event of a kind happens by the end of the window."""
    end = scenario.window.end
    return any(e.kind == kind and e.happens and e.date <= end for e in scenario.events.values())


def _least(value: Any) -> float:  # noqa: ANN401 - a number, or a distribution before it is drawn
    """The smallest value that a quantity can have."""
    return value.span()[0] if isinstance(value, Distribution) else float(value)


def _is_zero(value: Any) -> bool:  # noqa: ANN401 - as above
    return not isinstance(value, Distribution) and value == 0


def _no_coup(scenario: "Scenario") -> str:
    rate = scenario.assumptions.coup.calm_rate
    if _is_zero(rate) and not _dated(scenario, "coup_attempt"):
        return "assumptions.coup.calm_rate is 0 and no attempt is dated"
    return ""


def _no_collapse(scenario: "Scenario") -> str:
    ruled_out = _is_zero(scenario.assumptions.collapse.severe_hazard)
    return "assumptions.collapse.severe_hazard is 0" if ruled_out else ""


def _no_exit(scenario: "Scenario") -> str:
    stays = _is_zero(scenario.assumptions.collapse.leader_exit) and _no_collapse(scenario)
    return f"assumptions.collapse.leader_exit is 0 and {_no_collapse(scenario)}" if stays else ""


_SUCCEEDS = {"caracas": _no_coup, "havana": _no_collapse}


def _held(scenario: "Scenario", actor: str) -> Iterator[list[Any]]:
    """Records of the postures that a government may hold, day by day."""
    choices = getattr(scenario.actors, actor)
    menu: Menu = choices.postures()
    falls = actor in _SUCCEEDS and not _SUCCEEDS[actor](scenario)
    later = [record for record in menu.values() if falls and record.successor > 0]
    for number in range(scenario.window.n_days):
        today = scenario.window.start + timedelta(days=number)
        fixed = [entry.posture for entry in choices.script if entry.start <= today <= entry.until]
        yield [menu[fixed[-1]], *later] if fixed else list(menu.values())


def _on_days(scenario: "Scenario", actor: str, fits: Callable[[Any], bool]) -> Daily:
    """Whether a government may hold a posture that fits, day by day."""
    return [any(fits(record) for record in held) for held in _held(scenario, actor)]


def _too_short(outcome: str, days: Daily, kept_from: str) -> str:
    """Why an outcome never lasts long enough: `kept_from` what, or the window."""
    needed = _NEEDED[outcome]
    if max((sum(1 for _ in run) for on, run in groupby(days) if on), default=0) >= needed:
        return ""
    if all(days):
        return f"it takes {needed} days, and the window has fewer"
    return kept_from


def _no_rupture(scenario: "Scenario") -> str:
    menu = scenario.actors.caracas.postures()
    days = _on_days(scenario, "caracas", lambda record: record is menu["rupture"])
    why = "a script keeps Caracas from holding rupture for 14 days, and no coup can undo it"
    return _too_short("rupture", days, why)


def _not_dissolved(scenario: "Scenario") -> str:
    menu = scenario.actors.caracas.postures()
    days = _on_days(
        scenario,
        "caracas",
        lambda record: record is menu["rupture"] or record.solidarity < 0.3,  # noqa: PLR2004
    )
    why = (
        "a script keeps Caracas from breaking in word or deed for 30 days, and no coup can undo it"
    )
    return _too_short("alliance_dissolved", days, why)


def _not_hollowed(scenario: "Scenario") -> str:
    days = _on_days(scenario, "caracas", lambda record: record.solidarity >= 0.5)  # noqa: PLR2004
    why = "a script keeps Caracas from speaking for Havana for 30 days, and no coup can undo it"
    return _too_short("hollowed_alliance", days, why)


def _no_deal(scenario: "Scenario") -> str:
    if _is_zero(scenario.assumptions.bargains.deal_rate):
        return "assumptions.bargains.deal_rate is 0"
    at_start = scenario.assumptions.levers_at_start.blockade
    if _is_zero(at_start) and not _dated(scenario, "blockade_begins"):
        return "there is no blockade that a deal could lift"
    ready = [_on_days(scenario, actor, lambda r: r.readiness > 0) for actor in _AT_THE_TABLE]
    if not any(map(all, zip(*ready, strict=True))):
        return "on no day are both governments ready to talk"
    return ""


_AT_THE_TABLE = ("washington", "havana")


def _deal_stands(scenario: "Scenario") -> str:
    if _no_deal(scenario):
        return "there can be no deal"
    p = scenario.assumptions.bargains
    kept = _is_zero(p.break_rate) and _is_zero(p.walk_out)
    return "assumptions.bargains.break_rate and walk_out are 0" if kept else ""


def _no_return(scenario: "Scenario") -> str:
    admits = _on_days(scenario, "caracas", lambda r: r.replacements > 0 or r.invites > 0)
    sends = _on_days(scenario, "havana", lambda r: r.replacements > 0)
    if any(map(all, zip(admits, sends, strict=True))):
        return ""
    return "on no day does Caracas admit newcomers whom Havana sends"


def _presses_on(scenario: "Scenario") -> str:
    """Pressure moves towards its target only, so it stays above what both start and targets are above."""
    pin = scenario.levers.pressure
    pressed = []
    for number, held in enumerate(_held(scenario, "washington")):
        today = scenario.window.start + timedelta(days=number)
        pinned = pin is not None and pin.start <= today <= pin.until
        targets = [pin.level] if pinned else [record.pressure for record in held]
        pressed.append(min(_least(target) for target in targets) > LOW_PRESSURE)
    starts_high = _least(scenario.assumptions.levers_at_start.pressure) > LOW_PRESSURE
    relents = [not (starts_high and all(pressed[: day + 1])) for day in range(len(pressed))]
    why = f"its script or a held lever keeps pressure above {LOW_PRESSURE}"
    return _too_short("washington_relents", relents, why)


#: Why each outcome cannot happen in a scenario; empty where it can, or where nobody knows.
WHY_NOT: Mapping[str, Callable[["Scenario"], str]] = {
    "hollowed_alliance": _not_hollowed,
    "alliance_dissolved": _not_dissolved,
    "rupture": _no_rupture,
    "restoration": _no_return,
    "havana_deal": _no_deal,
    "deal_broken": _deal_stands,
    "coup_attempt": _no_coup,
    "coup_caracas": _no_coup,
    "havana_collapse": _no_collapse,
    "leader_exit_havana": _no_exit,
    "washington_relents": _presses_on,
}
