"""Shapes of drawdown paths in finished results: grouped, and told."""

from pathlib import Path

from sim.ensemble.results import finished, open_results
from sim.experiments.run import finished_scenario
from sim.methods.bench import study_name
from sim.methods.design import factors_of
from sim.methods.study import Study
from sim.studies.paths.answer import cluster_paths, paths_in
from sim.studies.paths.told import paths_study


def folder_name(folder: Path, clusters: int | None) -> str:
    """The same folder for the same question."""
    made = finished(folder)
    return study_name(finished_scenario(folder), "paths", made.digest, made.n_done, clusters)


def conduct(folder: Path, clusters: int | None = None) -> Study:
    """Group the runs in `folder` into so many shapes, or into those that are best parted."""
    scenario = finished_scenario(folder)
    factors = {factor.path: factor for factor in factors_of(scenario)}
    with open_results(folder) as results:
        shares = paths_in(results)
        quantities = [str(name) for name in results["quantity"].values]
        found = cluster_paths(shares, results["draws"].values, quantities, clusters)
        return paths_study(results, scenario, found, shares, factors)
