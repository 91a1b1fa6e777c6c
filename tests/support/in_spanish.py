"""A page in Spanish held against the English one: what is left in English, and which numbers differ."""

import re
from collections import Counter

from sim.report.page_texts import PageText, page_texts

_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*(?!\w|[/.,]\w)")  # without ordinals: 5th, 5.º
_VERSION = re.compile(r"\b\d+\.\d+\.\d+\+\w+")
#: What stays as it is in every language: names, addresses, paths, code, what a source said in its own words.
SAME = re.compile(
    r"[\W\d_]*|.*[a-z][._][a-z].*|#.*|width=.*|https?:.*|data:.*|default-src .*|\w+:\d{4}-\d\d-\d\d-.*"
)
#: Each language has its own terms, in the order of its alphabet.
_TERMS = ("Terms on this page", "Términos de esta página")


def outside_drawings(page: str) -> list[PageText]:
    """The texts of a page but for those in its drawings, which break lines where they must, and its terms."""
    return [
        each
        for each in page_texts(page)
        if "drawing figure" not in each.place and not each.place.startswith(_TERMS)
    ]


def in_drawings(page: str) -> set[str]:
    """The words in the drawings of a page."""
    return {each.text for each in page_texts(page) if "drawing figure" in each.place}


def alike(english: str, spanish: str) -> list[PageText]:
    """Texts that say the same on both pages and are no names, with their place on the English one."""
    told = zip(outside_drawings(english), outside_drawings(spanish), strict=True)
    both = in_drawings(english) & in_drawings(spanish)
    found = [ours for ours, theirs in told if ours.text == theirs.text]
    found += [PageText("drawings", text) for text in sorted(both)]
    return [each for each in found if not SAME.fullmatch(each.text)]


def other_numbers(english: str, spanish: str) -> list[tuple[str, str]]:
    """Texts whose numbers are not those of the text in the same place of the English page."""
    told = zip(outside_drawings(english), outside_drawings(spanish), strict=True)
    return [
        (ours.text, theirs.text)
        for ours, theirs in told
        if ours.text != theirs.text and _numbers(ours.text) != _swapped(_numbers(theirs.text))
    ]


def _numbers(text: str) -> Counter[str]:
    """All numbers in a text, but for versions of programs."""
    return Counter(_NUMBER.findall(_VERSION.sub("", text)))


def _swapped(numbers: Counter[str]) -> Counter[str]:
    """Numbers of a Spanish text as English writes them."""
    marks = str.maketrans({".": ",", ",": "."})
    return Counter({each.translate(marks): n for each, n in numbers.items()})
