"""ABC-SMC with moves that keep the prior: from runs that stand to runs that come close.

A uniform kernel on the distance is tightened step by step (Del Moral, Doucet & Jasra, Statistics and
Computing 22, 2012). Between the steps every particle is moved by the preconditioned Crank-Nicolson
proposal of Cotter, Roberts, Stuart & White (Statistical Science 28, 2013), which leaves a normal prior
unchanged in any number of dimensions: a proposal is taken if its run stands and is close enough, and
rows stay equally weighted. With some 150 quantities, importance weights would degenerate.

Every particle draws the length of its step anew. Adapting it to the share of moves taken goes wrong here:
a proposal has luck of its own, so that even the same position is close enough in one run of fifteen, and
steps would shrink for nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from sim.core.quantity import Flags, Floats, Integers
from sim.core.streams import Streams
from sim.studies.calibration.question.scoring import Scores
from sim.studies.calibration.question.space import normal


@dataclass(frozen=True, slots=True)
class Particles:
    """Positions, what their runs showed, and the address of the run: stage and replicate.

    `family` tells which of the first particles a particle descends from.
    """

    z: Floats
    readings: Floats
    shares: Floats
    distance: Floats
    stage: Integers
    replicate: Integers
    family: Integers

    def __len__(self) -> int:
        return len(self.z)

    def rows(self, chosen: Integers | Flags) -> "Particles":
        """Some of the particles, repeated or not."""
        return Particles(*(getattr(self, name)[chosen] for name in self.__slots__))

    def replaced(self, at: Integers, by: "Particles") -> "Particles":
        """The same with other particles in some places."""
        changed = []
        for name in self.__slots__:
            column = getattr(self, name).copy()
            column[at] = getattr(by, name)
            changed.append(column)
        return Particles(*changed)


@dataclass(frozen=True, slots=True)
class Shown:
    """What runs at some positions showed, and under which stage their streams are addressed."""

    readings: Floats
    shares: Floats
    stage: int


@dataclass(frozen=True, slots=True)
class FittingProblem:
    """What is fitted: how positions are run, judged, and ruled out before they are run.

    `run` is a plain function of a label and positions (n, quantities), whatever the model behind it.
    """

    run: Callable[[str, Floats], Shown]
    judge: Callable[[Floats], Scores]
    allows: Callable[[Floats], Flags]
    seed: int


@dataclass(frozen=True, slots=True)
class Tightening:
    """How the kernel is tightened: to `tolerance`, keeping a share of the particles in a step.

    The first step keeps the closest of all that have been run, `particles` at most. `last_moves` are made when it is reached, to spread out what descends from one particle.
    """

    particles: int
    tolerance: float
    keep: float = 0.5
    most_steps: int = 12
    last_moves: int = 4


@dataclass(frozen=True, slots=True)
class TighteningStep:
    """One step for the record: tolerance, particles that met it, moves proposed, run and taken."""

    name: str
    tolerance: float
    survivors: int
    proposed: int
    run: int
    taken: int
    families: int


def standing(problem: FittingProblem, z: Floats, shown: Shown) -> Particles:
    """The runs that no hard target rejects, as first particles of families of their own."""
    scores = problem.judge(shown.readings)
    n = len(z)
    everyone = Particles(
        z,
        shown.readings,
        shown.shares,
        scores.distance,
        np.full(n, shown.stage),
        np.arange(n),
        np.arange(n),
    )
    return everyone.rows(scores.stands)


def tightened(
    problem: FittingProblem,
    first: Particles,
    plan: Tightening,
    tell: Callable[[TighteningStep], None] = lambda _: None,
) -> tuple[Particles, tuple[TighteningStep, ...]]:
    """Particles within the tolerance, or within what `most_steps` reached, and the record."""
    now, steps, tolerance, moves = first, list[TighteningStep](), np.inf, 0
    while moves < plan.last_moves and len(steps) < plan.most_steps + plan.last_moves:
        reached = tolerance <= plan.tolerance
        moves += reached
        if not reached:
            kept = min(plan.keep, plan.particles / len(now))
            tolerance = max(plan.tolerance, float(np.quantile(now.distance, kept)))
        close = np.flatnonzero(now.distance <= tolerance)
        if not reached:
            now = now.rows(_resampled(close, plan.particles, problem.seed, len(steps)))
        now, step = _moved(problem, now, tolerance, len(steps))
        step = replace(step, survivors=len(close))
        steps.append(step)
        tell(step)
    return now, tuple(steps)


def _resampled(close: Integers, n: int, seed: int, step: int) -> Integers:
    """`n` of the `close`, each as often as the next (systematic)."""
    offset = Streams(seed, np.zeros(1, np.int64)).uniforms("calibration.resample", step, 1)[0, 0]
    return np.asarray(close[((np.arange(n) + offset) * len(close) / n).astype(np.int64)])


def _moved(
    problem: FittingProblem, now: Particles, tolerance: float, step: int
) -> tuple[Particles, TighteningStep]:
    """Propose a move for every particle; take those that are allowed, stand and come close."""
    streams = Streams(problem.seed, np.arange(len(now)))
    kick = normal(streams.uniforms("calibration.move", step, now.z.shape[1]))
    scale = np.sqrt(streams.uniforms("calibration.length", step, 1))
    proposal = np.sqrt(1 - scale**2) * now.z + scale * kick
    tried = np.flatnonzero(problem.allows(proposal))
    name, taken = f"step-{step + 1:02}", np.zeros(0, np.int64)
    if len(tried):
        shown = problem.run(name, proposal[tried])
        scores = problem.judge(shown.readings)
        good = np.flatnonzero(scores.stands & (scores.distance <= tolerance))
        taken = tried[good]
        stage = np.full(len(good), shown.stage)
        moved = (proposal[taken], shown.readings[good], shown.shares[good], scores.distance[good])
        now = now.replaced(taken, Particles(*moved, stage, good, now.family[taken]))
    families = len(np.unique(now.family))
    return now, TighteningStep(name, tolerance, 0, len(now), len(tried), len(taken), families)
