"""Pieces of HTML; every text passes through `text`, so nothing a person wrote becomes markup."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from re import search

from sim.core.wording import escaped
from sim.report.table import Table


def text(content: object) -> str:
    """Text for a page: markup shown as written, hidden characters made visible."""
    return escape(escaped(str(content)), quote=True)


def paragraphs(content: str) -> str:
    """Prose whose paragraphs are parted by empty lines."""
    blocks = [" ".join(block.split()) for block in content.split("\n\n")]
    return "".join(f"<p>{text(block)}</p>\n" for block in blocks if block)


def items(entries: Sequence[str]) -> str:
    """A list of sentences."""
    return "<ul>\n" + "".join(f"<li>{text(entry)}</li>\n" for entry in entries) + "</ul>\n"


def table(content: Table, caption: str = "") -> str:
    """A table that scrolls sideways where it is too wide; the first column heads its row."""
    return rows(
        content.columns, [tuple(text(cell) for cell in row) for row in content.rows], caption
    )


def rows(columns: Sequence[str], cells: Sequence[Sequence[str]], caption: str = "") -> str:
    """A table of cells that are HTML already."""
    title = f"<caption>{text(caption)}</caption>" if caption else ""
    head = "".join(f'<th scope="col">{text(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{first}</th>'
        + "".join(f"<td>{cell}</td>" for cell in rest)
        + "</tr>\n"
        for first, *rest in cells
    )
    # Focusable, so that the keyboard can scroll it too.
    return (
        f'<div class="scroll" tabindex="0"><table>{title}<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}</tbody></table></div>\n"
    )


def pairs(content: Mapping[str, str]) -> str:
    """Names and values below one another."""
    inside = "".join(
        f"<dt>{text(name)}</dt><dd>{text(value)}</dd>\n" for name, value in content.items()
    )
    return f"<dl>\n{inside}</dl>\n"


def details(summary: str, inside: str) -> str:
    """Something to unfold."""
    return f"<details><summary>{text(summary)}</summary>\n{inside}</details>\n"


def link(label: str, url: str) -> str:
    """A link to a web page, or only its label for any other kind of address."""
    if not url.startswith(("https://", "http://")):
        return text(label)
    return f'<a href="{text(url)}" rel="noopener noreferrer">{text(label)}</a>'


def picture(svg: bytes, alt: str) -> str:
    """An SVG inside the page; as an image of its own it can neither run scripts nor clash in its ids."""
    size = search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    shape = f' width="{float(size[1]):.0f}" height="{float(size[2]):.0f}"' if size else ""
    data = b64encode(svg).decode("ascii")
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{text(alt)}"{shape}>'
