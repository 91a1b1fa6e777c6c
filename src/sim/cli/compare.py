"""``sim compare``: how futures differ, pair by pair of runs."""

import hashlib
import shlex
import sys
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import MOST_RUNS, Jobs, Json, named_folder, number, number_of_jobs
from sim.cli.screen import err, out, print_json, progress, waiting
from sim.core.errors import SimError

if TYPE_CHECKING:
    from sim.analysis.pairing import Finished
    from sim.analysis.person_pairs import PersonPairs
    from sim.analysis.split import Part
    from sim.report.comparison.contrast import Comparison
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario

FOLLOWED = 2  # runs in which single persons are followed: each takes a second or so
FEWEST = 2
TOO_FEW = "compare needs at least two result folders or scenario files"


class By(StrEnum):
    """What a difference is split by."""

    levers = "levers"


Futures = Annotated[
    list[Path],
    typer.Argument(
        help="Result folders, or scenario files, which are run first; the first is the reference.",
        show_default=False,
    ),
]


def compare(
    futures: Futures,
    out_dir: Annotated[
        Path | None,
        typer.Option(
            "--out",
            parser=named_folder("--out"),
            metavar="PATH",
            help="Folder to write to; default: comparisons/...",
        ),
    ] = None,
    results: Annotated[Path, typer.Option(help="Folder for results of scenario files.")] = Path(
        "results"
    ),
    reps: Annotated[
        int | None, number("--reps", 1, MOST_RUNS, "Runs to make of scenario files.")
    ] = None,
    jobs: Jobs = None,
    by: Annotated[
        By | None, typer.Option(help="Tell what comes from levers and what from assumptions.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare futures over the same draws and the same luck; the first is the reference."""
    if len(futures) < FEWEST:
        raise SimError(TOO_FEW)
    from sim.analysis.pairing import Finished, check_paired  # noqa: PLC0415 - slow to import
    from sim.report.comparison.tables import as_json as told  # noqa: PLC0415

    folders = _folders(futures, results, reps, number_of_jobs(jobs))
    if len(folders) < FEWEST:
        raise SimError(TOO_FEW)
    made = [Finished.of(folder) for folder in folders]
    check_paired(made)
    folder = out_dir or Path("comparisons") / _name(made)
    halves: list[dict[Part, Path]] = [{} for _ in made[1:]]
    if by is By.levers:
        halves = [_between(made[0], each, results, number_of_jobs(jobs)) for each in made[1:]]
        check_paired([made[0], *(Finished.of(path) for half in halves for path in half.values())])
    comparison = _compare(made, halves, folder, followed=FOLLOWED)
    if as_json:
        print_json(told(comparison) | {"folder": str(folder)})
        return
    from sim.report.comparison.screen import print_comparison  # noqa: PLC0415
    from sim.report.comparison.write import PAGE  # noqa: PLC0415

    print_comparison(out, comparison)
    out.print(f"  {folder}/  →  open {folder / PAGE}", markup=False)


def _folders(futures: list[Path], results: Path, reps: int | None, jobs: int) -> list[Path]:
    """Result folders as they are given; of scenario files those that their runs are in, made if need be.

    Files take the seed and the number of runs of the first future, so that they are pairs of it.
    """
    from sim.runs import finished_scenario  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    if reps is not None and all(future.is_dir() for future in futures):
        raise SimError("--reps: these are all result folders, of which no runs are made")
    folders: list[Path] = []
    for future in futures:
        if future.is_dir():
            folders += [future] if _is_future(future) else []
            continue
        first = finished_scenario(folders[0]) if folders else None
        if first and reps not in {None, first.replicates}:
            told = (
                f"the first future has {first.replicates} runs, of which the others must be pairs"
            )
            raise SimError(f"--reps: {told}; leave it out")
        given = [f"seed={first.seed}", f"replicates={first.replicates}"] if first else []
        given = [f"replicates={reps}"] if reps is not None and not first else given
        folders.append(_run(load(future, Scenario, given), results, jobs))
    return folders


def _is_future(folder: Path) -> bool:
    """Whether a folder holds the runs of one scenario, not a study that a wildcard brought along."""
    from sim.ensemble.results import finished  # noqa: PLC0415
    from sim.simulate import SIMULATOR  # noqa: PLC0415

    plain = finished(folder).simulator == SIMULATOR
    if not plain:
        err.print(
            f"  {folder} is a study, not the runs of one scenario; it is left out", markup=False
        )
    return plain


def _run(loaded: "Loaded[Scenario]", results: Path, jobs: int) -> Path:
    from sim.ensemble.run import Settings  # noqa: PLC0415
    from sim.runs import plan_of, run_in  # noqa: PLC0415

    plan = plan_of(loaded.scenario, jobs=jobs)
    folder = results / plan.folder_name
    command = shlex.join(["sim", *sys.argv[1:]])
    err.print(f"  {loaded.scenario.title} · {loaded.scenario.replicates} runs", markup=False)
    with progress("runs") as tell:
        run_in(folder, plan, loaded, Settings(jobs=jobs, command=command), progress=tell)
    return folder


def _name(made: "list[Finished]") -> str:
    identity = "\n".join(f"{each.manifest.digest} {each.folder.name}" for each in made)
    names = "-".join(each.scenario.name for each in made)[:60]
    return f"{names}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"


def _between(one: "Finished", other: "Finished", results: Path, jobs: int) -> "dict[Part, Path]":
    """Run the first future with the levers of the other, and with its assumptions."""
    from sim.analysis.split import between  # noqa: PLC0415
    from sim.scenario.load import Loaded  # noqa: PLC0415

    scenarios = between(one.scenario, other.scenario)
    if scenarios is None:
        err.print(f"  {other.scenario.name} differs in one kind of setting only", markup=False)
        return {}
    return {part: _run(Loaded(each, {}, ()), results, jobs) for part, each in scenarios.items()}


def _compare(
    made: "list[Finished]", halves: "list[dict[Part, Path]]", folder: Path, *, followed: int
) -> "Comparison":
    """Compare, and write page, figures and tables into `folder`."""
    from sim.ensemble import store  # noqa: PLC0415
    from sim.ensemble.manifest import without_home  # noqa: PLC0415
    from sim.report.comparison.contrast import compare as contrasted  # noqa: PLC0415
    from sim.report.comparison.write import write_comparison  # noqa: PLC0415
    from sim.runs import finished_scenario, opened  # noqa: PLC0415

    with ExitStack() as stack, waiting("  comparing"):
        results = [stack.enter_context(opened(each.folder, each.scenario)) for each in made]
        between = [
            {
                part: stack.enter_context(opened(path, finished_scenario(path))).load()
                for part, path in half.items()
            }
            for half in halves
        ]
        persons = [_persons(made[0], each, followed) for each in made[1:]]
        comparison = contrasted(made, [each.load() for each in results], persons, between)
        commands = (
            *(each.manifest.command for each in made if each.manifest.command),
            without_home(shlex.join(["sim", "compare", *(str(each.folder) for each in made)])),
        )
        for name, content in write_comparison(comparison, commands).items():
            store.write_file(folder / name, content)
    return comparison


def _persons(one: "Finished", other: "Finished", followed: int) -> "PersonPairs | None":
    """Follow persons through the first runs of both, where this code can make those runs again."""
    from sim.analysis.pairing import why_not_followed  # noqa: PLC0415
    from sim.analysis.person_pairs import pair_persons  # noqa: PLC0415

    if why_not_followed((one, other)):
        return None
    return pair_persons(one.scenario, other.scenario, range(followed))
