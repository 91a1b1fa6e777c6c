"""On a terminal of any width no label and no digit of a table is cut; what has no room is named."""

import io

import pytest
from rich.table import Table
from rich.text import Text

from sim.cli.console import Screen

LABELS = ("Medical brigade", "accommodation_wedge", "Oil (thousand barrels a day)")
CELLS = ("12,345", "1,234–23,456", "0.123", "3 in 100")
HEADS = ("median", "90 % of runs", "mean", "how often")


def printed(width: int) -> str:
    table = Table(box=None, padding=(0, 0, 0, 2))
    table.add_column("")
    for head in HEADS:
        table.add_column(head, justify="right", no_wrap=True)
    for label in LABELS:
        table.add_row(Text(label), *CELLS)
    screen = Screen(file=io.StringIO(), width=width, soft_wrap=True)
    screen.print(table)
    return screen.file.getvalue()


@pytest.mark.parametrize("width", range(32, 100))
def test_labels_and_digits_are_whole_at_any_width(width: int) -> None:
    told = printed(width)
    assert "…" not in told
    assert max(map(len, told.splitlines())) <= width
    for word in " ".join(LABELS).split():
        assert word in told
    told, _, left_out = " ".join(told.split()).partition("left out on a narrow screen:")
    for head, cell in zip(HEADS, CELLS, strict=True):
        shown = told.count(cell)
        assert shown == len(LABELS) or (shown == 0 and head.split()[0] in left_out)


def test_a_wide_screen_leaves_nothing_out() -> None:
    assert "left out" not in printed(100)
    assert "left out" in printed(40)
