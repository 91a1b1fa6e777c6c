"""Differences in words: signs, ranges, settings, and how sure one can be."""

import re

from sim.core.wording import cut
from sim.methods.paired import Difference
from sim.report.numerals import decimals, in_hundred
from sim.scenario.resolve import Form
from sim.studies.comparison.answer.split import Split

LONGEST = 110
SMALL = 10.0  # a difference below it is told in one more digit
MINUS = "−"
_NUMBER = re.compile(r"\d+\.\d+(?:e[-+]?\d+)?")


def signed(value: float, unit: str = "1") -> str:
    """A difference with its sign, in one more digit where it is small; what rounds to nothing has none.

    >>> signed(-612.4, "persons"), signed(-0.45, "persons"), signed(0.021), signed(0.0001)
    ('−612', '−0.5', '+0.021', '0.000')
    """
    finer = abs(value) < SMALL
    told = f"{abs(value):,.{decimals(unit) + finer}f}"
    if not told.strip("0.,"):
        return told
    return ("+" if value > 0 else MINUS) + told


def interval(difference: Difference, unit: str = "1") -> str:
    """What the number of runs leaves open: ``−640 to −585``."""
    return f"{signed(difference.low, unit)} to {signed(difference.high, unit)}"


def points(value: float) -> str:
    """A difference between shares of runs, in runs of 100.

    >>> points(-0.241), points(0.0)
    ('−24', '0')
    """
    told = f"{abs(100 * value):.0f}"
    return told if told == "0" else ("+" if value > 0 else MINUS) + told


def points_interval(difference: Difference) -> str:
    """The interval of a difference between shares, in runs of 100."""
    return f"{points(difference.low)} to {points(difference.high)}"


def split_cells(split: Split, unit: str) -> tuple[str, str, str, str]:
    """What is owed to levers and to assumptions, each with what the number of pairs leaves open."""
    levers, assumptions = (
        (signed(part.mean, unit), f"{signed(part.low, unit)} to {signed(part.high, unit)}")
        for part in (split.levers, split.assumptions)
    )
    return (*levers, *assumptions)


def narrower(difference: Difference) -> str:
    """How many times narrower pairing made the interval.

    >>> narrower(Difference(0.0, 0.0, 0.0, 3.0, 0, 0, 5))
    'no pair differs'
    """
    if difference.gain is None:
        return "no pair differs"
    return f"{difference.gain:.1f} ×" if difference.gain < SMALL else f"{difference.gain:.0f} ×"


def in_pairs(difference: Difference) -> str:
    """In how many of 100 pairs the number is higher, lower and the same: ``52 / 39 / 9``."""
    counts = (difference.more, difference.fewer, difference.same)
    return " / ".join(of_hundred(count, difference.n) for count in counts)


def of_hundred(count: int, n: int) -> str:
    """A share of runs under a heading that says it is of 100."""
    return in_hundred(count, n).removesuffix(" in 100")


def setting(form: Form) -> str:
    """A setting as a reader takes it in: a script as postures by date, numbers in six digits."""
    match form:
        case None:
            return "not set"
        case []:
            return "none"
        case list():
            told = "; ".join(_entry(each) for each in form)
        case dict():
            told = ", ".join(f"{key} {setting(item)}" for key, item in form.items() if _says(item))
        case bool():
            told = str(form).lower()
        case _:
            told = _NUMBER.sub(lambda found: f"{float(found[0]):g}", str(form))
    return cut(told, LONGEST)


def _says(form: Form) -> bool:
    """Whether a part of a setting tells anything: not an empty label, not a day beyond all days."""
    return form != "" and not str(form).startswith(("1900-", "2200-"))


def _entry(entry: Form) -> str:
    if not isinstance(entry, dict) or "posture" not in entry:
        return setting(entry)
    end = f" to {entry['until']}" if _says(entry["until"]) else ""
    return f"{str(entry['posture']).replace('_', ' ')} from {entry['start']}{end}"
