"""The page of every study in Spanish: no text of it is left in English, its numbers are the same, and it checks."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from sim.methods.design import factors_of
from sim.report.page_texts import PageText, page_texts
from sim.report.plain_names import plain_name
from sim.scenario.schema import Scenario
from support.in_spanish import alike, in_drawings, other_numbers
from support.study_pages import BASE, COMMANDS, left_by
from support.terminal import sim

QUICK = ("score",)  # needs no runs
#: What whoever asks wrote in a file of their own, and where what made a page stands as programs write it.
OWN = {
    "How hard the pressure is", "Engineers of A leave B",
    "B ends the contract and gives four weeks; A has one aircraft.",
}  # fmt: skip
AS_WRITTEN = ("Provenance", "Do it again", "Procedencia", "Cómo repetirlo")
#: What is called the same in both languages.
NAMES = re.compile(
    r"no-referrer|no|\d[\d.,]* → no|[A-Z]|[a-z]{3}\d{4}[a-z]?|Brier|CRPS|p \((Holm|Bonferroni)\)|error|Factor|Total|chance|others"
    r"|variable|p\d\d\.\d|[a-z_]+: [a-z]+"  # targets of a calibration, positions of theory switches
)
#: Words that no Spanish text has, but for commands.
ENGLISH_WORD = re.compile(
    r"\b(?:the|of|and|with|from|which|are|were|(?<!sim )runs?|draws?)\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The page of a small study in English and in Spanish, of the same runs, made once."""
    made: dict[str, tuple[Path, Path]] = {}

    def of(kind: str) -> tuple[Path, Path]:
        if kind not in made:
            folder = tmp_path_factory.mktemp(kind.replace(" ", "-"))
            made[kind] = (left_by(kind, folder), left_by(kind, folder, "es"))
        return made[kind]

    return of


KINDS = [pytest.param(kind, marks=() if kind in QUICK else pytest.mark.slow) for kind in COMMANDS]


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_is_left_in_english_and_no_number_differs(told, kind: str) -> None:
    english, spanish = (page.read_text(encoding="utf-8") for page in told(kind))
    same = [each.text for each in alike(english, spanish) if may_not(each)]
    assert [text for text in same if not NAMES.fullmatch(text)] == []
    assert other_numbers(english, spanish) == []
    found = [each.text for each in page_texts(spanish) if may_not(each)]
    assert [text for text in found if ENGLISH_WORD.search(text)] == []


def may_not(told: PageText) -> bool:
    """Whether a text may not be left as it stands in the code or in a file of whoever asks."""
    as_written = told.place.startswith(AS_WRITTEN) or told.place.endswith("content")
    return not as_written and told.text not in OWN | declared()


@cache
def declared() -> frozenset[str]:
    """Names and meanings of quantities that few results hinge on, which stand as they are declared."""
    factors = factors_of(Scenario.model_validate(yaml.safe_load(BASE)))
    return frozenset(
        text for each in factors if not plain_name(each.path) for text in (each.label, each.meaning)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_in_its_drawings_is_cut(told, kind: str) -> None:
    for page in told(kind):
        words = in_drawings(page.read_text(encoding="utf-8"))
        assert sorted(each for each in words if "…" in each) == []


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_what_the_results_say_in_spanish(told, kind: str) -> None:
    _, page = told(kind)
    root = page.parents[2] if page.parents[1].name == "results" else page.parent
    held = sim("factcheck", page, cwd=root)
    assert held.returncode == 0, held.stdout + held.stderr
