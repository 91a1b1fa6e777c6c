"""Attribution told: a waterfall from none of the drivers to all of them, tables and sentences."""

from collections.abc import Iterator

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from sim.analysis.attribution import Attribution, Estimate, Share
from sim.report.comparison.words import signed
from sim.report.csv_text import Cell, csv_text
from sim.report.document import Section
from sim.report.drawing.lettering import fitted
from sim.report.drawing.sheet import Room, Row, sheet
from sim.report.drawing.style import BLUE, FAINT, GREY, INK, SMALL, TEXT, VERMILLION
from sim.report.exploration.study import Drawing, Study, around
from sim.report.markup import paragraphs, table
from sim.report.numerals import day_text, number
from sim.report.table import Table
from sim.scenario.schema import Scenario

ROW = 0.3  # inches
LABELS, NUMBERS = 1.75, 1.85  # inches at the left and at the right
TOLD = 3  # drivers of which the answer tells what would be without them
READING = (
    "From the result with none of the drivers to the result of the scenario. Each bar: the Shapley value "
    "of a driver, what it adds on average over all orders of switching them on. Thin ranges: what this "
    "number of runs leaves open (95 %)."
)
HOW = (
    "Every combination of drivers was run on the same draws and the same random streams. A Shapley value "
    "is the mean of what a driver adds over all orders in which the drivers can be switched on; the values "
    "of all drivers, and the result with none of them, add up to the result of the scenario exactly.\n\n"
    "'Without it alone' is another question: by how much the result differs from the one where this driver "
    "only is switched off. Those differences do not add up, because drivers stand in for one another: who is "
    "not recalled may be expelled, or go home of their own will."
)


def attribution_study(found: Attribution, scenario: Scenario, n_all: int) -> Study:
    """The study of what a result is owed to; `n_all` counts the runs of all combinations."""
    what = f"{found.target.label.lower()}, {day_text(found.target.on)}"
    details = [
        Section("shares", "Shares of the drivers", table(_shares(found))),
        Section("how", "How to read this", paragraphs(HOW)),
    ]
    return Study(
        kind="attribution",
        title=f"What it is owed to: {what}",
        scenario=scenario,
        n_runs=n_all,
        answer=tuple(_answer(found)),
        drawings=(_drawing(found, scenario, n_all),),
        content=_content(found),
        tables={"shares.csv": _csv(found)},
        details=tuple(details),
    )


def told(value: float, found: Attribution) -> str:
    """A level of the result, with its unit; a chance in runs of 100."""
    if found.target.is_outcome:
        return f"{100 * value:.0f} in 100 runs"
    unit = "" if found.target.unit == "1" else f" {found.target.unit}"
    return f"{number(value, found.target.unit)}{unit}"


def change(value: float, found: Attribution) -> str:
    """A difference of the result with its sign."""
    return (
        signed(100 * value, "days") if found.target.is_outcome else signed(value, found.target.unit)
    )


def ranged(estimate: Estimate, found: Attribution) -> str:
    """What the number of runs leaves open of a difference."""
    return f"{change(estimate.low, found)} to {change(estimate.high, found)}"


def _answer(found: Attribution) -> Iterator[str]:
    day = day_text(found.target.on)
    yield (
        f"{found.target.label} on {day}: {told(found.whole.mean, found)} (mean of {found.n_runs} runs); with "
        f"none of the {len(found.shares)} drivers it would be {told(found.rest.mean, found)}."
    )
    for share in found.shares[:TOLD]:
        yield _but_for(share, found)
    owed = ", ".join(f"{s.driver.label} {change(s.shapley.mean, found)}" for s in found.shares)
    yield f"Shared out over all orders of switching on (Shapley), it adds up exactly: {owed}."
    if found.idle:
        names = ", ".join(driver.label for driver in found.idle)
        yield f"Not in this scenario anyway: {names}."


def _but_for(share: Share, found: Attribution) -> str:
    """By how much the result differs from the one without this driver alone."""
    driver, estimate = share.driver.label, share.without
    if estimate.low <= 0 <= estimate.high:
        return (
            f"Without {driver} alone no clear difference: {ranged(estimate, found)} (95 %); the other "
            "drivers stand in for it, or the runs are too few."
        )
    ends = sorted(abs(end) for end in (estimate.low, estimate.high))
    size, low, high = (change(x, found).lstrip("+") for x in (abs(estimate.mean), *ends))
    left_open = f"(95 %: {low} to {high})"
    if found.target.name == "exited" and estimate.mean > 0:
        everybody = told(found.whole.mean, found)
        return (
            f"Of the {everybody} who had left by {day_text(found.target.on)}, {size} would not have "
            f"left without {driver} {left_open}."
        )
    way = "lower" if estimate.mean > 0 else "higher"
    return f"Without {driver} it would be {size} {way} {left_open}."


