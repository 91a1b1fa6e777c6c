"""The table of a replay, for the screen and as CSV."""

from collections.abc import Iterator, Sequence

from rich.table import Table as OnScreen

from sim.core.languages import _, numeral
from sim.core.wording import cut
from sim.report.numerals import number
from sim.report.table import Column, Table, said
from sim.studies.replay.answer.predict import Intervals
from sim.studies.replay.answer.rivals import Seen, rivals
from sim.studies.replay.answer.score import Predicted, Verdict, totals
from sim.studies.replay.question.case import LONGEST, Case, Count

COLUMNS: tuple[Column[Verdict], ...] = (
    Column("case", lambda each: each.case.name, "half gone (days)"),
    Column("decided_by", lambda each: each.case.decision.decided_by),
    Column(
        "half_life_seen_days",
        lambda each: each.half_life_seen,
        "seen",
        lambda each: "" if each.half_life_seen is None else numeral(f"{each.half_life_seen:.1f}"),
    ),
    Column("half_life_from_days", lambda each: each.bracket[0] if each.bracket else None),
    Column("half_life_to_days", lambda each: each.bracket[1] if each.bracket else None),
    Column(
        "half_life_days",
        lambda each: each.half_life.median,
        "predicted [90 %]",
        lambda each: _days(each.half_life),
    ),
    Column("half_life_p05", lambda each: each.half_life.low90),
    Column("half_life_p25", lambda each: each.half_life.low50),
    Column("half_life_p75", lambda each: each.half_life.high50),
    Column("half_life_p95", lambda each: each.half_life.high90),
    Column(
        "half_life_error",
        lambda each: each.half_life_error,
        "error",
        lambda each: percent(each.half_life_error),
    ),
    Column(
        "half_life_error_beyond_counts",
        lambda each: each.half_life_beyond,
        "beyond counts",
        lambda each: percent(each.half_life_beyond),
    ),
    Column("crps_share", lambda each: each.crps),
    Column("counts", lambda each: each.inside(50)[1]),
    Column(
        "inside_50",
        lambda each: round(each.inside(50)[0], 2),
        "in 50 %",
        lambda each: _inside(each, 50),
    ),
    Column(
        "inside_90",
        lambda each: round(each.inside(90)[0], 2),
        "in 90 %",
        lambda each: _inside(each, 90),
    ),
    Column(
        "stayed_behind_seen",
        lambda each: each.case.stayed_behind.value if each.case.stayed_behind else None,
    ),
    Column("stayed_behind", lambda each: each.stay_behind.median),
    Column("stayed_behind_p05", lambda each: each.stay_behind.low90),
    Column("stayed_behind_p95", lambda each: each.stay_behind.high90),
)


def as_csv(verdicts: Sequence[Verdict]) -> str:
    """A line for each case."""
    return Table(COLUMNS, verdicts).csv()


def verdict_table(verdicts: Sequence[Verdict]) -> OnScreen:
    """Half-life and counts inside the intervals of every case; the CSV has the stay-behind too."""
    return Table(COLUMNS, verdicts).screen()


def _inside(verdict: Verdict, share: int) -> str:
    inside, seen = verdict.inside(share)
    return _("{n} of {of}").format(n=counted(inside), of=seen) if seen else ""


def counted(inside: float) -> str:
    """Counts inside an interval: with a decimal where the range of a count lies inside in part."""
    return numeral(f"{inside:.1f}".removesuffix(".0"))


def percent(share: float | None) -> str:
    """A share in percent, nothing where it is unknown."""
    return "" if share is None else numeral(f"{100 * share:,.0f} %")


def stay_line(verdict: Verdict) -> str:
    """Who is expected never to leave, in one sentence."""
    spread, stayed = verdict.stay_behind, verdict.case.stayed_behind
    told = (
        _("stay behind: {median} persons [{range}]")
        if stayed is None
        else _("stay behind: {median} persons [{range}]; seen {seen}")
    )
    return told.format(
        median=_persons(spread.median),
        range=_persons(spread.low90, spread.high90),
        seen="" if stayed is None else _persons(stayed.value),
    )


def verdict_line(verdict: Verdict) -> str:
    """When half have left and who is expected never to leave, in one sentence."""
    return _("half gone after {days} days (90 % of draws); {stay}.").format(
        days=_days(verdict.half_life), stay=stay_line(verdict)
    )


def _days(spread: Intervals) -> str:
    low, high = f"{spread.low90:.1f}", f"{spread.high90:.1f}"
    return numeral(f"{spread.median:.1f} [{low}–") + f"{at_most_longest(spread.high90, high)}]"


def at_most_longest(days: float, told: str) -> str:
    """A time in days as it is `told`; one that is cut at the longest is said to be longer."""
    longest = _("over {n}").format(n=numeral(f"{LONGEST:,}"))
    return longest if days >= LONGEST else numeral(told)


def counts_table(verdict: Verdict) -> OnScreen:
    """Every day of one case: what is predicted, and what was seen."""
    return Table(COUNTS, verdict.counts).screen()


def _persons(*values: float) -> str:
    return "–".join(number(each, "persons") for each in values)


COUNTS: tuple[Column[Predicted], ...] = (
    said("day", lambda count: count.date.isoformat()),
    said("", lambda count: _(count.quantity), kind="word"),
    said("median", lambda count: _persons(count.spread.median)),
    said("50 % of draws", lambda count: _persons(count.spread.low50, count.spread.high50)),
    said("90 % of draws", lambda count: _persons(count.spread.low90, count.spread.high90)),
    said("seen", lambda count: "" if count.seen is None else _seen(count.seen)),
)


def _seen(seen: Seen) -> str:
    value = _persons(seen.value)
    return value if seen.low == seen.high else f"{value} ({_persons(seen.low, seen.high)})"


def rival_lines(case: Case) -> Iterator[str]:
    """Where the sources of a case contradict one another, a sentence each, in one line."""
    for one, other in rivals(case.counts):
        departed = one.quantity == "departed"
        first = (
            _("{n} departed by {day} ({source})")
            if departed
            else _("{n} remaining by {day} ({source})")
        )
        told = _("{case}: sources disagree: {one}, {other}; each counts as the other's doubt")
        second = _("{n} by {day} ({source})")
        yield told.format(case=case.name, one=_said(first, one), other=_said(second, other))


def _said(told: str, count: Count) -> str:
    return told.format(n=_persons(count.value), day=count.date, source=_in_a_line(count.source))


def _in_a_line(text: str) -> str:
    return cut(" ".join(text.split()))


def totals_line(verdicts: Sequence[Verdict]) -> str:
    """The scores over all cases in one sentence, or nothing where nothing was seen."""
    found = totals(verdicts)
    if not found.counts:
        return ""
    error, beyond = found.median_half_life_error, found.median_half_life_beyond
    half = _("median half-life error {error} ({beyond} beyond the counts)").format(
        error=percent(error), beyond=percent(beyond)
    )
    inside = _(
        "{n90} of {n} counts inside the 90 % interval, {n50} inside the 50 % interval"
    ).format(n90=counted(found.inside90), n=found.counts, n50=counted(found.inside50))
    return inside if error is None else f"{half}; {inside}"
