"""The table of a replay, for the screen and as CSV."""

from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from sim.core.wording import cut
from sim.report.csv_text import Cell, csv_text
from sim.report.numerals import number
from sim.studies.replay.answer.predict import Intervals
from sim.studies.replay.answer.rivals import Seen, rivals
from sim.studies.replay.answer.score import Verdict, totals
from sim.studies.replay.question.case import LONGEST, Case

HEADING = (
    "case",
    "decided_by",
    "half_life_seen_days",
    "half_life_from_days",
    "half_life_to_days",
    "half_life_days",
    "half_life_p05",
    "half_life_p25",
    "half_life_p75",
    "half_life_p95",
    "half_life_error",
    "half_life_error_beyond_counts",
    "crps_share",
    "counts",
    "inside_50",
    "inside_90",
    "stayed_behind_seen",
    "stayed_behind",
    "stayed_behind_p05",
    "stayed_behind_p95",
)


def as_csv(verdicts: Sequence[Verdict]) -> str:
    """A line for each case."""
    return csv_text(HEADING, (_row(verdict) for verdict in verdicts))


def _row(verdict: Verdict) -> tuple[Cell, ...]:
    half, stay, case = verdict.half_life, verdict.stay_behind, verdict.case
    return (
        case.name,
        case.decision.decided_by,
        verdict.half_life_seen,
        *(verdict.bracket or (None, None)),
        *(half.median, half.low90, half.low50, half.high50, half.high90),
        verdict.half_life_error,
        verdict.half_life_beyond,
        verdict.crps,
        verdict.inside(50)[1],
        round(verdict.inside(50)[0], 2),
        round(verdict.inside(90)[0], 2),
        case.stayed_behind.value if case.stayed_behind else None,
        *(stay.median, stay.low90, stay.high90),
    )


def verdict_table(verdicts: Sequence[Verdict]) -> Table:
    """Half-life and counts inside the intervals of every case; the CSV has the stay-behind too."""
    table = Table(box=None, padding=(0, 0, 0, 2))
    table.add_column("half gone (days)")
    for title in ("seen", "predicted [90 %]", "error", "beyond counts", "in 50 %", "in 90 %"):
        table.add_column(title, justify="right", no_wrap=True)
    for verdict in verdicts:
        table.add_row(*(Text(cell) for cell in _cells(verdict)))
    return table


def _cells(verdict: Verdict) -> tuple[str, ...]:
    (in50, seen), (in90, _) = verdict.inside(50), verdict.inside(90)
    return (
        verdict.case.name,
        "" if verdict.half_life_seen is None else f"{verdict.half_life_seen:.1f}",
        _days(verdict.half_life),
        _percent(verdict.half_life_error),
        _percent(verdict.half_life_beyond),
        f"{_counted(in50)} of {seen}" if seen else "",
        f"{_counted(in90)} of {seen}" if seen else "",
    )


def _counted(inside: float) -> str:
    """Counts inside an interval: with a decimal where the range of a count lies inside in part."""
    return f"{inside:.1f}".removesuffix(".0")


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f} %"


def stay_line(verdict: Verdict) -> str:
    """Who is expected never to leave, in one sentence."""
    spread, stayed = verdict.stay_behind, verdict.case.stayed_behind
    median, low, high = (
        number(each, "persons") for each in (spread.median, spread.low90, spread.high90)
    )
    seen = "" if stayed is None else f"; seen {number(stayed.value, 'persons')}"
    return f"stay behind: {median} persons [{low}–{high}]{seen}"


def _days(spread: Intervals) -> str:
    high = f"over {LONGEST:,}" if spread.high90 >= LONGEST else f"{spread.high90:.1f}"
    return f"{spread.median:.1f} [{spread.low90:.1f}–{high}]"


def counts_table(verdict: Verdict) -> Table:
    """Every day of one case: what is predicted, and what was seen."""
    table = Table(box=None, padding=(0, 0, 0, 2))
    for title in ("day", "", "median", "50 % of draws", "90 % of draws", "seen"):
        table.add_column(title, justify="left" if title in {"day", ""} else "right", no_wrap=True)
    for count in verdict.counts:
        spread = count.spread
        low90, low50, median, high50, high90 = (
            number(each, "persons")
            for each in (spread.low90, spread.low50, spread.median, spread.high50, spread.high90)
        )
        seen = "" if count.seen is None else _seen(count.seen)
        ranges = (f"{low50}–{high50}", f"{low90}–{high90}")
        table.add_row(count.date.isoformat(), count.quantity, median, *ranges, seen)
    return table


def _seen(seen: Seen) -> str:
    value, low, high = (number(each, "persons") for each in (seen.value, seen.low, seen.high))
    return value if seen.low == seen.high else f"{value} ({low}–{high})"


def rival_lines(case: Case) -> Iterator[str]:
    """Where the sources of a case contradict one another, a sentence each, in one line."""
    for one, other in rivals(case.counts):
        first = f"{one.value:,.0f} {one.quantity} by {one.date} ({_in_a_line(one.source)})"
        second = f"{other.value:,.0f} by {other.date} ({_in_a_line(other.source)})"
        yield f"{case.name}: sources disagree: {first}, {second}; each counts as the other's doubt"


def _in_a_line(text: str) -> str:
    return cut(" ".join(text.split()))


def totals_line(verdicts: Sequence[Verdict]) -> str:
    """The scores over all cases in one sentence, or nothing where nothing was seen."""
    found = totals(verdicts)
    if not found.counts:
        return ""
    error, beyond = found.median_half_life_error, found.median_half_life_beyond
    half = (
        ""
        if error is None
        else f"median half-life error {_percent(error)} ({_percent(beyond)} beyond the counts); "
    )
    return (
        f"{half}{_counted(found.inside90)} of {found.counts} counts inside the 90 % interval, "
        f"{_counted(found.inside50)} inside the 50 % interval"
    )
