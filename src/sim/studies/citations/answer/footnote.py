"""What the evidence says on one topic: statements, facts with their rivals, and what rests on them."""

from dataclasses import dataclass
from functools import cache

from sim.core.errors import BadValueError
from sim.core.quantity import declared
from sim.evidence import tables
from sim.evidence.conflicts import Conflict, conflicts
from sim.evidence.patterns import Pattern, patterns
from sim.evidence.sources import Fact, Statement, all_ids, facts, find, known, statements
from sim.mechanisms.causes import CAUSE_NAMES
from sim.mechanisms.levers import LEVERS
from sim.model.observables import OBSERVABLES
from sim.model.outcomes import OUTCOME_NAMES
from sim.people.missions import MISSIONS
from sim.postures.base import CAPITALS
from sim.scenario.events import Event
from sim.scenario.schema import Scenario
from sim.scenario.shape import choices, keys, members, spot
from sim.scenario.switches import Switches
from sim.studies.citations.answer.citers import Citer, citers

# Subjects of the tables of facts that go by another name in the model.
SUBJECTS = {
    "US": ("washington", "pressure"),
    "VE": ("caracas",),
    "CU": ("havana",),
    "other": ("suppliers",),
    "Cuba": ("oil", "hardship", "havana"),
    "all": ("present", "headcount"),
    "all_VE": ("strike",),
    "dgcim": ("counterintelligence",),
    "flights": ("air", "seats"),
    "intelligence": ("undercover", "counterintelligence"),
    "military": ("military_advisers", "presidential_guard"),
    "penalty": ("defected",),
    "sensitive_roles": ("counterintelligence", "military_advisers"),
    "sports": ("sport",),
    "teachers_UNES": ("education",),
    "annual": ("oil",),
    "half-year": ("oil",),
    "monthly": ("oil",),
}


@dataclass(frozen=True, slots=True)
class Footnote:
    """Everything on one topic, in the order of the files it stands in."""

    topic: str
    statements: tuple[Statement, ...]
    facts: tuple[Fact, ...]
    patterns: tuple[Citer, ...]
    resting: tuple[Citer, ...]
    conflicts: tuple[Conflict, ...]


type Found = Fact | Statement | Pattern | Conflict | Citer | Footnote


def look_up(name: str) -> Found:
    """What a reader means by a name: an id, a pattern, a conflict, a path of a quantity, or a topic.

    Raises
    ------
    BadValueError
        If it is none of them; the message names the closest.
    """
    if known(name):
        return find(name)
    named: dict[str, Found] = {each.id: each for each in patterns()}
    named |= {each.id: each for each in conflicts()}
    named |= {
        each.place: each for each in citers() if each.kind in {"quantity", "posture", "switch"}
    }
    if name in named:
        return named[name]
    if name in vocabulary() or name in SUBJECTS or _begins_a_path(name):
        return about(name)
    raise BadValueError(
        f"nothing in the evidence is called '{name}'",
        options=(*all_ids(), *named, *sorted(vocabulary())),
        given=name,
    )


def about(topic: str) -> Footnote:
    """The footnote on a topic; a path such as ``missions.medical`` stands for the last of its words."""
    word = topic.rpartition(".")[2]
    said = tuple(each for each in statements() if word in each.bears_on)
    printed = tuple(
        fact
        for table in tables.FACTS
        for fact in facts(table)
        if word in {fact.subject, *SUBJECTS.get(fact.subject, ())}
    )
    ids = {each.id for each in said} | {each.id for each in printed}
    on_topic = [each for each in citers() if each.kind != "pattern" and _is_on(each, topic)]
    return Footnote(
        topic,
        said,
        printed,
        tuple(each for each in citers() if each.kind == "pattern" and ids & set(each.sources)),
        tuple(on_topic),
        tuple(each for each in conflicts() if ids & set(each.sources)),
    )


def _is_on(citer: Citer, topic: str) -> bool:
    if "." in topic:
        return citer.place == topic or citer.place.startswith(f"{topic}.")
    return topic in citer.place.split(".")


def _begins_a_path(name: str) -> bool:
    return any(each.place.startswith(f"{name}.") for each in citers())


@cache
def vocabulary() -> frozenset[str]:
    """Missions, governments, causes, levers, postures, events, observables, outcomes, switches, and the parts of quantity paths."""
    defaults = Scenario(name="defaults", title="Defaults")
    parts = {part for each in declared(defaults) for part in each.path.split(".")}
    postures = {name for actor in CAPITALS for name in getattr(defaults.actors, actor).postures()}
    named = {*MISSIONS, *CAPITALS, *CAUSE_NAMES, *LEVERS, *OUTCOME_NAMES, *Switches.model_fields}
    return frozenset(parts | postures | named | {o.name for o in OBSERVABLES} | event_kinds())


def event_kinds() -> set[str]:
    """The kinds of events that a scenario can date."""
    return {kind for member in members(spot(Event)) for kind in choices(keys(member)["kind"])}
