"""What a page shows of an ensemble: numbers ready to be drawn, and the sentences above them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import xarray as xr

from sim.core.quantity import Floats, Integers
from sim.mechanisms.causes import CAUSE_NAMES
from sim.people.states import STATES
from sim.postures.base import CAPITALS
from sim.report import readings
from sim.report.chances import outcome_chances, presence_chances
from sim.report.headline import headlines
from sim.report.headline_numbers import headline_numbers
from sim.report.markers import markers
from sim.report.numerals import day_text, in_hundred, number, ranged
from sim.report.readings import words
from sim.report.statistics import bands
from sim.scenario.schema import Scenario

EVERY = 4  # days from one drawn point to the next
DIGITS = 5
SAME = 0.5  # of a person, a kb/day or the like: less is no difference
#: Daily numbers drawn as fans: those of the headline, and these observables.
MORE = ("pressure", "blockade", "hold", "compliance")
#: Headline numbers that have a fan, in this order.
FANS = ("total", "security", "medical", "undercover", "oil", "hardship", "days_of_cover")


@dataclass(frozen=True, slots=True)
class DailyNumber:
    """A number of every run on every day, shape (R, T)."""

    name: str
    label: str
    unit: str
    daily: Floats


def days_shown(n_days: int) -> Integers:
    """Days that are drawn: the first, every few, and the last."""
    return np.union1d(np.arange(0, n_days, EVERY), [n_days - 1])


def series(results: xr.Dataset) -> tuple[DailyNumber, ...]:
    """Everything that has a fan."""
    known = {each.name: each for each in headline_numbers(results)}
    found = [DailyNumber(n, known[n].label, known[n].unit, known[n].daily) for n in FANS]
    return (
        *found,
        *(
            DailyNumber(n, readings.label(results, n), readings.unit(results, n), readings.values(results, n))
            for n in MORE
        ),
    )  # fmt: skip


def summary(results: xr.Dataset, scenario: Scenario) -> dict[str, Any]:
    """An ensemble as plain data for the page."""
    days = readings.dates(results, scenario)
    shown = days_shown(len(days))
    drawn = series(results)
    return {
        "name": scenario.name,
        "title": scenario.title,
        "n": readings.n_runs(results),
        "dates": [str(days[day]) for day in shown],
        "sentences": list(sentences(results, scenario)),
        "headlines": [_rounded(asdict(each)) for each in headlines(results)],
        "outcomes": [each.plain() | {"cannot": each.cannot} for each in outcome_chances(results, scenario)],
        "left": [each.plain() for each in presence_chances(results)],
        "fans": [fan_of(each, shown) for each in drawn],
        "causes": {name: rounded_list(daily[shown]) for name, daily in _causes(results).items()},
        "postures": {name: _postures(results, name, shown) for name in CAPITALS},
        "map": _map(results, shown),
        "marks": [
            {"day": mark.day, "number": mark.number, "text": mark.key}
            for mark in markers(scenario, days)
        ],
        "n_days": len(days),
        "ends": drawn[0].daily[:, -1].astype(int).tolist(),
    }  # fmt: skip


def pairs(first: xr.Dataset, second: xr.Dataset, scenario: Scenario) -> dict[str, Any]:
    """How the second ensemble differs from the first, run by run with the same luck."""
    days = readings.dates(first, scenario)
    shown = days_shown(len(days))
    told = []
    for one, other in zip(series(first), series(second), strict=True):
        difference = other.daily - one.daily
        told.append(
            fan_of(DailyNumber(one.name, one.label, one.unit, difference), shown)
            | _apart(one, difference)
        )
    return {"fans": told, "sentence": _difference(told[0], len(first["replicate"]))}  # fmt: skip


def _apart(of: DailyNumber, difference: Floats) -> dict[str, int]:
    """In how many pairs there is more, less and the same on the last day."""
    end = difference[:, -1]
    least = SAME if of.unit in {"persons", "kb/day", "days"} else 0.005
    return {
        "more": int((end >= least).sum()),
        "less": int((end <= -least).sum()),
        "n": len(end),
    }


def _difference(total: Mapping[str, Any], n: int) -> str:
    """The paired difference in people, in words."""
    middle = total["median"][-1]
    if not total["less"] and not total["more"]:
        return f"In none of the {n} pairs of runs is a Cuban more or fewer left in Venezuela at the end."
    fewer = total["less"] >= total["more"]
    way, count = ("fewer", total["less"]) if fewer else ("more", total["more"])
    low, high = total["low90"][-1], total["high90"][-1]
    return (
        f"Beside it {way} Cubans are left in Venezuela at the end in {_share(count, n)} pairs of runs; the "
        f"difference is {number(middle, 'persons')} in the middle of the pairs, and in 90 of 100 from "
        f"{number(low, 'persons')} to {number(high, 'persons')}."
    )


def sentences(results: xr.Dataset, scenario: Scenario) -> Iterator[str]:
    """The headline in words."""
    of = {each.name: each for each in headlines(results)}
    total, last = of["total"], day_text(scenario.window.end)
    yield (
        f"By {last}, {number(total.median, 'persons')} Cubans are left in Venezuela in the middle of the "
        f"runs (90 of 100 runs: {ranged(total.low90, total.high90, 'persons')}); on the first day there "
        f"were {number(total.start, 'persons')}."
    )
    chances = [each for each in outcome_chances(results, scenario) if not each.cannot]
    likely = sorted(chances, key=lambda each: -each.count)[:3]
    told = ", ".join(
        f"{each.label[:1].lower()}{each.label[1:]} {_share(each.count, each.n)}" for each in likely
    )
    yield f"Commonest among what can happen, in runs: {told}."


def _share(count: int, n: int) -> str:
    """A share of runs: in 100 where there are as many, counted where there are fewer."""
    return in_hundred(count, n) if n >= 100 else f"{count} of {n}"  # noqa: PLR2004 - a hundred


def csv_rows(results: xr.Dataset, scenario: Scenario) -> Iterator[tuple[object, ...]]:
    """Every fan on every day as rows, the header first."""
    yield ("date", "variable", "unit", "median", "low50", "high50", "low90", "high90")
    days = readings.dates(results, scenario)
    for each in series(results):
        over = bands(each.daily)
        levels = (over.median, over.low50, over.high50, over.low90, over.high90)
        for at, day in enumerate(days):
            yield (str(day), each.name, each.unit, *(f"{level[at]:.6g}" for level in levels))


def fan_of(each: DailyNumber, shown: Integers) -> dict[str, Any]:
    """A number over time as a fan over runs, on the days that are drawn."""
    over = bands(each.daily[:, shown])
    levels = {name: rounded_list(getattr(over, name)) for name in over.__slots__}
    return {"name": each.name, "label": each.label, "unit": each.unit} | levels


def _causes(results: xr.Dataset) -> dict[str, Floats]:
    """Mean departures so far by cause, shape (T,)."""
    mean = readings.exits_by_cause(results).mean(axis=0)
    return {words(name): mean[:, at] for at, name in enumerate(CAUSE_NAMES)}


def _postures(results: xr.Dataset, capital: str, shown: Integers) -> dict[str, list[float]]:
    held = np.asarray(results[f"{capital}_posture"].values)[:, shown]
    names = readings.codes(results, f"{capital}_posture")
    return {name: rounded_list((held == code).mean(axis=0)) for code, name in enumerate(names)}


def _map(results: xr.Dataset, shown: Integers) -> list[dict[str, Any]]:
    """Median persons by state, and where the tile of the state lies."""
    present = np.asarray(results["present_by_state"].values)[:, shown]
    median = np.median(present, axis=0)
    return [
        {
            "code": s.code,
            "name": s.name,
            "tile": list(s.tile),
            "persons": rounded_list(median[:, at]),
        }
        for at, s in enumerate(STATES)
    ]


def rounded_list(values: Floats) -> list[float]:
    """Numbers for the browser, with as many digits as a drawing needs."""
    return [float(f"{value:.{DIGITS}g}") for value in np.asarray(values, float).tolist()]


def _rounded(record: dict[str, Any]) -> dict[str, Any]:
    return {k: float(f"{v:.9g}") if isinstance(v, float) else v for k, v in record.items()}
