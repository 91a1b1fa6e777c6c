"""Three sentences that answer before anything else: how many, how sure, and what cannot be told.

Each is made by one function of named numbers; nothing in a sentence is counted anywhere else.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.core.languages import _, ngettext
from sim.report import readings
from sim.report.chances import OutcomeChance, outcome_chances
from sim.report.identified import contested_causes
from sim.report.luck import NumberVariance, VarianceSplit, in_percent, why_not_measured
from sim.report.numerals import day_text, number, signed

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
) -> tuple[str, ...]:
    """All three, in order; `lines` are the headline numbers of the results."""
    days = readings.dates(results, scenario)
    line = next((each for each in lines if each.name == TOTAL), lines[0])
    found = background.split.of(line.name) if background.split else None
    sure = (
        how_sure(found, background.split, background.parent_titled)
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
    return _(
        "{label}: {median} are in the country on {last} in the median run, after {start} at the start of {first}; "
        "90 % of runs end between {low} and {high}."
    ).format(
        label=_(line.label),
        median=median,
        last=day_text(last),
        start=start,
        first=day_text(first),
        low=low,
        high=high,
    )


def how_sure(found: NumberVariance, split: VarianceSplit, parent: str = "") -> str:
    """How much of that spread is luck and how much nobody knows, and how far the scenario moves the number.

    `parent` is what the scenario that it is moved from is called in the language spoken.
    """
    if found.luck is None or found.unknown_alone is None:
        return _("All runs end on the same number: neither luck nor what nobody knows moves it.")
    luck, low, high, unknown = map(
        in_percent, (found.luck.share, found.luck.low, found.luck.high, found.unknown_alone)
    )
    told = _(
        "Of that spread {luck} is luck ({pairs} pairs of runs leave open {low} to {high}), {unknown} hinges on "
        "quantities that nobody knows"
    ).format(luck=luck, pairs=split.pairs, low=low, high=high, unknown=unknown)
    return f"{told}{_moved(found, split, parent or split.parent)}."


def _moved(found: NumberVariance, split: VarianceSplit, parent: str) -> str:
    shift = found.shift
    if shift is None:
        return ""
    mean, low, high = (signed(each, found.unit) for each in (shift.mean, shift.low, shift.high))
    told = (
        _(
            '; compared with "{parent}" the mean moves by {mean} ({pairs} pairs leave open {low} to {high})'
        )
        if shift.clear
        else _(
            '; compared with "{parent}" the mean moves by {mean} ({pairs} pairs leave open {low} to {high}), '
            "which may be nothing"
        )
    )
    return told.format(parent=parent, mean=mean, pairs=split.parent_pairs, low=low, high=high)


def not_divided(why: str) -> str:
    """What stands in the place of `how_sure` where nothing was measured."""
    return _("How much of that spread is luck was not measured: {why}.").format(why=_(why))


def what_not(chances: Sequence[OutcomeChance], contested: Sequence[str]) -> str:
    """What the evidence cannot tell, what the scenario rules out, and what no run has shown."""
    ruled_out = [_(each.label) for each in chances if each.cannot]
    unseen = [each for each in chances if not each.cannot and not each.count]
    told = [_who_ordered(contested)]
    if ruled_out:
        told.append(
            ngettext(
                "{outcomes} cannot happen in this scenario",
                "{outcomes} cannot happen in this scenario",
                len(ruled_out),
            ).format(outcomes=_listed(ruled_out))
        )
    if unseen:
        named = _listed([_(each.label) for each in unseen])
        told.append(
            _("{outcomes}: in none of {runs} runs, which leaves open up to {most} in 100").format(
                outcomes=named, runs=unseen[0].n, most=f"{100 * unseen[0].high:.0f}"
            )
        )
    return f"{'; '.join(told)}."


def _who_ordered(contested: Sequence[str]) -> str:
    if not contested:
        return _("Who ordered a departure cannot be told from the evidence")
    return ngettext(
        "Who ordered a departure cannot be told from the evidence (the share {causes} is mostly what we assumed: prior-dominated)",
        "Who ordered a departure cannot be told from the evidence (the shares {causes} are mostly what we assumed: prior-dominated)",
        len(contested),
    ).format(causes=_listed([_(each) for each in contested]))


def _listed(names: Sequence[str]) -> str:
    """Names as a list in words; of many only the first."""
    if len(names) > MOST_NAMED + 1:
        told = _("{names} and {n} more outcomes")
        return told.format(names=", ".join(names[:MOST_NAMED]), n=len(names) - MOST_NAMED)
    *most, last = names
    return _("{most} and {last}").format(most=", ".join(most), last=last) if most else last
