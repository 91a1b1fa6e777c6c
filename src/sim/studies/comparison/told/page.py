"""``compare.html``: the whole comparison in one file."""

from typing import TYPE_CHECKING

import numpy as np

from sim.core.quantity import declared
from sim.report import readings
from sim.report.document import (
    Illustration,
    Section,
    contents,
    document,
    limits_html,
    reproduce_html,
)
from sim.report.markup import details, rows, table, text
from sim.report.numerals import day_text, in_hundred, named, number
from sim.report.table import Table
from sim.studies.comparison.answer.contrast import Comparison, Contrast
from sim.studies.comparison.question import why_not_followed
from sim.studies.comparison.told.opening import head
from sim.studies.comparison.told.words import (
    in_pairs,
    interval,
    narrower,
    setting,
    signed,
    split_cells,
)

if TYPE_CHECKING:
    from sim.scenario.differences import ChangedSetting

KINDS = {
    "lever": "Levers: what somebody chooses",
    "assumption": "Assumptions: what nobody knows",
    "fact": "Facts and events with a source",
    "run": "How it is run",
}


def comparison_page(
    comparison: Comparison, pictures: tuple[Illustration, ...], commands: tuple[str, ...]
) -> str:
    """The page; `commands` make it again."""
    contrasts = comparison.contrasts
    sections = (
        Section("figures", "Figures", "".join(each.html for each in pictures)),
        Section("numbers", "All headline numbers", "".join(map(_numbers, contrasts))),
        Section("settings", "What differs in the settings", "".join(map(_settings, contrasts))),
        Section("split", "Levers or assumptions", "".join(map(_split, contrasts))),
        Section("outcomes", "From outcome to outcome", "".join(map(_crossings, contrasts))),
        Section("persons", "The same persons", "".join(map(_persons, contrasts))),
        Section("pairing", "How the runs are paired", "".join(map(_pairing, contrasts))),
        Section("limits", "Limits", limits_html()),
        Section("reproduce", "Reproduce this", reproduce_html(commands)),
    )
    links = contents({each.name: each.heading for each in sections})
    title = " → ".join(side.label for side in comparison.sides)
    return document(title, head(comparison) + links, sections)


def _titled(contrast: Contrast, inside: str) -> str:
    return f"<h3>{text(contrast.one.label)} → {text(contrast.other.label)}</h3>\n{inside}"


def _numbers(contrast: Contrast) -> str:
    columns = (
        "On the last day",
        contrast.one.label,
        contrast.other.label,
        "Difference",
        "95 % range",
        "Higher / lower / same, of 100 pairs",
        "Range narrower by pairing",
    )
    cells = [
        (
            text(named(each.one.label, each.one.unit)),
            number(float(each.one.end.mean()), each.one.unit),
            number(float(each.other.end.mean()), each.one.unit),
            text(signed(each.difference.mean, each.one.unit)),
            text(interval(each.difference, each.one.unit)),
            text(in_pairs(each.difference)),
            text(narrower(each.difference)),
        )
        for each in contrast.numbers
    ]
    note = (
        "Means over runs. The 95 % range is what this number of pairs leaves open for the mean difference. "
        "Oil comes in few large cargoes: what a change of the blockade lets through is itself a matter of "
        "luck, and no pairing takes that away."
    )
    body = f'<div class="numbers">{rows(columns, cells)}</div><p class="small muted">{text(note)}</p>\n'
    return _titled(contrast, body)


def _settings(contrast: Contrast) -> str:
    if not contrast.settings:
        return _titled(contrast, "<p>Nothing: the same scenario under two names.</p>\n")
    scenarios = contrast.one.made.scenario, contrast.other.made.scenario
    sources = {each.path: each.quantity.source for s in scenarios for each in declared(s)}
    sources |= {
        f"events.{name}": event.source or "invented by the scenario"
        for scenario in scenarios
        for name, event in scenario.events.items()
    }
    parts = []
    for kind, heading in KINDS.items():
        found = [each for each in contrast.settings if each.role == kind]
        if found:
            lines = tuple(_line(each, sources) for each in found)
            names = (contrast.one.label, contrast.other.label)
            parts.append(
                f"<h4>{text(heading)}</h4>\n{table(Table(('Setting', *names, 'Source'), lines))}"
            )
    return _titled(contrast, f'<div class="words">{"".join(parts)}</div>\n')


def _line(each: "ChangedSetting", sources: dict[str, str]) -> tuple[str, ...]:
    event = ".".join(each.path.split(".")[:2])
    source = sources.get(each.path) or sources.get(event, "the scenario's choice")
    unit = f" ({each.unit})" if each.unit else ""
    return f"{each.path}{unit}", setting(each.one), setting(each.other), source


