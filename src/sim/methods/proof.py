"""Whether a result folder still is what its record says, and what of it is to be made again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.core.errors import SimError
from sim.core.languages import in_every_language
from sim.core.wording import quoted
from sim.ensemble import repair as repairing
from sim.ensemble.contract import Job, Layout
from sim.ensemble.errors import MismatchError
from sim.ensemble.manifest import NAME, code_version
from sim.ensemble.repair import Made
from sim.ensemble.results import open_results
from sim.ensemble.store import read_own
from sim.ensemble.verify import Verified, verify
from sim.experiments.batch import layout
from sim.experiments.design import DESIGN, points_in
from sim.experiments.job import job_of
from sim.experiments.posterior.meant import KEPT
from sim.experiments.run import RESOLVED, finished_scenario, inputs, scenario_of
from sim.methods.bench import command_of_study
from sim.report.folder import PAGE
from sim.report.parent import PARENT
from sim.report.tables import outcomes_csv, summary_csv
from sim.scenario.schema import Scenario


def places(folder: Path) -> list[Path]:
    """The folder, and those inside it that hold the runs of a study."""
    study = command_of_study(folder) is not None
    return sorted({folder, *(path.parent for path in folder.rglob(DESIGN) if study)})


def check_runs(folder: Path, n_sample: int) -> Verified:
    """Check every file of finished runs against its hash, and compute some of the runs again.

    Raises
    ------
    MismatchError
        With what is not as recorded, or not what comes out again.
    """
    scenario = finished_scenario(folder)
    job, shape, more = _made_from(folder, scenario)
    checked = verify(folder, job, shape, inputs=[*inputs(folder), *more], n_sample=n_sample)
    _check_tables(folder, scenario, checked.files)
    return checked


@dataclass(frozen=True, slots=True)
class Damage:
    """What is damaged in a folder: names by the place they are in, and what makes them again."""

    names: dict[Path, list[str]]
    remade_by: str

    @property
    def paths(self) -> list[Path]:
        """Every damaged file."""
        return [place / name for place, names in self.names.items() for name in names]


def damage(folder: Path) -> Damage:
    """Look for what is damaged; changes nothing."""
    if not folder.is_dir() or not any((folder / name).exists() for name in (RESOLVED, NAME)):
        raise SimError(f"{folder}: holds no results ({RESOLVED} is missing)")
    command = command_of_study(folder)
    names = {
        place: repairing.damage(place, _made_here(place), in_every_language(PAGE))
        for place in places(folder)
    }
    # Inputs come from where they came from, all else from the folder.
    lost = {name for each in names.values() for name in each} & {RESOLVED, KEPT, PARENT}
    again = "the sim run FILE that began it" if lost else f"sim resume {quoted(folder)}"
    return Damage(names, command or again)


def repair(found: Damage) -> Iterator[tuple[Path, str]]:
    """Move what is damaged aside; gives each file, and where it is now, or nothing if it was missing."""
    for place in [place for place, names in found.names.items() if names]:
        for name, aside in repairing.repair(
            place, _made_here(place), in_every_language(PAGE)
        ).items():
            yield place / name, aside


def _made_from(folder: Path, scenario: Scenario) -> tuple[Job, Layout, list[str]]:
    """The job behind the runs in a folder, how they are described, and what else they were made from."""
    if (folder / DESIGN).exists():
        points = points_in(folder)
        return points.job(), points.layout(), [DESIGN]
    return job_of(scenario), layout(scenario), []


def _made_here(folder: Path) -> Made | None:
    """What the shards of a folder should be, if its scenario still tells."""
    try:
        return Made(_made_from(folder, scenario_of(folder).scenario)[0], code_version())
    except SimError:  # the scenario itself is damaged; then nothing proves a shard bad
        return None


def _check_tables(folder: Path, scenario: Scenario, files: tuple[str, ...]) -> None:
    """Make the tables that a run leaves again from its data, and compare them."""
    tables = {"summary.csv": summary_csv, "outcomes.csv": outcomes_csv}
    if not tables.keys() <= set(files):
        return
    with open_results(folder) as results:
        for name, made in tables.items():
            if read_own(folder, name) != made(results, scenario).encode():
                message = f"{folder}: {name} is not what the results say"
                raise MismatchError(message)
