"""Differences in words: signs, ranges, and how sure one can be."""

from sim.core.languages import _, numeral
from sim.methods.paired import Difference
from sim.report.chances import CANNOT
from sim.report.luck import share_told
from sim.report.numerals import FINER_BELOW, MINUS, day_text, in_hundred, signed
from sim.report.sentences import TOTAL
from sim.studies.comparison.answer.contrast import Contrast, OutcomeContrast
from sim.studies.comparison.answer.split import Split

#: Runs of 100 that nobody would tell from none: a tenth of them is the last digit that is shown.
LEAST_POINTS = 0.05


def interval(difference: Difference, unit: str = "1") -> str:
    """What the number of runs leaves open: ``−640 to −585``."""
    return _("{low} to {high}").format(
        low=signed(difference.low, unit), high=signed(difference.high, unit)
    )


def points(value: float) -> str:
    """A difference between shares of runs, in runs of 100; 0 stands for none at all.

    >>> points(-0.241), points(0.005), points(0.0)
    ('−24', '+0.5', '0')
    """
    size = abs(100 * value)
    if size < LEAST_POINTS:
        return "0"
    told = numeral(f"{size:.0f}" if size >= 1 else f"{size:.1f}")
    return ("+" if value > 0 else MINUS) + told


def points_interval(difference: Difference) -> str:
    """The interval of a difference between shares, in runs of 100."""
    return _("{low} to {high}").format(low=points(difference.low), high=points(difference.high))


def split_cells(split: Split, unit: str) -> tuple[str, str, str, str]:
    """What is owed to levers and to assumptions, each with what the number of pairs leaves open."""
    levers, assumptions = (
        (
            signed(part.mean, unit),
            _("{low} to {high}").format(low=signed(part.low, unit), high=signed(part.high, unit)),
        )
        for part in (split.levers, split.assumptions)
    )
    return (*levers, *assumptions)


def narrower(difference: Difference) -> str:
    """How many times narrower pairing made the interval.

    >>> narrower(Difference(0.0, 0.0, 0.0, 3.0, 0, 0, 5))
    'no pair differs'
    """
    if difference.gain is None:
        return _("no pair differs")
    return numeral(
        f"{difference.gain:.1f} ×" if difference.gain < FINER_BELOW else f"{difference.gain:.0f} ×"
    )


def in_pairs(difference: Difference) -> str:
    """In how many of 100 pairs the number is higher, lower and the same: ``52 / 39 / 9``."""
    counts = (difference.more, difference.fewer, difference.same)
    return " / ".join(of_hundred(count, difference.n) for count in counts)


def of_hundred(count: int, n: int) -> str:
    """A share of runs under a heading that says it is of 100."""
    return in_hundred(count, n).removesuffix(_("{share} in 100").format(share=""))


def happens(count: int, n: int, cannot: str) -> str:
    """A share of runs under a heading that says it is of 100, or that the scenario rules it out."""
    return _(CANNOT) if cannot else of_hundred(count, n)


def change(each: OutcomeContrast) -> str:
    """The difference of an outcome in runs of 100; nothing where a future rules it out."""
    return "" if each.difference is None else points(each.difference.mean)


def change_interval(each: OutcomeContrast) -> str:
    """What the number of pairs leaves open of it; nothing likewise."""
    return "" if each.difference is None else points_interval(each.difference)


def ruled_out(contrast: Contrast) -> list[str]:
    """Why outcomes cannot happen in the one future or the other, a sentence each."""
    return [
        _("{outcome} cannot happen in {future}, because {reason}.").format(
            outcome=_(each.label), future=side.label, reason=_(why)
        )
        for each in contrast.outcomes
        for side, why in ((contrast.one, each.cannot_one), (contrast.other, each.cannot_other))
        if why
    ]


def luck_of(contrast: Contrast, name: str = TOTAL) -> str:
    """How much of the spread of a number is luck in both futures, a sentence; nothing if unknown."""
    label = contrast.number(name).one.label
    shares = [
        _("{share} in {future}").format(share=share_told(found), future=side.label)
        for side in (contrast.one, contrast.other)
        if (found := side.luck(name)) is not None
    ]
    if not shares:
        return ""
    told = _("Of the spread of {label} between runs luck is {shares}.")
    return told.format(label=_(label), shares=_(" and ").join(shares))


def first_sentence(contrast: Contrast) -> str:
    """By how much the total differs on the last day: the answer of a comparison, in one number."""
    found = contrast.number(TOTAL)
    difference, last = found.difference, day_text(contrast.one.made.scenario.window.end)
    ours, theirs = (side.made.scenario.titled for side in (contrast.one, contrast.other))
    told = signed(difference.mean, found.one.unit)
    whole = (
        _(
            '{label}: on {day} there are {n} more if "{theirs}" happens than if "{ours}" does (mean over '
            "{pairs} pairs of runs, leaving open {range})"
        )
        if told.startswith("+")
        else _(
            '{label}: on {day} there are {n} fewer if "{theirs}" happens than if "{ours}" does (mean over '
            "{pairs} pairs of runs, leaving open {range})"
        )
    ).format(
        label=_(found.one.label),
        day=last,
        n=told.lstrip(f"+{MINUS}"),
        theirs=theirs,
        ours=ours,
        pairs=difference.n,
        range=interval(difference, found.one.unit),
    )
    return f"{whole}." if difference.clear else _("{told}; it may be nothing.").format(told=whole)
