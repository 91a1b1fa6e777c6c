"""Attribution told: a waterfall from none of the drivers to all of them, tables and sentences."""

from collections.abc import Iterator

from sim.methods.study import Study
from sim.report.csv_text import Cell, csv_text
from sim.report.document import Section
from sim.report.markup import paragraphs, table
from sim.report.numerals import day_text
from sim.report.table import Table
from sim.scenario.schema import Scenario
from sim.studies.attribution.answer import Attribution, DriverShare, Estimate
from sim.studies.attribution.told.waterfall import drawing
from sim.studies.attribution.told.words import change, ranged, told

TOLD = 3  # drivers of which the answer tells what would be without them
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
        drawings=(drawing(found, scenario, n_all, _shares(found)),),
        content=_content(found),
        tables={"shares.csv": _csv(found)},
        details=tuple(details),
    )


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


def _but_for(share: DriverShare, found: Attribution) -> str:
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


def _line(share: DriverShare) -> tuple[Cell, ...]:
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
