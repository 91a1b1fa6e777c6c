"""A page in Spanish says what the English one says, number by number, and leaves no sentence in English."""

from functools import cache

import pytest
from test_report_readings import dataset, scenario
from test_report_sentences import split

from sim.core.languages import numeral, speaking
from sim.report.background import Background
from sim.report.factcheck import factcheck, language_of
from sim.report.figures import FIGURES
from sim.report.luck import MeanShift
from sim.report.opening.card_text import CardText
from sim.report.opening.first import first_chart
from sim.report.page import report_page
from support.in_spanish import alike, other_numbers

ABOUT = scenario(
    **{
        "title.es": "Hecho a mano",
        "description": "Nothing but a test.",
        "description.es": "Nada más que una prueba.",
        "levers": {"blockade": {"level": 0.5}},
        "actors": {"washington": {"script": [{"start": "2025-12-01", "posture": "coerce"}]}},
    }
)
RUNS = 24
#: Where meanings of quantities that few hinge on, and words of sources, stand as they were written.
IN_ENGLISH = ("Uncertain quantities", "Sources", "Provenance")
NAMES = {"Wilson 95 %", "no-referrer"}


@cache
def page(language: str) -> str:
    with speaking(language):
        results = dataset(ABOUT, RUNS)
        pictures = {figure: figure.for_page(results, ABOUT).shown for figure in FIGURES}
        facts = {"version": "7", "scenario digest": "7cfd6328aabb", "seed": "9"}
        shift = MeanShift(mean=-612.4, low=-900, high=-300)
        background = Background(scenario(title="Before"), split(shift))
        first = first_chart(results, ABOUT)
        return report_page(results, ABOUT, facts, pictures, background, first)


def test_the_page_says_its_language() -> None:
    assert (language_of(page("es")), language_of(page("en"))) == ("es", "en")
    assert "<h1>Hecho a mano</h1>" in page("es")
    assert "Nada más que una prueba." in page("es")


def test_every_text_has_the_numbers_of_the_english_one() -> None:
    assert other_numbers(page("en"), page("es")) == []


def test_no_text_is_left_in_english() -> None:
    left = alike(page("en"), page("es"))
    found = {each.text for each in left if not each.place.startswith(IN_ENGLISH)}
    assert sorted(found - NAMES) == []


def test_a_page_in_spanish_is_checked_against_one_in_spanish() -> None:
    assert factcheck(page("es"), page("es")).altered == ()
    altered = page("es").replace("de cada 100", "de cada 10", 1)
    assert factcheck(altered, page("es")).altered != ()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_card_is_in_one_language(language: str) -> None:
    with speaking(language):
        told = CardText.of_run(dataset(ABOUT, RUNS), ABOUT, {"version": "0.1.0"})
        assert numeral("1,000") in {"en": "1,000", "es": "1.000"}[language]
    whole = " ".join((told.kicker, told.headline, told.reading, told.caveat, told.source))
    assert ("Si esto ocurre: Hecho a mano" in whole) == (language == "es")
    assert ("These are consequences" in whole) == (language == "en")
