"""The parts of the page with the headline numbers and the chances of the outcomes."""

from typing import TYPE_CHECKING

from sim.report import readings
from sim.report.chances import CANNOT, OutcomeChance, outcome_chances, presence_chances
from sim.report.groups import GROUPS
from sim.report.headline import Headline, headlines
from sim.report.headline_numbers import OIL_DAYS_AT_END, OIL_DAYS_AT_START
from sim.report.limits import NO_PATHS, WILSON
from sim.report.markup import rows, text
from sim.report.numerals import in_hundred, named, number

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario


def numbers_html(results: "xarray.Dataset") -> str:
    """The table of headline numbers."""
    columns = ("", "First day", "Last day: median", "50 % of runs", "90 % of runs", "Mean")
    body = rows(columns, [_headline(line) for line in headlines(results)])
    note = (
        f"Persons unless another unit is given. Oil: mean of the first {OIL_DAYS_AT_START} and of the "
        f"last {OIL_DAYS_AT_END} days. 'Left' counts from the first day; means add up, medians do not."
    )
    if error := readings.relative_error(results):
        note = NO_PATHS.format(error)
    return f'<div class="numbers">{body}</div><p class="small muted">{text(note)}</p>\n'


def _headline(line: Headline) -> tuple[str, ...]:
    unit = line.unit
    label = text(named(line.label, "1" if unit == "persons" else unit))
    missions = next((group.missions for group in GROUPS if group.name == line.name), ())
    if line.name != "total" and any(mission not in line.label.lower() for mission in missions):
        label += (
            f"<small>{text(', '.join(readings.words(mission) for mission in missions))}</small>"
        )
    return (
        label,
        "" if line.name.startswith("left_") else number(line.start, unit),
        number(line.median, unit),
        f"{number(line.low50, unit)} to {number(line.high50, unit)}",
        f"{number(line.low90, unit)} to {number(line.high90, unit)}",
        number(line.mean, unit),
    )


def outcomes_html(results: "xarray.Dataset", scenario: "Scenario") -> str:
    """Tables of outcomes and of who is left at the end."""
    columns = ("", "Happens in", "Range left open", "Standard error (in 100)", "Runs")
    happened = rows(columns, [_chance(chance) for chance in outcome_chances(results, scenario)])
    left = rows(columns, [_chance(chance) for chance in presence_chances(results)])
    return (
        f'<p class="small muted">{text("Outcomes do not exclude one another. " + WILSON)}</p>\n'
        f'<div class="numbers">{happened}</div>\n<h3>Who is left at the end</h3>\n'
        f'<div class="numbers">{left}</div>\n'
    )


def _chance(chance: OutcomeChance) -> tuple[str, ...]:
    if chance.cannot:
        why = f"{chance.meaning}; {CANNOT} in this scenario, because {chance.cannot}"
        label = f"{text(chance.label)}<small>{text(why)}</small>"
        return label, CANNOT, "", "", str(chance.n)
    return (
        f"{text(chance.label)}<small>{text(chance.meaning)}</small>",
        in_hundred(chance.count, chance.n),
        f"{100 * chance.low:.0f} to {100 * chance.high:.0f}",
        f"{100 * chance.standard_error:.1f}",
        f"{chance.count} of {chance.n}",
    )
