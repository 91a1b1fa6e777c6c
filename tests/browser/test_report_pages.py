"""Pages of runs and comparisons in a real browser: in all languages, wide and narrow, light and dark, read with keys."""

import json
import re
from itertools import product

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from sim.core.languages import ENGLISH, beside, languages, speaking
from sim.ensemble.results import open_results
from support.terminal import SCENARIOS, sim

pytestmark = pytest.mark.browser
SHIPPED = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))
COMPARED = (
    ("blockade", "deal_track"),
    ("baseline", "rupture"),
    ("blockade", "leaky_blockade", "third_party_relief"),
)
WIDE, NARROW = 1280, 390
FIRST_SCREEN = 900
SMALLEST = 8.5  # pixels: letters of the smallest print

#: What is wrong with a page once everything is unfolded: where its first chart begins, how far it scrolls
#: sideways, texts of drawings that are cut or lie outside, and how small the smallest letters are.
LOOK = """() => {
  const drawn = [...document.querySelectorAll("figure svg")];
  const seen = each => each.getBoundingClientRect().height > 0;
  const top = drawn.filter(seen).map(each => each.getBoundingClientRect().top + scrollY)[0];
  document.querySelectorAll("details").forEach(each => { each.open = true; });
  const cut = [], sizes = [];
  for (const svg of drawn.filter(seen)) {
    const sheet = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll("text")) {
      const box = text.getBoundingClientRect();
      const outside = box.left < sheet.left - 1.5 || box.right > sheet.right + 1.5
        || box.top < sheet.top - 1.5 || box.bottom > sheet.bottom + 1.5;
      if (outside || text.textContent.includes("\u2026")) cut.push([svg.closest("figure").id, text.textContent]);
      sizes.push(parseFloat(getComputedStyle(text).fontSize) * sheet.width / svg.viewBox.baseVal.width);
    }
  }
  const root = document.documentElement;
  return {top, cut, smallest: Math.min(...sizes), over: root.scrollWidth - root.clientWidth};
}"""


@pytest.fixture(scope="module")
def folder_of(tmp_path_factory):
    """A folder of results of a shipped scenario with its page in a language, made once."""
    out, made = tmp_path_factory.mktemp("results"), {}

    def folder(name, language=ENGLISH):
        if (name, language) not in made:
            few = ("--reps", 16, "--jobs", 1, "--out", out, "--lang", language)
            done = sim("run", SCENARIOS / f"{name}.yaml", *few)
            assert done.returncode == 0, done.stderr
            [made[name, language]] = out.glob(f"{name}-*")
        return made[name, language]

    return folder


