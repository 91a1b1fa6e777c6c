"""Replays in sentences: what was expected of every count, what was seen, and how it is explained today."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from sim.core.languages import _, ngettext, numeral
from sim.methods.scores.doubt import truths
from sim.report.numerals import day_text, number
from sim.studies.replay.answer.predict import DRAWS
from sim.studies.replay.answer.score import Predicted, Verdict, totals
from sim.studies.replay.question.case import LONGEST
from sim.studies.replay.told.table import counted, percent

HALF = 0.5  # of what may be true of a count must lie inside the interval
MOST_NAMED = 3
CANNOT = (
    "It tells how fast people leave once it is decided that they go, not whether that is decided; every case is from "
    "somewhere else, and how it is coded was decided by people who knew how it went."
)


@cache
def hindsight() -> dict[str, str]:
    """What is known today of cases that went otherwise, by name."""
    text = (files("sim.studies.replay.told") / "hindsight.toml").read_text(encoding="utf-8")
    return {str(name): str(told) for name, told in tomllib.loads(text).items()}


def missed(verdict: Verdict) -> tuple[Predicted, ...]:
    """Counts of which more than half of what may be true lies outside the 90 % interval."""
    return tuple(each for each in verdict.counts if each.seen and _inside(each) < HALF)


def _inside(count: Predicted) -> float:
    seen = count.seen
    return 1.0 if seen is None else count.spread.holds(truths(seen.value, *seen.range), 90)


def worst_first(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Cases in the order of what was missed: counts outside, then how far off the half-life is."""
    return sorted(
        verdicts,
        key=lambda each: (-len(missed(each)), -(each.half_life_beyond or 0), each.case.name),
    )


def answer(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """How often the counts were inside, which cases were missed, and how far off the half-life was."""
    found, wrong = totals(verdicts), [each for each in worst_first(verdicts) if missed(each)]
    if not found.counts:
        return tuple(half_life(each) for each in verdicts)
    inside = _(
        "{n90} of {n} printed counts lie inside the range that was to hold 90 % of them, and {n50} inside that for 50 %."
    ).format(n90=counted(found.inside90), n=found.counts, n50=counted(found.inside50))
    if len(verdicts) == 1:
        return (inside, half_life(verdicts[0]), *misses(verdicts[0]), *known_today(verdicts[0]))
    named = "; ".join(
        f"{each.case.titled} ({each.case.decision.date.year})" for each in wrong[:MOST_NAMED]
    )
    more = _("; and {n} more").format(n=len(wrong) - MOST_NAMED)
    return (
        inside,
        _("In {n} of {all} drawdowns something was seen that the range left out: {named}.").format(
            n=len(wrong),
            all=len(verdicts),
            named=named + (more if len(wrong) > MOST_NAMED else ""),
        ),
        _(
            "In the median case the day on which half were gone is missed by {error}; {draws} draws each, from the "
            "other cases and from what was known on the day of the decision."
        ).format(error=percent(found.median_half_life_error), draws=numeral(f"{DRAWS:,}")),
    )


def half_life(verdict: Verdict) -> str:
    """When half were gone, and when they were expected to be."""
    spread, seen = verdict.half_life, verdict.half_life_seen
    expected = _("{days} (90 %: {low} to {high})").format(
        days=days(spread.median), low=days(spread.low90), high=days(spread.high90)
    )
    if seen is None or verdict.bracket is None:
        return _("Half of them are expected to be gone after {expected}.").format(expected=expected)
    first, last = verdict.bracket
    return _(
        "Half were gone after {seen} (between the counts of day {first} and {last}); expected were {expected}."
    ).format(seen=days(seen), first=f"{first:.0f}", last=f"{last:.0f}", expected=expected)


def days(value: float) -> str:
    """A time in days; what is cut at the longest is said to be longer.

    >>> days(21.4), days(1825.0)
    ('21 days', 'over 1,825 days')
    """
    if value >= LONGEST:
        return _("over {n} days").format(n=numeral(f"{LONGEST:,}"))
    return ngettext("{n} day", "{n} days", round(value)).format(n=number(value, "days"))


def misses(verdict: Verdict) -> Iterator[str]:
    """What was seen outside the range, a sentence each."""
    start = verdict.case.decision.date
    for each in missed(verdict):
        if each.seen is None:
            continue
        told = (
            _("On {date}, day {day}, {seen} had left; expected were {low} to {high} (90 %).")
            if each.quantity == "departed"
            else _(
                "On {date}, day {day}, {seen} were still there; expected were {low} to {high} (90 %)."
            )
        )
        yield told.format(
            date=day_text(each.date),
            day=(each.date - start).days,
            seen=number(each.seen.value, "persons"),
            low=number(each.spread.low90, "persons"),
            high=number(each.spread.high90, "persons"),
        )


def known_today(verdict: Verdict) -> Iterator[str]:
    """How it is explained today that a case went otherwise, as far as anybody wrote it down."""
    if told := hindsight().get(verdict.case.name):
        yield _("Known today: {told}").format(told=_(told))
