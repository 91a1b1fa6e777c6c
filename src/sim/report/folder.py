"""The report beside the data of a result folder: tables, figures and the page, listed in its manifest."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.ensemble import store
from sim.ensemble.manifest import add_files
from sim.ensemble.results import finished, open_results
from sim.experiments.batch import SIMULATOR
from sim.experiments.persons import histories
from sim.experiments.run import inputs, opened
from sim.model.histories import as_csv
from sim.report.background import Background
from sim.report.luck import split_in
from sim.report.parent import parent_in
from sim.report.write import write_report
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import xarray

PAGE = "report.html"


def results_in(folder: Path, scenario: Scenario) -> "xarray.Dataset":
    """The results of a scenario, or those of a study whose runs have settings of their own."""
    plain = finished(folder).simulator == SIMULATOR
    return opened(folder, scenario) if plain else open_results(folder)


def background_in(folder: Path) -> Background:
    """What a result folder keeps of it."""
    parent = parent_in(folder)
    return Background(None if parent is None else parent.scenario, split_in(folder))


def report_in(folder: Path, scenario: Scenario) -> Path:
    """Write the report where there is none yet; gives its page."""
    manifest = finished(folder)
    if PAGE in manifest.files:
        return folder / PAGE
    facts = {
        "scenario digest": manifest.digest,
        "seed": str(manifest.seed),
        "runs": f"{manifest.n_done} of {manifest.n_asked}",
        "version": manifest.version,
        "packages": ", ".join(f"{name} {version}" for name, version in manifest.software.items()),
        "command": manifest.command,
    }
    with results_in(folder, scenario) as results:
        files = write_report(results, scenario, facts, background_in(folder))
    for replicate in range(scenario.replicates) if scenario.record.persons else ():
        table = as_csv(histories(scenario, replicate))
        files[f"persons/{replicate:06}.csv"] = table.encode()
    for name, content in files.items():
        store.write_file(folder / name, content)
    add_files(folder, [*files, *inputs(folder)])
    return folder / PAGE