def _drawing(found: Attribution, scenario: Scenario, n_all: int) -> Drawing:
    title = f"What it is owed to: {found.target.label.lower()}"
    owed = ", ".join(f"{s.driver.label} {change(s.shapley.mean, found)}" for s in found.shares)
    return Drawing(
        "waterfall",
        title,
        lambda: _draw(found, scenario, title, n_all),
        "Blue bars add to the result, vermillion bars take from it. The bars and the first row add up to "
        "the last row exactly.",
        f"A waterfall from {told(found.rest.mean, found)} with none of the drivers to "
        f"{told(found.whole.mean, found)} with all: {owed}.",
        _shares(found),
    )


def _draw(found: Attribution, scenario: Scenario, title: str, n_all: int) -> Picture:
    frame = around(f"{title}, {day_text(found.target.on)}", scenario, n_all, READING)
    rows = (Row(ROW * (len(found.shares) + 2)),)
    picture, [[ax]] = sheet(frame, rows, 1, Room(below=0.45, left=LABELS, right=NUMBERS))
    _waterfall(ax, found)
    return picture


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
    names = ["None of the drivers", *(s.driver.title for s in found.shares), "The scenario"]
    ax.set_yticks(range(last + 1)[::-1], [fitted(name, TEXT, LABELS - 0.15) for name in names])
    ax.set_ylim(-0.6, last + 0.6)
    ends = [found.rest.high, found.whole.high, *levels]
    low = min(0.0, *levels)
    ax.set_xlim(low, max(ends) + 0.03 * (max(ends) - low) or 1.0)
    ax.set_xlabel(
        "share of runs" if found.target.is_outcome else found.target.unit.replace("1", "")
    )
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")


def _total(ax: Axes, row: int, estimate: Estimate, text: str) -> None:
    ax.barh(row, estimate.mean, 0.62, color=GREY)
    _range(ax, row, estimate.low, estimate.high)
    _right(ax, row, text, "")


def _step(ax: Axes, row: int, start: float, share: Estimate, found: Attribution) -> None:
    ax.barh(row, share.mean, 0.62, left=start, color=BLUE if share.mean >= 0 else VERMILLION)
    _range(ax, row, start + share.low, start + share.high)
    _right(ax, row, change(share.mean, found), f"({ranged(share, found)})")


def _range(ax: Axes, row: int, low: float, high: float) -> None:
    ax.plot([low, high], [row, row], color=INK, lw=1.0, solid_capstyle="butt")
    for end in (low, high):
        ax.plot([end, end], [row - 0.16, row + 0.16], color=INK, lw=1.0)


def _right(ax: Axes, row: int, bold: str, light: str) -> None:
    at = ("axes fraction", "data")
    ax.annotate(bold, (1, row), (8, 0), at, "offset points", size=TEXT, weight="bold", va="center")
    ax.annotate(light, (1, row), (128, 0), at, "offset points", size=SMALL, va="center", ha="right")


def _shares(found: Attribution) -> Table:
    def cells(estimate: Estimate) -> tuple[str, str]:
        return change(estimate.mean, found), ranged(estimate, found)

    rows = [
        (
            share.driver.title,
            *cells(share.shapley),
            *cells(share.without),
            *cells(share.alone),
            share.driver.meaning,
        )
        for share in found.shares
    ]
    rows += [
        (driver.title, "0", "", "0", "", "0", "", f"{driver.meaning}; not in this scenario")
        for driver in found.idle
    ]
    columns = (
        "Driver",
        "Shapley value",
        "95 %",
        "Without it alone",
        "95 %",
        "It alone",
        "95 %",
        "What it is",
    )
    return Table(columns, tuple(rows))


def _csv(found: Attribution) -> str:
    parts = ("shapley", "without", "alone")
    heading = ("driver", *(f"{part}{end}" for part in parts for end in ("", "_low", "_high")))
    return csv_text(heading, (_line(share) for share in found.shares))


def _line(share: Share) -> tuple[Cell, ...]:
    numbers = ((e.mean, e.low, e.high) for e in (share.shapley, share.without, share.alone))
    return share.driver.name, *(number for each in numbers for number in each)


def _content(found: Attribution) -> dict[str, object]:
    def about(estimate: Estimate) -> dict[str, object]:
        return {"mean": estimate.mean, "interval": [estimate.low, estimate.high]}

    return {
        "of": found.target.name,
        "part": found.target.of,
        "on": str(found.target.on),
        "unit": found.target.unit,
        "streams": found.n_runs,
        "with_all": about(found.whole),
        "with_none": about(found.rest),
        "drivers": [
            {
                "name": share.driver.name,
                "label": share.driver.label,
                "meaning": share.driver.meaning,
                "shapley": about(share.shapley),
                "without": about(share.without),
                "alone": about(share.alone),
            }
            for share in found.shares
        ],
        "idle": [driver.name for driver in found.idle],
    }
