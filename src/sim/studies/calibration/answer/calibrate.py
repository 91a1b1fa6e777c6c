"""The whole calibration: fit, and look at what comes out under fresh streams."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.core.quantity import Floats
from sim.ensemble.run import HowToRun
from sim.methods.bench import Tell
from sim.scenario.schema import Scenario
from sim.studies.calibration.answer.engine import Engine
from sim.studies.calibration.answer.fit import Fitted, Wave, fitted, targets_of, worlds_of
from sim.studies.calibration.answer.learned import (
    Learned,
    cause_shares,
    quantities,
    spread_of_families,
)
from sim.studies.calibration.answer.smc import Shown, TighteningStep
from sim.studies.calibration.question.readings import AskedTarget, World, asked
from sim.studies.calibration.question.schema import Calibration
from sim.studies.calibration.question.scoring import score, share_met
from sim.studies.calibration.question.space import Space


@dataclass(frozen=True, slots=True)
class Met:
    """How often runs meet a target, and what they show (5, 50, 95 % of runs).

    Runs of the prior, of the posterior under the streams it was taken with, and under fresh streams.
    """

    target: AskedTarget
    prior: float
    taken: float
    fresh: float
    prior_shows: tuple[float, ...]
    fresh_shows: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Everything a calibration found out."""

    file: Calibration
    fitted: Fitted
    quantities: tuple[Learned, ...]
    shares: tuple[Learned, ...]
    patterns: tuple[Met, ...]
    before: Shown
    after: Shown

    @property
    def not_updated(self) -> tuple[str, ...]:
        """Quantities and shares of causes that the evidence taught nothing, by name."""
        return tuple(e.name for e in (*self.quantities, *self.shares) if not e.updated)

    @property
    def stands_afresh(self) -> float:
        """Share of posterior draws that meet all hard targets also under fresh streams."""
        return float(score(self.fitted.targets, self.after.readings).stands.mean())

    @property
    def families(self) -> float:
        """Effective number of families of particles."""
        return spread_of_families(self.fitted.particles)


def calibrate(
    file: Calibration,
    folder: Path,
    settings: HowToRun,
    watch: Tell,
    tell: Callable[[Wave | TighteningStep], None] = lambda _: None,
) -> Calibrated:
    """Calibrate in `folder`, going on with whatever stages are finished there.

    Raises what `sim.ensemble.run.run` raises, and SimError if nothing can be fitted.
    """
    worlds, targets = worlds_of(file), targets_of(file)
    space = Space.of(worlds["article"])
    engine = Engine(worlds, space, file.seed, folder, settings, watch)
    found = fitted(file, targets, space, engine.run, tell)
    long = engine.with_worlds(_to_the_last_target(worlds))
    before = long.run("prior-predictive", found.prior.z[: file.steps.particles])
    after = long.run("posterior-predictive", found.particles.z)
    patterns = tuple(_met(found, before.readings, after.readings, c) for c in range(len(targets)))
    return Calibrated(file, found, quantities(found), cause_shares(found), patterns, before, after)


def _to_the_last_target(worlds: dict[World, Scenario]) -> dict[World, Scenario]:
    """The worlds over all days that any target is about, half a year beyond the article for one."""
    longer = {}
    for name, scenario in worlds.items():
        last = max(each.target.last for each in asked() if each.reading.world == name)
        window = scenario.window.model_copy(update={"end": last})
        longer[name] = scenario.model_copy(update={"window": window})
    return longer


def _met(found: Fitted, before: Floats, after: Floats, column: int) -> Met:
    each = found.targets[column]
    taken = found.particles.readings[:, column]
    met_then = share_met(each, taken) if not np.isnan(taken).all() else float("nan")
    return Met(
        each,
        share_met(each, before[:, column]),
        met_then,
        share_met(each, after[:, column]),
        _spread(each, before[:, column]),
        _spread(each, after[:, column]),
    )


def _spread(each: AskedTarget, values: Floats) -> tuple[float, ...]:
    if each.reading.ensemble:
        return (float(values.mean()),) * 3
    return tuple(float(x) for x in np.quantile(values, [0.05, 0.5, 0.95]))
