"""Words on a panel: its title, its key, names of its rows, labels at the right end of what it shows."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from sim.core.languages import _
from sim.report.drawing.canvas import canvas
from sim.report.drawing.lettering import drawable, fitted, width, wrapped
from sim.report.drawing.measures import EDGE, LINE, POINTS, sheet_of, spread_out, width_of
from sim.report.drawing.readout import readout_of
from sim.report.drawing.style import INK, PAPER, SMALL, TEXT

AREA, SOLID, DASHED = "■", "━━", "╍╍"  # signs in keys
ABOVE_ROW = 0.62  # of the width of a panel, for a name above its row; the rest is for the number
GAP = 0.1  # inches between a name above its row and the number beside it
SWATCH = 10  # points from a hue to the text after it
LEADING = 1.35  # from one line of a label to the next, in heights of its letters

type KeyEntry = tuple[str, str, str]  # text, hue, sign (`AREA`, `SOLID`, `DASHED`)


def titled(ax: Axes, text: str, right: str = "", hue: str = "", *, above: int = 0) -> None:
    """Write what the panel shows (a fixed text in the language spoken), with its hue before and a number at its right end.

    `above` counts the lines (event numbers, a key) that stand between the panel and its title.
    """
    text, lift, left, wide = _(text), 5 + LINE * above, _left_of(ax), _title_room(ax)
    readout_of(ax).title = text
    room = wide - width(right, SMALL) - (SWATCH if hue else 0) / POINTS - 0.08
    if hue:
        _put(ax, "■", (left, lift), TEXT, hue)
    start = left + (SWATCH if hue else 0)
    _put(ax, fitted(text, TEXT, room, "bold"), (start, lift), TEXT, weight="bold")
    if right:
        _put(ax, right, (left + (wide - width(right, SMALL)) * POINTS, lift), SMALL)


def heading_lines(text: str, around: float) -> int:
    """Lines that the heading of a row needs whose panels have so many inches at their two ends."""
    room = canvas().width - 2 * EDGE - (0.0 if canvas().narrow else around)
    return len(wrapped(text, TEXT, room, "bold"))


def headed_row(panels: Sequence[Axes], text: str) -> None:
    """Write what a row of panels shows above all of them, on the lines above their titles."""
    first, last = panels[0].get_position(), panels[-1].get_position()
    wide = (max(first.x1, last.x1) - first.x0) * sheet_of(panels[0]).get_figwidth()
    room = _title_room(panels[0]) if canvas().narrow else wide
    for above, line in enumerate(reversed(wrapped(text, TEXT, room, "bold"))):
        place = (_left_of(panels[0]), 5 + LINE * (1 + above))
        _put(panels[0], line, place, TEXT, weight="bold")


def key_lines(entries: Sequence[KeyEntry]) -> int:
    """Lines that a key needs: one, or one for each entry where they do not fit into one."""
    signs = sum(width(sign, TEXT) + 10 / POINTS for _text, _hue, sign in entries)
    texts = sum(width(_(text), SMALL) for text, _hue, _sign in entries)
    too_wide = signs + texts > canvas().width - 2 * EDGE
    return len(entries) if too_wide else 1


def keyed(ax: Axes, entries: Sequence[KeyEntry], *, above: int = 0) -> None:
    """Write a key above the panel, in as many lines as `key_lines` says."""
    lines, gap = key_lines(entries), 7 if canvas().narrow else 12
    left = x = _left_of(ax)
    for place, (text, hue, sign) in enumerate(entries):
        lift = 5.0 + LINE * (above + (len(entries) - 1 - place if lines > 1 else 0))
        x = left if lines > 1 else x
        _put(ax, sign, (x, lift), TEXT, hue)
        x += POINTS * width(sign, TEXT) + 3
        _put(ax, _(text), (x, lift), SMALL)
        x += POINTS * width(_(text), SMALL) + gap


def beside(
    ax: Axes, y: float, text: str, points: float = 8, *, bold: bool = False, ends: bool = False
) -> None:
    """Write a text at the right of a row, beginning (or ending) so many points from the panel.

    Where there is no room beside a panel, it ends at its right end above the row.
    """
    if canvas().narrow:
        _above(ax, y, text, right=1.0, bold=bold)
        return
    ax.annotate(
        text,
        (1, y),
        (points, 0),
        ("axes fraction", "data"),
        "offset points",
        size=TEXT if bold else SMALL,
        weight="bold" if bold else "normal",
        va="center",
        ha="right" if ends else "left",
    )


def name_room(ax: Axes, number: str = "") -> float:
    """Inches for a name above its row beside the `number` that stands there, or beside one of any length."""
    wide = width_of(ax)
    return wide - width(number, SMALL) - GAP if number else ABOVE_ROW * wide


def name_rows(
    ax: Axes,
    ys: Sequence[float],
    names: Sequence[str],
    inches: float,
    numbers: Sequence[str] = (),
) -> None:
    """Write the names of rows: at the left, where there are so many inches, or above each row.

    There they share the line with the `numbers` of the rows, if these are known.
    """
    if not canvas().narrow:
        ax.set_yticks(ys, [fitted(name, SMALL, inches) for name in names])
        return
    rooms = [name_room(ax, number) for number in numbers or [""] * len(names)]
    _names_above(
        ax, ys, [fitted(name, SMALL, room) for name, room in zip(names, rooms, strict=True)]
    )


def name_high_rows(ax: Axes, ys: Sequence[float], names: Sequence[str], inches: float) -> None:
    """The same for rows without numbers that are high enough for names of two lines."""
    inches = width_of(ax) if canvas().narrow else inches
    folded = ["\n".join(wrapped(name, SMALL, inches)) for name in names]
    if canvas().narrow:
        _names_above(ax, ys, folded)
    else:
        ax.set_yticks(ys, folded)


def _names_above(ax: Axes, ys: Sequence[float], names: Sequence[str]) -> None:
    ax.set_yticks([])
    for y, name in zip(ys, names, strict=True):
        _above(ax, y, name, right=0.0)
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.35)  # the name of the first row needs room too


def _above(ax: Axes, y: float, text: str, *, right: float, bold: bool = False) -> None:
    """Write a text above a row, beginning at its left end or ending at a share of its width."""
    ax.annotate(
        text,
        (right, y + 0.36),
        (0, 0),
        ("axes fraction", "data"),
        "offset points",
        size=SMALL,
        weight="bold" if bold else "normal",
        va="bottom",
        ha="right" if right else "left",
        bbox={"facecolor": PAPER, "linewidth": 0, "pad": 0.6},  # lines of events go behind it
        annotation_clip=False,
    )


def _left_of(ax: Axes) -> float:
    """Points from the panel to where its title begins: above it, or at the edge of a narrow canvas."""
    if not canvas().narrow:
        return 0.0
    return (EDGE - float(ax.get_position().x0) * canvas().width) * POINTS


def _title_room(ax: Axes) -> float:
    """Inches that a title may have."""
    return canvas().width - 2 * EDGE if canvas().narrow else width_of(ax)


def _put(
    ax: Axes,
    text: str,
    points: tuple[float, float],
    size: float,
    colour: str = INK,
    weight: str = "normal",
) -> None:
    """Text at an offset from the top left corner of the panel."""
    ax.annotate(
        text,
        (0, 1),
        points,
        "axes fraction",
        "offset points",
        size=size,
        color=colour,
        weight=weight,
        annotation_clip=False,
    )


def end_labels(ax: Axes, labels: Sequence[tuple[float, str, str]], size: float = SMALL) -> None:
    """Texts at the right end of a panel, each beside its y value and in its colour, none on another.

    On a narrow canvas they are broken into lines.
    """
    low, high = ax.get_ylim()
    per_inch = (high - low) / (ax.get_position().height * sheet_of(ax).get_figheight())
    line = LEADING * size / POINTS * per_inch
    room = canvas().width * (1 - float(ax.get_position().x1)) - 9 / POINTS - 0.04
    texts = [
        wrapped(text, size, room) if canvas().narrow else [drawable(text)]
        for _y, text, _hue in labels
    ]
    sizes = [line * len(text) for text in texts]
    ys = spread_out([y for y, *_rest in labels], sizes, low, high)
    for (y, _text, hue), text, placed in zip(labels, texts, ys, strict=True):
        ax.annotate(
            "\n".join(text),
            xy=(1, y),
            xytext=(9, placed),
            xycoords=("axes fraction", "data"),
            textcoords=("offset points", "data"),
            size=size,
            color=INK,
            va="center",
            arrowprops={
                "arrowstyle": "-",
                "color": hue,
                "lw": 1.2,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
            annotation_clip=False,
        )
