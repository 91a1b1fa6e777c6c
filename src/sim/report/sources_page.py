"""The parts of the page that say where numbers come from."""

from typing import TYPE_CHECKING

from sim.evidence.sources import Fact, Statement
from sim.report.markup import details, link, rows, text
from sim.report.provenance import Cited, Drawn, cited_sources, source_parts, uncertain_quantities

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario


def quantities_html(results: "xarray.Dataset", scenario: "Scenario") -> str:
    """Every quantity that nobody knows, what it is drawn from, and where that stands."""
    found = uncertain_quantities(results, scenario)
    columns = ("Quantity", "Unit", "Drawn from", "Drawn: median [90 %]", "Source")
    intro = f"{len(found)} quantities are drawn anew for every run. An assumption is a source too, and says so."
    body = rows(columns, [_quantity(each) for each in found])
    inside = f'<div class="words">{body}</div>'
    return f"<p>{text(intro)}</p>\n{details('All uncertain quantities', inside)}"


def _quantity(each: Drawn) -> tuple[str, ...]:
    about, unit = each.declared, each.declared.quantity.unit
    sources = "<br>".join(_source(part) for part in source_parts(about.quantity.source))
    return (
        f"{text(about.meaning)}<small>{text(about.path)}</small>",
        "" if unit == "1" else text(unit),
        text(each.prior),
        text(each.draws),
        sources,
    )


def _source(part: Fact | Statement | str) -> str:
    if isinstance(part, str):
        return text(part)
    return f'<a href="#{_anchor(part.id)}">{text(part.id)}</a>'


def _anchor(source_id: str) -> str:
    return "source-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in source_id)


def sources_html(scenario: "Scenario") -> str:
    """Every published number, event and statement that the scenario's numbers rest on."""
    found = cited_sources(scenario)
    columns = ("Id", "What", "Where", "Date", "Reliability")
    body = rows(columns, [_cited(each) for each in found])
    inside = f'<div class="words">{body}</div>'
    return f"<p>{len(found)} cited.</p>\n{details('All sources', inside)}"


def _cited(each: Cited) -> tuple[str, ...]:
    return (
        f'<span id="{_anchor(each.id)}">{text(each.id)}</span>',
        text(each.what),
        link(each.name, each.url),
        text(each.date),
        text(each.reliability),
    )
