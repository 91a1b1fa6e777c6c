"""``report.html``: everything a reader needs to know of one scenario's results."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.report import readings
from sim.report.choices import assumptions, choices, facts_changed
from sim.report.document import Illustration, Section, contents, document, limits_html
from sim.report.identified import causes_note
from sim.report.limits import NOT_A_FORECAST
from sim.report.markers import markers
from sim.report.markup import pairs, paragraphs, table, text
from sim.report.numbers_page import numbers_html, outcomes_html
from sim.report.numerals import day_text
from sim.report.sources_page import quantities_html, sources_html

if TYPE_CHECKING:
    import xarray

    from sim.report.figures.base import Figure
    from sim.scenario.schema import Scenario

SECTIONS = {
    "numbers": "Headline numbers",
    "outcomes": "Outcomes",
    "scenario": "What this scenario sets",
    "figures": "Figures",
    "limits": "Limits",
    "provenance": "Provenance",
    "uncertain": "Uncertain quantities",
    "sources": "Sources",
}


def report_page(
    results: "xarray.Dataset",
    scenario: "Scenario",
    facts: Mapping[str, str],
    pictures: "Mapping[Figure, bytes]",
) -> str:
    """The whole page; `facts` is what is known of how the results came about, `pictures` are SVG."""
    content = {
        "numbers": numbers_html(results),
        "outcomes": outcomes_html(results, scenario),
        "scenario": _scenario(results, scenario),
        "figures": _figures(results, scenario, pictures),
        "limits": limits_html(),
        "provenance": pairs(_counted(results, scenario) | dict(facts)),
        "uncertain": quantities_html(results, scenario),
        "sources": sources_html(scenario),
    }
    sections = tuple(Section(name, SECTIONS[name], inside) for name, inside in content.items())
    return document(scenario.title, _head(results, scenario), sections)


def _counted(results: "xarray.Dataset", scenario: "Scenario") -> dict[str, str]:
    """What the results themselves say about how they came about."""
    return {
        "runs": f"{readings.n_runs(results)} of {readings.n_asked(results)}",
        "seed": str(results.attrs.get("seed", scenario.seed)),
    }


def _head(results: "xarray.Dataset", scenario: "Scenario") -> str:
    days = readings.dates(results, scenario)
    runs, asked = readings.n_runs(results), readings.n_asked(results)
    window = f"{day_text(days[0])} to {day_text(days[-1])} · {runs} runs · scenario {scenario.name}"
    missing = f"Partial: {runs} of {asked} runs. The others failed and are not in these numbers."
    warning = f'<p class="warning">{text(missing)}</p>\n' if runs < asked else ""
    return (
        f'<p class="kind">{text(window)}</p>\n<h1>{text(scenario.title)}</h1>\n{warning}'
        f'{paragraphs(scenario.description)}<p class="box">{text(NOT_A_FORECAST)} '
        f'{text(causes_note(scenario))} <a href="#limits">What they cannot tell</a>.</p>\n'
        f"{contents(SECTIONS)}"
    )


def _scenario(results: "xarray.Dataset", scenario: "Scenario") -> str:
    marks = markers(scenario, readings.dates(results, scenario))
    chosen, assumed = choices(scenario, marks), assumptions(scenario)
    changed = facts_changed(scenario)
    base = (
        f"<p>Starts from <code>{text(scenario.extends)}</code>.</p>\n" if scenario.extends else ""
    )
    first = table(chosen) if chosen.rows else "<p>No dated choices: all governments are free.</p>\n"
    second = table(assumed) if assumed.rows else "<p>None: every number is the default.</p>\n"
    return (
        f"{base}<h3>Choices</h3>\n<p class='small muted'>Events marked (scenario) are invented; the "
        f"others have a source.</p>\n<div class='words'>{first}</div>\n"
        f"<h3>Assumptions that differ from the defaults</h3>\n<div class='words'>{second}</div>\n"
        + (
            f"<h3>Facts changed</h3>\n<div class='words'>{table(changed)}</div>\n"
            * bool(changed.rows)
        )
    )


def _figures(
    results: "xarray.Dataset", scenario: "Scenario", pictures: "Mapping[Figure, bytes]"
) -> str:
    shown = (
        Illustration(
            figure.name,
            figure.title,
            svg,
            figure.caption,
            figure.alt(results),
            figure.table(results, scenario),
        )
        for figure, svg in pictures.items()
    )
    return "".join(each.html for each in shown)
