"""Pages of studies in a real browser: readable by everybody on any screen, and nobody else is asked."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from sim.core.languages import languages
from support.study_pages import COMMANDS, left_by

pytestmark = pytest.mark.browser
UNFOLD = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
CUT = """[...document.querySelectorAll("body *")].filter(each => !each.closest("svg, .hidden")
  && each.getBoundingClientRect().right > innerWidth + 1).map(each => each.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[tuple[str, str], Path]:
    """Pages by kind and language; those of one kind are of the same runs."""
    folders = {kind: tmp_path_factory.mktemp(kind) for kind in COMMANDS}
    return {
        (kind, language): left_by(kind, folders[kind], language)
        for kind in COMMANDS
        for language in languages()
    }


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]
)
def test_axe_finds_nothing_and_nothing_is_cut(chromium, pages, scheme, width, language) -> None:
    # Without its policy, which allows no script but its own, the page can be looked at by ours.
    context = chromium.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page, asked, told, found = context.new_page(), [], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda m: told.append(m.text) if m.type == "error" else None)
    for kind in COMMANDS:
        file = pages[kind, language]
        page.goto(file.as_uri())
        top = page.locator("figure.first svg:visible").first.bounding_box()
        assert top is not None, kind
        assert top["y"] < 900, kind
        page.evaluate(UNFOLD)
        found += [(kind, each["id"]) for each in Axe().run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
        assert width > 390 or page.evaluate(CUT) == [], kind
    context.close()
    assert found == []
    assert told == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
