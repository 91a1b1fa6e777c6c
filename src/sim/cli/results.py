"""Commands on finished results: show them again, verify them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import MOST_RUNS, Json, Seed, number
from sim.cli.run import PAGE, _print, number_of_run
from sim.cli.screen import manner, out, print_file, remark_on_kernels
from sim.cli.study import command_of_study
from sim.core.errors import SimError
from sim.core.wording import escaped, quoted

if TYPE_CHECKING:
    from sim.ensemble.contract import Job, Layout
    from sim.ensemble.repair import Made
    from sim.scenario.schema import Scenario

UNSIGNED = (
    "  proved: nothing has changed since the record was written, and what was computed again is the"
    " same.\n  not proved: who wrote it. A checksum is no signature, and whoever forges every file"
    "\n  and the runs that nobody computes again is not found out; --sample N computes more of them."
)

Folder = Annotated[Path, typer.Argument(help="Result folder.", show_default=False)]


def show(folder: Folder, *, as_json: Json = False) -> None:
    """Print the headline numbers of a result folder."""
    from sim.experiments.run import finished_scenario  # noqa: PLC0415

    manner.json = as_json
    _print(folder, finished_scenario(folder))


def persons(
    file: Annotated[Path, typer.Argument(help="Scenario file.", show_default=False)],
    replicate: Annotated[int, number("--replicate", 0, MOST_RUNS - 1, "Which run.")] = 0,
    seed: Seed = None,
) -> None:
    """Print every person's history in one run as CSV."""
    from sim.experiments.persons import histories  # noqa: PLC0415
    from sim.model.histories import as_csv  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    given = [f"seed={seed}"] if seed is not None else []
    scenario = load(file, Scenario, given).scenario
    number_of_run("--replicate", replicate, scenario)
    remark_on_kernels()
    print_file(as_csv(histories(scenario, replicate)))


def verify(
    folder: Folder,
    sample: Annotated[int, number("--sample", 1, MOST_RUNS, "Replicates to compute again.")] = 3,
    repair: Annotated[
        bool, typer.Option("--repair", help="Move what is damaged aside, for a run to make again.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --repair: say what is damaged, change nothing.")
    ] = False,
) -> None:
    """Check every file of a result against its hash, and compute some replicates again."""
    if dry_run and not repair:
        raise SimError("--dry-run: only says what --repair would do; give both")
    if repair:
        _repair(folder, dry_run=dry_run)
        return
    from sim.ensemble.verify import check_files  # noqa: PLC0415
    from sim.experiments.run import RESOLVED  # noqa: PLC0415

    places = _places(folder)
    for place in places:
        if command := command_of_study(place, unfinished=True):
            raise SimError(f"{place}: not finished; run the command that began it: {command}")
    for place in places:
        if place == folder and not (folder / RESOLVED).exists():
            n_files = len(check_files(folder).files)
            out.print(f"{folder}: {n_files} files as recorded", markup=False)
        else:
            _verify_runs(place, sample)
    out.print(UNSIGNED, markup=False)


def _verify_runs(folder: Path, n_sample: int) -> None:
    from sim.ensemble.verify import verify as verify_results  # noqa: PLC0415
    from sim.experiments.run import finished_scenario, inputs  # noqa: PLC0415

    scenario = finished_scenario(folder)
    job, layout, more = _made_from(folder, scenario)
    checked = verify_results(
        folder, job, layout, inputs=[*inputs(folder), *more], n_sample=n_sample
    )
    _check_tables(folder, scenario, checked.files)
    again = ", ".join(str(replicate) for replicate in checked.replicates)
    out.print(
        f"{folder}: {len(checked.files)} files as recorded; the same bits again for runs {again}",
        markup=False,
    )


