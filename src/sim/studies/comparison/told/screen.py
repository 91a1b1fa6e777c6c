"""A comparison on a terminal."""

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from sim.core.wording import escaped
from sim.methods.paired import Difference
from sim.report.limits import NOT_A_FORECAST
from sim.report.numerals import day_text, in_hundred, named, number
from sim.studies.comparison.answer.contrast import Comparison, Contrast
from sim.studies.comparison.told.words import (
    interval,
    narrower,
    points,
    points_interval,
    setting,
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
        console.print(_numbers(contrast))
        console.print(_outcomes(contrast))
        if contrast.splits:
            console.print(_splits(contrast))
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


def _numbers(contrast: Contrast) -> Table:
    table = _table("lower")
    for each in contrast.numbers:
        unit, found = each.one.unit, each.difference
        table.add_row(
            Text(named(each.one.label, "1" if unit == "persons" else unit)),
            number(float(each.one.end.mean()), unit),
            signed(found.mean, unit),
            interval(found, unit),
            _of_hundred(found.fewer, found.n),
            _gain(found),
        )
    return table


def _outcomes(contrast: Contrast) -> Table:
    table = _table("lost")
    for each in contrast.outcomes:
        found = each.difference
        table.add_row(
            Text(each.label),
            _of_hundred(each.one, found.n),
            points(found.mean),
            points_interval(found),
            _of_hundred(found.fewer, found.n),
            _gain(found),
        )
    return table


def _splits(contrast: Contrast) -> Table:
    table = Table(box=None, padding=(0, 0, 0, 1))
    table.add_column("", no_wrap=True)
    for column in ("levers", "95 % range", "assumptions", "95 % range"):
        table.add_column(column, justify="right", no_wrap=True)
    for each in contrast.numbers:
        cells = split_cells(contrast.splits[each.one.name], each.one.unit)
        table.add_row(Text(each.one.label), *cells)
    return table


def _of_hundred(count: int, n: int) -> str:
    return in_hundred(count, n).removesuffix(" in 100")


def _gain(found: Difference) -> str:
    return "–" if found.gain is None else narrower(found)


def _table(fewer: str) -> Table:
    table = Table(box=None, padding=(0, 0, 0, 2))
    table.add_column("", no_wrap=True)
    for column in ("mean", "change", "95 % range", fewer, "gain"):
        table.add_column(column, justify="right", no_wrap=True)
    return table
