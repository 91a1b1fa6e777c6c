"""What a scenario says without effect: days outside the window, and settings that nothing reads.

It is no error: a window may be shortened and a switch tried out. `RULES` has a line for everything
that may go unread; a path there is read, as in `--set`, with everything below it, and ``*`` stands
for any one step.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sim.core.quantity import Floats
from sim.postures.base import CAPITALS
from sim.scenario.load import Loaded
from sim.scenario.problems import OVERRIDE, Code, Place, Problem
from sim.scenario.resolve import Form, resolved
from sim.scenario.schema import Actor, Scenario


def remarks(
    loaded: Loaded[Scenario], before: Loaded[Scenario] | None = None
) -> tuple[Problem, ...]:
    """All that has no effect, in the order of the places where it is written.

    `before` is the scenario without what ``--set`` gives; what was so already is remarked on.
    """
    found = [*_outside(loaded), *_unread(loaded), *_taken_out(loaded)]
    if before is not None:
        found += _already(loaded, before)
    return tuple(sorted(found, key=lambda each: (each.place.is_override, each.place)))


@dataclass(frozen=True, slots=True)
class Rule:
    """Settings that go unread where `holds`, because of what `why` says."""

    paths: tuple[str, ...]
    why: str
    holds: Callable[[Scenario], bool]


def _happens(scenario: Scenario, kind: str) -> bool:
    return any(event.kind == kind and event.happens for event in scenario.events.values())


def _no_blockade(scenario: Scenario) -> bool:
    at_start: Floats | float = scenario.assumptions.levers_at_start.blockade
    return not _happens(scenario, "blockade_begins") and at_start == 0.0


def _no_measures(supplier: str) -> Callable[[Scenario], bool]:
    return lambda scenario: (
        not any(
            event.kind == "blockade_begins" and event.happens and supplier in event.suppliers
            for event in scenario.events.values()
        )
    )


def _no_control(scenario: Scenario) -> bool:
    at_start: Floats | float = scenario.assumptions.levers_at_start.consent
    return not _happens(scenario, "exports_controlled") and at_start == 1.0


def _nothing_stopped(scenario: Scenario) -> bool:
    return _no_blockade(scenario) and _no_control(scenario)


def _no_jet_fuel_limit(scenario: Scenario) -> bool:
    limited = scenario.switches.jet_fuel_limits_seats
    return not (limited and _happens(scenario, "jet_fuel_gone"))


def _never_chooses(actor: str) -> Callable[[Scenario], bool]:
    """Whether a script covers all days of the window."""

    def holds(scenario: Scenario) -> bool:
        choices: Actor = getattr(scenario.actors, actor)
        spells = [(entry.start, entry.until) for entry in choices.script]
        return _covered(scenario.window.start, scenario.window.end, spells)

    return holds


def _nobody_chooses(*actors: str) -> Callable[[Scenario], bool]:
    return lambda scenario: all(_never_chooses(actor)(scenario) for actor in actors)


def _stopped(supplier: str) -> Callable[[Scenario], bool]:
    def holds(scenario: Scenario) -> bool:
        spells = [
            (event.date, event.until)
            for event in scenario.events.values()
            if event.kind == "supplier_stops" and event.happens and event.supplier == supplier
        ]
        return _covered(scenario.window.start, scenario.window.end, spells)

    return holds


_SCRIPTED = "{} never chooses: a script has all days of the window"
#: What weighs a choice and nothing else; the other weights of Washington and Havana also weigh deals.
_READ_BY_CHOICE = {
    "washington": ("memory", "objective"),
    "caracas": ("*",),
    "havana": ("memory", "horizon", "oil", "income", "reputation", "risk"),
}

#: Everything that may go unread, with what would read it.
RULES: tuple[Rule, ...] = (
    Rule(
        ("levers.blockade", "assumptions.lever_speed.blockade"),
        "no event begins the blockade (kind: blockade_begins)",
        _no_blockade,
    ),
    Rule(
        ("levers.consent", "assumptions.lever_speed.consent"),
        "no event puts Venezuela's exports under control (kind: exports_controlled)",
        _no_control,
    ),
    Rule(
        ("oil.deterrence",),
        "no event begins the blockade or puts Venezuela's exports under control",
        _nothing_stopped,
    ),
    *(
        Rule(
            (f"oil.suppliers.{supplier}.interdiction",),
            f"no event (kind: blockade_begins) takes measures against {supplier}",
            _no_measures(supplier),
        )
        for supplier in ("venezuela", "mexico", "others")
    ),
    *(
        Rule(
            (f"oil.suppliers.{supplier}.interdiction",),
            f"{supplier} is stopped on all days",
            _stopped(supplier),
        )
        for supplier in ("mexico", "others")  # what Venezuela could send is weighed in any case
    ),
    Rule(
        ("air.without_jet_fuel",),
        "it is read under the switch jet_fuel_limits_seats and in an event jet_fuel_gone",
        _no_jet_fuel_limit,
    ),
    Rule(
        ("switches.jet_fuel_limits_seats",),
        "no event is of the kind jet_fuel_gone",
        lambda scenario: not _happens(scenario, "jet_fuel_gone"),
    ),
    Rule(
        ("assumptions.causes.*.peers", "assumptions.peers"),
        "the switch contagion is none",
        lambda scenario: scenario.switches.contagion == "none",
    ),
    Rule(
        ("assumptions.peers.threshold",),
        "it is read under contagion: threshold",
        lambda scenario: scenario.switches.contagion == "linear",
    ),
    Rule(
        ("assumptions.caracas.rally",),
        "it is read under coercion: binds",
        lambda scenario: scenario.switches.coercion != "binds",
    ),
    Rule(
        ("assumptions.coup.counterweight_deters",),
        "it is read under deterrence: powell",
        lambda scenario: scenario.switches.deterrence != "powell",
    ),
    Rule(
        (
            "assumptions.orders.shock_memory",
            "assumptions.coup.shock_memory",
            "assumptions.coup.shock_effect",
            "assumptions.causes.evacuated_injured",
        ),
        "there is no strike",
        lambda scenario: not _happens(scenario, "strike"),
    ),
    *(
        Rule(
            tuple(f"assumptions.{actor}.{name}" for name in names),
            _SCRIPTED.format(actor.title()),
            _never_chooses(actor),
        )
        for actor, names in _READ_BY_CHOICE.items()
    ),
    Rule(
        ("switches.coercion", "switches.purge_logic"),
        _SCRIPTED.format("Caracas"),
        _never_chooses("caracas"),
    ),
    Rule(
        ("assumptions.choice",),
        "no government ever chooses",
        _nobody_chooses(*CAPITALS),
    ),
)


def _unread(loaded: Loaded[Scenario]) -> Iterator[Problem]:
    """Settings of the scenario's own file and of ``--set`` that nothing reads; one for each group."""
    own = {path: place for path, place in loaded.origins.items() if _is_own(loaded, place)}
    told: set[str] = set()
    for rule in RULES:
        groups = {
            group: place
            for path, place in reversed(own.items())
            for pattern in rule.paths
            if (group := _reaches(pattern, path))
        }
        if not groups or not rule.holds(loaded.scenario):
            continue
        for group, place in groups.items():
            if group not in told:
                told.add(group)
                yield _remark(group, place, rule.why)


