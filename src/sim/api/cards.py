"""How a notebook shows things: cards in plain HTML that follow its colours, and figures with their captions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from sim.core.errors import SimError, did_you_mean
from sim.ensemble import store
from sim.report.chances import CANNOT, OutcomeChance
from sim.report.markup import picture, text
from sim.report.numerals import in_hundred
from sim.report.table import Table

STYLE = """<style>
.sim-card { border: 1px solid color-mix(in srgb, currentColor 22%, transparent); border-radius: 6px;
  padding: 0.8rem 1.1rem; max-width: 62rem; font: 0.875rem/1.45 system-ui, sans-serif; }
.sim-card h3 { font-size: 1.05rem; margin: 0 0 0.2rem; }
.sim-card h4 { font-size: 0.875rem; margin: 0.8rem 0 0.2rem; }
.sim-card p { margin: 0.2rem 0; }
.sim-card .quiet { opacity: 0.68; }
.sim-card .beside { display: flex; flex-wrap: wrap; gap: 0 2.4rem; align-items: flex-start; }
.sim-card table { border-collapse: collapse; margin: 0.4rem 0; font-size: 0.84rem;
  font-variant-numeric: tabular-nums; }
.sim-card th, .sim-card td { border: 0; padding: 0.1rem 0.9rem 0.1rem 0; text-align: right;
  vertical-align: baseline; white-space: nowrap; background: none; font-weight: 400; }
.sim-card thead th { opacity: 0.68; }
.sim-card th:first-child, .sim-card .words td, .sim-card .words th { text-align: left; }
.sim-card .words td { white-space: normal; overflow-wrap: anywhere; }
.sim-card .bar { display: inline-block; width: 6rem; height: 0.6rem; border-radius: 2px;
  background: color-mix(in srgb, currentColor 12%, transparent); }
.sim-card .bar span { display: block; height: 100%; border-radius: 2px; background: #0072b2; }
.sim-card pre { max-height: 26rem; overflow: auto; font-size: 0.78rem; line-height: 1.4; color: inherit;
  background: none; padding: 0; }
.sim-card svg { max-width: 100%; height: auto; background: #fff; }
</style>"""


def card(kicker: str, title: str, *inside: str) -> str:
    """A card: what kind of thing it is, its name, and pieces of HTML."""
    head = f'<p class="quiet">{text(kicker)}</p><h3>{text(title)}</h3>'
    return f'{STYLE}<div class="sim-card">{head}{"".join(inside)}</div>'


def beside(*inside: str) -> str:
    """Pieces side by side, where there is room."""
    return f'<div class="beside">{"".join(f"<div>{each}</div>" for each in inside)}</div>'


def words(columns: tuple[str, ...], cells: Iterable[tuple[str, ...]]) -> str:
    """A table of words, aligned to the left."""
    told = Table.of_text(columns, cells)
    return f'<div class="words">{told.html()}</div>' if told.things else ""


def quiet(sentence: str) -> str:
    """A sentence that stands back."""
    return f'<p class="quiet">{text(sentence)}</p>' if sentence else ""


def chances(title: str, found: Iterable[OutcomeChance]) -> str:
    """In how many runs things happened, as bars."""
    cells = [
        (
            each.label,
            Markup('<span class="bar"><span style="width:{:.0f}%"></span></span>').format(
                100 * each.probability
            ),
            CANNOT if each.cannot else in_hundred(each.count, each.n),
        )
        for each in found
    ]
    return Table.of_text((title, "", ""), cells).html()


@dataclass(frozen=True, slots=True, repr=False)
class Figure:
    """A drawn figure: a notebook shows it, `save` keeps it as PNG or SVG."""

    name: str
    title: str
    caption: str
    alt: str
    files: Mapping[str, bytes]

    def save(self, path: str | Path) -> Path:
        """Write it to a file whose name ends in ``.png`` or ``.svg``."""
        place = Path(path)
        content = self.files.get(f"{self.name}{place.suffix}")
        if content is None:
            raise SimError(f"{place}: a figure is saved as .png or .svg")
        store.write_file(place, content)
        return place

    def __repr__(self) -> str:
        return f"<sim.Figure {self.name}: {self.title}>"

    def _repr_html_(self) -> str:
        shown = picture(self.files[f"{self.name}.svg"], self.alt, self.name)
        return f'{STYLE}<div class="sim-card">{shown}{quiet(self.caption)}</div>'


def chosen[T](name: str, known: Mapping[str, T]) -> T:
    """The figure called `name`; an unknown one is answered with the closest."""
    if name not in known:
        close = did_you_mean(name, tuple(known))
        raise SimError(f"no figure is called '{name}'{close or '; there are ' + ', '.join(known)}")
    return known[name]
