"""A comparison on a terminal."""

from typing import TYPE_CHECKING

from rich.text import Text

from sim.core.wording import escaped
from sim.methods.paired import Difference
from sim.report.limits import NOT_A_FORECAST
from sim.report.numerals import day_text, headed, in_hundred, number
from sim.report.table import Column, Table, said
from sim.studies.comparison.answer.contrast import (
    Comparison,
    Contrast,
    NumberContrast,
    OutcomeContrast,
)
from sim.studies.comparison.told.settings import setting
from sim.studies.comparison.told.words import (
    interval,
    narrower,
    of_hundred,
    points,
    points_interval,
    signed,
    split_cells,
)

if TYPE_CHECKING:
    from rich.console import Console

READING = (
    "mean: in the first future, on the last day; outcomes in runs of 100. 95 % range: what this number of "
    "pairs leaves open. lower, lost: of 100 pairs. gain: how many times narrower pairing made the range."
)
MOST_SETTINGS = 8


def print_comparison(console: "Console", comparison: Comparison) -> None:
    """Print what differs, by how much and how sure, for each of the other futures."""
    for contrast in comparison.contrasts:
        one, other = contrast.one.label, contrast.other.label
        console.print(
            Text(f"  {escaped(one)} → {escaped(other)} · {comparison.n_runs} pairs of runs")
        )
        _print_settings(console, contrast)
        console.print(Table(NUMBERS, contrast.numbers).screen())
        console.print(Table(OUTCOMES, contrast.outcomes).screen())
        if contrast.splits:
            console.print(_splits(contrast).screen())
    console.print(Text(f"  {READING}\n  {NOT_A_FORECAST}"))


def _print_settings(console: "Console", contrast: Contrast) -> None:
    for each in contrast.settings[:MOST_SETTINGS]:
        told = f"{setting(each.one)} → {setting(each.other)}"
        console.print(Text(f"    {each.role}: {each.path}  {escaped(told)}"))
    if len(contrast.settings) > MOST_SETTINGS:
        console.print(Text(f"    and {len(contrast.settings) - MOST_SETTINGS} more settings"))
    given, seen = (
        "never" if day is None else day_text(day)
        for day in (contrast.input_day, contrast.first_day)
    )
    n = in_hundred(contrast.n_diverging, len(contrast.divergence))
    console.print(Text(f"    settings differ from {given}, runs from {seen}; {n} runs differ"))


NUMBERS: tuple[Column[NumberContrast], ...] = (
    said("", lambda each: headed(each.one.label, each.one.unit)),
    said("mean", lambda each: number(float(each.one.end.mean()), each.one.unit)),
    said("change", lambda each: signed(each.difference.mean, each.one.unit)),
    said("95 % range", lambda each: interval(each.difference, each.one.unit)),
    said("lower", lambda each: of_hundred(each.difference.fewer, each.difference.n)),
    said("gain", lambda each: _gain(each.difference)),
)
OUTCOMES: tuple[Column[OutcomeContrast], ...] = (
    said("", lambda each: each.label),
    said("mean", lambda each: of_hundred(each.one, each.difference.n)),
    said("change", lambda each: points(each.difference.mean)),
    said("95 % range", lambda each: points_interval(each.difference)),
    said("lost", lambda each: of_hundred(each.difference.fewer, each.difference.n)),
    said("gain", lambda each: _gain(each.difference)),
)


def _splits(contrast: Contrast) -> Table:
    lines = (
        (each.one.label, *split_cells(contrast.splits[each.one.name], each.one.unit))
        for each in contrast.numbers
    )
    return Table.of_text(("", "levers", "95 % range", "assumptions", "95 % range"), lines)


def _gain(found: Difference) -> str:
    return "–" if found.gain is None else narrower(found)
