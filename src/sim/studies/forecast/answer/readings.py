"""What a question reads of daily series: the same for runs of the model and for lines of a baseline."""

from typing import TYPE_CHECKING

import numpy as np

from sim.core.quantity import Flags, Floats
from sim.report import readings
from sim.studies.forecast.question.file import Asked, Question

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


def read(results: "xarray.Dataset", asked: Asked, first: int) -> Floats:
    """What every run says: 0 or 1, a number, or days from the start of the window; shape (R,).

    `first` is the day of the results on which the window begins. Days are at most the length of the
    window, which stands for "not by then".
    """
    question, n_days = asked.question, asked.n_days
    if question.is_outcome:
        days = readings.first_days(results, question.observable) - first
        inside = (days >= 0) & (days < n_days)
        return np.asarray(
            inside if question.kind == "binary" else np.where(inside, days, n_days), float
        )
    return read_series(daily(results, question)[:, first : first + n_days], asked)


def read_series(days: Floats, asked: Asked) -> Floats:
    """What series of the window's days say, `days` of shape (n, days); shape (n,)."""
    question = asked.question
    if question.kind == "date":
        return wait(met(days, question), asked.n_days)
    values = number(days, question)
    return values if question.kind == "quantity" else met(values, question).astype(float)
