"""`--lang es` on a fit: its answer is told in Spanish, and what programs read stays in English."""

import re
from pathlib import Path

import pytest

from support.study_pages import COMMANDS
from support.terminal import sim

ACCENTED = re.compile("[áéíóúñ¿«]")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What a small fit leaves, and what it says."""
    home = tmp_path_factory.mktemp("fit")
    done = sim(*COMMANDS["calibration"], "--jobs", 1, "--out", home, "--lang", "es")
    assert done.returncode == 0, done.stderr
    [folder] = home.iterdir()
    return folder, done.stdout


def test_the_answer_of_the_page_is_told(told: tuple[Path, str]) -> None:
    folder, printed = told
    lines = [line.strip() for line in printed.splitlines()]
    assert lines[0] == "Qué enseñaron los datos: Ajuste al artículo del 21 de febrero de 2026"
    page = (folder / "report.es.html").read_text(encoding="utf-8")
    assert all(line in page for line in lines[:5])
    assert lines[-1].endswith(f"abra {folder / 'report.es.html'}")


def test_files_for_programs_are_in_english(told: tuple[Path, str]) -> None:
    folder, _ = told
    files = [*folder.glob("*.md"), *folder.glob("*.csv"), folder / "calibration.json"]
    assert len(files) > 5
    for file in files:
        assert not ACCENTED.search(file.read_text(encoding="utf-8")), file
