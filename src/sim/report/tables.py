"""``summary.csv`` (every observable day by day over runs) and ``outcomes.csv`` (a line for each run)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sim.core.quantity import Floats
from sim.report import readings
from sim.report.csv_text import Cell, csv_text
from sim.report.statistics import LEVELS

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

SUMMARY = ("date", "variable", "entry", "unit", "mean", "p05", "p25", "p50", "p75", "p95")
TOTALS = ("persons_at_start", "arrived", "persons_at_end", "oil_delivered_kb")


def summary_csv(results: "xarray.Dataset", scenario: "Scenario") -> str:
    """Mean and quantiles over runs: a line for each day, variable and entry of its axes.

    An entry of two axes is written ``medical/recalled``. A posture has the share of runs that hold
    it as its mean, and no quantiles.
    """
    days = [day.isoformat() for day in readings.dates(results, scenario)]
    names = [str(name) for name in results.data_vars if "day" in results[name].dims]
    return csv_text(SUMMARY, (row for name in names for row in _rows(results, name, days)))


def _rows(results: "xarray.Dataset", name: str, days: list[str]) -> Iterator[tuple[Cell, ...]]:
    """Lines of one variable, entry by entry."""
    if postures := readings.codes(results, name):
        held = np.asarray(results[name].values)
        for code, posture in enumerate(postures):
            shares = (held == code).mean(axis=0).tolist()
            for day, share in zip(days, shares, strict=True):
                yield day, name, posture, "share of runs", share, *(None,) * len(LEVELS)
        return
    axes = [readings.entries(results, str(axis)) for axis in results[name].dims[2:]]
    entries = ["/".join(entry) for entry in product(*axes)]
    daily = readings.values(results, name).reshape(len(results[name]), len(days), len(entries))
    unit = readings.unit(results, name)
    for position, entry in enumerate(entries):
        for day, numbers in zip(days, _numbers(daily[:, :, position]).tolist(), strict=True):
            yield day, name, entry, unit, *numbers


def _numbers(daily: Floats) -> Floats:
    """Mean and quantiles of every day, shape (T, 6)."""
    return np.column_stack([daily.mean(axis=0), *np.quantile(daily, LEVELS, axis=0)])


def outcomes_csv(results: "xarray.Dataset", scenario: "Scenario") -> str:
    """First dates of outcomes, presence class and totals of every run, with what repeats it."""
    outcomes, causes = (readings.entries(results, axis) for axis in ("outcome", "cause"))
    heading = ("replicate", "seed", *outcomes, "presence_class", *TOTALS)
    days = readings.dates(results, scenario)
    first = np.asarray(results["first_day"].values)
    classes = np.asarray(results["presence_class"].values)
    totals, left = _totals(results), readings.exits_by_cause(results)[:, -1]
    names = readings.codes(results, "presence_class")
    seed = int(results.attrs.get("seed", scenario.seed))
    rows = (
        (
            int(replicate),
            seed,
            *(_date(days, int(day)) for day in first[run]),
            names[classes[run]] if names else int(classes[run]),
            *totals[run].tolist(),
            *left[run].tolist(),
        )
        for run, replicate in enumerate(results["replicate"].values)
    )
    return csv_text((*heading, *(f"left_{cause}" for cause in causes)), rows)


def _totals(results: "xarray.Dataset") -> Floats:
    """The numbers named in `TOTALS`, shape (R, 4)."""
    return np.column_stack(
        [
            readings.values(results, "initial").sum(axis=1),
            readings.values(results, "arrived")[:, -1],
            readings.values(results, "present")[:, -1].sum(axis=1),
            readings.values(results, "oil_delivered").sum(axis=(1, 2)),
        ]
    )


def _date(days: tuple[date, ...], day: int) -> str:
    """The date of a day, or nothing for what never happened."""
    return "" if day < 0 else (days[0] + timedelta(days=day)).isoformat()
