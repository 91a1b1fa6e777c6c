"""``compare.html``: the whole comparison in one file."""

from collections.abc import Iterator

import numpy as np

from sim.core.languages import _, ngettext, numeral
from sim.core.quantity import declared
from sim.report import readings
from sim.report.document import Illustration, figures_section, limits_section, reproduce_section
from sim.report.limits import NOT_A_FORECAST
from sim.report.luck import share_told
from sim.report.markup import page, piece
from sim.report.numerals import day_text, headed, in_hundred, named, number, signed
from sim.report.settings_told import KINDS, setting
from sim.report.table import Column, Table, said
from sim.scenario.differences import ChangedSetting
from sim.studies.comparison.answer.contrast import Comparison, Contrast, NumberContrast, Side
from sim.studies.comparison.question import why_not_followed
from sim.studies.comparison.told.words import (
    first_sentence,
    in_pairs,
    interval,
    luck_of,
    narrower,
    of_hundred,
    points,
    points_interval,
    ruled_out,
    split_cells,
)

PAIRS = "Higher / lower / same, of 100 pairs"
FIRST_SHOWN = ("total", "security", "medical", "oil", "hardship")
MOST_SETTINGS = 4
MOST_OUTCOMES = 2


def comparison_page(
    comparison: Comparison,
    opening: Illustration | None,
    pictures: tuple[Illustration, ...],
    commands: tuple[str, ...],
) -> str:
    """The page; `opening` is its first chart, `commands` make it again."""
    first = comparison.sides[0]
    days = readings.dates(first.results, first.made.scenario)
    about = _(
        "{first} to {last} · {n} pairs of runs, each with the same draws and the same luck"
    ).format(first=day_text(days[0]), last=day_text(days[-1]), n=comparison.n_runs)
    content = {
        "first": opening,
        "title": " → ".join(side.label for side in comparison.sides),
        "about": about,
        "comparison": comparison,
        "not_a_forecast": _(NOT_A_FORECAST),
        "most_settings": MOST_SETTINGS,
        "setting": setting,
        "first_sentence": first_sentence,
        "counted": _counted,
        "largest": _largest,
        "sure": _sure,
        "ruled_out": ruled_out,
        "luck_of": luck_of,
        "numbers_of": _numbers,
        "settings_of": _settings,
        "split_of": _split,
        "why_not_split": _why_not_split,
        "crossings_of": _crossings,
        "persons_of": _persons,
        "why_not_followed": lambda each: why_not_followed((each.one.made, each.other.made)),
        "pairing_of": _pairing,
        "parting_of": _parting,
        "figures": figures_section(pictures),
        "limits": limits_section(),
        "reproduce": reproduce_section(_("Reproduce this"), commands),
    }
    return page("studies/comparison/told/compare.html", content)


def _counted(contrast: Contrast) -> str:
    """How many settings of each kind differ, the most telling first."""
    roles = [each.role for each in contrast.settings]
    counts = {kind: roles.count(kind) for kind in ("lever", "assumption", "fact")}
    told = (_counted_of(kind, n) for kind, n in counts.items() if n)
    return ", ".join(told) or _("no setting")


def _counted_of(kind: str, n: int) -> str:
    told = {
        "lever": ngettext("{n} lever", "{n} levers", n),
        "assumption": ngettext("{n} assumption", "{n} assumptions", n),
        "fact": ngettext("{n} fact", "{n} facts", n),
    }
    return told[kind].format(n=n)


def _largest(contrast: Contrast) -> Table:
    """The main numbers, and the outcomes that differ most."""

    def strong(told: str) -> str:
        return piece("strong", told)

    possible = [
        (each, each.difference) for each in contrast.outcomes if each.difference is not None
    ]
    numbers = (
        (
            headed(each.one.label, each.one.unit),
            strong(signed(each.difference.mean, each.one.unit)),
            interval(each.difference, each.one.unit),
            number(float(each.one.end.mean()), each.one.unit),
            number(float(each.other.end.mean()), each.one.unit),
            in_pairs(each.difference),
        )
        for each in map(contrast.number, FIRST_SHOWN)
    )
    outcomes = (
        (
            _("{outcome}, runs of 100").format(outcome=_(each.label)),
            strong(points(difference.mean)),
            points_interval(difference),
            of_hundred(each.one, each.n),
            of_hundred(each.other, each.n),
            in_pairs(difference),
        )
        for each, difference in sorted(possible, key=lambda pair: -abs(pair[1].mean))
    )
    names = contrast.one.label, contrast.other.label
    headings = ("Means on the last day", "Difference", "95 % range", *names, PAIRS)
    return Table.of_text(headings, (*numbers, *list(outcomes)[:MOST_OUTCOMES]), aside=(3, 4, 5))


def _sure(contrast: Contrast) -> str:
    clear = sum(each.difference.clear for each in contrast.numbers)
    gains = [each.difference.gain for each in contrast.numbers if each.difference.gain is not None]
    twice = sum(gain >= 2 for gain in gains)  # noqa: PLR2004 - the promise of pairing
    return _(
        "{clear} of {n} headline numbers differ clearly (their range leaves out zero). Pairing made the range at "
        "least twice as narrow for {twice} of the {differ} that differ at all."
    ).format(clear=clear, n=len(contrast.numbers), twice=twice, differ=len(gains))


def _name(each: NumberContrast) -> str:
    return named(each.one.label, each.one.unit)


