"""From finished runs to a frozen forecast: what is known is held, what is asked is read, baselines beside it."""

from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.errors import SimError
from sim.core.quantity import Flags, Floats
from sim.methods.scores.doubt import levels
from sim.methods.scores.interval import central
from sim.methods.scores.logarithmic import floored
from sim.report import readings
from sim.studies.forecast.answer.frozen import (
    FORMAT,
    Chance,
    Frozen,
    FrozenQuestion,
    Provenance,
    Spread,
)
from sim.studies.forecast.answer.readings import read, read_series
from sim.studies.forecast.question.baseline import N_PATHS, Baseline
from sim.studies.forecast.question.file import Asked, Questions, asked

if TYPE_CHECKING:
    import xarray

FEWEST_RUNS = 20  # below, what is known leaves too little to speak of
DIGITS = 6
_PERCENT = np.arange(1, 100) / 100
DAYS_IN_YEAR = 365  # as in the hazards of the model


@dataclass(frozen=True, slots=True)
class RunDays:
    """First and last day of the runs."""

    start: date
    until: date


def freeze(
    file: Questions,
    results: "xarray.Dataset",
    window: RunDays,
    made_by: dict[str, Any],
    frozen_on: date,
) -> Frozen:
    """Answer every question that ends within the window.

    Parameters
    ----------
    file
        The questions.
    results
        Labelled results with the variables of `sim.experiments.batch.layout`.
    window
        First and last day of `results`.
    made_by
        The fields of `Provenance` without `runs` and `runs_used`.
    frozen_on
        Today.

    Raises
    ------
    SimError
        If too few runs agree with what is known.
    """
    every = asked(file)
    within = [each for each in every if each.until <= window.until]
    keep = possible(file, results, window.start)
    used = results.isel(replicate=np.flatnonzero(keep))
    runs = {"runs": len(keep), "runs_used": int(keep.sum())}
    return Frozen(
        format=FORMAT,
        name=file.name,
        title=file.title,
        known_until=file.known_until,
        frozen_on=frozen_on,
        until=window.until,
        not_yet=file.not_yet,
        made_by=Provenance(**made_by, **runs),
        questions=tuple(_frozen(each, used, file.known_until, window) for each in within),
        left_out=tuple(each.id for each in every if each.until > window.until),
        not_modelled={
            name: each.model_dump(mode="json") for name, each in file.not_modelled.items()
        },
    )


def possible(file: Questions, results: "xarray.Dataset", start: date) -> Flags:
    """Runs in which nothing had happened by the last known day that is known not to have, shape (R,)."""
    known = (file.known_until - start).days
    keep = np.ones(results.sizes["replicate"], bool)
    for outcome in file.not_yet:
        days = readings.first_days(results, outcome)
        keep &= (days < 0) | (days > known)
    if keep.sum() < FEWEST_RUNS:
        told = f"{keep.sum()} of {len(keep)} runs agree with not_yet; at least {FEWEST_RUNS} must"
        raise SimError(f"{told}; ask for more runs (--reps)")
    return keep


def _frozen(each: Asked, results: "xarray.Dataset", known: date, window: RunDays) -> FrozenQuestion:
    question = each.question
    values = read(results, each, (each.start - window.start).days)
    baselines = {
        name: _said(each, baseline, known) for name, baseline in question.baselines().items()
    }
    return FrozenQuestion(
        id=each.id,
        topic=each.topic,
        kind=question.kind,
        label=question.label,
        text=question.text,
        resolution=question.resolution,
        stands_for=question.stands_for,
        unit=question.unit if question.kind == "quantity" else "",
        start=each.start,
        until=each.until,
        least=question.least,
        most=question.most,
        scale=_scale(each, baselines["base_rate"]),
        forecast=_counted(values)
        if question.kind == "binary"
        else _spread(each, values, random=True),
        baselines=baselines,
        largest=question.largest,
        smallest=question.smallest,
        event=each.event,
        implies=question.implies or (),
        part_of=question.part_of or "",
        course=question.course,
        sources={name: baseline.source for name, baseline in question.baselines().items()},
    )


def _counted(values: Floats) -> Chance:
    """Share of runs that say yes, with its Monte Carlo error."""
    n, count = len(values), int(values.sum())
    error = sqrt(count * (n - count) / n) / n
    return Chance(
        probability=float(floored(count / n)),
        count=count,
        runs=n,
        standard_error=round(error, DIGITS),
    )


def _said(each: Asked, baseline: Baseline, known: date) -> Chance | Spread:
    """What a baseline says; `known` is the last day of which anything is known."""
    if each.question.kind == "binary":
        return Chance(probability=float(floored(_probability(each, baseline, known))))
    return _spread(each, _values(each, baseline, known), random=False)


def _probability(each: Asked, baseline: Baseline, known: date) -> float:
    if baseline.probability is not None:
        return baseline.probability
    if baseline.per_year is not None:
        return float(-np.expm1(-baseline.per_year / DAYS_IN_YEAR * each.n_days))
    return float(_values(each, baseline, known).mean())


def _values(each: Asked, baseline: Baseline, known: date) -> Floats:
    """Equally weighted answers of a rate (days to its first event, or how many there are) or of a line."""
    if baseline.per_year is not None:
        rate = max(baseline.per_year / DAYS_IN_YEAR, 1e-12)
        if each.question.kind == "quantity":
            return _counts(rate * each.n_days)
        waits = -np.log1p(-levels(N_PATHS)) / rate
        return np.minimum(np.floor(waits), each.n_days)
    since = (each.start - known).days + np.arange(-1, each.n_days, dtype=float)
    return read_series(baseline.paths(since, each.question.least, each.question.most), each)


def _counts(expected: float) -> Floats:
    """Equally weighted numbers of events that come at any time, `expected` of them on average."""
    from scipy.stats import poisson  # noqa: PLC0415 - slow to import

    return np.asarray(poisson.ppf(levels(N_PATHS), expected), float)


def _spread(each: Asked, values: Floats, *, random: bool) -> Spread:
    ordered = np.sort(values)
    if ordered[0] == ordered[-1]:
        ordered = ordered[:1]  # a single value says as much as many copies
    never = float(np.mean(values >= each.n_days)) if each.question.kind == "date" else None
    percent = np.quantile(ordered, _PERCENT, method="hazen") if random else np.zeros(0)
    return Spread(values=_short(ordered), random=random, quantiles=_short(percent), never=never)


def _short(values: Floats) -> tuple[float, ...]:
    return tuple(float(f"{value:.{DIGITS}g}") for value in values)


def _scale(each: Asked, base_rate: Chance | Spread) -> float:
    """What one unit of error is: the days asked about, or the width of the base rate's middle 90 %."""
    if isinstance(base_rate, Chance):
        return 1.0
    if each.question.kind == "date":
        return float(each.n_days)
    low, high = central(base_rate.array(), 0.9)
    if high <= low:
        raise SimError(f"{each.id}: the base rate has no width by which to scale errors")
    return high - low
