"""The names of everything in the model that a statement can bear on."""

from functools import cache

from sim.core.quantity import declared
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

#: Words that a reader may use for what the model calls otherwise.
SYNONYMS = {
    "doctors": "medical",
    "doctor": "medical",
    "physicians": "medical",
    "nurses": "medical",
    "medics": "medical",
    "health": "medical",
    "teachers": "education",
    "coaches": "sport",
    "trainers": "sport",
    "bodyguards": "presidential_guard",
    "guards": "presidential_guard",
    "escorts": "presidential_guard",
    "spies": "undercover",
    "agents": "undercover",
    "advisers": "military_advisers",
    "soldiers": "military_advisers",
    "troops": "military_advisers",
    "trump": "washington",
    "usa": "washington",
    "venezuela": "caracas",
    "cuba": "havana",
    "fuel": "oil",
    "crude": "oil",
    "planes": "flights",
    "defectors": "defected",
    "deserters": "defected",
}


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
