"""What a question reads of daily series: the same for runs of the model and for lines of a baseline."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.core.quantity import Flags, Floats, Integers
from sim.report import readings
from sim.studies.forecast.question.file import Asked
from sim.studies.forecast.question.question import Question

if TYPE_CHECKING:
    import xarray


def daily(results: "xarray.Dataset", question: Question) -> Floats:
    """The series a question is about, every run and day, shape (R, T)."""
    found = results[question.observable]
    axes = [readings.entries(results, str(axis)) for axis in found.dims[2:]]
    return np.asarray(readings.summed(found.values, axes, question.of), float)


def number(days: Floats, question: Question) -> Floats:
    """The reading of a window, `days` of shape (n, days); shape (n,)."""
    match question.reading:
        case "mean":
            return np.asarray(days.mean(axis=1))
        case "sum":
            return np.asarray(days.sum(axis=1))
        case "highest":
            return np.asarray(days.max(axis=1))
        case "lowest":
            return np.asarray(days.min(axis=1))
        case _:
            return np.asarray(days[:, -1])


def met(values: Floats, question: Question) -> Flags:
    """Where values meet the threshold of a question."""
    if question.below is not None:
        return np.asarray(values < question.below)
    return np.asarray(values >= (question.at_least or 0.0))


def wait(when: Flags, n_days: int) -> Floats:
    """Days from the first day of the window to the first that is true, `n_days` if none is; shape (n,)."""
    return np.where(when.any(axis=1), when.argmax(axis=1), n_days).astype(float)


def taken(codes: Integers, wanted: Sequence[int]) -> Flags:
    """Where one of the `wanted` codes follows another one than these, same shape; never on day 0."""
    held = np.isin(codes, wanted)
    new = held.copy()
    new[:, 0] = False
    new[:, 1:] &= ~held[:, :-1]
    return new


def read(results: "xarray.Dataset", asked: Asked, first: int) -> Floats:
    """What every run says: 0 or 1, a number, or days from the start of the window; shape (R,).

    `first` is the day of the results on which the window begins; one day at least comes before it. Days
    are at most the length of the window, which stands for "not by then".
    """
    question, n_days = asked.question, asked.n_days
    if question.is_outcome:
        days = readings.first_days(results, question.observable) - first
        inside = (days >= 0) & (days < n_days)
        return np.asarray(
            inside if question.kind == "binary" else np.where(inside, days, n_days), float
        )
    if question.takes is not None:
        names = readings.codes(results, question.observable)
        wanted = [names.index(posture) for posture in question.takes]
        when = taken(np.asarray(results[question.observable].values, np.int64), wanted)
        return said_of(when[:, first : first + n_days], asked)
    return read_series(daily(results, question)[:, first - 1 : first + n_days], asked)


def read_series(days: Floats, asked: Asked) -> Floats:
    """What series say, `days` of shape (n, 1 + days of the window), the day before it first; shape (n,)."""
    question = asked.question
    counted = days[:, 1:] - days[:, :1] if question.counted_from else days[:, 1:]
    if question.kind == "date":
        return said_of(met(counted, question), asked)
    values = number(counted, question)
    return values if question.kind == "quantity" else met(values, question).astype(float)


def said_of(when: Flags, asked: Asked) -> Floats:
    """Days until it happens, or whether it does, from the days of the window on which it does; shape (n,)."""
    if asked.question.kind == "date":
        return wait(when, asked.n_days)
    return when.any(axis=1).astype(float)
