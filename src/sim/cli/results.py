"""Commands on finished results: show them again, verify them."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import MOST_RUNS, Json, Seed, number
from sim.cli.run import PAGE, _print, number_of_run
from sim.cli.screen import manner, out, print_file, remark_on_kernels
from sim.cli.study import command_of_study
from sim.core.errors import SimError
from sim.core.wording import quoted

Folder = Annotated[Path, typer.Argument(help="Result folder.", show_default=False)]


def show(folder: Folder, *, as_json: Json = False) -> None:
    """Print the headline numbers of a result folder."""
    from sim.runs import scenario_of  # noqa: PLC0415

    manner.json = as_json
    _print(folder, scenario_of(folder).scenario)


def persons(
    file: Annotated[Path, typer.Argument(help="Scenario file.", show_default=False)],
    replicate: Annotated[int, number("--replicate", 0, MOST_RUNS - 1, "Which run.")] = 0,
    seed: Seed = None,
) -> None:
    """Print every person's history in one run as CSV."""
    from sim.persons import as_csv, histories  # noqa: PLC0415
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
        bool, typer.Option("--repair", help="Remove what is damaged, for a run to make again.")
    ] = False,
) -> None:
    """Check every file of a result against its hash, and compute some replicates again."""
    if repair:
        _repair(folder)
        return
    from sim.ensemble.verify import check_files  # noqa: PLC0415
    from sim.runs import RESOLVED  # noqa: PLC0415

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


def _verify_runs(folder: Path, n_sample: int) -> None:
    from sim.ensemble.verify import verify as verify_results  # noqa: PLC0415
    from sim.points import DESIGN, points_in  # noqa: PLC0415
    from sim.runs import job_of, scenario_of  # noqa: PLC0415

    designed = (folder / DESIGN).exists()
    job = points_in(folder).job() if designed else job_of(scenario_of(folder).scenario)
    checked = verify_results(folder, job, n_sample=n_sample)
    again = ", ".join(str(replicate) for replicate in checked.replicates)
    out.print(
        f"{folder}: {len(checked.files)} files as recorded; the same bits again for runs {again}",
        markup=False,
    )


def _places(folder: Path) -> list[Path]:
    """The folder, and those inside it that hold the runs of a study."""
    from sim.points import DESIGN  # noqa: PLC0415

    study = command_of_study(folder) is not None
    return sorted({folder, *(path.parent for path in folder.rglob(DESIGN) if study)})


def _repair(folder: Path) -> None:
    from sim.ensemble.verify import repair as remove_damaged  # noqa: PLC0415
    from sim.runs import RESOLVED  # noqa: PLC0415

    command = command_of_study(folder)
    if command is None and not (folder / RESOLVED).exists():
        raise SimError(f"{folder}: holds no results ({RESOLVED} is missing)")
    removed = []
    for place in _places(folder):
        names = remove_damaged(place, drawn=PAGE)
        removed += [str((place / name).relative_to(folder)) for name in names]
    for name in removed:
        out.print(f"  removed {name}", markup=False)
    command = command or ("sim run FILE" if RESOLVED in removed else f"sim resume {quoted(folder)}")
    again = f"make it again: {command}" if removed else "nothing is damaged"
    out.print(f"{folder}: {again}", markup=False)
