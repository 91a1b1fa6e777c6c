"""The page in a real browser: what a person does on it by keyboard, and what they find on their disk."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from typer.testing import CliRunner

import sim
from sim.cli.app import app

EVERYTHING = pytest.mark.browser


def shown(page, n: int = 256) -> None:
    """Wait until at least so many runs are drawn."""
    enough = [f"body[data-n='{each}']" for each in (8, 64, 256) if each >= n]
    page.wait_for_selector(", ".join(enough))


def reach(page, wanted: str, *, most: int = 400) -> None:
    """Press Tab until the element of this id has the focus."""
    for _ in range(most):
        if page.evaluate("document.activeElement.id") == wanted:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {wanted}")


def move_blockade(page) -> None:
    """Hold the blockade at another level, by keyboard alone."""
    reach(page, "c-levers-blockade-level-slide")
    for _ in range(3):
        page.keyboard.press("ArrowRight")


def saved(page, button: str, folder: Path, name: str) -> Path:
    with page.expect_download() as waiting:
        page.click(button)
    file = folder / name
    waiting.value.save_as(file)
    return file


def test_the_page_opens_and_draws(visit) -> None:
    """The one test of the default run, where there is a browser."""
    page = visit()
    shown(page, 8)
    assert page.locator("#fans svg").count() == 11
    assert "Cubans are left in Venezuela" in page.inner_text("#sentences")


@EVERYTHING
def test_a_lever_by_keyboard_gives_the_numbers_of_sim_run(visit, tmp_path) -> None:
    page = visit()
    shown(page)
    move_blockade(page)
    page.wait_for_selector("#changed button")
    shown(page)
    assert "Hold US blockade at one level" in page.inner_text("#changed")
    file = saved(page, "#get-yaml", tmp_path, "mine.yaml")
    runs = sim.run(file)
    assert runs.scenario.get("levers.blockade.level") == pytest.approx(0.53)
    total = runs.headlines.loc["total"]
    page.click("text=Headline numbers")
    row = page.locator("#headlines tr", has_text="All Cuban personnel").inner_text()
    assert f"{round(total['median']):,}" in row
    assert f"{round(total['low90']):,} to {round(total['high90']):,}" in row
    done = CliRunner().invoke(app, ["validate", str(file)])
    assert done.exit_code == 0
    table = saved(page, "#get-csv", tmp_path, "mine.csv").read_text(encoding="utf-8")
    assert table.splitlines()[0].startswith("date,variable,unit,median")


@EVERYTHING
def test_every_step_can_be_taken_back_and_nothing_is_lost_at_a_reload(visit, served) -> None:
    page = visit()
    shown(page, 64)
    for text in ("41", "23"):
        page.fill("#filter", "air.seats")
        page.locator("#c-air-seats").fill(text)
        page.locator("#c-air-seats").press("Enter")
        page.wait_for_timeout(1100)  # later than that it is a step of its own
    assert page.locator("#c-air-seats").input_value() == "23"
    page.click("#undo")
    assert page.locator("#c-air-seats").input_value() == "41"
    page.click("#redo")
    assert "23" in page.inner_text("#changed")
    page.reload()
    page.wait_for_selector("#changed button")
    assert "23" in page.inner_text("#changed")
    page.click("#get-link")
    link = page.inner_text("#file-told").removeprefix("The link: ")
    assert "token" not in link
    page.click("#changed button")
    page.wait_for_selector("#changed .muted")
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("#changed button")
    assert "23" in page.inner_text("#changed")


@EVERYTHING
def test_a_second_scenario_stands_beside_the_first(visit) -> None:
    page = visit()
    shown(page, 64)
    page.click("#keep")
    move_blockade(page)
    page.wait_for_selector("#pairs:not([hidden])")
    shown(page)
    assert "pairs of runs" in page.inner_text("#pairs-sentence")
    assert page.locator("#pair-fans svg").count() == 11
    page.click("#alone")
    page.wait_for_selector("#pairs", state="hidden")


@EVERYTHING
def test_charts_are_read_by_arrow_keys_and_saved_with_their_footer(visit, tmp_path) -> None:
    page = visit()
    shown(page)
    chart = page.locator("#fans svg").first
    assert "All Cuban personnel" in chart.get_attribute("aria-label")
    chart.focus()
    chart.press("Home")
    figure = page.locator("#fans figure").first
    first = figure.locator("figcaption").inner_text()
    assert first.startswith("1 Dec 2025: ")
    chart.press("ArrowRight")
    assert figure.locator("figcaption").inner_text() != first
    drawing = saved(page, "#fans figure:first-child button >> nth=0", tmp_path, "a.svg")
    text = drawing.read_text(encoding="utf-8")
    assert "A small world, 256 runs" in text
    assert "not forecasts" in text
    picture = saved(page, "#fans figure:first-child button >> nth=1", tmp_path, "a.png")
    assert picture.read_bytes().startswith(b"\x89PNG")


@EVERYTHING
def test_one_run_is_told_on_a_click(visit) -> None:
    page = visit()
    shown(page)
    page.locator("#dots circle").nth(5).click()
    page.wait_for_selector("#run-told h3")
    assert page.input_value("#run") == "5"
    assert "Run 5: what happened" in page.inner_text("#run-told")
    assert "run 5" in page.locator("#fans figure").first.evaluate(
        "f => (f.querySelector('svg').dispatchEvent(new KeyboardEvent('keydown', {key: 'End'})), f.innerText)"
    )


@EVERYTHING
def test_ten_weeks_in_a_seat_by_keyboard_and_the_file_replays_them(visit, tmp_path) -> None:
    page = visit()
    shown(page)
    reach(page, "seat-begin")
    page.keyboard.press("Enter")
    for decision in range(1, 11):
        page.wait_for_selector(f"#seat-told h3:has-text('decision {decision} ')")
        page.locator("#seat-told [data-posture=rupture]").press("Enter")
    page.wait_for_selector("#seat-told h3:has-text('decision 11 ')")
    page.reload()
    page.click("#seat-go-on")
    page.wait_for_selector("#seat-told h3:has-text('decision 11 ')")
    page.click("#seat-rest")
    page.wait_for_selector("#seat-file")
    assert "You score" in page.inner_text("#seat-told")
    with page.context.expect_page() as opened:
        page.locator("#seat-page").press("Enter")
    whole = opened.value
    whole.wait_for_selector("#how")
    assert "You in the place of Caracas" in whole.inner_text("h1")
    wide = whole.locator("section#figures svg").evaluate_all(
        "all => all.map(i => i.getBoundingClientRect().width)"
    )
    assert wide
    assert min(wide) > 300
    whole.close()
    file = saved(page, "#seat-file", tmp_path, "moves.yaml")
    world = saved(page, "#get-yaml", tmp_path, "world.yaml")
    words = [
        "-q",
        "play",
        "caracas",
        str(world),
        "--moves",
        str(file),
        "--out",
        str(tmp_path / "r"),
    ]
    done = CliRunner().invoke(app, [*words, "--json"])
    assert json.loads(done.stdout)["moves"] == [{"day": "2025-12-01", "posture": "rupture"}]


@EVERYTHING
def test_a_broken_file_is_told_and_the_page_goes_on(visit, tmp_path) -> None:
    page = visit()
    shown(page, 64)
    file = tmp_path / "broken.yaml"
    file.write_text(
        "name: broken\ntitle: <img src=x onerror=alert(1)>\nairr: 3\n", encoding="utf-8"
    )
    page.set_input_files("#drop", file)
    page.wait_for_selector("#problems p")
    assert "unknown key" in page.inner_text("#problems")
    file.write_text("name: hostile\ntitle: <img src=x onerror=alert(1)>\n"
                    "window: {start: 2025-12-01, end: 2025-12-12}\n", encoding="utf-8")  # fmt: skip
    page.set_input_files("#drop", file)
    page.wait_for_selector("h1:has-text('<img')")
    shown(page, 8)
    assert page.locator("img").count() == 0
    assert page.inner_text("#problems") == ""


@EVERYTHING
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious(visit, scheme, width) -> None:
    page = visit(
        color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    shown(page)
    page.click("#seat-begin")
    page.wait_for_selector("#seat-told h3")
    page.click("#run-form button >> nth=0")
    page.wait_for_selector("#run-told h3")
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in {"serious", "critical"}]
    assert not serious, [(e["id"], [n["html"][:160] for n in e["nodes"]][:4]) for e in serious]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@EVERYTHING
def test_ten_open_pages_all_get_their_runs(visit) -> None:
    pages = [visit() for _ in range(10)]
    for number, page in enumerate(pages):
        page.fill("#filter", "air.seats")
        page.locator("#c-air-seats").fill(str(30 + number))
        page.locator("#c-air-seats").press("Enter")
    for page in pages:
        shown(page)
