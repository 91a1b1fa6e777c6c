"""`sim docs`: pages are found by their words, and their absence is a sentence with the way out."""

from pathlib import Path

import pytest

from sim.cli import docs, site
from sim.core.errors import SimError

PAGE = """\
<html><body><nav>everywhere</nav><article>
<section id="a"><h1>{title}<a class="headerlink">¶</a></h1><p>{text}</p>
<section id="below"><h2>{below}</h2><p>more</p></section></section>
</article><footer>everywhere</footer></body></html>
"""


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(site, "FOLDER", tmp_path)
    for name, title, text, below in (
        ("index", "First page", "seats and oil", "Where to go"),
        ("seats", "Seats to Cuba", "how many fly", "Closed airspace"),
        ("oil", "Oil", "seats, seats, seats: no, cargoes", "Blockade and stock"),
        ("search", "Search", "seats seats seats", "seats"),
    ):
        page = PAGE.format(title=title, text=text, below=below)
        (tmp_path / f"{name}.html").write_text(page)
    return tmp_path


def names(pages: Path, *words: str) -> list[str]:
    return [page.file.stem for page in site.found(pages, words)]


def test_a_title_counts_more_than_the_text_and_pages_of_sphinx_not_at_all(pages: Path) -> None:
    assert names(pages, "seats") == ["seats", "oil", "index"]


def test_a_page_has_all_words_in_any_case_and_navigation_is_none_of_it(pages: Path) -> None:
    assert names(pages, "SEATS", "cargoes") == ["oil"]
    assert names(pages, "everywhere") == []


def test_the_closest_heading_is_where_the_reader_is_sent(pages: Path) -> None:
    (page,) = site.found(pages, ["blockade"])
    assert page.place(["blockade"]) == ("below", "Blockade and stock")
    assert page.place(["oil"]) == ("", "Oil")


def test_the_command_lists_opens_and_tells_where(
    pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(docs.webbrowser, "open", lambda address: opened.append(address) or True)
    docs.docs(["blockade"])
    assert capsys.readouterr().out.splitlines()[1].strip() == f"{pages / 'oil.html'}#below"
    docs.docs(path=True)
    assert capsys.readouterr().out == f"{pages}\n"
    assert opened == []
    docs.docs()
    assert opened == [(pages / "index.html").as_uri()]


def test_what_is_nowhere_is_said(pages: Path) -> None:
    with pytest.raises(SimError, match="no page has 'submarines' in it"):
        docs.docs(["submarines"])


@pytest.mark.parametrize(
    ("checkout", "sentence"),
    [
        (True, "uv run --group docs sphinx-build -W -b html docs"),
        (False, "did not come with this installation; the wheel that `python .ci/release` makes"),
    ],
)
def test_without_pages_it_is_said_where_they_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, checkout: bool, sentence: str
) -> None:
    monkeypatch.setattr(site, "FOLDER", tmp_path / "nothing")
    monkeypatch.setattr(site, "is_checkout", lambda: checkout)
    with pytest.raises(SimError, match=sentence):
        site.site()
