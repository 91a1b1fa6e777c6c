"""The waterfall: from the result with none of the drivers to the result of the scenario."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.core.languages import _
from sim.methods.study import Drawing, around
from sim.report.drawing.axes import whisker
from sim.report.drawing.canvas import canvas
from sim.report.drawing.labels import beside, name_rows
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, FAINT, GREY, VERMILLION
from sim.report.identified import causes_note
from sim.report.numerals import day_text, lowered
from sim.report.table import Table
from sim.scenario.schema import Scenario
from sim.studies.attribution.answer import Attribution, Estimate
from sim.studies.attribution.told.words import change, ranged, told

ROW = 0.3  # inches
LABELS, NUMBERS = 1.75, 1.85  # inches at the left and at the right
READING = (
    "From the result with none of the drivers to the result of the scenario. Each bar: the Shapley value "
    "of a driver, what it adds on average over all orders of switching them on. Thin ranges: what this "
    "number of runs leaves open (95 %)."
)


def drawing(found: Attribution, scenario: Scenario, n_all: int, numbers: Table) -> Drawing:
    """A bar for each driver between the result with none of them and with all; `numbers` stand behind it."""
    title = _("What it is owed to: {what}").format(what=lowered(_(found.target.label)))
    owed = ", ".join(f"{_(s.driver.label)} {change(s.shapley.mean, found)}" for s in found.shares)
    return Drawing(
        "waterfall",
        title,
        lambda: _draw(found, scenario, n_all),
        _(
            "Blue bars add to the result, vermillion bars take from it. The bars and the first row add up to the "
            "last row exactly."
        ),
        _("A waterfall from {rest} with none of the drivers to {whole} with all: {owed}.").format(
            rest=told(found.rest.mean, found), whole=told(found.whole.mean, found), owed=owed
        ),
        numbers,
    )


def _draw(found: Attribution, scenario: Scenario, n_all: int) -> Picture:
    frame = around(_finding(found), scenario, n_all, READING, (causes_note(scenario),))
    rows = (Row(ROW * (len(found.shares) + 2)),)
    picture, [[ax]] = sheet(
        frame, rows, 1, Room(below=0.45, left=LABELS, right=NUMBERS, named=True)
    )
    _waterfall(ax, found)
    return picture


def _finding(found: Attribution) -> str:
    """What most is owed to."""
    first, on = found.shares[0], day_text(found.target.on)
    whole = told(found.whole.mean, found)
    return _("{driver}: {change} of {whole} on {day}").format(
        driver=first.driver.title, change=change(first.shapley.mean, found), whole=whole, day=on
    )


def _waterfall(ax: Axes, found: Attribution) -> None:
    levels = [found.rest.mean]
    for share in found.shares:
        levels.append(levels[-1] + share.shapley.mean)
    last = len(found.shares) + 1
    _total(ax, last, found.rest, told(found.rest.mean, found))
    for position, share in enumerate(found.shares):
        _step(ax, last - 1 - position, levels[position], share.shapley, found)
    _total(ax, 0, found.whole, told(found.whole.mean, found))
    for position, level in enumerate(levels):
        ax.plot(
            [level, level], [last - position + 0.31, last - position - 1.31], color=FAINT, lw=0.6
        )
    names = [_("None of the drivers"), *(s.driver.title for s in found.shares), _("The scenario")]
    ax.set_ylim(-0.6, last + 0.6)
    name_rows(ax, range(last + 1)[::-1], names, LABELS - 0.15)
    ends = [found.rest.high, found.whole.high, *levels]
    low = min(0.0, *levels)
    ax.set_xlim(low, max(ends) + 0.03 * (max(ends) - low) or 1.0)
    ax.set_xlabel(
        _("share of runs") if found.target.is_outcome else _(found.target.unit.replace("1", ""))
    )
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")


def _total(ax: Axes, row: int, estimate: Estimate, text: str) -> None:
    ax.barh(row, estimate.mean, 0.62, color=GREY)
    whisker(ax, row, estimate.low, estimate.high)
    _right(ax, row, text, "")


def _step(ax: Axes, row: int, start: float, share: Estimate, found: Attribution) -> None:
    ax.barh(row, share.mean, 0.62, left=start, color=BLUE if share.mean >= 0 else VERMILLION)
    whisker(ax, row, start + share.low, start + share.high)
    _right(ax, row, change(share.mean, found), f"({ranged(share, found)})")


def _right(ax: Axes, row: int, bold: str, light: str) -> None:
    if canvas().narrow:
        beside(ax, row, f"{bold} {light}".strip())
        return
    beside(ax, row, bold, bold=True)
    beside(ax, row, light, 128, ends=True)
