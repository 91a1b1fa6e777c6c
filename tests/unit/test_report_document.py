"""The frame of pages: what people write stays text, and what is to be copied is copied as it is."""

from test_report_page import HOSTILE, Tags

from sim.report.document import Illustration, Section, contents, document, reproduce_html
from sim.report.table import Table


def test_a_command_is_shown_as_it_is_typed_and_one_to_a_line():
    found = Tags(reproduce_html(("sim compare 'a b' c", f"sim run {HOSTILE}")))
    assert found.text.splitlines()[0] == "sim compare 'a b' c"
    assert found.text.splitlines()[1] == f"sim run {HOSTILE}"
    assert {tag for tag, _ in found.tags} == {"pre", "code"}


def test_a_page_is_made_of_its_sections_and_links_to_them():
    sections = (Section("first", "First", "<p>one</p>"), Section("last", HOSTILE, "<p>two</p>"))
    headings = {each.name: each.heading for each in sections}
    found = Tags(document(HOSTILE, contents(headings), sections))
    assert found.open == []
    assert {a.get("id") for tag, a in found.tags if tag == "section"} == {"first", "last"}
    assert [a["href"] for tag, a in found.tags if tag == "a"] == ["#first", "#last"]
    assert "script" not in {tag for tag, _ in found.tags}


def test_an_illustration_comes_with_words_and_numbers():
    drawn = b'<svg viewBox="0 0 10 20"></svg>'
    shown = Illustration("flows", HOSTILE, drawn, "caption", HOSTILE, Table(("A",), (("1",),)))
    found = Tags(shown.html)
    [picture] = [attributes for tag, attributes in found.tags if tag == "img"]
    assert picture["alt"] == HOSTILE
    assert "caption" in found.text
    assert found.open == []
