"""Equations as MathML, which browsers draw themselves: no script and no font from outside."""

import re
from typing import TYPE_CHECKING, Any

from docutils.nodes import SkipNode
from latex2mathml.converter import convert
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx

#: Commands with the braces that must stay as they are, other commands, and words of several letters.
TOKEN = re.compile(r"\\(?:text|begin|end)\{[^}]*\}|\\[A-Za-z]+|\\.|[A-Za-z]{2,}")
UNKNOWN = re.compile(r"<mi>\\[^<]*</mi>|&(?!#?\w+;)")
SYNONYMS = {r"\arg": r"\operatorname{arg}"}  # what the converter does not know


def markup(latex: str, display: str) -> str:
    r"""MathML of an equation; `display` is ``inline`` or ``block``.

    Names of several letters, such as `posted`, stand upright, so that they are not read as products.

    Raises
    ------
    ExtensionError
        If the equation has a command that the converter does not know.

    >>> "<mtext>posted</mtext>" in markup("posted_m", "inline")
    True
    """
    upright = TOKEN.sub(_upright, latex)
    if r"\\" in upright or "&" in upright:
        upright = rf"\begin{{align*}}{upright}\end{{align*}}"
    made = str(convert(upright, display=display))
    if unknown := UNKNOWN.search(made):
        raise ExtensionError(f"no MathML for {unknown[0]} in {latex}")
    return made


def _upright(found: re.Match[str]) -> str:
    token = found[0]
    return SYNONYMS.get(token, token) if token.startswith("\\") else rf"\text{{{token}}}"


def _inline(writer: Any, node: "Element") -> None:  # noqa: ANN401 - writers of Sphinx share no type
    writer.body.append(markup(node.astext(), "inline"))
    raise SkipNode


def _block(writer: Any, node: "Element") -> None:  # noqa: ANN401 - as above
    writer.body.append(f'<div class="equation">{markup(node.astext(), "block")}</div>\n')
    raise SkipNode


def setup(app: "Sphinx") -> dict[str, bool]:
    """Offer the renderer under the name ``mathml``."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
