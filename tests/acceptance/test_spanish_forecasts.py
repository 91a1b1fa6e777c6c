"""`--lang es` on a forecast and on its scores: page, figures and terminal are in Spanish, and the page checks."""

import json
import re
from pathlib import Path

import pytest

from sim.core.languages import speaking
from sim.report.folder import PAGE
from sim.studies.forecast.answer.frozen import read_frozen
from sim.studies.forecast.told.page import forecast_page
from support.in_spanish import alike, other_numbers
from support.study_pages import FROZEN, MADE_UP
from support.terminal import ROOT, Done, sim

QUESTIONS = ROOT / "scenarios" / "questions" / "after_article.yaml"
#: What is called the same in both languages; hashes, versions and ids of questions are no words.
NAMES = re.compile(
    r"no-referrer|no|\d[\d.,]* → no|Brier|CRPS|[0-9a-f]{40,64}(-dirty)?|\d+\.\d+\.\d+\S*|python .*|\w+_\d{4}-\d\d\S*"
)


def told(*words: object) -> Done:
    done = sim(*words)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done, Done]:
    """Scores of a shipped forecast told in both languages, and the folder that they are in."""
    home = tmp_path_factory.mktemp("scored")
    words = ("score", FROZEN, MADE_UP, "--out", home)
    english, spanish = told(*words), told(*words, "--lang", "es")
    [folder] = home.iterdir()
    return folder, english, spanish


def in_english(english: str, spanish: str) -> list[str]:
    """Texts left in English on a page in Spanish."""
    return [each.text for each in alike(english, spanish) if not NAMES.fullmatch(each.text)]


def test_the_page_of_scores_leaves_nothing_in_english(scored: tuple[Path, Done, Done]) -> None:
    folder, _, _ = scored
    english, spanish = (
        (folder / name).read_text(encoding="utf-8") for name in ("report.html", "report.es.html")
    )
    assert '<html lang="es">' in spanish
    assert in_english(english, spanish) == []
    assert other_numbers(english, spanish) == []
    told("factcheck", folder / "report.es.html")


def test_scores_on_the_terminal_leave_no_line_in_english(scored: tuple[Path, Done, Done]) -> None:
    folder, english, spanish = scored
    assert "24 preguntas con respuesta sobre 13 temas son pocas" in spanish.stdout
    same = set(english.stdout.splitlines()) & set(spanish.stdout.splitlines())
    assert same == set()
    assert json.loads((folder / "scores.json").read_text())["note"] in spanish.stdout


def test_a_forecast_in_spanish_is_the_same_forecast(tmp_path: Path) -> None:
    few = ("--reps", 24, "--prior", "--jobs", 1, "--until", "2026-05-31", "--lang", "es")
    file = tmp_path / "spring.json"
    done = told("forecast", QUESTIONS, "--out", file, "--results", tmp_path / "runs", *few)
    assert "simulaciones concuerdan con lo que se sabe" in done.stdout
    frozen = read_frozen(file)
    assert frozen.title == "What comes after the article of 21 February 2026"
    assert {each.label for each in frozen.questions} >= {"Oil from Venezuela", "Sport"}
    page = file.with_suffix(".es.html")
    with speaking("en"):
        english = forecast_page(frozen).files()[PAGE].decode()
    spanish = page.read_text(encoding="utf-8")
    assert in_english(english, spanish) == []
    assert other_numbers(english, spanish) == []
    told("factcheck", page)
    altered = page.with_name("altered.es.html")
    altered.write_text(spanish.replace("de cada 100", "de cada 10", 1), encoding="utf-8")
    assert sim("factcheck", altered, "--beside", tmp_path).returncode != 0
