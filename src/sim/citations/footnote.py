"""What the evidence says on one topic: statements, facts with their rivals, and what rests on them."""

from dataclasses import dataclass

from sim.citations.citers import Citer, citers
from sim.citations.vocabulary import SUBJECTS, SYNONYMS, vocabulary
from sim.core.errors import BadValueError
from sim.core.wording import shown
from sim.evidence import tables
from sim.evidence.conflicts import Conflict, conflicts
from sim.evidence.patterns import Pattern, patterns
from sim.evidence.sources import Fact, Statement, all_ids, facts, find, known, statements


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
    if meant := SYNONYMS.get(name.lower()):
        return about(meant)
    raise BadValueError(
        f"nothing in the evidence is called {shown(name)}",
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
