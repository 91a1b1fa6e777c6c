"""What the evidence could tell apart: fit to simulated articles whose truth is known.

A run of the prior that stands is taken for the truth, and what it shows of the soft patterns for the
evidence, read as precisely as the tolerances: more than the article, which mostly says "many" or "some".
What is not found here cannot be found from the article either. The same fits, done on many truths
drawn from the prior, prove the fitting itself: the rank of the truth among the draws must be uniform
(Talts, Betancourt, Simpson, Vehtari & Gelman, arXiv 1804.06788, 2018). A uniform kernel widens a
posterior; the evidence is therefore given an error drawn from the kernel, which makes the fit exact
(Fearnhead & Prangle, Journal of the Royal Statistical Society B 74, 2012).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.core.errors import SimError
from sim.core.quantity import Floats
from sim.core.streams import Streams
from sim.ensemble.run import HowToRun
from sim.mechanisms.causes import CAUSE_NAMES
from sim.methods.bench import Tell
from sim.studies.calibration.answer.engine import Engine, InProcess, stage_seed
from sim.studies.calibration.answer.fit import targets_of, worlds_of
from sim.studies.calibration.answer.smc import (
    FittingProblem,
    Particles,
    Shown,
    Tightening,
    standing,
    tightened,
)
from sim.studies.calibration.answer.variants import Distances, Variant, variants
from sim.studies.calibration.question.readings import AskedTarget
from sim.studies.calibration.question.schema import Calibration
from sim.studies.calibration.question.scoring import score
from sim.studies.calibration.question.space import Space, normal

#: What the report is about, so what must be right: quantities by path, shares of causes by name.
HEADLINE = (
    "assumptions.causes.voluntary.base",
    "assumptions.causes.expelled.security_relief",
    "assumptions.causes.recalled.scale",
    "assumptions.choice.precision",
    "oil.suppliers.venezuela.interdiction",
    "share expelled",
    "share recalled",
    "share voluntary",
)
INSIDE = (0.5, 0.9)
FEWEST = 3


@dataclass(frozen=True, slots=True)
class PriorFits:
    """Runs of the prior that stand: truths and first particles of every fit."""

    paths: tuple[str, ...]
    targets: tuple[AskedTarget, ...]
    runs: Particles

    def values(self, name: str, of: Particles) -> Floats:
        """A quantity (where the prior is normal) or a share of a cause, of some particles."""
        if name.startswith("share "):
            return of.shares[:, CAUSE_NAMES.index(name.removeprefix("share "))]
        return of.z[:, self.paths.index(name)]


@dataclass(frozen=True, slots=True)
class Recovered:
    """One quantity over all truths.

    `ranks` are uniform in (0, 1) if the fit is right, `p` says how likely they are then (KS).
    `learned` is the share of the variance of the truths that the posterior means explain, `chance` the
    p-value of their correlation times the number of quantities; `inside` has the share of truths
    inside the 50 % and the 90 % interval.
    """

    name: str
    ranks: Floats
    p: float
    learned: float
    chance: float
    inside: tuple[float, float]


def observed(table: PriorFits, truth: int, radius: float, seed: int) -> tuple[AskedTarget, ...]:
    """The evidence that a truth would leave: its readings, off by an error from the kernel."""
    columns = [i for i, each in enumerate(table.targets) if each.counts]
    marks = Streams(seed, np.array([truth])).uniforms("identify.error", 0, len(columns) + 1)[0]
    direction = normal(marks[1:])
    length = radius * marks[0] ** (1 / len(columns)) / np.sqrt((direction**2).sum())
    seen = list(table.targets)
    for column, off in zip(columns, length * direction, strict=True):
        each = table.targets[column]
        reading = float(table.runs.readings[truth, column])
        seen[column] = each.seen_as(reading + off * (each.target.tolerance or 1.0))
    return tuple(seen)


def fit_to(
    table: PriorFits,
    truth: int,
    plan: Tightening,
    seed: int,
    run: Callable[[str, Floats], Shown],
) -> Particles | None:
    """Fit to what one truth would leave, from all other runs of the table; one draw a family.

    None if the tolerance was not reached. That depends on the evidence and not on the truth behind
    it, so leaving such fits out keeps the ranks of the others uniform.
    """
    targets = observed(table, truth, plan.tolerance, seed)
    others = np.arange(len(table.runs)) != truth
    first = table.runs.rows(others)
    scores = score(targets, first.readings)
    first = first.replaced(np.arange(len(first)), _with_distance(first, scores.distance))
    # The closest are the first particles: what has been run already may as well be chosen from.
    first = first.rows(np.argsort(first.distance, kind="stable")[: plan.particles])
    problem = FittingProblem(
        run,
        lambda readings: score(targets, readings),
        lambda z: np.ones(len(z), bool),
        seed + truth,
    )
    found, _ = tightened(problem, first, plan)
    if found.distance.max() > plan.tolerance:
        return None
    return found.rows(np.unique(found.family, return_index=True)[1])


def recovered(
    table: PriorFits, fits: Mapping[int, Particles], names: Sequence[str], seed: int
) -> tuple[Recovered, ...]:
    """Compare every truth with the fit to what it left."""
    from scipy.stats import kstest, pearsonr  # noqa: PLC0415 - slow to import

    found = []
    for number, name in enumerate(names):
        marks = Streams(seed, np.array(list(fits))).uniforms("identify.rank", number, 1)[:, 0]
        truths, means, ranks = (np.zeros(len(fits)) for _ in range(3))
        for i, (truth, fit) in enumerate(fits.items()):
            draws = table.values(name, fit)
            truths[i] = table.values(name, table.runs)[truth]
            means[i] = draws.mean()
            ranks[i] = ((draws < truths[i]).sum() + marks[i] * _ties(draws, truths[i])) / (
                len(draws) + 1
            )
        p = float(kstest(ranks, "uniform").pvalue)
        inside = tuple(float((np.abs(ranks - 0.5) <= share / 2).mean()) for share in INSIDE)
        left = ((truths - means) ** 2).sum() / ((truths - truths.mean()) ** 2).sum()
        chance = min(1.0, len(names) * float(pearsonr(truths, means, alternative="greater").pvalue))
        found.append(Recovered(name, ranks, p, float(1 - left), chance, (inside[0], inside[1])))
    return tuple(found)


def _ties(draws: Floats, truth: float) -> int:
    """Places among which the truth is put at random: those of equal draws, and its own."""
    return int((draws == truth).sum()) + 1


def _with_distance(first: Particles, distance: Floats) -> Particles:
    n = len(first)
    return Particles(
        first.z, first.readings, first.shares, distance, first.stage, first.replicate, np.arange(n)
    )


@dataclass(frozen=True, slots=True)
class Identified:
    """Everything about what could be told apart."""

    file: Calibration
    table: PriorFits
    recovered: tuple[Recovered, ...]
    variants: tuple[Variant, ...]
    n_truths: int
    n_left_out: int
    mean_draws: float


def identify(
    file: Calibration,
    folder: Path,
    settings: HowToRun,
    watch: Tell,
) -> Identified:
    """Fit to simulated articles, and turn the theories, in `folder`."""
    wanted, worlds, targets = file.identify, worlds_of(file), targets_of(file)
    space = Space.of(worlds["article"])
    engine = Engine(worlds, space, file.seed + 1, folder, settings, watch)
    few = space.drawn(file.seed + 3, 0, wanted.theory_draws)
    theories = variants(
        engine, file.switches, targets, few, Distances(file.steps.tolerance, wanted.tolerance)
    )
    z = space.drawn(file.seed + 5, 0, wanted.draws)
    problem = FittingProblem(
        engine.run, lambda r: score(targets, r), lambda _: np.ones(len(_), bool), 0
    )
    table = PriorFits(space.paths, targets, standing(problem, z, engine.run("table", z)))
    plan = Tightening(wanted.particles, wanted.tolerance, last_moves=wanted.moves)
    n = min(wanted.truths, len(table.runs) // 2)
    fits: dict[int, Particles] = {}
    with watch("simulated articles") as tell:
        for truth in range(n):
            here = InProcess(worlds, space, stage_seed(file.seed + 6, truth))
            if fit := fit_to(table, truth, plan, file.seed + 7, here.run):
                fits[truth] = fit
            tell(truth + 1, n, 0)
    if len(fits) < FEWEST:
        message = (
            f"{file.name}: only {len(fits)} of {n} fits came within {plan.tolerance:g}; give more"
        )
        raise SimError(message)
    names = (*HEADLINE, *(path for path in space.paths if path not in HEADLINE))
    drawn = float(np.mean([len(fit) for fit in fits.values()]))
    found = recovered(table, fits, names, file.seed + 8)
    return Identified(file, table, found, theories, len(fits), n - len(fits), drawn)