def _split(contrast: Contrast) -> str:
    if not contrast.splits:
        kinds = {each.role for each in contrast.settings} - {"run"}
        told = " and ".join(f"{kind}s" for kind in KINDS if kind in kinds) or "nothing"
        alone = f"All of the difference comes from {told}."
        asked = (
            "Both differ. How much comes from which: add --by levers, which makes two more runs."
        )
        mixed = "assumption" in kinds and len(kinds) > 1
        return _titled(contrast, f"<p>{text(asked if mixed else alone)}</p>\n")
    note = (
        "What comes from the levers (with dated events) and what from the assumptions, over both orders of "
        "changing the two (Shapley); they add up to the difference exactly."
    )
    lines = tuple(
        (
            named(each.one.label, each.one.unit),
            signed(each.difference.mean, each.one.unit),
            *split_cells(contrast.splits[each.one.name], each.one.unit),
        )
        for each in contrast.numbers
    )
    columns = (
        "On the last day",
        "Difference",
        "From levers",
        "95 %",
        "From assumptions",
        "95 %",
    )
    body = f'<div class="numbers">{table(Table(columns, lines))}</div>'
    return _titled(contrast, f'<p class="small muted">{text(note)}</p>{body}\n')


def _crossings(contrast: Contrast) -> str:
    labels = [each.label for each in contrast.outcomes]
    counts = [each.one for each in contrast.outcomes]
    kept = [position for position, count in enumerate(counts) if count]
    lines = tuple(
        (
            f"{labels[i]} ({counts[i]} run{'s' if counts[i] > 1 else ''})",
            *(
                in_hundred(int(count), counts[i]).removesuffix(" in 100")
                for count in contrast.crossings[i]
            ),
        )
        for i in kept
    )
    note = (
        f"Of 100 runs in which the outcome at the left happens in {contrast.one.label}, how many have the "
        f"outcome above in {contrast.other.label}. Outcomes do not exclude one another."
    )
    body = table(Table((f"In {contrast.one.label}", *labels), lines))
    return _titled(
        contrast, f'<p class="small muted">{text(note)}</p><div class="numbers">{body}</div>\n'
    )


def _persons(contrast: Contrast) -> str:
    found = contrast.persons
    if found is None:
        told = f"Not followed: {why_not_followed((contrast.one.made, contrast.other.made))}."
        return _titled(contrast, f"<p>{text(told)}</p>\n")
    one, other = contrast.one.label, contrast.other.label
    lines = (
        ("leave in both, on the same day", found.same_day),
        (f"leave in both, earlier in {other}", found.earlier),
        (f"leave in both, later in {other}", found.later),
        (f"leave in {one} only", found.only_in_one),
        (f"leave in {other} only", found.only_in_other),
        ("stay in both", found.stay_in_both),
    )
    intro = f"{found.persons:,} persons of the first day, followed through both futures of {found.runs} runs."
    body = Table(
        ("Persons who", "Number", "Share"),
        tuple((what, f"{n:,}", f"{100 * n / max(found.persons, 1):.1f} %") for what, n in lines),
    )
    return _titled(contrast, f"<p>{text(intro)}</p>\n{table(body)}")


def _pairing(contrast: Contrast) -> str:
    given = "never" if contrast.input_day is None else day_text(contrast.input_day)
    seen = "never" if contrast.first_day is None else day_text(contrast.first_day)
    sides = (contrast.one, contrast.other)
    facts = (
        ("Seed of both", str(contrast.one.made.scenario.seed)),
        ("Version of both", contrast.one.made.manifest.version),
        ("Quantities that both draw alike, the same in every run", str(contrast.shared_draws)),
        ("First day on which the scenarios say something else", given),
        ("First day on which a run differs", seen),
        ("Runs that differ at all", in_hundred(contrast.n_diverging, len(contrast.divergence))),
        ("Folders", ", ".join(side.made.folder.name for side in sides)),
        ("Hashes of the scenarios", ", ".join(side.made.manifest.digest[:8] for side in sides)),
        ("Runs asked for", ", ".join(str(readings.n_asked(side.results)) for side in sides)),
    )
    days = np.bincount(contrast.divergence[contrast.divergence >= 0])
    first = tuple((str(day), str(count)) for day, count in enumerate(days) if count)
    body = table(Table(("What", "Value"), facts))
    spread = details("Runs by the day on which they part", table(Table(("Day", "Runs"), first)))
    return _titled(contrast, f'<div class="words">{body}</div>\n{spread}')
