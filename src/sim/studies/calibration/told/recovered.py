"""The figure of what could be told apart: how much of the truth behind simulated articles is found again."""

from collections.abc import Sequence

from matplotlib.figure import Figure as Picture

from sim.core.languages import _
from sim.report.drawing.drawing import Drawing
from sim.report.drawing.frame import Frame
from sim.report.drawing.labels import beside, keyed, name_rows
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, GREY, ORANGE
from sim.report.limits import NOT_A_FORECAST
from sim.report.table import Table
from sim.studies.calibration.answer.identify import Identified, Recovered
from sim.studies.calibration.told import tables
from sim.studies.calibration.told.limits_page import NOT, verdict
from sim.studies.calibration.told.tables import quantity

MOST_OTHERS = 10
ROW = 0.27  # inches
HUES = {"recovered in good part": BLUE, "recovered in part": ORANGE, NOT: GREY}
READING = "Each bar: of the differences between truths, the share that the fits explain."
OTHERS_BELOW = "Above: what the report is about. Below: the others of which most is found."


def recovered_drawing(
    found: Identified, headline: Sequence[Recovered], others: Sequence[Recovered]
) -> Drawing:
    """A bar for each headline quantity, and for the best of the others."""
    shown = [*headline, *others[:MOST_OTHERS]]

    def draw() -> Picture:
        again = sum(verdict(each) != NOT for each in headline)
        finding = _("{some} of {all} headline quantities can be found again at all").format(
            some=again, all=len(headline)
        )
        reading = f"{_(READING)} {_(OTHERS_BELOW)}" if others else _(READING)
        frame = Frame(finding, about_articles(found), reading, (_(NOT_A_FORECAST),))
        room = Room(below=0.4, left=3.3, right=1.7, named=True)
        picture, [[ax]] = sheet(frame, (Row(ROW * len(shown), lines=1),), 1, room)
        places = range(len(shown))[::-1]
        for y, each in zip(places, shown, strict=True):
            ax.barh(y, max(each.learned, 0.0), 0.6, color=HUES[verdict(each)])
            beside(ax, y, f"{_percent(each)}, {_(verdict(each))}")
        ax.set_ylim(-0.6, len(shown) - 0.4)
        name_rows(ax, places, [named(each) for each in shown], 3.2)
        ax.set_xlim(0, 1)
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25", "50", "75", "100"])
        ax.grid(visible=True, axis="x")
        ax.grid(visible=False, axis="y")
        keyed(ax, [(_(name), hue, "■") for name, hue in HUES.items()])
        return picture

    told = "; ".join(f"{named(each)} {_percent(each)}" for each in shown)
    return Drawing(
        "recovered",
        _("How much of a known truth is found again"),
        draw,
        "",
        _("Bars of the share of the variance of the truths that is found again. {told}.").format(
            told=told
        ),
        Table(tables.RECOVERED, shown),
    )


def about_articles(found: Identified) -> str:
    """What was fitted, and to how many articles."""
    return _("{title} · {n} simulated articles whose truth is known").format(
        title=_(found.file.title), n=found.n_truths
    )


def named(each: Recovered) -> str:
    """A quantity, or a share of departures, as it is called in the language spoken."""
    return quantity(each.name).removeprefix("assumptions.")


def _percent(each: Recovered) -> str:
    return f"{100 * max(each.learned, 0.0):.0f} %"
