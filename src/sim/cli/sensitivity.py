"""``sim sensitivity``: which quantities, switches and chance a result hinges on."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import (
    MOST_RUNS,
    File,
    Jobs,
    Json,
    OutDir,
    Set,
    number,
    number_of_jobs,
    typed,
    whole,
)
from sim.cli.screen import err
from sim.cli.study import begin, finish, load_scenario, run_all, study_folder
from sim.core.errors import SimError

if TYPE_CHECKING:
    from sim.analysis.design import Design, Factor
    from sim.analysis.sensitivity import Indices, Screening
    from sim.analysis.target import Target
    from sim.core.quantity import Floats
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario

BUDGET = 8000
MOST_FACTORS = 10_000
#: Of a budget for both methods, what screening may have; it needs little to find the first ten.
SCREENING_SHARE = 0.3
FEWEST_TRAJECTORIES, FEWEST_ROWS = 4, 32


class Method(StrEnum):
    """Which method to use; both: screen all factors, then indices of the first ones."""

    both = "both"
    morris = "morris"
    sobol = "sobol"


def sensitivity(
    file: File,
    of: Annotated[str, typer.Option("--of", help="Observable (present.medical) or outcome.")],
    on: Annotated[str | None, typer.Option(help="Day, YYYY-MM-DD; default: the last.")] = None,
    method: Annotated[Method, typer.Option(help="Screening, indices, or one after the other.")] = (
        Method.both
    ),
    budget: Annotated[int, number("--budget", 1, MOST_RUNS, "Runs to spend in all.")] = BUDGET,
    top: Annotated[
        int, number("--top", 1, MOST_FACTORS, "Factors that get indices of their own.")
    ] = 10,
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Rank what a result hinges on: uncertain quantities, theory switches, chance."""
    from sim.analysis.design import factors_of  # noqa: PLC0415
    from sim.analysis.extra import require  # noqa: PLC0415
    from sim.analysis.target import Target  # noqa: PLC0415
    from sim.core.calendar import parse_date  # noqa: PLC0415
    from sim.report.exploration.sensitivity import sensitivity_study  # noqa: PLC0415

    require("SALib")
    loaded = load_scenario(file, changes)
    scenario = loaded.scenario
    with typed("--on"):
        day = parse_date(on) if on else None
    with typed("--of"):
        target = Target.parse(of, scenario, day)
    factors = factors_of(scenario)
    n_trajectories = _trajectories(method, budget, len(factors), top)
    folder = study_folder(out_dir, scenario, "sensitivity", target, method, budget, top)
    work = _Work(loaded, target, factors, folder, number_of_jobs(jobs))
    screening = indices = None
    if method is not Method.sobol:
        screening = work.screen(n_trajectories)
    if method is not Method.morris:
        left = budget - (screening.n_runs if screening else 0)
        indices = work.indices(_alone(factors, screening, top), left)
    finish(folder, sensitivity_study(target, scenario, screening, indices), as_json=as_json)


def _trajectories(method: Method, budget: int, n_factors: int, top: int) -> int:
    """Trajectories of the screening that a budget pays for, with what the indices need set aside.

    Raises
    ------
    SimError
        If the budget does not pay for the least of the method, or there are fewer factors than `top`.
    """
    whole("--top", 1, n_factors)(top)
    n_groups = n_factors if method is Method.sobol else min(top + 2, n_factors)
    for_indices = 0 if method is Method.morris else FEWEST_ROWS * (n_groups + 2)
    a_trajectory = n_factors + 1
    fewest = 0 if method is Method.sobol else FEWEST_TRAJECTORIES
    least = fewest * a_trajectory + for_indices
    if budget < least:
        told = f"{method} on {n_factors} factors needs at least {least:,} runs"
        raise SimError(f"--budget: {told}, is {budget:,}")
    share = SCREENING_SHARE if method is Method.both else 1.0
    most = (budget - for_indices) // a_trajectory
    return min(max(int(share * budget / a_trajectory), fewest), most)


def _alone(
    factors: "tuple[Factor, ...]", screening: "Screening | None", top: int
) -> tuple[str, ...]:
    """Factors with indices of their own: the first of the screening (or all), and chance."""
    from sim.analysis.design import CHANCE  # noqa: PLC0415

    if screening is None:
        return tuple(factor.path for factor in factors)
    first = [each.factor.path for each in screening.effects if each.factor.path != CHANCE]
    return (*first[:top], CHANCE)


class _Work:
    """The runs of one question."""

    def __init__(
        self,
        loaded: "Loaded[Scenario]",
        target: "Target",
        factors: "tuple[Factor, ...]",
        folder: Path,
        jobs: int,
    ) -> None:
        self.loaded = loaded
        self.target = target
        self.factors = factors
        self.folder = folder
        self.jobs = jobs

    def screen(self, n_trajectories: int) -> "Screening":
        """Morris."""
        from sim.analysis.sensitivity import screen, screening_design  # noqa: PLC0415

        seed = self.loaded.scenario.seed
        err.print(f"  screening {len(self.factors)} factors on {n_trajectories} trajectories")
        design = screening_design(self.factors, n_trajectories, seed)
        return screen(design, self._values(design, "screening"), seed)

    def indices(self, alone: tuple[str, ...], budget: int) -> "Indices":
        """Sobol'."""
        from sim.analysis.sensitivity import index_design, indices  # noqa: PLC0415

        seed = self.loaded.scenario.seed
        n_groups = len(alone) + (len(alone) < len(self.factors))
        affordable = budget // (n_groups + 2)
        n_rows = 2 ** (affordable.bit_length() - 1)  # the sequence is balanced at powers of two
        err.print(f"  indices of {n_groups} factors and groups on {n_rows} base rows")
        design, groups = index_design(self.factors, alone, n_rows, seed)
        return indices(self.factors, groups, self._values(design, "indices"), seed)

    def _values(self, design: "Design", name: str) -> "Floats":
        from sim.analysis.design import in_rows  # noqa: PLC0415

        points, order = design.points(self.loaded.scenario, self.target)
        begin(self.folder, "sensitivity", self.loaded.scenario)
        with run_all(self.folder / name, name, points, self.loaded, self.jobs) as results:
            values = self.target.values(results, self.loaded.scenario)
            return in_rows(values, results["replicate"].values, order)
