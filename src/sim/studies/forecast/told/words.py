"""How a frozen answer, a true answer and their scarcity are told in words."""

from datetime import timedelta

from sim.core.languages import _, day_in_short, month_in_short, ngettext, numeral
from sim.methods.scores.interval import central
from sim.report.numerals import named, number, spread
from sim.studies.forecast.answer.frozen import Chance, FrozenQuestion, Spread
from sim.studies.forecast.answer.score import Report
from sim.studies.forecast.answer.true import Answer

NEVER_TEXT = "not by then"
CONDITIONAL = "These chances hold under the stated scenario and draws, and are frozen here so that they can lose."
MADE_UP = "These answers are marked as made up: they show the format, and none is about the world."
MANY = 30  # topics from which a normal interval would begin to mean something


def subject(question: FrozenQuestion) -> str:
    """A few words with unit: ``Oil from Venezuela (kb/d)``."""
    return named(question.label, question.unit if question.kind == "quantity" else "1")


def chance_text(probability: float) -> str:
    """A probability in 100 without false digits at the ends.

    >>> chance_text(0.123), chance_text(0.005), chance_text(0.995)
    ('12', '0.5', '99.5')
    """
    hundred = 100 * probability
    whole = 1 <= hundred <= 99 or hundred in {0, 100}  # noqa: PLR2004
    return f"{hundred:.0f}" if whole else numeral(f"{hundred:.1f}")


def said(question: FrozenQuestion, forecast: Chance | Spread) -> str:
    """What somebody said to a question, in one cell of a table."""
    if isinstance(forecast, Chance):
        return chance_text(forecast.probability)
    if question.kind == "date":
        return chance_text(1 - (forecast.never or 0.0))
    values = forecast.array()
    (median, _), (low, high) = central(values, 0.0), central(values, 0.9)
    if low == high:
        return number(median, question.unit)
    return spread(median, low, high, question.unit)


def middle(question: FrozenQuestion, forecast: Chance | Spread) -> str:
    """The same without the spread of a quantity."""
    if isinstance(forecast, Spread) and question.kind == "quantity":
        return number(central(forecast.array(), 0.0)[0], question.unit)
    return said(question, forecast)


def expected(question: FrozenQuestion, forecast: Chance | Spread) -> str:
    """What stands beside an answer: as `said`, but for a date its median day."""
    if isinstance(forecast, Spread) and question.kind == "date":
        return day_after(question, central(forecast.array(), 0.0)[0])
    return said(question, forecast)


def day_after(question: FrozenQuestion, days: float) -> str:
    """The date some days after the start of the window, or that it was not by then."""
    if days >= question.n_days:
        return _(NEVER_TEXT)
    return day_in_short(question.start + timedelta(days=int(days)))


def when(question: FrozenQuestion) -> str:
    """The window in a few words: a month, or the last day asked about."""
    start, until = question.start, question.until
    if start.day == 1 and question.id.endswith(f"_{until:%Y-%m}"):
        return f"{month_in_short(until)} {until.year}"
    return day_in_short(until)


def answered(question: FrozenQuestion, answer: Answer) -> str:
    """What came true, with the range it may lie in."""
    if question.kind == "binary":
        word = _("yes") if answer.value else _("no")
        return word if answer.is_sure else _("{word}, in doubt").format(word=word)
    if question.kind == "date":
        if answer.censored:
            return _("not by {day}").format(day=day_after(question, answer.value - 1))
        return day_after(question, answer.value)
    if answer.is_sure:
        return number(answer.value, question.unit)
    return spread(answer.value, answer.low, answer.high, question.unit)


def few_questions(report: Report) -> str:
    """How much the number of answers can show."""
    n, topics = len(report.scored), report.n_topics
    if n == 0:
        return _("No question has an answer yet, so there is nothing to score.")
    told = ngettext("{n} answered question on {topics}", "{n} answered questions on {topics}", n)
    told = told.format(n=n, topics=ngettext("{n} topic", "{n} topics", topics).format(n=topics))
    if topics == 1:
        enough = _("{answered}: enough to be wrong, not enough to tell any two forecasters apart.")
    elif topics < MANY:
        enough = _(
            "{answered} are few: forecasters that are close cannot be told apart, and a range that "
            "includes 0 says just that."
        )
    else:
        enough = _("{answered}: ranges that include 0 still tell no two forecasters apart.")
    return enough.format(answered=told)
