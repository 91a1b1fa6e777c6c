"""Answers that are more likely a slip than the truth: in another unit, or with a digit too many."""

from datetime import timedelta

from sim.analysis.forecast.frozen import FrozenQuestion, Spread
from sim.core.calendar import parse_date
from sim.core.errors import BadValueError
from sim.core.wording import shown

#: As many times the scale of errors may an answer lie beyond everything that anybody forecast.
FAR = 10
#: An event may come after the last day asked about, but hardly longer after it.
LATE = timedelta(days=366)


def implausible(question: FrozenQuestion, column: str, text: str) -> str:
    """What to ask about a cell that was read without fault; nothing if it is plausible or empty."""
    if question.kind == "quantity" and text:
        return _far(question, column, text)
    return _late(question, column, text) if question.kind == "date" else ""


def _far(question: FrozenQuestion, column: str, text: str) -> str:
    said = [
        value
        for spread in question.forecasters().values()
        if isinstance(spread, Spread)
        for value in spread.values
    ]
    low, high = min(said), max(said)
    if low - FAR * question.scale <= float(text) <= high + FAR * question.scale:
        return ""
    unit = "a share" if question.unit == "1" else f"in {question.unit}"
    forecast = f"everything that was forecast ({low:.3g} to {high:.3g})"
    return f"{column} {shown(text)} is far from {forecast}; is it {unit}?"


def _late(question: FrozenQuestion, column: str, text: str) -> str:
    try:
        day = parse_date(text)
    except BadValueError:  # empty, or "never"
        return ""
    if day <= question.until + LATE:
        return ""
    last = f"the last day asked about ({question.until})"
    return f"{column} {text} is more than a year after {last}; is the year right?"
