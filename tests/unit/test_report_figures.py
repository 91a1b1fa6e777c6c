"""Every registered figure draws on results of any kind, the same bytes twice, and says what it shows."""

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from html import escape

import numpy as np
import pytest
from test_report_readings import START, dataset, scenario

from sim.report.choices import choices
from sim.report.depth import depth_of_runs, typical_first
from sim.report.drawing.lettering import drawable, fitted, note_on_missing, width, wrapped
from sim.report.drawing.measures import spread_out
from sim.report.drawing.render import Rendering, our_style, png
from sim.report.drawing.style import CAUSE_HUES
from sim.report.figures import FIGURES, figures_for
from sim.report.figures.base import Figure
from sim.report.figures.oil_ledger import balance
from sim.report.inlined import EXAMPLE
from sim.report.markers import markers
from sim.studies.story.answer.choice import chosen
from sim.studies.story.question import Pick

ABOUT = scenario(title="Dollars $x_1$ and \\frac{ <b>&</b>")
QUIET = scenario(events={}, window={"start": "2025-12-01", "end": "2025-12-20"})
each = pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)


@each
def test_a_figure_draws_the_same_bytes_twice(figure: Figure) -> None:
    drawn = figure.rendered(dataset(ABOUT), ABOUT)
    assert set(drawn) == {f"{figure.name}.png", f"{figure.name}.svg"}
    assert drawn[f"{figure.name}.png"].startswith(b"\x89PNG")
    assert b"dc:date" not in drawn[f"{figure.name}.svg"]
    assert drawn == figure.rendered(dataset(ABOUT), ABOUT)


def test_a_lever_held_at_a_drawn_level_is_told_as_it_is_drawn() -> None:
    drawn = scenario(levers={"blockade": {"level": "uniform(0.5, 1)", "start": "2026-02-22"}})
    [levers] = [figure for figure in FIGURES if figure.name == "levers"]
    assert drawn.levers.blockade.told == "uniform(0.5, 1)"
    assert levers.rendered(dataset(drawn), drawn)
    assert any("uniform(0.5, 1)" in cell for row in choices(drawn, ()).rows for cell in row)


@each
def test_a_figure_draws_one_run_where_nothing_happens(figure: Figure) -> None:
    with our_style():
        picture = figure.draw(dataset(QUIET, 1, eventful=False), QUIET)
    assert png(picture).startswith(b"\x89PNG")


@each
def test_a_figure_is_told_in_words_and_numbers(figure: Figure) -> None:
    results = dataset(ABOUT)
    table = figure.table(results, ABOUT)
    assert len(figure.alt(results)) > 40
    assert figure.caption
    assert figure.title
    assert table.rows
    assert all(len(row) == len(table.headings) for row in table.rows)
    told = f"{figure.caption} {figure.alt(results)} {table.headings}"
    assert "confidence" not in told.lower()


def test_results_that_lack_a_variable_go_without_the_figures_that_need_it() -> None:
    names = {figure.name for figure in figures_for(dataset(ABOUT).drop_vars("reported"))}
    assert names == {figure.name for figure in FIGURES} - {"reporting"}


def test_the_killed_are_black() -> None:
    assert CAUSE_HUES["killed"] == "#000000"


def test_events_without_a_source_are_marked_as_the_scenarios_own() -> None:
    days = (date(2025, 12, 1), date(2026, 2, 8))
    strike, coup = markers(ABOUT, days)
    assert (strike.number, strike.day, strike.invented) == (1, 33, False)
    assert coup.invented
    assert coup.key == "20 Jan 2026: Coup attempt (scenario)"


def test_an_event_that_does_not_happen_or_lies_outside_is_not_marked() -> None:
    assert len(markers(ABOUT, (date(2025, 12, 1), date(2026, 1, 10)))) == 1
    off = {"coup": {"kind": "coup_attempt", "date": "2026-01-20", "happens": False}}
    assert markers(scenario(events=off), (date(2025, 12, 1), date(2026, 2, 8))) == ()


def test_the_oil_ledger_tells_its_own_gap() -> None:
    found = balance(dataset(ABOUT), ABOUT)
    # The made stock grows by at most 1 kb a day while own production alone would add about 40.
    assert found.gap > 30
    assert found.told.startswith("THE BOOKS DO NOT BALANCE")
    assert replace(found, gap=0.0).told.startswith("The books balance")


def test_labels_keep_their_distance_and_their_order() -> None:
    assert spread_out([0.0, 0.1, 0.2, 5.0], 1.0, 0.0, 10.0) == [0.0, 1.0, 2.0, 5.0]
    assert spread_out([10.0, 10.0], 1.0, 0.0, 10.0) in ([9.0, 10.0], [10.0, 9.0])


