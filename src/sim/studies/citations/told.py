"""The evidence as text that reads like a footnote: who says what, how surely, and what rests on it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from sim.core.wording import escaped
from sim.evidence.conflicts import Conflict, conflicts_of, rivals
from sim.evidence.patterns import Pattern, PatternTarget
from sim.evidence.sources import Fact, Statement, find, rests_on
from sim.report.numerals import significant
from sim.studies.citations.answer.citers import Citer, affected, citers
from sim.studies.citations.answer.footnote import Footnote, Found

WIDTH = 96
PLURALS = {
    "quantity": "Quantities",
    "posture": "Postures, with all their numbers",
    "cause": "Causes of departure",
    "pattern": "Patterns a run is checked against",
    "event": "Events of scenarios",
    "switch": "Theory switches",
    "replay": "Earlier drawdowns replayed",
}
CONDITIONS = (
    "A posterior conditioned on these patterns would change, and with it every quantity it updates."
)


def shown(found: Found) -> Iterator[str]:
    """The lines for whatever a reader asked for."""
    match found:
        case Fact():
            yield from _source(found)
        case Statement():
            yield from _statement(found)
        case Pattern():
            yield from _pattern(found)
        case Conflict():
            yield from _conflict(found)
        case Citer():
            yield from _citer(found)
        case Footnote():
            yield from _footnote(found)


def affects(source_id: str, hits: Sequence[tuple[Citer, str]]) -> Iterator[str]:
    """What would change if a source were wrong."""
    yield from _para(f"If {source_id} were wrong, this would change:")
    if not hits:
        yield "  nothing: no quantity, posture, pattern, case or event cites it"
    postures = {citer.place for citer, _ in hits if citer.kind == "posture"}
    told = [hit for hit in hits if not any(hit[0].place.startswith(f"{p}.") for p in postures)]
    for kind, group in groupby(told, key=lambda hit: hit[0].kind):
        yield from _heading(PLURALS[kind])
        for citer, through in group:
            by = "" if through == source_id else f" (by way of {through})"
            yield from _item(f"{citer.place}: {citer.meaning}{by}")
    if any(citer.kind == "pattern" for citer, _ in hits):
        yield ""
        yield from _para(CONDITIONS)


def fact_line(fact: Fact) -> str:
    """One fact as a sentence with its source: ``2026-01-15: total health personnel 14,000 people ...``."""
    what = fact.what.replace("_", " ")
    number = _number(fact)
    note = f" {fact.note[0].upper()}{fact.note[1:]}." if fact.note else ""
    where = ", ".join(each for each in (fact.source_name, fact.source_date) if each)
    when = f"{fact.date}: " if fact.date else ""
    return f"{when}{what}{number}.{note} {where} [{fact.reliability}]"


def _number(fact: Fact) -> str:
    low, high = fact.low, fact.high
    unit = "" if fact.unit in {"", "qualitative", "event"} else f" {fact.unit}"
    span = ""
    if low is not None and high is not None and low < high:
        span = f"{significant(low)} to {significant(high)}"
    elif fact.value is None and (low is not None or high is not None):
        span = (
            f"at least {significant(low)}"
            if low is not None
            else f"at most {significant(high or 0)}"
        )
    if fact.value is None:
        return f", {span}{unit}" if span else ""
    return f", {significant(fact.value)}{unit}" + (f" ({span})" if span else "")


def _source(fact: Fact) -> Iterator[str]:
    yield fact.id
    yield from _para(fact_line(fact))
    if fact.source_url:
        yield f"  {escaped(fact.source_url)}"
    apart = rivals(fact)
    if apart:
        yield from _heading("Rivals: other numbers for the same thing, kept apart")
        for other in apart:
            yield from _item(f"{other.id}: {fact_line(other)}")
    yield from _made_from(fact.id)
    yield from _contradicted(conflicts_of(fact.id))
    yield from _cited_by(fact.id)


def _statement(statement: Statement) -> Iterator[str]:
    yield statement.id
    yield from _para(
        f"{statement.statement} The article of 21 February 2026 [{statement.reliability}]"
    )
    yield from _para(f"Bears on: {', '.join(statement.bears_on)}.")
    yield from _contradicted(conflicts_of(statement.id))
    yield from _cited_by(statement.id)


def _pattern(pattern: Pattern) -> Iterator[str]:
    yield f"{pattern.id} ({pattern.kind}, {pattern.role})"
    yield from _para(pattern.statement)
    yield from _heading("Targets")
    for target in pattern.targets:
        yield from _item(_target(target))
    yield from _heading("Rests on")
    yield from _chain(pattern.sources)


def _target(target: PatternTarget) -> str:
    wanted = []
    if target.one_of:
        wanted.append("one of " + ", ".join(target.one_of))
    if target.centre is not None:
        wanted.append(f"near {target.centre:g}")
    if target.low is not None:
        wanted.append(f"{'above' if target.strict else 'at least'} {target.low:g}")
    if target.high is not None:
        wanted.append(f"{'below' if target.strict else 'at most'} {target.high:g}")
    within = f", within {target.tolerance:g}" if target.tolerance is not None else ""
    days = f"{target.first}" if target.first == target.last else f"{target.first} to {target.last}"
    return f"{target.kind}: {target.variable} {' and '.join(wanted)}{within}, {days}"


def _conflict(conflict: Conflict) -> Iterator[str]:
    yield f"{conflict.id} (conflict)"
    yield from _para(conflict.statement)
    yield from _heading("Sources that stand against one another")
    yield from _chain(conflict.sources)


def _citer(citer: Citer) -> Iterator[str]:
    yield f"{citer.place} ({citer.kind})"
    yield from _para(citer.meaning)
    yield from _heading("Rests on")
    yield from _chain(citer.sources)
    for word in citer.words:
        yield from _item(word)


def _chain(ids: Iterable[str], depth: int = 0) -> Iterator[str]:
    """Sources, and indented below each what it was made from."""
    for source_id in ids:
        yield from _item(f"{source_id}: {_said(source_id)}", depth)
        yield from _chain(rests_on(source_id), depth + 1)


def _said(source_id: str) -> str:
    source = find(source_id)
    if isinstance(source, Statement):
        return f"{source.statement} [{source.reliability}]"
    return fact_line(source)


def _made_from(source_id: str) -> Iterator[str]:
    below = rests_on(source_id)
    if below:
        yield from _heading("Made from")
        yield from _chain(below)


def _contradicted(found: Sequence[Conflict]) -> Iterator[str]:
    if found:
        yield from _heading("Sources contradict one another")
    for conflict in found:
        yield from _item(f"{conflict.statement} ({conflict.id})")


def _cited_by(source_id: str) -> Iterator[str]:
    hits = affected(source_id, citers())
    yield from _heading("What rests on it")
    if not hits:
        yield "  Nothing but events that scenarios may date."
    for citer, through in hits:
        by = "" if through == source_id else f", by way of {through}"
        yield from _item(f"{citer.place} ({citer.kind}{by})")


def _footnote(note: Footnote) -> Iterator[str]:
    yield note.topic
    if note.statements:
        yield from _heading("What the article says")
    for statement in note.statements:
        yield from _item(f"{statement.statement} [{statement.reliability}; {statement.id}]")
    if note.facts:
        yield from _heading("What was printed, by date")
    for fact in note.facts:
        yield from _item(f"{fact_line(fact)[:-1]}; {fact.id}]")
        for other in rivals(fact):
            yield from _item(f"against it: {other.id}{_number(other)}", 1)
    yield from _contradicted(note.conflicts)
    if note.patterns:
        yield from _heading(PLURALS["pattern"])
    for pattern in note.patterns:
        yield from _item(f"{pattern.place}: {pattern.meaning}")
    for kind, group in groupby(note.resting, key=lambda citer: citer.kind):
        yield from _heading(PLURALS[kind])
        for citer in group:
            rests = "; ".join((*citer.sources, *citer.words))
            source = f" Source: {rests}" if rests else ""
            yield from _item(f"{citer.place}: {citer.meaning}{source}")


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield text


def _para(text: str) -> Iterator[str]:
    yield from wrap(escaped(text), WIDTH, break_long_words=False, break_on_hyphens=False)


def _item(text: str, depth: int = 0) -> Iterator[str]:
    first, rest = "  " * depth + "- ", "  " * depth + "  "
    yield from wrap(
        escaped(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
