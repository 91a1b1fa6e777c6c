"""A calibration from its file to particles: history matching, then ABC-SMC."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.core.errors import SimError
from sim.core.quantity import Floats
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.studies.calibration.answer import smc
from sim.studies.calibration.answer.history import Emulator, History
from sim.studies.calibration.answer.simulator import WORLDS, last_day
from sim.studies.calibration.answer.smc import (
    FittingProblem,
    Particles,
    Shown,
    TighteningStep,
)
from sim.studies.calibration.question.observed import with_observed
from sim.studies.calibration.question.readings import AskedTarget, World, asked
from sim.studies.calibration.question.schema import Calibration
from sim.studies.calibration.question.scoring import score
from sim.studies.calibration.question.space import Space

SAMPLE = 20_000  # positions of the prior on which the share that is left is counted
CHUNK = 4096
FEWEST = 20


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave for the record: runs, how many stood, and the share of the prior left after it."""

    name: str
    run: int
    stood: int
    left: float
    explained: dict[str, float]
    noise: dict[str, float]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Everything that came out: waves, steps, particles, and the runs from the prior alone."""

    targets: tuple[AskedTarget, ...]
    space: Space
    waves: tuple[Wave, ...]
    steps: tuple[TighteningStep, ...]
    particles: Particles
    prior: Particles
    tolerance: float


def worlds_of(file: Calibration, changes: Sequence[str] = ()) -> dict[World, Scenario]:
    """The two scenarios of a calibration file, cut to the days that are read, drawn from the prior.

    `changes` are made to both, each a `path=value`.
    """
    found: dict[World, Scenario] = {}
    for world in WORLDS:
        made = [f"window.end={last_day(world)}", "draws=prior", *changes]
        if world == "article":
            made += [f"actors.{name}.script=[]" for name in file.unscripted]
        scenario = load(file.article if world == "article" else file.calm, Scenario, made).scenario
        found[world] = scenario.model_copy(update={"switches": file.switches})
    return found


def targets_of(file: Calibration) -> tuple[AskedTarget, ...]:
    """All targets; patterns that are left out neither reject nor count, what was seen is a centre."""
    used = tuple(each.unused() if each.pattern.id in file.leave_out else each for each in asked())
    return with_observed(used, Path(file.observed)) if file.observed else used


def fitted(
    file: Calibration,
    targets: tuple[AskedTarget, ...],
    space: Space,
    run: Callable[[str, Floats], Shown],
    tell: Callable[[Wave | TighteningStep], None] = lambda _: None,
) -> Fitted:
    """Fit the draws of `space`, run by `run`, to `targets`.

    Raises
    ------
    SimError
        If hardly any run stands, so that there is nothing to start from.
    """
    history, waves, shown = _matched(file, targets, space, run, tell)
    problem = FittingProblem(
        run, lambda readings: score(targets, readings), history.allows, file.seed
    )
    starts = [smc.standing(problem, z, each) for z, each in shown]
    first = _joined([each.rows(history.allows(each.z)) for each in starts])
    if len(first) < FEWEST:
        message = (
            f"{file.name}: only {len(first)} of {sum(len(z) for z, _ in shown)} runs meet all hard"
            f" patterns; give more draws in a wave, or leave a pattern out"
        )
        raise SimError(message)
    particles, steps = smc.tightened(problem, first, _plan(file), tell)
    everyone = Particles(
        shown[0][0],
        shown[0][1].readings,
        shown[0][1].shares,
        score(targets, shown[0][1].readings).distance,
        *(np.zeros(len(shown[0][0]), np.int64),) * 3,
    )
    return Fitted(targets, space, waves, steps, particles, everyone, file.steps.tolerance)


def _plan(file: Calibration) -> smc.Tightening:
    s = file.steps
    return smc.Tightening(s.particles, s.tolerance, s.keep, s.most_steps, s.last_moves)


def _matched(
    file: Calibration,
    targets: tuple[AskedTarget, ...],
    space: Space,
    run: Callable[[str, Floats], Shown],
    tell: Callable[[Wave | TighteningStep], None],
) -> tuple[History, tuple[Wave, ...], list[tuple[Floats, Shown]]]:
    """Waves of runs; the first is the prior predictive."""
    settings = file.history
    history = History(settings.discrepancy, settings.limit)
    noise = _noise(file, targets, space, run)
    everywhere = space.drawn(file.seed + 1, 0, SAMPLE)
    waves, shown, at = list[Wave](), list[tuple[Floats, Shown]](), 0
    for number in range(1, settings.waves + 1):
        z, at = _allowed(space, file.seed, history, at, settings.draws)
        seen = run(f"wave-{number}", z)
        emulator = Emulator.fitted(targets, z, seen.readings)
        history = history.after(emulator)
        shown.append((z, seen))
        waves.append(
            Wave(
                f"wave-{number}",
                len(z),
                int(score(targets, seen.readings).stands.sum()),
                float(history.allows(everywhere).mean()),
                _named(emulator, emulator.explained),
                noise,
            )
        )
        tell(waves[-1])
    return history, tuple(waves), shown


def _allowed(space: Space, seed: int, history: History, at: int, n: int) -> tuple[Floats, int]:
    """The next `n` draws of the prior that are not ruled out, and where to go on."""
    parts, found = list[Floats](), 0
    while found < n:
        z = space.drawn(seed, at, CHUNK)
        kept = np.flatnonzero(history.allows(z))[: n - found]
        used = int(kept[-1]) + 1 if found + len(kept) == n else CHUNK
        parts.append(z[kept])
        found, at = found + len(kept), at + used
    return np.concatenate(parts), at


def _noise(
    file: Calibration,
    targets: tuple[AskedTarget, ...],
    space: Space,
    run: Callable[[str, Floats], Shown],
) -> dict[str, float]:
    """Standard deviation between seeds at one point, in tolerances: V_ens for the record."""
    settings = file.history
    points = np.repeat(space.drawn(file.seed + 2, 0, settings.points), settings.seeds, axis=0)
    readings = run("seeds", points).readings.reshape(settings.points, settings.seeds, -1)
    spread = np.sqrt(readings.var(axis=1, ddof=1).mean(axis=0))
    return {
        each.name: float(spread[column] / (each.target.tolerance or 1.0))
        for column, each in enumerate(targets)
        if each.counts
    }


def _named(emulator: Emulator, values: Floats) -> dict[str, float]:
    return {each.name: float(x) for each, x in zip(emulator.targets, values, strict=True)}


def _joined(parts: list[Particles]) -> Particles:
    """Particles of several waves, each the first of its family."""
    columns: Mapping[str, list[np.ndarray]] = {
        name: [getattr(part, name) for part in parts] for name in Particles.__slots__
    }
    joined = {name: np.concatenate(column) for name, column in columns.items()}
    joined["family"] = np.arange(len(joined["family"]))
    return Particles(**joined)
