"""How runs move from the ends of one future to those of the other: bands between two stacks."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.core.languages import _
from sim.core.quantity import Integers
from sim.report.drawing.canvas import canvas
from sim.report.drawing.drawing import Drawing
from sim.report.drawing.labels import titled
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    SKY,
    SMALL,
    VERMILLION,
    tint,
)
from sim.report.numerals import in_hundred
from sim.report.table import Table
from sim.studies.comparison.answer.contrast import Contrast
from sim.studies.comparison.answer.endings import Flows
from sim.studies.comparison.told.figure import around

HUES = {
    "Dissolved": VERMILLION,
    "Ruptured": ORANGE,
    "Hollowed": BLUE,
    "None of these": GREY,
    "None": INK,
    "Covert only": GREY,
    "Civilian": GREEN,
    "Mixed": SKY,
}
STACK = 0.035  # width of a stack as a share of the panel
LEAST_TOLD = 0.02  # share of runs from which a band is wide enough to be read


FOUND = 'For the alliance {moved} of {n} runs end otherwise in "{other}" than in "{one}".'


def _moved(flow: Flows) -> int:
    """Runs that change their class."""
    return int(flow.runs.sum() - np.trace(flow.runs))


def drawing(contrast: Contrast, suffix: str) -> Drawing:
    """A panel for the ends of the alliance and one for who is left."""
    title = _("Where runs of {one} end in {other}").format(
        one=contrast.one.label, other=contrast.other.label
    )
    found = _(FOUND).format(
        moved=_moved(contrast.flows[0]),
        n=int(contrast.flows[0].runs.sum()),
        one=contrast.one.label,
        other=contrast.other.label,
    )
    return Drawing(
        f"flows{suffix}",
        title,
        lambda: _draw(contrast, found),
        "Every run goes from its class at the left to its class at the right. How the alliance ends: the "
        "first that applies of dissolved, ruptured, hollowed, none of these.",
        f"{_('Bands from the classes of one future to those of the other.')} {found}",
        _numbers(contrast.flows),
    )


def _draw(contrast: Contrast, title: str) -> Picture:
    reading = _(
        "Left: {one}. Right: {other}. Heights are runs in 100; a band keeps the hue of where it comes from."
    ).format(one=contrast.one.label, other=contrast.other.label)
    frame = around(title, reading, (contrast.one, contrast.other))
    lines = int(canvas().narrow)  # labels of two lines at the top of a panel
    rows = tuple(Row(2.3, lines) for _ in contrast.flows)
    picture, grid = sheet(
        frame, rows, 1, Room(below=0.12, left=1.9, right=1.9, narrow=(0.95, 0.95))
    )
    for [ax], flow in zip(grid, contrast.flows, strict=True):
        _bands(ax, flow)
        titled(ax, flow.title, above=lines)
    return picture


def _bands(ax: Axes, flow: Flows) -> None:
    share = flow.runs / max(int(flow.runs.sum()), 1)
    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.set_ylim(1, 0)
    left = np.concatenate([[0.0], np.cumsum(share.sum(axis=1))])
    right = np.concatenate([[0.0], np.cumsum(share.sum(axis=0))])
    leaves, arrives = left[:-1].copy(), right[:-1].copy()
    for i, j in np.ndindex(share.shape):
        if share[i, j] > 0:
            ends = float(leaves[i]), float(arrives[j])
            _ribbon(ax, *ends, float(share[i, j]), HUES.get(flow.labels[i], GREY))
            leaves[i] += share[i, j]
            arrives[j] += share[i, j]
    n = int(flow.runs.sum())
    for edges, counts, x in (
        (left, flow.runs.sum(axis=1), 0.0),
        (right, flow.runs.sum(axis=0), 1.0),
    ):
        _stack(ax, edges, counts, n, flow.labels, x)


def _ribbon(ax: Axes, start: float, end: float, height: float, colour: str) -> None:
    x = np.linspace(STACK, 1 - STACK, 60)
    bend = 3 * np.linspace(0, 1, 60) ** 2 - 2 * np.linspace(0, 1, 60) ** 3
    top = start + (end - start) * bend
    ax.fill_between(x, top, top + height, color=tint(colour, 0.4), lw=0.4, ec=PAPER)


def _stack(
    ax: Axes, edges: np.ndarray, counts: Integers, n: int, labels: tuple[str, ...], x: float
) -> None:
    at_left = x == 0
    for position, label in enumerate(labels):
        low, high = float(edges[position]), float(edges[position + 1])
        if high > low:
            start = x if at_left else x - STACK
            ax.fill_between(
                [start, start + STACK], low, high, color=HUES.get(label, GREY), ec=PAPER, lw=0.8
            )
        if high - low >= LEAST_TOLD:
            ax.annotate(
                f"{_(label)}{'\n' if canvas().narrow else ' '}{in_hundred(int(counts[position]), n)}",
                (x, (low + high) / 2),
                (-6 if at_left else 6, 0),
                "data",
                "offset points",
                size=SMALL,
                va="center",
                ha="right" if at_left else "left",
            )


def _numbers(flows: tuple[Flows, ...]) -> Table:
    rows = []
    for flow in flows:
        for i, j in np.ndindex(flow.runs.shape):
            if flow.runs[i, j]:
                of = int(flow.runs[i].sum())
                told = in_hundred(int(flow.runs[i, j]), of)
                rows.append(
                    (
                        _(flow.title),
                        _(flow.labels[i]),
                        _(flow.labels[j]),
                        str(flow.runs[i, j]),
                        _("{share} of {n}").format(share=told, n=of),
                    )
                )
    return Table.of_text(
        ("What", "From", "To", "Runs", "Of those that come from there"), tuple(rows)
    )