def _outside(loaded: Loaded[Scenario]) -> Iterator[Problem]:
    """Levers held, and postures fixed, on days of which none is simulated."""
    scenario = loaded.scenario
    spells: list[tuple[str, Any]] = [
        (f"levers.{name}", pin)
        for name in type(scenario.levers).model_fields
        if (pin := getattr(scenario.levers, name)) is not None
    ]
    for actor in type(scenario.actors).model_fields:
        script = getattr(scenario.actors, actor).script
        spells += [(f"actors.{actor}.script[{i}]", entry) for i, entry in enumerate(script)]
    start, end = scenario.window.start, scenario.window.end
    for path, spell in spells:
        if spell.start > end or spell.until < start:
            told = ("from", spell.start) if spell.start > end else ("until", spell.until)
            keys = ("start", "level") if spell.start > end else ("until", "start")
            place = next(
                loaded.origins[at] for key in keys if (at := f"{path}.{key}") in loaded.origins
            )
            why = f"it holds {told[0]} {told[1]}, outside the window ({start} to {end})"
            yield _remark(path, place, why)


def _taken_out(loaded: Loaded[Scenario]) -> Iterator[Problem]:
    """What a scenario says of an event that it takes out itself."""
    for name, event in loaded.scenario.events.items():
        if event.happens:
            continue
        for key in type(event).model_fields:
            place = loaded.origins.get(f"events.{name}.{key}")
            if key not in {"happens", "kind"} and place is not None and _is_own(loaded, place):
                yield _remark(
                    f"events.{name}.{key}", place, "the event is taken out by happens: false"
                )


def _already(loaded: Loaded[Scenario], before: Loaded[Scenario]) -> Iterator[Problem]:
    """Values given by ``--set`` that the scenario had anyhow."""
    now, then = resolved(loaded.scenario), resolved(before.scenario)
    given = [path for path, place in loaded.origins.items() if place.is_override]
    for path in given:
        value = _at(now, path)
        if value is not None and value == _at(then, path):
            yield _remark(path, Place(OVERRIDE), "it has this value already")


def _at(content: Form, path: str) -> Form:
    here = content
    for step in path.replace("[", ".").replace("]", "").split("."):
        if isinstance(here, list) and step.isdigit() and int(step) < len(here):
            here = here[int(step)]
        else:
            here = here.get(step) if isinstance(here, dict) else None
    return here


def _is_own(loaded: Loaded[Scenario], place: Place) -> bool:
    return place.is_override or place.file == loaded.files[0].name


def _reaches(pattern: str, path: str) -> str:
    """The part of `path` that `pattern` names, or nothing where it leads elsewhere."""
    wanted, steps = pattern.split("."), path.split(".")
    fits = len(steps) >= len(wanted) and all(
        want in {"*", step} for want, step in zip(wanted, steps, strict=False)
    )
    return ".".join(steps[: len(wanted)]) if fits else ""


def _covered(first: date, last: date, spells: Sequence[tuple[date, date]]) -> bool:
    """Whether every day from `first` to `last` is in one of the spells."""
    day = first
    for start, until in sorted(spells):
        if start <= day <= until:
            day = until + timedelta(1)
    return day > last


def _remark(path: str, place: Place, why: str) -> Problem:
    return Problem(Code.NO_EFFECT, f"has no effect: {why}", place, path)
