"""The frame of every page: one file without scripts or outside requests, its sections and how it is reproduced."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from sim.report.limits import LIMITS
from sim.report.markup import details, items, picture, table, text

if TYPE_CHECKING:
    from sim.report.table import Table

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its anchor, its heading and its HTML."""

    name: str
    heading: str
    inside: str


def document(title: str, head: str, sections: tuple[Section, ...]) -> str:
    """A whole page from the HTML of its head and of its sections; pass every text through `markup.text`."""
    body = "".join(
        f'<section id="{each.name}"><h2>{text(each.heading)}</h2>\n{each.inside}</section>\n'
        for each in sections
    )
    css = (files("sim.report") / "page.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{text(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>\n{css}</style>\n</head>\n<body>\n"
        f"<header>{head}</header>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def contents(headings: Mapping[str, str]) -> str:
    """Links to the sections of a page, by their anchors."""
    links = "".join(
        f'<li><a href="#{name}">{text(heading)}</a></li>' for name, heading in headings.items()
    )
    return f'<nav aria-label="Sections"><ul>{links}</ul></nav>\n'


@dataclass(frozen=True, slots=True)
class Illustration:
    """A figure as a page shows it: the drawn SVG, how to read it, what it shows, and its numbers."""

    name: str
    title: str
    svg: bytes
    caption: str
    alt: str
    numbers: "Table"

    @property
    def html(self) -> str:
        """The picture with its caption, and its numbers to unfold."""
        behind = details("Numbers behind this figure", table(self.numbers))
        return (
            f'<figure id="figure-{text(self.name)}"><h3 class="hidden">{text(self.title)}</h3>\n'
            f'<div class="picture" tabindex="0">{picture(self.svg, self.alt)}</div>\n'
            f"<figcaption>{text(self.caption)}</figcaption>\n"
            f'<div class="numbers">{behind}</div></figure>\n'
        )


def limits_html() -> str:
    """What the numbers are, what the evidence cannot tell and what is not modelled."""
    inside = "".join(f"<h3>{text(title)}</h3>\n{items(entries)}" for title, entries in LIMITS)
    return f'<div class="box">{inside}</div>\n'


def reproduce_html(commands: tuple[str, ...]) -> str:
    """The commands that make the same page again, to be copied."""
    lines = "\n".join(text(command) for command in commands)
    return f'<pre class="box" tabindex="0"><code>{lines}</code></pre>\n'
