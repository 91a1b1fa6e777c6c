"""The frame of pages: what people write stays text, and what is to be copied is copied as it is."""

import json

from test_report_page import HOSTILE, Tags

from sim.report.document import Illustration, Section, reproduce_section
from sim.report.drawing.frame import Frame
from sim.report.markup import page, piece, text
from sim.report.shown import ShownFigure
from sim.report.table import Column, Table, said


def test_a_command_is_shown_as_it_is_typed_and_one_to_a_line():
    found = Tags(reproduce_section("Again", ("sim compare 'a b' c", f"sim run {HOSTILE}")).inside)
    assert found.text.splitlines()[0] == "sim compare 'a b' c"
    assert found.text.splitlines()[1] == f"sim run {HOSTILE}"
    assert {tag for tag, _ in found.tags} == {"pre", "code"}


def test_a_page_is_made_of_its_sections_and_links_to_them():
    first = Section("first", "First", text("<one>"))
    sections = (first, Section("last", HOSTILE, text(HOSTILE)))
    found = Tags(page("report/frame.html", {"title": HOSTILE, "sections": sections}))
    assert found.open == []
    assert {a["id"] for tag, a in found.tags if tag == "section" and "id" in a} == {"first", "last"}
    assert [a["href"] for tag, a in found.tags if tag == "a"] == ["#first", "#last", "#words"]
    assert [tag for tag, about in found.tags if tag == "script" and not about] == ["script"]  # ours
    assert found.text.count(HOSTILE) == 4


def data_of(title: str) -> str:
    """What a pointer reads of a panel with this title."""
    return json.dumps({"title": title})


#: How a script of the page is told a bracket, so that no text can end it.
BRACKETS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def test_an_illustration_comes_with_words_and_numbers():
    wide, narrow = (b'<svg viewBox="0 0 %d 20"></svg>' % width for width in (10, 5))
    around = Frame("Half are gone", "", "Read it so", (HOSTILE,))
    shown = ShownFigure(wide, narrow, around, data_of(HOSTILE))
    numbers = Table.of_text(("A",), [(HOSTILE,)])
    found = Tags(Illustration("flows", HOSTILE, shown, "caption", HOSTILE, numbers).html)
    labels = [about["aria-label"] for _, about in found.tags if about.get("role") == "img"]
    assert labels == [HOSTILE, HOSTILE]
    assert [a["viewbox"] for tag, a in found.tags if tag == "svg"] == ["0 0 10 20", "0 0 5 20"]
    assert all(told in found.text for told in ("caption", "Half are gone", "Read it so"))
    assert found.text.count(HOSTILE) == 3  # topic, note and number
    assert found.text.count(data_of(HOSTILE).translate(BRACKETS)) == 1
    assert found.open == []


POLICIES: tuple[Column[tuple[str, int, float]], ...] = (
    Column("policy", lambda row: row[0], "Policy", key="name"),
    Column("runs", lambda row: row[1]),
    Column("low", lambda row: row[2], key=""),
    Column("", lambda row: [row[2], 1.0], key="interval"),
    said("Share", lambda row: f"{100 * row[2]:.0f} %"),
)
ROWS = (("none", 20, 0.25), (HOSTILE, 4, float("nan")))


def test_one_table_gives_all_four_forms():
    table = Table(POLICIES, ROWS[:1])
    assert table.headings == ("Policy", "Share")
    assert table.rows == (("none", "25 %"),)
    assert table.csv() == "policy,runs,low\nnone,20,0.25\n"
    assert table.records() == [{"name": "none", "runs": 20, "interval": [0.25, 1.0]}]
    assert '<th scope="row">none</th><td>25 %</td>' in table.html()
    shown = table.screen()
    assert [str(column.header) for column in shown.columns] == ["Policy", "Share"]
    assert [column.justify for column in shown.columns] == ["left", "right"]


def test_what_is_written_in_a_cell_stays_text_in_every_form():
    table = Table(POLICIES, ROWS)
    assert HOSTILE in Tags(table.html()).text
    assert [str(cell) for cell in table.screen().columns[0].cells] == ["none", HOSTILE]
    assert Table.of_text(("A",), [("=1+1",)]).html().count("=1+1") == 1


def test_numbers_that_nothing_is_said_of_have_three_digits_and_missing_ones_none():
    columns = [Column("x", lambda value: value, "x")]
    told = Table(columns, (0.02353, 12536.4, float("nan"), None, 7, "word")).rows
    assert told == (("0.0235",), ("12,536",), ("",), ("",), ("7",), ("word",))


def test_a_piece_of_a_page_stays_one_in_a_table():
    table = Table.of_text(("A", "B"), [("x", piece("strong", "<1>"))])
    assert "<td><strong>&lt;1&gt;</strong></td>" in table.html()
