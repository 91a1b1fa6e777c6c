"""HTML from templates, in which every text is escaped: nothing a person wrote becomes markup."""

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sim.core.json_text import json_text
from sim.core.languages import _, month_in_short, numeral, spoken
from sim.core.wording import escaped
from sim.report.inlined import inlined
from sim.report.terms import terms_in

PIECES = "report/pieces.html"
_TERMS_USED = Markup("<!-- the terms that this page uses -->")
#: What of a page nobody reads: styles, scripts, tags.
_NO_TEXT = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)


def text(content: object) -> Markup:
    """Text for a page: markup shown as written, hidden characters made visible; HTML of ours stays."""
    return content if isinstance(content, Markup) else Markup.escape(escaped(str(content)))


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("sim", "."),
        autoescape=True,
        finalize=text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"_": _, "numeral": numeral, "spoken": spoken}
    made.filters["picture"] = picture
    made.filters["data"] = data
    made.globals |= {
        "script": Markup(script()),  # noqa: S704 - ours
        "script_hash": Markup(script_hash()),  # noqa: S704 - ours
        "script_words": script_words,
    }
    made.filters["paragraphs"] = lambda content: [
        " ".join(block.split()) for block in content.split("\n\n") if block.strip()
    ]
    return made


def page(template: str, content: Mapping[str, object]) -> str:
    """A whole page: a template, named by its path below the package, filled in with `content`.

    At its end stand the terms that it uses, in plain words: a page has to say them by itself, because it
    is sent by mail.
    """
    made = _templates().get_template(template).render({"terms_used": _TERMS_USED, **content})
    return made.replace(_TERMS_USED, piece("pairs", terms_in(_NO_TEXT.sub(" ", made))), 1)


def piece(name: str, *content: object) -> Markup:
    """One of the pieces that pages are made of, a macro of ``pieces.html``."""
    return Markup(getattr(_templates().get_template(PIECES).module, name)(*content))  # noqa: S704


def link(label: str, url: str) -> Markup:
    """A link to a web page, or only its label for any other kind of address."""
    if not url.startswith(("https://", "http://")):
        return text(label)
    return piece("link", label, url)


def picture(svg: bytes, alt: str, name: str) -> Markup:
    """An SVG as a part of the page, its text as text; `name` keeps its ids apart from those of others."""
    return piece("picture", Markup(inlined(svg, name)), alt)  # noqa: S704 - drawn by us, texts escaped


def data(told: str) -> Markup:
    """JSON for a script of the page, in which nothing can end the script."""
    safe: dict[str, str | int | None] = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
    return Markup(told.translate(str.maketrans(safe)))  # noqa: S704 - no bracket is left


@cache
def script() -> str:
    """The script of every page, which reads its figures day by day."""
    return files("sim.report").joinpath("page.js").read_text(encoding="utf-8")


def script_hash() -> str:
    """By what a browser knows the script of a page, and runs no other."""
    digest = b64encode(sha256(script().encode()).digest()).decode()
    return f"sha256-{digest}"


def script_words() -> str:
    """What the script of a page says, in the language spoken, as JSON."""
    return json_text(
        {
            "day": _("Read the figure on a day:"),
            "examples": _("Example runs"),
            "alone": "{name} {value}",
            "gap": _("{name}: no number on this day"),
            "band": _("{name} {value} ({low} to {high} in {share} of runs)"),
            "open": _("{name} {value} (the number of runs leaves open {low} to {high})"),
            "date": "{day} {month} {year}",
            "months": [month_in_short(date(2026, month, 1)) for month in range(1, 13)],
            "thousands": numeral(","),
            "point": numeral("."),
        },
        indent=None,
    )
