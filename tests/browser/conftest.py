"""A page in Debian's Chromium, watched all the time."""

from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium():
    """The browser; without one there is nothing to test."""
    if not CHROMIUM.exists():
        pytest.skip("there is no /usr/bin/chromium; apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """A dashboard of a small world."""
    from support.pages import dashboard

    with dashboard(tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture
def visit(chromium, served):
    """Open the page; at the end, nothing was complained of and nobody else was asked."""
    contexts, complaints, asked = [], [], []

    def opened(*, at: str = "", **options):
        context = chromium.new_context(
            **({"viewport": {"width": 1280, "height": 900}, "accept_downloads": True} | options)
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(at or served.address)
        return page

    yield opened
    for context in contexts:
        context.close()
    outside = [
        url for url in asked
        if not url.startswith((f"http://127.0.0.1:{served.port}/", "data:", "blob:"))
    ]  # fmt: skip
    assert not outside
    refused = (
        "the server responded with a status of 422"  # how a browser notes what is told on the page
    )
    assert not [each for each in complaints if refused not in each]
