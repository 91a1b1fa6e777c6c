"""Which theory can show which pattern: every switch turned alone, the same draws and streams for all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args, get_origin

import numpy as np

from sim.core.quantity import Floats
from sim.scenario.schema import Scenario
from sim.scenario.switches import Switches
from sim.studies.calibration.answer.engine import Engine
from sim.studies.calibration.question.readings import AskedTarget, World
from sim.studies.calibration.question.scoring import score, share_met


@dataclass(frozen=True, slots=True)
class Variant:
    """One choice of theory, and the share of prior draws that meets each target and all of them.

    `sure` is the mean probability that a fit would give to the right theory, of this and the fitted
    one, and `error` its standard error: one half is no knowledge.
    """

    name: str
    met: dict[str, float]
    stands: float
    close: float
    sure: float
    error: float


@dataclass(frozen=True, slots=True)
class Distances:
    """Distances in tolerances: `close` for the table, `radius` for telling theories apart."""

    close: float
    radius: float


def alternatives(switches: Switches) -> Iterator[tuple[str, Switches]]:
    """The switches as they are, then each turned to each of its other positions."""
    yield "as fitted", switches
    for name, field in Switches.model_fields.items():
        positions = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
        for position in positions or (False, True):
            if position != getattr(switches, name):
                word = str(position).lower()
                yield f"{name}: {word}", switches.model_copy(update={name: position})


def turned(worlds: Mapping[World, Scenario], switches: Switches) -> dict[World, Scenario]:
    """The worlds under other theories."""
    return {name: each.model_copy(update={"switches": switches}) for name, each in worlds.items()}


def variants(
    engine: Engine,
    switches: Switches,
    targets: tuple[AskedTarget, ...],
    z: Floats,
    settings: Distances,
) -> tuple[Variant, ...]:
    """Run positions of the prior under every theory; the first is the one that is fitted."""
    found, first = list[Variant](), np.zeros(0)
    for name, turned_to in alternatives(switches):
        label = "theory-" + name.replace(": ", "-").replace(" ", "-").replace("_", "-")
        shown = engine.with_worlds(turned(engine.worlds, turned_to)).run(label, z).readings
        first = shown if not found else first
        found.append(_judged(name, targets, shown, first, settings))
    return tuple(found)


def _judged(
    name: str, targets: tuple[AskedTarget, ...], shown: Floats, first: Floats, settings: Distances
) -> Variant:
    scores = score(targets, shown)
    met = {
        each.name: share_met(each, shown[:, column])
        for column, each in enumerate(targets)
        if not np.isnan(shown[:, column]).all()
    }
    both = scores.stands & score(targets, first).stands
    columns = [column for column, each in enumerate(targets) if each.counts]
    scale = np.array([targets[column].target.tolerance for column in columns])
    rows = np.ix_(np.flatnonzero(both), columns)
    sure, error = told_apart(first[rows] / scale, shown[rows] / scale, settings.radius)
    close = scores.stands & (scores.distance <= settings.close)
    return Variant(name, met, float(scores.stands.mean()), float(close.mean()), sure, error)


def told_apart(one: Floats, other: Floats, radius: float) -> tuple[float, float]:
    """How sure a fit would be of the right one of two theories; and the standard error of that.

    `one` and `other` are readings in tolerances of the same draws under both, shape (n, targets).
    Every run provides the truth in turn. The probability of a theory is its share of the runs within
    the `radius`, leaving out the truth and its twin under the other theory. A half is no knowledge.
    """
    sure = []
    for true, false in ((one, other), (other, one)):
        for truth in range(len(one)):
            others = np.arange(len(one)) != truth
            near = [
                float((((each[others] - true[truth]) ** 2).sum(axis=1) <= radius**2).sum())
                for each in (true, false)
            ]
            sure.append((near[0] + 1) / (near[0] + near[1] + 2))
    half = np.array(sure).reshape(2, -1).mean(axis=0)  # twins are alike, so pairs are what counts
    error = half.std(ddof=1) / np.sqrt(len(half)) if len(half) > 1 else float("nan")
    return float(half.mean()), float(error)