def _numbers(contrast: Contrast) -> Table:
    measured = [side for side in (contrast.one, contrast.other) if side.made.split]
    columns: tuple[Column[NumberContrast], ...] = (
        said("On the last day", _name),
        said(contrast.one.label, lambda each: number(float(each.one.end.mean()), each.one.unit)),
        said(
            contrast.other.label, lambda each: number(float(each.other.end.mean()), each.one.unit)
        ),
        said("Difference", lambda each: signed(each.difference.mean, each.one.unit)),
        said("95 % range", lambda each: interval(each.difference, each.one.unit)),
        said(PAIRS, lambda each: in_pairs(each.difference)),
        said("Range narrower by pairing", lambda each: narrower(each.difference)),
        *(_luck(side) for side in measured),
    )
    return Table(columns, contrast.numbers)


def _luck(side: Side) -> Column[NumberContrast]:
    """Luck's share of the spread in one of the futures."""
    return said(
        _("Luck in {future}").format(future=side.label),
        lambda each: share_told(side.luck(each.one.name)),
    )


def _settings(contrast: Contrast) -> Iterator[tuple[str, Table]]:
    """What differs, apart by kind, with the sources."""
    scenarios = contrast.one.made.scenario, contrast.other.made.scenario
    sources = {each.path: each.quantity.source for s in scenarios for each in declared(s)}
    sources |= {
        f"events.{name}": event.source or _("invented by the scenario")
        for scenario in scenarios
        for name, event in scenario.events.items()
    }

    def source(each: ChangedSetting) -> str:
        event = ".".join(each.path.split(".")[:2])
        return sources.get(each.path) or sources.get(event, _("the scenario's choice"))

    columns: tuple[Column[ChangedSetting], ...] = (
        said("Setting", lambda each: f"{each.path} ({each.unit})" if each.unit else each.path),
        said(contrast.one.label, lambda each: setting(each.one)),
        said(contrast.other.label, lambda each: setting(each.other)),
        said("Source", source),
    )
    for kind, heading in KINDS.items():
        found = [each for each in contrast.settings if each.role == kind]
        if found:
            yield _(heading), Table(columns, found)


def _split(contrast: Contrast) -> Table:
    headings = (
        "On the last day",
        "Difference",
        "From levers",
        "95 %",
        "From assumptions",
        "95 %",
    )
    lines = (
        (
            _name(each),
            signed(each.difference.mean, each.one.unit),
            *split_cells(contrast.splits[each.one.name], each.one.unit),
        )
        for each in contrast.numbers
    )
    return Table.of_text(headings, lines)


def _why_not_split(contrast: Contrast) -> str:
    kinds = {each.role for each in contrast.settings} - {"run"}
    if "assumption" in kinds and len(kinds) > 1:
        return _(
            "Both differ. How much comes from which: add --by levers, which makes two more runs."
        )
    told = _(" and ").join(_(f"{kind}s") for kind in KINDS if kind in kinds) or _("nothing")
    return _("All of the difference comes from {kinds}.").format(kinds=told)


def _crossings(contrast: Contrast) -> Table:
    """What a future rules out has no chance of being crossed to."""
    there = [column for column, each in enumerate(contrast.outcomes) if not each.cannot_other]
    lines = (
        (
            ngettext("{outcome} ({n} run)", "{outcome} ({n} runs)", each.one).format(
                outcome=_(each.label), n=each.one
            ),
            *(of_hundred(int(counts[column]), each.one) for column in there),
        )
        for each, counts in zip(contrast.outcomes, contrast.crossings, strict=True)
        if each.one
    )
    labels = (contrast.outcomes[column].label for column in there)
    first = _("In {future}").format(future=contrast.one.label)
    return Table.of_text((first, *labels), lines)


def _persons(contrast: Contrast) -> Table:
    found = contrast.persons
    if found is None:
        raise ValueError("nobody was followed")
    one, other = contrast.one.label, contrast.other.label
    lines = {
        _("leave in both, on the same day"): found.same_day,
        _("leave in both, earlier in {future}").format(future=other): found.earlier,
        _("leave in both, later in {future}").format(future=other): found.later,
        _("leave in {future} only").format(future=one): found.only_in_one,
        _("leave in {future} only").format(future=other): found.only_in_other,
        _("stay in both"): found.stay_in_both,
    }
    share = 100 / max(found.persons, 1)
    cells = ((what, numeral(f"{n:,}"), numeral(f"{share * n:.1f} %")) for what, n in lines.items())
    return Table.of_text(("Persons who", "Number", "Share"), cells)


def _pairing(contrast: Contrast) -> Table:
    given = _("never") if contrast.input_day is None else day_text(contrast.input_day)
    seen = _("never") if contrast.first_day is None else day_text(contrast.first_day)
    sides = (contrast.one, contrast.other)
    facts = {
        "Seed of both": str(contrast.one.made.scenario.seed),
        "Version of both": contrast.one.made.manifest.version,
        "Quantities that both draw alike, the same in every run": str(contrast.shared_draws),
        "First day on which the scenarios say something else": given,
        "First day on which a run differs": seen,
        "Runs that differ at all": in_hundred(contrast.n_diverging, len(contrast.divergence)),
        "Folders": ", ".join(side.made.folder.name for side in sides),
        "Hashes of the scenarios": ", ".join(side.made.manifest.digest[:8] for side in sides),
        "Runs asked for": ", ".join(str(readings.n_asked(side.results)) for side in sides),
    }
    return Table.of_text(("What", "Value"), ((_(what), value) for what, value in facts.items()))


def _parting(contrast: Contrast) -> Table:
    days = np.bincount(contrast.divergence[contrast.divergence >= 0])
    lines = ((str(day), str(count)) for day, count in enumerate(days) if count)
    return Table.of_text(("Day", "Runs"), lines)
