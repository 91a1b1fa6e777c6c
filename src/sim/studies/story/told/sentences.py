"""One sentence for each kind of thing that happens; every number in it is one of the happening's."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sim.report.numerals import day_text, number
from sim.report.readings import sentence_case, words
from sim.studies.story.answer.happening import Happening
from sim.studies.story.told.decisions import close_call, order_ended, order_given, order_in_force
from sim.studies.story.told.decisions import posture as posture_told
from sim.studies.story.told.words import listed, most_of, name, of_runs, percent, persons

type About = dict[str, Any]
#: What is gone when so much is left.
GONE = {
    0.75: "A quarter",
    0.5: "Half",
    0.25: "Three quarters",
    0.1: "Nine in ten",
    0.05: "Nineteen in twenty",
}
FATES = {
    "withheld": "not sent by choice",
    "deterred": "deterred from sailing",
    "interdicted": "turned back at sea",
}


def sentence(each: Happening, start: date) -> str:
    """What happened, in plain words, and in how many runs the same holds; `start` is the date of day 0."""
    about = dict(each.about)
    if "until" in about:
        about["until"] = day_text(start + timedelta(days=about["until"]))
    told = TOLD[each.kind](each.actor, about)
    shared = SHARED.get(each.kind)
    return f"{told} {shared(about)}" if shared and "runs" in about else told


def _beginning(_: str, about: About) -> str:
    held = [f"{name(of)} holds {words(posture)}" for of, posture in about["postures"].items()]
    return f"The window begins with {persons(about['persons'])} in Venezuela. {listed(held)}."


def _dated_event(_: str, about: About) -> str:
    until = f", until {about['until']}" if "until" in about else ""
    killed = _killed(about["killed"]) if about.get("killed") else ""
    made_up = "" if about["source"] else " The scenario makes this up."
    return f"{sentence_case(about['name'])}{until}.{killed}{made_up}"


def _killed(counts: dict[str, int]) -> str:
    parts = [f"{words(mission)} {count}" for mission, count in counts.items()]
    return f" {persons(sum(counts.values()))} killed ({listed(parts)})."


def _lever_held(_: str, about: About) -> str:
    return (
        f"The scenario holds Washington's lever {words(about['lever'])} at {percent(about['level'])}"
        f" until {about['until']}."
    )


def _coup_attempt(_: str, about: About) -> str:
    ends = "succeeds" if about["succeeded"] else "fails"
    return (
        f"An attempt at a coup in Caracas {ends};"
        f" the chance of success was {percent(about['chance_of_success'])}."
    )


def _deal(_: str, about: About) -> str:
    return (
        f"Washington and Havana sign a deal: {percent(about['relief'])} of the blockade is lifted"
        f" for {percent(about['concession'])} of what Washington wants."
    )


def _deal_broken(_: str, about: About) -> str:
    return f"The deal between Washington and Havana is broken after {about['days']} days."


def _cargoes_arrive(actor: str, about: About) -> str:
    days, kb = about["days_with_cargoes"], number(sum(about["kb"].values()), "kb")
    if days == 1:
        return f"A cargo from {name(actor)} arrives in Cuba ({kb} thousand barrels)."
    return f"Cargoes from {name(actor)} arrive in Cuba on {days} days until {about['until']} ({kb} thousand barrels)."


def _cargoes_stopped(actor: str, about: About) -> str:
    parts = [f"{number(kb, 'kb')} {FATES[fate]}" for fate, kb in about["kb"].items()]
    if about["days_with_cargoes"] == 1:
        return f"A cargo from {name(actor)} does not arrive (thousand barrels: {listed(parts)})."
    return (
        f"No cargo from {name(actor)} arrives until {about['until']}, on"
        f" {about['days_with_cargoes']} days on which one might have (thousand barrels: {listed(parts)})."
    )


def _grid_failure(_: str, about: About) -> str:
    many = f"{about['failures']} times until {about['until']}"
    times, first = ("", "") if about["failures"] == 1 else (f" {many}", ", the first time")
    short = f"power falls short by {percent(about['power_deficit'])} of peak demand"
    return f"Cuba's grid fails entirely{times}{first} when {short}."


def _oil_cover(_: str, about: About) -> str:
    unit = "day" if about["level"] == 1 else "days"
    if about["above"]:
        return f"Cuba's oil would last for more than {about['level']:g} {unit} again."
    return f"Cuba's oil would last for less than {about['level']:g} {unit}."


def _hardship(_: str, about: About) -> str:
    moves = "rises above" if about["above"] else "falls below"
    return f"Hardship in Cuba {moves} {about['level']:g}, of 1."


def _departures(_: str, about: About) -> str:
    counts = sorted(about["persons"].items(), key=lambda each: -each[1])
    parts = [f"{words(mission)} {number(count, 'persons')}" for mission, count in counts]
    return (
        f"{persons(about['total'])} leave until {about['until']}, {words(about['cause'])}"
        f" ({about['meaning']}): {most_of(parts)}; {percent(about['share'])} of these missions."
    )


def _personnel(_: str, about: About) -> str:
    gone = GONE[about["level"]]
    remain = "remains" if about["persons"] == 1 else "remain"
    return f"{gone} of the {about['group']} staff of the first day is gone; {persons(about['persons'])} {remain}."


def _outcome(_: str, about: About) -> str:
    return f"{about['label']}: {about['meaning']}."


def _ending(_: str, about: About) -> str:
    left = [
        f"{words(cause)} {number(count, 'persons')}"
        for cause, count in sorted(about["left"].items(), key=lambda each: -each[1])
    ]
    gone = f" Left: {listed(left)}." if left else " Nobody has left."
    came = f" {persons(about['arrived'])} came as replacements." if about["arrived"] else ""
    share = percent(about["persons"] / max(about["at_first"], 1))
    return (
        f"The window ends with {persons(about['persons'])} in Venezuela, {share} of the first day."
        f"{gone}{came}"
    )


TOLD: dict[str, Callable[[str, About], str]] = {
    "beginning": _beginning,
    "dated_event": _dated_event,
    "lever_held": _lever_held,
    "posture": posture_told,
    "order_given": order_given,
    "order_in_force": order_in_force,
    "order_ended": order_ended,
    "close_call": close_call,
    "coup_attempt": _coup_attempt,
    "deal": _deal,
    "deal_broken": _deal_broken,
    "cargoes_arrive": _cargoes_arrive,
    "cargoes_stopped": _cargoes_stopped,
    "grid_failure": _grid_failure,
    "oil_cover": _oil_cover,
    "hardship": _hardship,
    "departures": _departures,
    "personnel": _personnel,
    "outcome": _outcome,
    "ending": _ending,
}


def _in_runs(beginning: str) -> Callable[[About], str]:
    return lambda about: f"{beginning} in {of_runs(about['runs'], about['of'])}."


#: How it is said in how many runs the same holds.
SHARED: dict[str, Callable[[About], str]] = {
    "posture": lambda about: (
        f"It holds {words(about['posture'])} on this day in {of_runs(about['runs'], about['of'])}."
    ),
    "coup_attempt": _in_runs("This happens, on whatever day,"),
    "deal": _in_runs("A deal is signed, on whatever day,"),
    "deal_broken": _in_runs("A deal is broken, on whatever day,"),
    "outcome": _in_runs("It happens, on whatever day,"),
    "hardship": _in_runs("So it is on this day"),
    "oil_cover": _in_runs("So it is on this day"),
    "personnel": _in_runs("It had come to this by then"),
    "departures": _in_runs("As many or more had left by the end of it"),
    "grid_failure": _in_runs("As many failures or more by then"),
}
