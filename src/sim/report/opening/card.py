"""The card: one picture that says what was found, how sure it is and what it is not, whoever sees it alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure as Picture

from sim.report.drawing.lettering import fitted, wrapped
from sim.report.drawing.render import our_style, png, svg
from sim.report.drawing.style import INK, MUTED
from sim.report.opening.card_text import CardText
from sim.report.opening.panel import draw_total

POINTS = 72.0
LEADING = 1.36  # from one line to the next, in heights of its letters


@dataclass(frozen=True, slots=True)
class CardSize:
    """Sides and margin of a card in inches (150 dots each), letters in points, months below the panel."""

    name: str
    width: float
    height: float
    edge: float
    headline: float
    text: float
    months: int

    @property
    def inside(self) -> float:
        """Inches between the margins."""
        return self.width - 2 * self.edge


#: 1,200 x 675 dots for a screen, 1,080 x 1,920 for a phone held upright.
LANDSCAPE = CardSize("card", 8.0, 4.5, 0.3, 14.0, 8.5, 7)
PHONE = CardSize("card-phone", 7.2, 12.8, 0.42, 23.0, 14.0, 4)


def card_files(card: CardText, sizes: Sequence[CardSize]) -> dict[str, bytes]:
    """PNG and SVG of every size, by file name; the same card gives the same bytes."""
    about = {"Title": card.headline, "Description": card.caveat, "Source": card.source}
    files: dict[str, bytes] = {}
    for size in sizes:
        picture = drawn_card(card, size)
        files[f"{size.name}.png"] = png(picture, about)
        files[f"{size.name}.svg"] = svg(picture, about)
    return files


def drawn_card(card: CardText, size: CardSize) -> Picture:
    """Headline above, fan in the middle, below it how to read it, what it is not and where it is from."""
    with our_style():
        picture = Picture(figsize=(size.width, size.height))
        top = _downwards(
            picture,
            size,
            size.height - size.edge,
            [
                *_lines(card.kicker, size, size.text, MUTED),
                *_lines(card.headline, size, size.headline, INK, "bold"),
            ],
        )
        foot = [
            *_lines(card.reading, size, size.text, MUTED),
            *_lines(card.caveat, size, size.text, INK, "bold"),
            *_lines(card.source, size, 0.85 * size.text, MUTED),
        ]
        low = size.edge + sum(line.step for line in foot)
        _downwards(picture, size, low, foot)
        left, right = 4.6 * size.text / POINTS, 9.2 * size.text / POINTS
        below, above = 3.7 * size.text / POINTS, 2.6 * size.text / POINTS
        box = (size.edge + left, low + below, size.inside - left - right, top - low - below - above)
        ax = picture.add_axes(
            (
                box[0] / size.width,
                box[1] / size.height,
                box[2] / size.width,
                box[3] / size.height,
            )
        )
        draw_total(ax, card.paths, size.text, size.months)
    return picture


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of text; `step` is how far it lies below the one before, in inches."""

    text: str
    size: float
    colour: str
    weight: str

    @property
    def step(self) -> float:
        """Inches from the line before."""
        return LEADING * self.size / POINTS


def _lines(
    text: str, size: CardSize, letters: float, colour: str, weight: str = "normal"
) -> list[CardLine]:
    broken = wrapped(text, letters, size.inside, weight)
    return [
        CardLine(fitted(each, letters, size.inside, weight), letters, colour, weight)
        for each in broken
    ]


def _downwards(picture: Picture, size: CardSize, y: float, lines: Sequence[CardLine]) -> float:
    """Write lines from the height `y` downwards; gives the height that is left."""
    for line in lines:
        y -= line.step
        picture.text(
            size.edge / size.width,
            (y + 0.3 * line.step) / size.height,
            line.text,
            size=line.size,
            color=line.colour,
            weight=line.weight,
            va="baseline",
        )
    return y
