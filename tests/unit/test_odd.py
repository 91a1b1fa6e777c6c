"""The description of the model names what exists: files, phases, postures, in the order of the day."""

import re
from pathlib import Path

import pytest

from sim.model.model import PHASES
from sim.postures import caracas, havana, washington
from sim.scenario.ledger import LEDGERS, equation, rows, weighed_by

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


@pytest.mark.parametrize("government", LEDGERS)
def test_every_motive_stands_in_it_as_the_ledger_has_it(government: str) -> None:
    section = TEXT.partition("### What governments want")[2]
    told = [
        line for line in section.splitlines() if line.startswith(f"| {government.capitalize()}")
    ]
    assert told == rows(government)


@pytest.mark.parametrize("government", LEDGERS)
def test_an_equation_has_every_motive(government: str) -> None:
    for term in LEDGERS[government]:
        assert term.symbol in equation(government)


def test_a_weight_knows_what_it_weighs() -> None:
    names = [(who, term.name) for who, term in weighed_by("assumptions.bargaining.concession_pull")]
    assert names == [("caracas", "pressure"), ("havana", "relief")]
    assert weighed_by("assumptions.caracas.horizon") == ()
