"""Three sentences that answer before anything else: how many, how sure, and what cannot be told.

Each is made by one function of named numbers; nothing in a sentence is counted anywhere else.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report import readings
from sim.report.chances import OutcomeChance, outcome_chances
from sim.report.identified import contested_causes
from sim.report.luck import NumberVariance, VarianceSplit, in_percent, moved, why_not_measured
from sim.report.numerals import day_text, number

if TYPE_CHECKING:
    from datetime import date

    import xarray

    from sim.report.background import Background
    from sim.report.headline import Headline
    from sim.scenario.schema import Scenario

TOTAL = "total"
MOST_NAMED = 3


def sentences(
    lines: "Sequence[Headline]",
    results: "xarray.Dataset",
    scenario: "Scenario",
    background: "Background",
) -> tuple[str, str, str]:
    """All three, in order; `lines` are the headline numbers of the results."""
    days = readings.dates(results, scenario)
    line = next((each for each in lines if each.name == TOTAL), lines[0])
    found = background.split.of(line.name) if background.split else None
    sure = (
        how_sure(found, background.split)
        if found and background.split
        else not_divided(why_not_measured(results))
    )
    return (
        how_many(line, days[0], days[-1]),
        sure,
        what_not(outcome_chances(results, scenario), contested_causes(scenario)),
    )


def how_many(line: "Headline", first: "date", last: "date") -> str:
    """Who is there in the end, in the median run and in most."""
    median, start, low, high = (
        number(each, line.unit) for each in (line.median, line.start, line.low90, line.high90)
    )
    return (
        f"{line.label}: {median} are in the country on {day_text(last)} in the median run, after {start} on "
        f"{day_text(first)}; 90 % of runs end between {low} and {high}."
    )


def how_sure(found: NumberVariance, split: VarianceSplit) -> str:
    """How much of that spread is luck and how much nobody knows, and how far the scenario moves the number."""
    if found.luck is None or found.unknown_alone is None:
        return "All runs end on the same number: neither luck nor what nobody knows moves it."
    luck, low, high, unknown = map(
        in_percent, (found.luck.share, found.luck.low, found.luck.high, found.unknown_alone)
    )
    return (
        f"Of that spread {luck} is luck ({split.pairs} pairs of runs leave open {low} to {high}), {unknown} hinges on "
        f"quantities that nobody knows{_moved(found, split)}."
    )


def _moved(found: NumberVariance, split: VarianceSplit) -> str:
    shift = found.shift
    if shift is None:
        return ""
    mean, low, high = (moved(each, found.unit) for each in (shift.mean, shift.low, shift.high))
    open_range = f"{split.parent_pairs} pairs leave open {low} to {high}"
    unclear = "" if shift.clear else ", which may be nothing"
    return f'; compared with "{split.parent}" the mean moves by {mean} ({open_range}){unclear}'


def not_divided(why: str) -> str:
    """What stands in the place of `how_sure` where nothing was measured."""
    return f"How much of that spread is luck was not measured: {why}."


def what_not(chances: Sequence[OutcomeChance], contested: Sequence[str]) -> str:
    """What the evidence cannot tell, what the scenario rules out, and what no run has shown."""
    verb = "share {} is" if len(contested) == 1 else "shares {} are"
    causes = f" (the {verb.format(_listed(contested))} prior-dominated)" if contested else ""
    ruled_out = [each.label for each in chances if each.cannot]
    unseen = [each for each in chances if not each.cannot and not each.count]
    told = f"Who ordered a departure cannot be told from the evidence{causes}"
    if ruled_out:
        told += f"; {_listed(ruled_out)} cannot happen in this scenario"
    if unseen:
        named = _listed([each.label for each in unseen])
        told += f"; {named}: in none of {unseen[0].n} runs, which leaves open up to {100 * unseen[0].high:.0f} in 100"
    return f"{told}."


def _listed(names: Sequence[str]) -> str:
    """Names as a list in words; of many only the first."""
    if len(names) > MOST_NAMED + 1:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more outcomes"
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
