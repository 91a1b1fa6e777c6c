"""The sheet and the tables of a frozen forecast, with and without answers."""

from io import StringIO

import pytest
from rich.console import Console

from sim.core.languages import beside, speaking
from sim.report.folder import PAGE
from sim.studies.forecast.answer.score import score
from sim.studies.forecast.answer.true import Answer
from sim.studies.forecast.told.page import forecast_page, score_page
from sim.studies.forecast.told.sheet import rendered
from sim.studies.forecast.told.tables import (
    forecast_json,
    print_forecast,
    print_scores,
    scores_json,
)
from support.forecasts import ALL, OIL, day, frozen
from support.in_spanish import in_drawings

FORECAST = frozen(
    ALL,
    title="Dollars $x_1$ [bold]and[/bold]",
    until=(day(20), day(29)),
    not_modelled={"grid": {"text": "Does it fail?", "why": "No grid."}},
)
ANSWERS = {
    "oil_2026-01-21": Answer(3.0, 1.0, 9.0, "3"),
    "coup_2026-01-30": Answer(1.0, 0.0, 1.0, "1"),
    "cargo_day_2026-01-30": Answer(4.0, 4.0, 4.0, "2026-01-15"),
}


def told(show, what):
    console = Console(file=StringIO(), width=80, soft_wrap=True)
    show(console, what)
    return console.file.getvalue()


@pytest.mark.parametrize("answers", [{}, ANSWERS], ids=["unanswered", "answered"])
def test_the_sheet_is_the_same_bytes_twice(answers):
    for suffix, start in ((".png", b"\x89PNG"), (".svg", b"<?xml")):
        first = rendered(FORECAST, answers, suffix)
        assert first.startswith(start)
        assert first == rendered(FORECAST, answers, suffix)


def test_answers_are_seen_on_the_sheet():
    assert rendered(FORECAST, {}, ".png") != rendered(FORECAST, ANSWERS, ".png")


def test_a_sheet_of_one_kind_of_question_draws():
    assert rendered(frozen({"oil": OIL}), {}, ".png").startswith(b"\x89PNG")


def test_a_name_that_is_too_long_for_a_telephone_loses_unit_and_year_before_it_is_cut():
    long = frozen({"oil": OIL | {"label": "Oil from all the countries of the whole world"}})
    told = in_drawings(forecast_page(long).files()[PAGE].decode())
    assert {"Oil from all the countries of the", "whole world (kb/d)"} <= told
    assert "Oil from all the countries of the whole world, 30 Jan" in told
    assert not any("…" in each for each in told)


@pytest.mark.parametrize(("language", "zero"), [("en", ">0.0<"), ("es", ">0,0<")])
def test_numbers_along_an_axis_are_in_the_language_spoken(language, zero):
    with speaking(language):
        files = score_page(score(FORECAST, ANSWERS), "again").files()
        drawn = files[beside("figures/costs.svg")].decode()
    assert {each for each in (">0.0<", ">0,0<") if each in drawn} == {zero}


def test_every_question_is_printed_with_its_baselines_and_what_is_not_modelled():
    text = told(print_forecast, FORECAST)
    for word in ("Dollars $x_1$ [bold]and[/bold]", "21 Jan 2026", "30 Jan 2026", "persistence"):
        assert word in text
    assert "not modelled: grid (No grid.)" in text
    assert "…" not in text


def test_scores_are_printed_whole_on_a_narrow_screen():
    text = told(print_scores, score(FORECAST, ANSWERS))
    assert "yes, in doubt" in text
    assert "15 Jan 2026" in text
    assert "no answer yet: oil_2026-01-30" in text
    assert "Of 1 answered quantities the middle 50 % of runs held 0, the middle 90 % 0." in text
    assert "…" not in text


def test_nothing_answered_prints_no_tables():
    text = told(print_scores, score(FORECAST, {}))
    assert "nothing to score" in text
    assert "mean score" not in text


def test_json_has_the_hash_but_not_the_samples():
    content = forecast_json(FORECAST)
    assert len(content["sha256"]) == 64
    assert all("values" not in each["forecast"] for each in content["questions"])
    assert scores_json(score(FORECAST, ANSWERS))["forecast"]["sha256"] == content["sha256"]
