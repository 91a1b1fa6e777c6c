"""``sim discover``: the region of the uncertain quantities in which something mostly happens."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import MOST_RUNS, Jobs, Json, OutDir, Set, number, number_of_jobs, typed
from sim.cli.screen import waiting
from sim.cli.study import begin, finish, load_scenario, refuse_for_folder, run_all, study_folder
from sim.core.errors import SimError

if TYPE_CHECKING:
    from sim.analysis.design import Design
    from sim.analysis.regret import Regret
    from sim.analysis.sample import Sample
    from sim.analysis.target import Condition
    from sim.core.quantity import Flags
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario

BUDGET = 2000
FEWEST_RUNS = 40  # it must happen in 20 of them and not happen in 20


class Method(StrEnum):
    """How regions are looked for; a tree is the cross-check in any case."""

    prim = "prim"


def discover(
    source: Annotated[Path, typer.Argument(help="Scenario file, or a folder of results.")],
    where: Annotated[
        str, typer.Option(help="outcome=rupture, or 'present<3000@2026-06-30' (in quotes).")
    ],
    method: Annotated[Method, typer.Option(help="How regions are looked for.")] = Method.prim,
    budget: Annotated[
        int | None,
        number(
            "--budget",
            FEWEST_RUNS,
            MOST_RUNS,
            f"Runs to make, each with its own draws; default: {BUDGET}.",
        ),
    ] = None,
    switches: Annotated[bool, typer.Option(help="Vary the theory switches too.")] = True,
    policies: Annotated[
        list[Path] | None,
        typer.Option(help="Scenario file to compare by regret on the same draws. May be repeated."),
    ] = None,
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Find where something happens: a box of uncertain quantities, in a plain sentence."""
    from sim.analysis.discovery import discover as find  # noqa: PLC0415 - slow to import
    from sim.analysis.extra import require  # noqa: PLC0415
    from sim.analysis.target import Condition  # noqa: PLC0415
    from sim.report.exploration.discovery import discovery_study  # noqa: PLC0415
    from sim.runs import finished_scenario, scenario_of  # noqa: PLC0415

    _ = method  # one so far
    require("EMA Workbench", "scikit-learn")
    made = source.is_dir()
    if made:
        refuse_for_folder(source, {"--budget": budget, "--set": changes})
        finished_scenario(source)  # refuses the scenario of other results
    budget = budget or BUDGET
    loaded = scenario_of(source) if made else load_scenario(source, changes)
    scenario = loaded.scenario
    with typed("--where"):
        condition = Condition.parse(where, scenario)
    asked = (condition, *((source,) if made else (budget, switches)), *(policies or ()))
    folder = study_folder(out_dir, scenario, "discovery", *asked)
    work = _Work(loaded, condition, folder, number_of_jobs(jobs))
    sample = work.of_folder(source) if made else work.of_design(budget, switches=switches)
    with waiting("  looking for the box"):
        found = find(sample.factors, sample.columns, sample.cases, scenario.seed)
    inside = found.region.inside if found.region else ~sample.cases & sample.cases
    compared = work.compare(sample, inside, policies or [])
    study = discovery_study(condition, scenario, found, sample, compared)
    finish(folder, study, as_json=as_json)


class _Work:
    """The runs of one question."""

    def __init__(
        self, loaded: "Loaded[Scenario]", condition: "Condition", folder: Path, jobs: int
    ) -> None:
        self.loaded = loaded
        self.condition = condition
        self.folder = folder
        self.jobs = jobs
        self.design: Design | None = None

    def of_folder(self, folder: Path) -> "Sample":
        """Finished results, with the draws they had."""
        from sim.analysis.sample import sample_of_results  # noqa: PLC0415
        from sim.ensemble.results import open_results  # noqa: PLC0415

        with open_results(folder) as results:
            cases = self.condition.holds(results, self.loaded.scenario)
            return sample_of_results(self.loaded.scenario, cases, results)

    def of_design(self, budget: int, *, switches: bool) -> "Sample":
        """A Latin hypercube over all uncertain quantities and, if wanted, switches."""
        from sim.analysis.design import factors_of, latin_hypercube  # noqa: PLC0415
        from sim.analysis.sample import sample_of_design  # noqa: PLC0415

        scenario = self.loaded.scenario
        factors = factors_of(scenario, switches=switches)[
            :-1
        ]  # chance: each row has its own streams
        self.design = latin_hypercube(factors, budget, scenario.seed)
        points, order = self.design.points(scenario, self.condition.target)
        begin(self.folder, "discovery", scenario)
        with run_all(self.folder / "runs", "runs", points, self.loaded, self.jobs) as results:
            cases = self.condition.holds(results, scenario)
            return sample_of_design(self.design, cases, results, order)

    def compare(self, sample: "Sample", inside: "Flags", files: list[Path]) -> "tuple[Regret, ...]":
        """Regret of the scenario and of every policy, over the draws and streams of the sample."""
        from sim.analysis.regret import regrets  # noqa: PLC0415

        if not files:
            return ()
        ours = {
            self.loaded.scenario.name: dict(zip(sample.rows.tolist(), sample.cases, strict=True))
        }
        theirs = {file.stem: self._policy(file, sample) for file in files}
        return regrets(ours | theirs, sample.rows[inside].tolist())

    def _policy(self, file: Path, sample: "Sample") -> dict[int, bool]:
        """Whether it happens under a policy, by row of the sample."""
        from sim.analysis.design import alone  # noqa: PLC0415
        from sim.analysis.target import Target  # noqa: PLC0415
        from sim.scenario.load import load  # noqa: PLC0415
        from sim.scenario.schema import Scenario  # noqa: PLC0415

        base, target = self.loaded.scenario, self.condition.target
        if base.draws != "prior":
            raise SimError(f"--policies needs draws of the prior; these are of {base.draws}")
        policy = load(file, Scenario, [f"seed={base.seed}", f"draws={base.draws}"])
        Target.parse(target.name, policy.scenario, target.on)  # its window must hold the day
        points, order = (
            self.design.points(policy.scenario, target)
            if self.design
            else alone(policy.scenario, sample.rows, target)
        )
        begin(self.folder, "discovery", base)
        folder = self.folder / "policies" / file.stem
        with run_all(folder, file.stem, points, policy, self.jobs) as results:
            happened = self.condition.holds(results, policy.scenario)
            rows = order[results["replicate"].values].tolist()
        return dict(zip(rows, happened.tolist(), strict=True))
