"""`--lang es` on a fit and on what the evidence can tell apart: nothing on their pages is left in English."""

import re
from pathlib import Path

import pytest

from sim.core.languages import beside, speaking
from sim.report.folder import PAGE
from support.in_spanish import alike, other_numbers
from support.study_pages import COMMANDS
from support.terminal import sim

#: What is called the same in both languages: quantities, targets and theories as scenario files call them.
NAMES = re.compile(
    r"no-referrer|no|[0-9a-f]{12,64}(-dirty)?|\d+\.\d+\.\d+\S*|p\d\d\.\d|[a-z_]+: [a-z]+|variable|p \(Bonferroni\)"
    r"|Fitted to the article of 21 February 2026"  # under Provenance, as the file has it
)


@pytest.fixture(
    scope="module", params=["calibration", pytest.param("identify", marks=pytest.mark.slow)]
)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple:
    """Pages of a small study in both languages, and what the terminal said in Spanish."""
    home = tmp_path_factory.mktemp(request.param)
    words = (*COMMANDS[request.param], "--jobs", 1, "--out", home)
    pages = []
    for language in ("en", "es"):
        done = sim(*words, "--lang", language)
        assert done.returncode == 0, done.stderr
        [folder] = home.iterdir()
        with speaking(language):
            pages.append((folder / beside(PAGE)).read_text(encoding="utf-8"))
    return folder, pages, done.stdout


def test_nothing_on_the_page_is_left_in_english(told: tuple) -> None:
    _, (english, spanish), _ = told
    assert '<html lang="es">' in spanish
    left = [each.text for each in alike(english, spanish) if not NAMES.fullmatch(each.text)]
    assert left == []
    assert other_numbers(english, spanish) == []


def test_the_terminal_says_the_answer_of_the_page(told: tuple) -> None:
    _, (_, spanish), printed = told
    sentence = printed.splitlines()[1].strip()
    assert sentence.replace(" %", "\u00a0%") in spanish
    assert "abra " in printed


def test_files_for_programs_are_the_same_in_any_language(told: tuple, tmp_path: Path) -> None:
    folder, _, _ = told
    [page] = folder.glob("*.md")
    assert page.read_text(encoding="utf-8").startswith("# ")
    assert not re.search("[áéíóúñ¿«]", page.read_text(encoding="utf-8"))
    for table in folder.glob("*.csv"):
        assert not re.search("[áéíóúñ]", table.read_text(encoding="utf-8"))
