"""The pages of the documentation: where they lie, and which of them are about something."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from sim.core import intake
from sim.core.errors import SimError
from sim.core.installing import is_checkout

#: A release has them inside the package; in a checkout the same command puts them there.
FOLDER = Path(__file__).parents[1] / "shipped_site"
BUILD = "uv run --group docs sphinx-build -W -b html docs src/sim/shipped_site"
RELEASE = "the wheel that `python .ci/release` makes in a checkout has them"
#: Pages that Sphinx makes for itself.
OF_SPHINX = {"genindex.html", "search.html"}
#: What a word counts in a title, in a heading, and at each of its first occurrences in the text.
IN_TITLE, IN_HEADING, MOST_IN_TEXT = 20, 6, 5


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page: its file, its headings with the anchors that lead to them, and its text in small letters.

    The first heading is the title.
    """

    file: Path
    headings: tuple[tuple[str, str], ...]
    text: str

    @property
    def title(self) -> str:
        """What it is called."""
        return self.headings[0][1]

    def worth(self, words: Sequence[str]) -> int:
        """How much it is about all of these words; 0 if one of them is not in it."""
        return min(self._worth(word) for word in words)

    def _worth(self, word: str) -> int:
        below = sum(word in heading.lower() for _, heading in self.headings[1:])
        return (
            IN_TITLE * (word in self.title.lower())
            + IN_HEADING * min(below, 2)
            + min(self.text.count(word), MOST_IN_TEXT)
        )

    def place(self, words: Sequence[str]) -> tuple[str, str]:
        """Anchor and text of the first heading with the most of the words; of the title, no anchor."""
        best = max(self.headings, key=lambda each: sum(word in each[1].lower() for word in words))
        return ("", self.title) if best == self.headings[0] else best


class _ArticleReader(HTMLParser):
    """Takes headings and text out of the article of a page; the marks of links are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._inside, self._heading, self._anchor = False, False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an article, a section or a heading begins."""
        self._inside = self._inside or tag == "article"
        if tag == "section":
            self._anchor = dict(attrs).get("id") or ""
        if self._inside and re.fullmatch("h[1-6]", tag):
            self._heading = True
            self.headings.append((self._anchor, ""))

    def handle_endtag(self, tag: str) -> None:
        """Note where they end."""
        self._inside = self._inside and tag != "article"
        self._heading = self._heading and not re.fullmatch("h[1-6]", tag)

    def handle_data(self, data: str) -> None:
        """Take text of the article."""
        if not self._inside or data == "¶":
            return
        self.text.append(data)
        if self._heading:
            anchor, text = self.headings[-1]
            self.headings[-1] = anchor, text + data


def site() -> Path:
    """The folder of the pages.

    Raises
    ------
    SimError
        If they were not built here, or did not come along.
    """
    if not (FOLDER / "index.html").is_file():
        if is_checkout():
            raise SimError(f"the pages are not built in this checkout; {BUILD}")
        raise SimError(f"the pages did not come with this installation; {RELEASE}")
    return FOLDER


def found(folder: Path, words: Sequence[str]) -> list[SitePage]:
    """Pages with all the words in them, the best first."""
    wanted = [word.lower() for word in words]
    pages = [page for file in sorted(folder.rglob("*.html")) if (page := _page(file, folder))]
    worth = {page.file: page.worth(wanted) for page in pages}
    some = [page for page in pages if worth[page.file]]
    return sorted(some, key=lambda page: (-worth[page.file], page.title))


def _page(file: Path, folder: Path) -> SitePage | None:
    """A page as read; None for what is none."""
    if file.name in OF_SPHINX or "_static" in file.relative_to(folder).parts:
        return None
    reader = _ArticleReader()
    reader.feed(intake.text(intake.read(file, intake.TABLE), file))
    if not reader.headings:
        return None
    return SitePage(file, tuple(reader.headings), " ".join(reader.text).lower())
