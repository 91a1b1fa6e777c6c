"""What needs rich: colours, tables and bars; loaded when the first of them is shown."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.segment import Segment
from rich.table import Table

from sim.cli.narrow import fitting
from sim.core.wording import escaped_lines


class Screen(Console):
    """A console on which no text acts: colours are its own, an escape sequence in a title is shown as one."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Render as always, with everything written out that a reader could not see, and tables that fit."""
        if isinstance(renderable, Table):
            renderable = fitting(renderable, self, options or self.options)
        for segment in super().render(renderable, options):
            text, style, control = segment
            yield segment if control else Segment(escaped_lines(text), style)


def bar(screen: Screen) -> Progress:
    """A bar with counts, time, and how many have failed."""
    return Progress(
        TextColumn("  {task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[failed]}", markup=False),
        console=screen,
    )