def test_text_is_broken_and_cut_to_fit() -> None:
    lines = wrapped("a band that holds the middle 90 % of runs " * 3, 8, 2.0)
    assert all(width(line, 8) <= 2.0 for line in lines)
    assert not any(line.startswith("%") for line in lines)
    assert wrapped("attempt: 100 in 100", 7.5, 0.9) == ["attempt:", "100 in 100"]
    assert wrapped("intento: 100 de cada 100", 7.5, 1.1) == ["intento:", "100 de cada 100"]
    assert fitted("W" * 200, 8, 1.0).endswith("…")
    assert drawable("line\none \u6f22") == "line one \ufffd"


def test_characters_that_the_font_lacks_are_named_below_the_figure() -> None:
    foreign = scenario(title="Blockade \u5168\u9762\u5168 é")
    figure = next(each for each in FIGURES if each.name == "personnel")
    with our_style():
        said = [each.get_text() for each in figure.draw(dataset(foreign), foreign).texts]
        plain = [each.get_text() for each in figure.draw(dataset(ABOUT), ABOUT).texts]
    assert any("lacks: U+5168, U+9762. Page" in line for line in said)
    assert not any("lacks" in line for line in plain)


def test_many_missing_characters_are_not_all_named() -> None:
    (told,) = note_on_missing("".join(map(chr, range(0x5168, 0x5188))))
    assert told.count("U+") == 6
    assert "and others" in told
    assert note_on_missing("Año → 90 %", "") == ()


@each
def test_a_figure_says_what_was_found_in_a_sentence_with_numbers(figure: Figure) -> None:
    for n, eventful in ((24, True), (1, False)):
        about = ABOUT if eventful else QUIET
        found = figure.finding(dataset(about, n, eventful=eventful), about)
        assert found[0].isupper()
        assert found.endswith((".", ")"))
        assert len(found) < 240
    assert re.search(r"\d", figure.finding(dataset(ABOUT, 24), ABOUT))


@cache
def for_page(name: str) -> Rendering:
    """A figure as a page has it."""
    [figure] = [each for each in FIGURES if each.name == name]
    return figure.for_page(dataset(ABOUT, 24), ABOUT)


@each
def test_a_page_has_a_figure_wide_and_narrow_without_what_it_tells_itself(figure: Figure) -> None:
    made = for_page(figure.name)
    wide, narrow = made.shown.wide, made.shown.narrow
    boxes = [re.search(rb'viewBox="0 ([\d.]+) ([\d.]+) ([\d.]+)"', each) for each in (wide, narrow)]
    (top, wider, tall), (_, narrower, _) = (
        [float(n) for n in box.groups()] for box in boxes if box
    )
    assert wider > 2 * narrower
    title, file = made.shown.around.title, made.files[f"{figure.name}.svg"]
    assert escape(title.split()[-1], quote=False).encode() in file
    heights = [float(y) for y in re.findall(rb'<text [^>]* y="([\d.]+)"', wide)]
    assert all(top <= y <= top + tall for y in heights)
    assert b"not forecasts.</text>" not in wide + narrow
    assert b"not forecasts.</text>" in file
    assert "\N{HORIZONTAL ELLIPSIS}".encode() not in narrow  # nothing is cut


@each
def test_a_pointer_reads_what_the_results_say(figure: Figure) -> None:
    results, shown = dataset(ABOUT, 24), for_page(figure.name).shown
    if figure.name == "outcomes":  # no days
        assert not shown.readout
        return
    told = json.loads(shown.readout)
    assert told["first"] == START
    assert told["days"] == results.sizes["day"]
    for panel in (*told["wide"], *told["narrow"]):
        for at in panel["series"]:
            lengths = {len(each) for each in told["series"][at][1:4]}
            assert lengths <= {0, told["days"]}
    if figure.name == "personnel":
        median = np.median(results["present"].values.sum(axis=2), axis=0)
        first = told["series"][told["wide"][0]["series"][0]]
        assert np.cumsum(first[1]).tolist() == np.rint(median).tolist()


def test_example_runs_are_the_deepest_and_the_story_begins_with_the_first() -> None:
    results = dataset(ABOUT, 24)
    depths = depth_of_runs(results, np.arange(24))
    order = typical_first(depths).tolist()
    assert [float(depths[run]) for run in order] == sorted(depths.tolist(), reverse=True)
    assert chosen(results, ABOUT, Pick("typical")).row == order[0]
    with our_style():
        picture = next(each for each in FIGURES if each.name == "personnel").draw(results, ABOUT)
    total = results["present"].values.sum(axis=2)
    lines = [line for line in picture.axes[0].lines if line.get_gid() == EXAMPLE]
    drawn = [line.get_ydata().tolist() for line in lines]
    assert drawn == [total[run].tolist() for run in order[:3]]
