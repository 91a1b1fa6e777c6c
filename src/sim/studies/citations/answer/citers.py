"""Everything that cites a source: quantities, postures, causes, patterns, cases, and events of scenarios."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from sim.core.errors import BadValueError
from sim.core.quantity import declared
from sim.evidence.patterns import patterns
from sim.evidence.sources import all_ids, facts, known, parse_source, rests_on
from sim.mechanisms.causes import CAUSES
from sim.postures.base import CAPITALS
from sim.scenario.schema import Scenario
from sim.scenario.switches import Switches

type Kind = Literal["quantity", "posture", "cause", "pattern", "event", "replay", "switch"]


@dataclass(frozen=True, slots=True)
class Citer:
    """Something in the model that rests on sources; `place` names it as the model does."""

    kind: Kind
    place: str
    meaning: str
    sources: tuple[str, ...]  # ids
    words: tuple[str, ...] = ()  # citations of literature, and assumptions


@cache
def citers() -> tuple[Citer, ...]:
    """All quantities, postures, causes, patterns and replayed cases; events belong to scenario files."""
    defaults = Scenario(name="defaults", title="Defaults")
    return (
        *_quantities(defaults),
        *_postures(defaults),
        *_causes(),
        *_patterns(),
        *_replays(),
        *_switches(),
    )


def events_of(scenarios: Mapping[str, Scenario]) -> Iterator[Citer]:
    """The events of scenarios that name a source, by the scenario's name."""
    for name, scenario in scenarios.items():
        for key, event in scenario.events.items():
            if event.source:
                meaning = event.label or event.kind.replace("_", " ")
                yield _citer("event", f"{name}: events.{key}", meaning, event.source)


def sources_below(source_id: str) -> tuple[str, ...]:
    """The source and all that it was made from, nearest first."""
    found = [source_id]
    for each in found:  # the list grows while it is read
        found.extend(below for below in rests_on(each) if below not in found)
    return tuple(found)


def sources_above(source_id: str) -> tuple[str, ...]:
    """The source and all that were made from it."""
    return tuple(each for each in all_ids() if source_id in sources_below(each))


def affected(source_id: str, among: Iterable[Citer]) -> tuple[tuple[Citer, str], ...]:
    """What would change if the source were wrong, each with the id through which it would."""
    above = sources_above(source_id)
    found = []
    for citer in among:
        through = next((each for each in above if each in citer.sources), None)
        if through is not None:
            found.append((citer, through))
    return tuple(found)


def _quantities(defaults: Scenario) -> Iterator[Citer]:
    for each in declared(defaults):
        yield _citer("quantity", each.path, each.meaning, each.quantity.source)


def _postures(defaults: Scenario) -> Iterator[Citer]:
    for actor in CAPITALS:
        for name, posture in getattr(defaults.actors, actor).postures().items():
            place = f"actors.{actor}.menu.{name}"
            yield _citer("posture", place, posture.meaning, posture.source)


def _causes() -> Iterator[Citer]:
    for cause in CAUSES:
        yield _citer("cause", cause.name, cause.meaning, cause.source)


def _patterns() -> Iterator[Citer]:
    for pattern in patterns():
        yield Citer("pattern", pattern.id, pattern.statement, pattern.sources)


def _replays() -> Iterator[Citer]:
    replayed = {file.name for file in (files("sim.evidence") / "data" / "drawdowns").iterdir()}
    for case in facts("cases"):
        name = case.id.removeprefix("cases:")
        if f"{name}.yaml" in replayed:
            yield Citer("replay", name, f"{case.subject}: {case.note}", (case.id,))


def _switches() -> Iterator[Citer]:
    """The literature that each side of a switch rests on stands in its description."""
    for name, field in Switches.model_fields.items():
        yield Citer("switch", f"switches.{name}", field.description or "", ())


def _citer(kind: Kind, place: str, meaning: str, source: str) -> Citer:
    try:
        parts = parse_source(source)
    except BadValueError:  # a scenario's own event may cite in its own words
        parts = (source,)
    ids = tuple(part.id for part in parts if not isinstance(part, str))
    words = tuple(part for part in parts if isinstance(part, str))
    return Citer(kind, place, meaning, ids, words)


def unknown_sources(among: Iterable[Citer]) -> tuple[str, ...]:
    """Ids that are cited and do not exist."""
    return tuple(each for citer in among for each in citer.sources if not known(each))
