"""Answers that are more likely a slip than the truth: in another unit, or with a digit too many."""

from datetime import timedelta

from sim.core.calendar import parse_date
from sim.core.errors import BadValueError
from sim.core.wording import shown
from sim.studies.forecast.answer.frozen import FrozenQuestion, Spread

#: As many times the scale of errors may an answer lie beyond everything that anybody forecast.
FAR = 10
#: An event may come after the last day asked about, but hardly longer after it.
LATE = timedelta(days=366)
NOT_BY = "not by "


def implausible(question: FrozenQuestion, column: str, text: str) -> str:
    """What to ask about a cell that was read without fault; nothing if it is plausible or empty."""
    if question.kind == "quantity" and text:
        return _beyond(question, column, text) or _far(question, column, text)
    return _late(question, column, text) if question.kind == "date" else ""


def _beyond(question: FrozenQuestion, column: str, text: str) -> str:
    """Whether the number is more, or less, than anybody ever counted, and which unit would not be."""
    value = float(text)
    if question.largest is not None and value > question.largest.value:
        record, than = question.largest, "more"
    elif (
        question.smallest is not None
        and value < question.smallest.value
        and value != question.least  # "none at all" is no slip
    ):
        record, than = question.smallest, "less"
    else:
        return ""
    unit = "a share" if question.unit == "1" else question.unit
    told = f"{column} {text} for {unit}: {than} than {record.what}, {record.value:g}"
    meant = _meant(question, value)
    return f"{told}; did you mean {meant}?" if meant else f"{told}; is it right?"


def _meant(question: FrozenQuestion, value: float) -> str:
    """The first unit in which the number would be one that was ever counted."""
    low = question.smallest.value if question.smallest else question.least
    high = question.largest.value if question.largest else question.most
    for unit, of_ours in _mistaken(question).items():
        ours = value / of_ours
        if (low is None or ours >= low) and (high is None or ours <= high):
            return unit
    return ""


def _mistaken(question: FrozenQuestion) -> dict[str, float]:
    """Units that are easily written for the right one, and how many of them make one of it."""
    match question.unit:
        case "kb/day":
            return {"kb": question.n_days, "barrels a day": 1000.0}
        case "kb":
            return {"kb/day": 1 / question.n_days, "barrels": 1000.0}
        case "persons":
            return {"thousands of persons": 0.001}
        case "days":
            return {"hours": 24.0, "weeks": 1 / 7}
        case "1":
            return {"percent": 100.0}
    return {}


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
        day = parse_date(text.removeprefix(NOT_BY))
    except BadValueError:  # empty, or "never"
        return ""
    if day <= question.until + LATE:
        return ""
    last = f"the last day asked about ({question.until})"
    return f"{column} {text} is more than a year after {last}; is the year right?"
