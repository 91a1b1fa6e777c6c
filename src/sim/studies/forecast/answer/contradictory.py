"""Answers that cannot all be true: of one event by several dates, of what it implies, of parts and a whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sim.studies.forecast.answer.frozen import FrozenQuestion
from sim.studies.forecast.answer.true import Answer

type Answers = Mapping[str, Answer]
SLACK = 1e-9  # parts may pass their whole by what rounding leaves


@dataclass(frozen=True, slots=True)
class Testimony:
    """That an event happened on one day at least from `first` to `last`, or on none of them.

    Days are ordinals of the calendar, both ends counted.
    """

    question: str
    event: str
    first: int
    last: int
    happened: bool


def contradictions(
    questions: Mapping[str, FrozenQuestion], answers: Answers, lines: Mapping[str, int]
) -> Iterator[tuple[int, str]]:
    """Every set of answers that cannot all be true: the last of their lines, and a sentence.

    Parameters
    ----------
    questions
        All questions that were forecast, by id.
    answers, lines
        What came true and where that is written, by the id of the question.
    """
    answered = [questions[name] for name in answers]
    implied: dict[str, set[str]] = {}
    for each in questions.values():
        implied.setdefault(each.event, set()).update(each.implies)
    found = [
        *_events(answered, answers, implied),
        *_wholes(answered, answers),
        *_courses(answered, answers),
    ]
    for names, why in found:
        told = " and ".join(
            f"{name} ({answers[name].written}, line {lines[name]})" for name in names
        )
        yield max(lines[name] for name in names), f"{told} contradict one another: {why}"


def _events(
    answered: Sequence[FrozenQuestion], answers: Answers, implied: Mapping[str, set[str]]
) -> Iterator[tuple[list[str], str]]:
    """What happened, by one answer, on days on which others say that it did not."""
    said = [each for question in answered for each in _statements(question, answers[question.id])]
    denials = [each for each in said if not each.happened]
    for claim in (each for each in said if each.happened):
        for event in sorted({claim.event, *_follows(claim.event, implied)}):
            against = _ruled_out(claim, [each for each in denials if each.event == event])
            if against:
                what = event if event == claim.event else f"{claim.event}, and so {event},"
                why = f"{what} happened on a day on which it did not"
                yield [claim.question, *against], why


def _statements(question: FrozenQuestion, answer: Answer) -> Iterator[Testimony]:
    """What an answer says of the event; an answer in doubt rules out only what it leaves no room for."""
    if not question.event:
        return
    first, last = question.start.toordinal(), question.until.toordinal()
    if question.kind == "binary":
        if answer.is_sure:
            yield Testimony(question.id, question.event, first, last, bool(answer.value))
        return
    before, until = first + int(answer.low) - 1, first + int(answer.high)
    if before >= first:
        yield Testimony(question.id, question.event, first, before, happened=False)
    if until <= last and not answer.censored:
        yield Testimony(question.id, question.event, before + 1, until, happened=True)


def _follows(event: str, implied: Mapping[str, set[str]]) -> set[str]:
    """All events that happen with one, by what each implies."""
    found: set[str] = set()
    ahead = set(implied.get(event, ()))
    while ahead - found:
        found |= ahead
        ahead = {each for name in found for each in implied.get(name, ())}
    return found - {event}


def _ruled_out(claim: Testimony, denials: Sequence[Testimony]) -> list[str]:
    """Questions that leave no day for what is claimed; nothing if a day is left."""
    days, against = set(range(claim.first, claim.last + 1)), []
    for denial in sorted(denials, key=lambda each: each.first - each.last):
        gone = days & set(range(denial.first, denial.last + 1))
        if gone:
            days -= gone
            against.append(denial.question)
    return [] if days else sorted(against)


def _wholes(
    answered: Sequence[FrozenQuestion], answers: Answers
) -> Iterator[tuple[list[str], str]]:
    """Parts that are more than their whole, at their least and its most."""
    for whole in answered:
        parts = [
            part.id
            for part in answered
            if (part.part_of, part.start, part.until) == (whole.name, whole.start, whole.until)
        ]
        least, most = sum(answers[part].low for part in parts), answers[whole.id].high
        if parts and least > most + SLACK * abs(most):
            why = f"the parts are {least:g} at least, the whole {most:g} at most"
            yield [whole.id, *sorted(parts)], why


def _courses(
    answered: Sequence[FrozenQuestion], answers: Answers
) -> Iterator[tuple[list[str], str]]:
    """Numbers that can only grow, or only shrink, with the window and do not."""
    by_until = sorted((each for each in answered if each.course), key=lambda each: each.until)
    for early, late in combinations(by_until, 2):
        if (early.name, early.start) != (late.name, late.start):
            continue
        before, after = answers[early.id], answers[late.id]
        if early.course == "up" and before.low > after.high:
            yield [early.id, late.id], "it cannot be less by a later day"
        if early.course == "down" and before.high < after.low:
            yield [early.id, late.id], "it cannot be more by a later day"