@pytest.fixture
def looked_at(chromium):
    """What is found on a page on any screen; at the end nothing was complained of and nobody was asked."""
    complaints, asked = [], []

    def looked(file, width, scheme):
        context = chromium.new_context(
            viewport={"width": width, "height": FIRST_SCREEN}, color_scheme=scheme
        )
        page = context.new_page()
        page.on("console", lambda told: complaints.append(told.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        found = page.evaluate(LOOK)
        violations = Axe().run(page).response["violations"]
        context.close()
        return found | {
            "axe": [
                (each["id"], [n["html"][:120] for n in each["nodes"]][:3]) for each in violations
            ]
        }

    yield looked
    assert not complaints
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]


def fit(looked_at, file):
    """Assert that a page is as it should be on all screens."""
    for width, scheme in product((NARROW, WIDE), ("light", "dark")):
        found = looked_at(file, width, scheme)
        assert found["top"] < FIRST_SCREEN, (width, scheme)
        assert found["over"] <= 0, (width, scheme)
        assert found["cut"] == [], (width, scheme)
        assert found["smallest"] > SMALLEST, (width, scheme)
        assert found["axe"] == [], (width, scheme)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", SHIPPED)
def test_the_page_of_a_run_is_fit_for_any_screen(name, language, folder_of, looked_at):
    with speaking(language):
        fit(looked_at, folder_of(name, language) / beside("report.html"))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("names", COMPARED, ids="-".join)
def test_the_page_of_a_comparison_is_fit_for_any_screen(
    names, language, folder_of, looked_at, tmp_path
):
    words = ("--out", tmp_path / "compared", "--lang", language)
    done = sim("compare", *map(folder_of, names), *words)
    assert done.returncode == 0, done.stderr
    with speaking(language):
        fit(looked_at, tmp_path / "compared" / beside("compare.html"))


def opened(chromium, file, **options):
    context = chromium.new_context(viewport={"width": WIDE, "height": 1400}, **options)
    page = context.new_page()
    page.goto(file.as_uri() + "#figures")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    return page


def test_a_figure_is_read_with_a_pointer_and_with_keys(chromium, folder_of):
    folder = folder_of("blockade")
    with open_results(folder) as results:
        median = np.median(results["present"].values.sum(axis=2), axis=0)
    page = opened(chromium, folder / "report.html")
    figure = page.locator("#figure-personnel")
    box = json.loads(figure.locator("script.readout").text_content())["wide"][0]["box"]
    svg = figure.locator(".wide svg")
    sides, view = (
        svg.bounding_box(),
        svg.evaluate("s => [s.viewBox.baseVal.y, s.viewBox.baseVal.width]"),
    )
    scale = sides["width"] / view[1]
    middle = (box[0] + box[2] / 2) * scale, (box[1] + box[3] / 2 - view[0]) * scale
    page.mouse.move(sides["x"] + middle[0], sides["y"] + middle[1])
    told = figure.locator("output li").first.inner_text()
    day = int(figure.locator("input").input_value())
    assert abs(day - (len(median) - 1) / 2) < 3
    assert f"median {median[day]:,.0f} (" in told
    assert "pointed" in (figure.locator("output li").first.get_attribute("class") or "")
    figure.locator("input").focus()
    page.keyboard.press("ArrowRight")
    assert int(figure.locator("input").input_value()) == day + 1
    assert f"median {median[day + 1]:,.0f} (" in figure.locator("output li").first.inner_text()
    assert re.match(r"\d+ \w+ 2026", figure.locator("output strong").inner_text())
    page.context.close()


def test_a_day_without_a_number_is_told_as_such(chromium, folder_of, tmp_path):
    """No shipped figure has such days: a page is given some, of a line and of one end of its range."""
    text = (folder_of("blockade") / "report.html").read_text(encoding="utf-8")
    begins = text.index('class="readout">', text.index('id="figure-personnel"'))
    begins, ends = text.index("{", begins), text.index("</script>", begins)
    kept = json.loads(text[begins:ends])
    _, line, low, *_ = kept["series"][kept["wide"][0]["series"][0]]
    after = sum(line[:6])
    line[4:6] = [None, sum(line[4:6])]
    low[3:6] = [None, None, sum(low[3:6])]
    file = tmp_path / "gap.html"
    file.write_text(text[:begins] + json.dumps(kept) + text[ends:], encoding="utf-8")
    page = opened(chromium, file)
    figure = page.locator("#figure-personnel")
    told = {}
    for day in (3, 4, 5):
        figure.locator("input").fill(str(day))
        told[day] = figure.locator("output li").first.inner_text().split(";")[0]
    page.context.close()
    assert re.search(r"median [\d,]+$", told[3])
    assert told[4].endswith("median: no number on this day")
    assert f"median {after:,} (" in told[5]
    assert told[5].endswith("of runs)")


def test_example_runs_are_hidden_and_shown_again(chromium, folder_of):
    page = opened(chromium, folder_of("blockade") / "report.html")
    figure = page.locator("#figure-personnel")
    runs = figure.locator(".wide .example")
    assert runs.count() == 3 * 8
    figure.locator("button").click()
    assert not runs.first.is_visible()
    assert figure.locator("button").get_attribute("aria-pressed") == "false"
    figure.locator("button").click()
    assert figure.locator("button").get_attribute("aria-pressed") == "true"
    page.context.close()


def test_without_scripts_nothing_is_missing(chromium, folder_of):
    file = folder_of("blockade") / "report.html"
    texts = []
    for allowed in (True, False):
        page = opened(chromium, file, java_script_enabled=allowed)
        texts.append(page.locator("main").inner_text())
        assert page.locator("#figure-personnel .wide svg").count() == 1
        page.context.close()
    scripted, plain = (set(text.splitlines()) for text in texts)
    assert {
        line
        for line in scripted - plain
        if not line.startswith(("Read the figure", "Example runs"))
    } == set()
