"""The notebooks run from their first cell to their last, and show what they speak of."""

import pytest

from support.notebooks import FOLDER, cells, shown

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda each: each.stem)
def test_a_notebook_runs_to_its_end_and_every_cell_shows_something(notebook):
    found = list(shown(notebook))
    assert len(found) == len(cells(notebook))
    assert [position for position, each in enumerate(found) if each is None] == []
    cards = [each for each in found if type(each).__module__.startswith("sim.api")]
    assert cards
    assert all("sim-card" in each._repr_html_() for each in cards)


def test_a_question_is_answered_in_ten_cells():
    assert len(cells(FOLDER / "a_question_in_ten_cells.ipynb")) == 10
