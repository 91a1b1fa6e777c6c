"""``sim discover``: the region of the uncertain quantities in which something mostly happens."""

from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import MOST_RUNS, Jobs, Json, OutDir, Set, number
from sim.cli.study import bench_in, finish, load_scenario, refuse_for_folder
from sim.core.errors import typed
from sim.ensemble.results import open_results
from sim.experiments.run import finished_scenario, scenario_of
from sim.methods.extra import require
from sim.methods.target import Condition
from sim.studies.discovery.conduct import BUDGET, Asked

FEWEST_RUNS = 40  # it must happen in 20 of them and not happen in 20


class RegionSearch(StrEnum):
    """How regions are looked for; a tree is the cross-check in any case."""

    prim = "prim"


def discover(
    source: Annotated[Path, typer.Argument(help="Scenario file, or a folder of results.")],
    where: Annotated[
        str, typer.Option(help="outcome=rupture, or 'present<3000@2026-06-30' (in quotes).")
    ],
    method: Annotated[
        RegionSearch, typer.Option(help="How regions are looked for.")
    ] = RegionSearch.prim,
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
    _ = method  # one so far
    require("EMA Workbench", "scikit-learn")
    made = source.is_dir()
    if made:
        refuse_for_folder(source, {"--budget": budget, "--set": changes})
        finished_scenario(source)  # refuses the scenario of other results
    loaded = scenario_of(source) if made else load_scenario(source, changes)
    with typed("--where"):
        condition = Condition.parse(where, loaded.scenario)
    files = tuple(policies or ())
    with open_results(source) if made else nullcontext() as results:
        asked = Asked(loaded, condition, budget or BUDGET, switches, files, results, source)
        bench = bench_in(out_dir / asked.folder_name, jobs)
        finish(bench, asked.conduct(bench), as_json=as_json)
