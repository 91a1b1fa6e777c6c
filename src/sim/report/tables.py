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
    return csv_text(SUMMARY, (row for name in names for row in _lines(results, name, days)))


def _lines(results: "xarray.Dataset", name: str, days: list[str]) -> Iterator[tuple[Cell, ...]]:
    if "replicate" in results[name].dims:
        return _rows(results, name, days)
    if "level" in results[name].dims:
        return _quantiles(results, name, days)
    return _shares(results, name, days) if readings.codes(results, name) else iter(())


def _quantiles(results: "xarray.Dataset", name: str, days: list[str]) -> Iterator[tuple[Cell, ...]]:
    """Lines of one variable of which no paths are kept."""
    levels = results[name].sel(level=list(LEVELS)).values.reshape(len(LEVELS), len(days), -1)
    means = results[f"{name}_mean"].values.reshape(1, len(days), -1)
    numbers = np.concatenate([means, levels]).astype(np.float64)
    unit = readings.unit(results, name)
    for position, entry in enumerate(_entries(results, name)):
        for day, line in zip(days, numbers[:, :, position].T.tolist(), strict=True):
            yield day, name, entry, unit, *line


def _shares(results: "xarray.Dataset", name: str, days: list[str]) -> Iterator[tuple[Cell, ...]]:
    """Lines of the shares of runs that hold each posture."""
    for code, posture in enumerate(readings.codes(results, name)):
        for day, share in zip(days, results[name].values[:, code].tolist(), strict=True):
            line = (share, *(None,) * len(LEVELS))
            yield day, name.removesuffix("_share"), posture, "share of runs", *line


def _entries(results: "xarray.Dataset", name: str) -> list[str]:
    """Names along the axes after runs (or levels) and days."""
    axes = [readings.entries(results, str(axis)) for axis in results[name].dims[2:]]
    return ["/".join(entry) for entry in product(*axes)]


def _rows(results: "xarray.Dataset", name: str, days: list[str]) -> Iterator[tuple[Cell, ...]]:
    """Lines of one variable, entry by entry."""
    if postures := readings.codes(results, name):
        held = np.asarray(results[name].values)
        for code, posture in enumerate(postures):
            shares = (held == code).mean(axis=0).tolist()
            for day, share in zip(days, shares, strict=True):
                yield day, name, posture, "share of runs", share, *(None,) * len(LEVELS)
        return
    entries = _entries(results, name)
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
    heading = ("replicate", "seed", *readings.entries(results, "outcome"), "presence_class")
    days = readings.dates(results, scenario)
    first = np.asarray(results["first_day"].values)
    classes = np.asarray(results["presence_class"].values)
    if readings.of_runs(results, "exited"):
        heading += (*TOTALS, *(f"left_{cause}" for cause in readings.entries(results, "cause")))
        totals = np.hstack([_totals(results), readings.exits_by_cause(results)[:, -1]])
    else:
        totals = np.empty((len(first), 0))  # no paths are kept, so none can be added up
    names = readings.codes(results, "presence_class")
    seed = int(results.attrs.get("seed", scenario.seed))
    rows = (
        (
            int(replicate),
            seed,
            *(_date(days, int(day)) for day in first[run]),
            names[classes[run]] if names else int(classes[run]),
            *totals[run].tolist(),
        )
        for run, replicate in enumerate(results["replicate"].values)
    )
    return csv_text(heading, rows)


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
