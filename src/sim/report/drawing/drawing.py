"""A figure before it is drawn, for the page of any study."""

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure as Picture

from sim.report.document import Illustration
from sim.report.drawing.render import rendered
from sim.report.table import Table


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure before it is drawn: its name, how to draw and read it, and its numbers."""

    name: str
    title: str
    draw: Callable[[], Picture]
    caption: str
    alt: str
    numbers: Table

    def drawn(self) -> tuple[Illustration, dict[str, bytes]]:
        """The figure for the page, and its files by name."""
        files = rendered(self.name, self.draw)
        svg = files[f"{self.name}.svg"]
        shown = Illustration(self.name, self.title, svg, self.caption, self.alt, self.numbers)
        return shown, files
