"""One drawdown: who was expected to be left, day by day, and the counts that were printed."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.ticker import MaxNLocator

from sim.core.distributions import Distribution
from sim.core.languages import _, beside
from sim.report.drawing.axes import curve, fan, from_zero
from sim.report.drawing.canvas import canvas
from sim.report.drawing.frame import Frame
from sim.report.drawing.labels import titled
from sim.report.drawing.render import our_style, png, svg
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, INK, MUTED, PAPER, SMALL, VERMILLION
from sim.report.numerals import day_text, number
from sim.report.statistics import Bands
from sim.studies.replay.answer.rivals import seen
from sim.studies.replay.answer.score import Verdict
from sim.studies.replay.question.case import Case
from sim.studies.replay.told.table import at_most_longest

STILL_THERE = "Persons still there"
READING = (
    "Persons still there, predicted from the day of the decision alone. Line: median. Dark band: 50 % of draws. "
    "Light band: 90 % of draws. Dots: printed counts, with the range of their sources; none was used. "
    "Where the number at the start is uncertain, departures are taken off its middle."
)
SHORTEST, LONGEST = 10, 1825  # days on the axis
PAST = (
    1.25  # the axis goes on this much further than the last count or the middle of the half-lives
)
DECIDERS = {
    "host": "the host expels",
    "sender": "the sender recalls",
    "deadline": "both agree",
}


def rendered(verdict: Verdict) -> dict[str, bytes]:
    """``<case>.png`` and ``<case>.svg``."""
    with our_style():
        picture = draw(verdict)
    name = verdict.case.name
    return {beside(f"{name}.png"): png(picture), beside(f"{name}.svg"): svg(picture)}


def draw(verdict: Verdict) -> Picture:
    """Fan and counts of one case."""
    case = verdict.case
    persons = start_of(case)
    n_days = _days_shown(verdict)
    notes = (_("Earlier drawdowns through the model's own departure day; see docs/replay.md."),)
    around = Frame(case.titled, subtitle(case), _(READING), notes)
    picture, [[ax]] = sheet(around, (Row(2.6),), 1, Room(below=0.5, left=0.6, right=0.3))
    low90, low50, median, high50, high90 = (each[:n_days] for each in verdict.daily)
    fan(ax, Bands(median, low50, high50, low90, high90), BLUE)
    curve(ax, median, BLUE)
    _counts(ax, verdict, persons)
    ax.set_xlim(0, n_days - 1)
    ax.xaxis.set_major_locator(MaxNLocator(7, integer=True))
    since = _("days since {date}").format(date=day_text(case.decision.date))
    ax.set_xlabel(since, color=MUTED, size=SMALL)
    from_zero(ax, max(persons, float(high90.max())), "persons")
    titled(ax, STILL_THERE, _half_life(verdict) if canvas().alone else "", hue=BLUE)
    return picture


def start_of(case: Case) -> float:
    """Persons at the decision, the middle where that is uncertain."""
    persons = case.decision.persons
    return persons.median() if isinstance(persons, Distribution) else float(persons)


def _counts(ax: Axes, verdict: Verdict, persons: float) -> None:
    case = verdict.case
    for count in seen(case.counts):
        day = (count.date - case.decision.date).days
        value, ends = count.value, count.range
        if count.quantity == "departed":
            value, ends = persons - value, (persons - ends[1], persons - ends[0])
        y, low, high = (max(each, 0.0) for each in (value, *ends))
        ax.plot([day, day], [low, high], color=INK, lw=1.0, zorder=3, clip_on=False)
        ax.plot([day], [y], "o", ms=5, mfc=VERMILLION, mec=PAPER, mew=0.7, zorder=4, clip_on=False)


def _days_shown(verdict: Verdict) -> int:
    case = verdict.case
    last = max(((count.date - case.decision.date).days for count in case.counts), default=0)
    middle = 2 * verdict.half_life.high50
    return int(min(max(PAST * last, middle, SHORTEST), LONGEST)) + 1


def subtitle(case: Case) -> str:
    """The decision in a line: when, who, how many, by when."""
    decision = case.decision
    notice = decision.notice
    days = notice.median() if isinstance(notice, Distribution) else notice
    told = (
        _("{date}: {decider} · {persons} persons · no last day set")
        if days is None
        else _("{date}: {decider} · {persons} persons · {days} days' notice in {steps} steps")
        if decision.milestones
        else _("{date}: {decider} · {persons} persons · {days} days' notice")
    )
    return told.format(
        date=day_text(decision.date),
        decider=_(DECIDERS[decision.decided_by]),
        persons=number(start_of(case), "persons"),
        days="" if days is None else number(float(days), "days"),
        steps=len(decision.milestones) + 1,
    )


def _half_life(verdict: Verdict) -> str:
    spread, seen = verdict.half_life, verdict.half_life_seen
    told = (
        _("half gone after {days} days [{low}–{high}]")
        if seen is None
        else _("half gone after {days} days [{low}–{high}], seen {seen}")
    )
    return told.format(
        days=f"{spread.median:.0f}",
        low=f"{spread.low90:.0f}",
        high=at_most_longest(spread.high90, f"{spread.high90:.0f}"),
        seen="" if seen is None else f"{seen:.0f}",
    )
