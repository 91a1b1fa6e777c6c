"""What pages have in common: sections, figures with their numbers, limits, and how a page is made again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from sim.core.languages import _
from sim.report.limits import LIMITS
from sim.report.markup import piece

if TYPE_CHECKING:
    from sim.report.shown import ShownFigure
    from sim.report.table import Table

FOLDER = "figures"  # where the files of figures lie beside a page


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: its anchor, its heading and its HTML, and whether a reader has to unfold it."""

    name: str
    heading: str
    inside: Markup
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Illustration:
    """A figure as a page shows it: what it is about, how it is drawn and read, what it shows, and its numbers."""

    name: str
    topic: str
    shown: "ShownFigure"
    caption: str
    alt: str
    numbers: "Table"

    @property
    def html(self) -> Markup:
        """The picture with its caption, and its numbers to unfold."""
        return piece("figure", self)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One of many small figures: what it is, the drawing for any screen, what it shows, and what is told of it."""

    name: str
    title: str
    about: str
    svg: bytes
    alt: str
    told: tuple[str, ...]


def gallery_section(
    name: str, heading: str, exhibits: Iterable[Exhibit], *, folded: bool = False
) -> Section:
    """Many small figures side by side, as many as there is room for."""
    return Section(name, heading, piece("gallery", tuple(exhibits)), folded)


def figures_section(shown: Iterable[Illustration], *, folded: bool = False) -> Section:
    """All figures of a page."""
    return Section("figures", _("Figures"), Markup("").join(each.html for each in shown), folded)


def limits_section(
    groups: tuple[tuple[str, tuple[str, ...]], ...] = LIMITS, *, folded: bool = False
) -> Section:
    """What the numbers are, what the evidence cannot tell and what is not modelled."""
    told = [(_(heading), [_(each) for each in lines]) for heading, lines in groups]
    return Section("limits", _("Limits"), piece("limits", told), folded)


def reproduce_section(heading: str, commands: tuple[str, ...]) -> Section:
    """The commands that make the same page again, to be copied."""
    return Section("reproduce", heading, piece("reproduce", commands))
