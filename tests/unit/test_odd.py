"""The description of the model names what exists: files, phases, postures, in the order of the day."""

import re
from pathlib import Path

import pytest

from sim.model.model import PHASES
from sim.postures import caracas, havana, washington

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:src|docs)/[^`]+)`", TEXT))))
def test_every_file_it_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_order_of_the_day_is_that_of_the_model() -> None:
    section = TEXT.partition("## 3.")[2].partition("## 4.")[0]
    named = re.findall(r"^\| `(\w+)`", section, re.MULTILINE)
    assert named == [phase.__name__ for phase in PHASES]


@pytest.mark.parametrize("menu", [washington.MENU, caracas.MENU, havana.MENU])
def test_every_posture_is_named(menu: dict) -> None:
    assert ", ".join(f"`{name}`" for name in menu) in TEXT