def _made_from(folder: Path, scenario: "Scenario") -> "tuple[Job, Layout, list[str]]":
    """The job behind the runs in a folder, how they are described, and what else they were made from."""
    from sim.experiments.batch import layout  # noqa: PLC0415
    from sim.experiments.design import DESIGN, points_in  # noqa: PLC0415
    from sim.experiments.run import job_of  # noqa: PLC0415

    if (folder / DESIGN).exists():
        points = points_in(folder)
        return points.job(), points.layout(), [DESIGN]
    return job_of(scenario), layout(scenario), []


def _check_tables(folder: Path, scenario: "Scenario", files: tuple[str, ...]) -> None:
    """Make the tables that a run leaves again from its data, and compare them."""
    from sim.ensemble.errors import MismatchError  # noqa: PLC0415
    from sim.ensemble.results import open_results  # noqa: PLC0415
    from sim.ensemble.store import read_own  # noqa: PLC0415
    from sim.report.tables import outcomes_csv, summary_csv  # noqa: PLC0415

    tables = {"summary.csv": summary_csv, "outcomes.csv": outcomes_csv}
    if not tables.keys() <= set(files):
        return
    with open_results(folder) as results:
        for name, made in tables.items():
            if read_own(folder, name) != made(results, scenario).encode():
                message = f"{folder}: {name} is not what the results say"
                raise MismatchError(message)


def _places(folder: Path) -> list[Path]:
    """The folder, and those inside it that hold the runs of a study."""
    from sim.experiments.design import DESIGN  # noqa: PLC0415

    study = command_of_study(folder) is not None
    return sorted({folder, *(path.parent for path in folder.rglob(DESIGN) if study)})


def _repair(folder: Path, *, dry_run: bool) -> None:
    """Say what is damaged, then move it aside; of a good file not a byte is touched."""
    from sim.ensemble import repair as repairing  # noqa: PLC0415
    from sim.ensemble.manifest import NAME  # noqa: PLC0415
    from sim.experiments.run import RESOLVED  # noqa: PLC0415

    command = command_of_study(folder)
    if not folder.is_dir() or not any((folder / name).exists() for name in (RESOLVED, NAME)):
        raise SimError(f"{folder}: holds no results ({RESOLVED} is missing)")
    found = {place: repairing.damage(place, _made_here(place), PAGE) for place in _places(folder)}
    damaged = [place / name for place, names in found.items() for name in names]
    for path in damaged:
        out.print(f"  damaged: {escaped(str(path.relative_to(folder)))}", markup=False)
    if dry_run or not damaged:
        told = "--repair would move these aside" if damaged else "nothing is damaged"
        out.print(f"{folder}: {told}", markup=False)
        return
    for place in [place for place, names in found.items() if names]:
        for name, aside in repairing.repair(place, _made_here(place), PAGE).items():
            where = (place / name).relative_to(folder)
            told = f"moved {where} to {Path(aside).name}" if aside else f"{where} was missing"
            out.print(f"  {escaped(told)}", markup=False)
    remade = command or _command_after(folder, damaged)
    out.print(f"{folder}: make it again: {remade}", markup=False)


def _command_after(folder: Path, damaged: list[Path]) -> str:
    """What makes the rest again: inputs come from where they came from, all else from the folder."""
    from sim.experiments.posterior.meant import KEPT  # noqa: PLC0415
    from sim.experiments.run import RESOLVED  # noqa: PLC0415

    lost = {path.name for path in damaged} & {RESOLVED, KEPT}
    return "the sim run FILE that began it" if lost else f"sim resume {quoted(folder)}"


def _made_here(folder: Path) -> "Made | None":
    """What the shards of a folder should be, if its scenario still tells."""
    from sim.ensemble.manifest import code_version  # noqa: PLC0415
    from sim.ensemble.repair import Made  # noqa: PLC0415
    from sim.experiments.run import scenario_of  # noqa: PLC0415

    try:
        return Made(_made_from(folder, scenario_of(folder).scenario)[0], code_version())
    except SimError:  # the scenario itself is damaged; then nothing proves a shard bad
        return None
