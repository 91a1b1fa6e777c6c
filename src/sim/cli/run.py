"""``sim run`` and ``sim resume``: from a scenario file to a result folder."""

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.guide import Json
from sim.cli.screen import detail, err, manner, out, print_json, progress, warn
from sim.core.errors import Exit, SimError

if TYPE_CHECKING:
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario

PAGE = "report.html"
MOST_JOBS = 64

File = Annotated[Path, typer.Argument(help="Scenario file.", show_default=False)]
Jobs = Annotated[int | None, typer.Option(help="Worker processes; default: one a core.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change one value: path.to.value=value. May be repeated."),
]


def run(
    file: File,
    reps: Annotated[int | None, typer.Option(help="Runs to make; default: the scenario's.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed; default: the scenario's.")] = None,
    jobs: Jobs = None,
    out_dir: Annotated[Path, typer.Option("--out", help="Folder for results.")] = Path("results"),
    changes: Set = None,
    prior: Annotated[bool, typer.Option("--prior", help="Draw from the prior.")] = False,
    report: Annotated[bool, typer.Option(help="Make tables, figures and the page.")] = True,
    force: Annotated[bool, typer.Option("--force", help="Run again although it is done.")] = False,
    *,
    as_json: Json = False,
) -> None:
    """Run a scenario and leave data, figures and a report in a folder of results."""
    from sim.scenario.load import load  # noqa: PLC0415 - commands that do not run must start fast
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    given = [f"replicates={reps}"] if reps is not None else []
    given += [f"seed={seed}"] if seed is not None else []
    given += ["draws=prior"] if prior else []
    loaded = load(file, Scenario, [*(changes or []), *given])
    manner.json = as_json
    _run(loaded, out_dir, _jobs(jobs), report=report, force=force)


def resume(
    folder: Annotated[Path, typer.Argument(help="Result folder.")],
    jobs: Jobs = None,
    *,
    as_json: Json = False,
) -> None:
    """Finish a run that was interrupted."""
    from sim.runs import scenario_of  # noqa: PLC0415

    manner.json = as_json
    _run(scenario_of(folder), folder.parent, _jobs(jobs), folder=folder)


def _jobs(jobs: int | None) -> int:
    if jobs is None:
        return min(os.cpu_count() or 1, MOST_JOBS)
    if not 1 <= jobs <= MOST_JOBS:
        raise SimError(f"--jobs: must be from 1 to {MOST_JOBS}, is {jobs}")
    return jobs


def _run(
    loaded: "Loaded[Scenario]",
    parent: Path,
    jobs: int,
    *,
    folder: Path | None = None,
    report: bool = True,
    force: bool = False,
) -> None:
    from sim.ensemble import store  # noqa: PLC0415
    from sim.ensemble.results import finished  # noqa: PLC0415
    from sim.ensemble.run import Settings  # noqa: PLC0415
    from sim.runs import plan_of, run_in  # noqa: PLC0415

    scenario = loaded.scenario
    plan = plan_of(scenario, jobs=jobs)
    folder = folder or parent / plan.folder_name
    if force and folder.exists():
        store.set_aside(folder)
    window = f"{scenario.window.start} to {scenario.window.end}"
    err.print(f"  {scenario.title} · {window} · {scenario.replicates} runs · seed {scenario.seed}")
    for read in loaded.files:
        detail(f"{read.name}  sha256 {read.sha256}")
    detail(f"digest {plan.job.digest}, code {plan.version}, {jobs} workers, {folder}/")
    settings = Settings(jobs=jobs, command=shlex.join(["sim", *sys.argv[1:]]))
    with progress("runs") as tell:
        outcome = run_in(folder, plan, loaded, settings, progress=tell)
    if outcome.reused:
        err.print("  already done, nothing to run (--force runs it again)")
    if report and PAGE not in finished(folder).files:
        _report(folder, scenario)
    _print(folder, scenario)
    for failure in outcome.failed:
        warn(f"  run {failure.replicate} failed: {failure.error}")
    if outcome.failed:
        raise typer.Exit(Exit.SOME_FAILED)


def _report(folder: Path, scenario: "Scenario") -> None:
    """Write tables, figures and page beside the data, and list them in the manifest."""
    from sim.ensemble import store  # noqa: PLC0415
    from sim.ensemble.manifest import add_files  # noqa: PLC0415
    from sim.ensemble.results import finished, open_results  # noqa: PLC0415
    from sim.report.write import write_report  # noqa: PLC0415
    from sim.runs import inputs  # noqa: PLC0415

    manifest = finished(folder)
    facts = {
        "scenario digest": manifest.digest,
        "seed": str(manifest.seed),
        "runs": f"{manifest.n_done} of {manifest.n_asked}",
        "version": manifest.version,
        "packages": ", ".join(f"{name} {version}" for name, version in manifest.software.items()),
        "command": manifest.command,
    }
    with err.status("  figures and report"), open_results(folder) as results:
        files = write_report(results, scenario, facts)
    if scenario.record.persons:
        files |= _persons(scenario)
    for name, content in files.items():
        store.write_file(folder / name, content)
    add_files(folder, [*files, *inputs(folder)])


def _persons(scenario: "Scenario") -> dict[str, bytes]:
    """Every person's history, a table for each run."""
    from sim.persons import as_csv, histories  # noqa: PLC0415

    return {
        f"persons/{replicate:06}.csv": as_csv(histories(scenario, replicate)).encode()
        for replicate in range(scenario.replicates)
    }


def _print(folder: Path, scenario: "Scenario") -> None:
    from sim.ensemble.results import open_results  # noqa: PLC0415
    from sim.report.headline import headlines_record, print_headlines  # noqa: PLC0415

    with open_results(folder) as results:
        if manner.json:
            told = {"schema": 1, "folder": str(folder), "scenario": scenario.name}
            print_json(told | headlines_record(results))
            return
        print_headlines(out, results, scenario)
    out.print(f"  {folder}/" + (f"  →  open {folder / PAGE}" if (folder / PAGE).exists() else ""))
