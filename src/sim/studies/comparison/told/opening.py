"""The first screen of the page: what is different, by how much, how sure."""

from collections.abc import Iterator

from sim.report import readings
from sim.report.limits import NOT_A_FORECAST
from sim.report.markup import rows, text
from sim.report.numerals import day_text, in_hundred, named, number
from sim.scenario.differences import ChangedSetting
from sim.studies.comparison.answer.contrast import Comparison, Contrast
from sim.studies.comparison.told.words import (
    in_pairs,
    interval,
    points,
    points_interval,
    setting,
    signed,
)

ALIKE = "Higher / lower / same, of 100 pairs"
NUMBERS = ("total", "security", "medical", "oil", "hardship")
MOST_SETTINGS = 4
MOST_OUTCOMES = 2


def head(comparison: Comparison) -> str:
    """Title, what differs, and a table of the largest differences for each of the other futures."""
    first, *others = comparison.sides
    days = readings.dates(first.results, first.made.scenario)
    about = (
        f"{day_text(days[0])} to {day_text(days[-1])} · {comparison.n_runs} pairs of runs, each with the "
        "same draws and the same luck"
    )
    title = f"{first.label} → {', '.join(other.label for other in others)}"
    body = "".join(_answer(contrast) for contrast in comparison.contrasts)
    return (
        f'<p class="kind">{text(about)}</p>\n<h1>{text(title)}</h1>\n{body}'
        f'<p class="box small">{text(NOT_A_FORECAST)} Differences hold under the stated assumptions; pairing '
        'takes away luck, not doubt about the assumptions. <a href="#limits">Limits</a></p>\n'
    )


def _answer(contrast: Contrast) -> str:
    one, other = contrast.one.label, contrast.other.label
    columns = ("Means on the last day", "Difference", "95 % range", one, other, ALIKE)
    note = f"The 95 % range is what {contrast.numbers[0].difference.n} pairs leave open for the mean difference. {_sure(contrast)}"
    return (
        f'<div class="answer"><p>{_different(contrast)}</p>\n'
        f'<div class="numbers">{rows(columns, list(_lines(contrast)))}</div>\n'
        f'<p class="small muted">{text(note)}</p></div>\n'
    )


def _different(contrast: Contrast) -> str:
    """What differs in the settings, the most telling first."""
    counts = {
        kind: sum(each.role == kind for each in contrast.settings)
        for kind in ("lever", "assumption", "fact")
    }
    told = ", ".join(
        f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in counts.items() if count
    )
    shown = [each for each in contrast.settings if each.role != "run"]
    listed = "; ".join(_setting(each) for each in shown[:MOST_SETTINGS])
    more = len(shown) - MOST_SETTINGS
    rest = f' and <a href="#settings">{more} more</a>' if more > 0 else ""
    told = told or "no setting"
    return f"<strong>{text(contrast.other.label)}</strong> differs in {text(told)}: {listed}{rest}."


def _setting(each: ChangedSetting) -> str:
    return f"<code>{text(each.path)}</code> {text(setting(each.one))} → {text(setting(each.other))}"


def _lines(contrast: Contrast) -> Iterator[tuple[str, ...]]:
    for name in NUMBERS:
        each = contrast.number(name)
        unit, found = each.one.unit, each.difference
        label = named(each.one.label, "1" if unit == "persons" else unit)
        yield (
            text(label),
            f"<strong>{text(signed(found.mean, unit))}</strong>",
            text(interval(found, unit)),
            number(float(each.one.end.mean()), unit),
            number(float(each.other.end.mean()), unit),
            text(in_pairs(found)),
        )
    largest = sorted(contrast.outcomes, key=lambda each: -abs(each.difference.mean))
    for outcome in largest[:MOST_OUTCOMES]:
        yield (
            f"{text(outcome.label)}, runs of 100",
            f"<strong>{text(points(outcome.difference.mean))}</strong>",
            text(points_interval(outcome.difference)),
            in_hundred(outcome.one, outcome.difference.n).removesuffix(" in 100"),
            in_hundred(outcome.other, outcome.difference.n).removesuffix(" in 100"),
            text(in_pairs(outcome.difference)),
        )


def _sure(contrast: Contrast) -> str:
    clear = sum(each.difference.clear for each in contrast.numbers)
    gains = [each.difference.gain for each in contrast.numbers if each.difference.gain is not None]
    twice = sum(gain >= 2 for gain in gains)  # noqa: PLR2004 - the promise of pairing
    return (
        f"{clear} of {len(contrast.numbers)} headline numbers differ clearly (their range leaves out zero). "
        f"Pairing made the range at least twice as narrow for {twice} of the {len(gains)} that differ at all."
    )
