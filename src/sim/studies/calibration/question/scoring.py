"""From readings to a verdict: hard targets hold or not, soft ones have a distance in tolerances."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.quantity import Flags, Floats
from sim.evidence.patterns import PatternTarget
from sim.studies.calibration.question.film import Film
from sim.studies.calibration.question.readings import AskedTarget, World


def read(film: Film, world: World, targets: Sequence[AskedTarget]) -> Floats:
    """Readings (R, targets); NaN where the run is of the other world or ends before the target."""
    values = np.full((film.n_runs, len(targets)), np.nan)
    for column, each in enumerate(targets):
        if each.reading.world == world and film.day(each.target.last) < film.model.n_days:
            values[:, column] = each.reading.read(film, each.target)
    return values


def distance(target: PatternTarget, values: Floats) -> Floats:
    """How far values are from a soft target in units of its tolerance, 0 where it is met."""
    low = target.low if target.centre is None else target.centre
    high = target.high if target.centre is None else target.centre
    below = 0.0 if low is None else np.maximum(low - values, 0.0)
    above = 0.0 if high is None else np.maximum(values - high, 0.0)
    return np.asarray((below + above) / (target.tolerance or 1.0))


def holds(each: AskedTarget, values: Floats) -> Flags:
    """Where a hard target holds, or a soft one is missed by at most its tolerance; NaN never does."""
    target = each.target
    if target.kind == "soft":
        return np.asarray(distance(target, values) <= 1.0)
    if target.one_of:
        return np.isin(values, [each.reading.menu.index(name) for name in target.one_of])
    low = -np.inf if target.low is None else target.low
    high = np.inf if target.high is None else target.high
    inside = (
        (values > low) & (values < high) if target.strict else (values >= low) & (values <= high)
    )
    return np.asarray(inside & ~np.isnan(values))


@dataclass(frozen=True, slots=True)
class Scores:
    """The verdict on every run: whether it stands, and how far it is from the soft targets, (R,)."""

    stands: Flags
    distance: Floats


def score(targets: Sequence[AskedTarget], readings: Floats) -> Scores:
    """Hard targets that do not hold reject; soft ones add up in quadrature, in tolerances."""
    stands = np.ones(len(readings), bool)
    squared = np.zeros(len(readings))
    for column, each in enumerate(targets):
        if each.rejects:
            stands &= holds(each, readings[:, column])
        elif each.counts:
            squared += distance(each.target, readings[:, column]) ** 2
    return Scores(stands, np.sqrt(squared))


def share_met(each: AskedTarget, values: Floats) -> float:
    """Share of runs that meet a target; of a target about the ensemble, whether it is met (0 or 1)."""
    if each.reading.ensemble:
        values = np.array([np.nan if np.isnan(values).all() else np.nanmean(values)])
    return float(holds(each, values).mean())
