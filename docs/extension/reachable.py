"""What scrolls sideways can be reached by keyboard, and headings of the tree say their level."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: After the theme has made its part of the page.
AFTER_THE_THEME = 900
CHANGES = {
    "body": {
        "<pre>": '<pre tabindex="0">',
        '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
        '<div class="equation"': '<div tabindex="0" class="equation"',
    },
    "furo_navigation_tree": {'role="heading"': 'role="heading" aria-level="2"'},
}


def _change(
    _app: "Sphinx", _page: str, _template: str, context: dict[str, Any], _tree: object
) -> None:
    for part, changes in CHANGES.items():
        for old, new in changes.items():
            context[part] = context.get(part, "").replace(old, new)


def setup(app: "Sphinx") -> dict[str, bool]:
    """Change pages before they are written."""
    app.connect("html-page-context", _change, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
