"""``sim run``, ``sim resume`` and ``sim merge``: from a scenario file to a result folder."""

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.headlines import print_end, print_headlines_in, tell_numbers
from sim.cli.options import (
    MOST_RUNS,
    File,
    Jobs,
    Json,
    Keep,
    MaxMemory,
    OutDir,
    Reps,
    Seed,
    Set,
    TimeLimit,
    number,
    number_of_jobs,
    whole,
)
from sim.cli.remarks import warned
from sim.cli.screen import (
    detail,
    err,
    manner,
    out,
    progress,
    waiting,
    warn,
)
from sim.cli.study import command_line
from sim.core.errors import Exit, SimError, typed
from sim.core.languages import _, in_every_language
from sim.core.wording import quoted
from sim.ensemble import store
from sim.ensemble.clusters import check_address
from sim.ensemble.costs import Site
from sim.ensemble.errors import SampleError
from sim.ensemble.executors import workers_kept
from sim.ensemble.forms import form_of
from sim.ensemble.manifest import form_in
from sim.ensemble.plan import Plan, Share
from sim.ensemble.run import FinishedRun, HowToRun
from sim.experiments.job import plan_of, run_again
from sim.experiments.prospect import begun, prospect
from sim.experiments.run import RESOLVED, merge_in, run_in, scenario_of
from sim.methods.bench import command_of_study
from sim.report.folder import PAGE, report_in
from sim.report.luck import RECORD, TABLE
from sim.report.parent import keep_parent, parent_of
from sim.scenario.load import Loaded, load
from sim.scenario.schema import Scenario

Folder = Annotated[Path, typer.Argument(help="Result folder.", show_default=False)]
Cluster = Annotated[
    str | None,
    typer.Option(help="tls://host:port of a dask scheduler, tcp:// on this computer, or mpi."),
]
Report = Annotated[bool, typer.Option(help="Make tables, figures and the page.")]
Luck = Annotated[
    bool, typer.Option(help="Measure how much of the spread is luck, with a third more runs.")
]


@dataclass(frozen=True, slots=True)
class Way:
    """How to get the runs done; none of it changes a bit of the result."""

    jobs: int
    cluster: str | None = None
    time_limit: float | None = None
    max_memory: int | None = None
    keep: str | None = None
    share: str | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be kept: a cluster is not ours to end."""
        if self.cluster is not None and self.time_limit:
            raise SimError("--time-limit: a cluster does not end runs; leave one of the two out")
        with typed("--cluster"):
            if self.cluster is not None:
                check_address(self.cluster)
        with typed("--shard"):
            if self.share is not None:
                Share.parse(self.share)
        with typed("--keep"):
            if self.keep is not None:
                form_of(self.keep)

    def settings(self) -> HowToRun:
        """The same for the ensemble; every worker may hold its part of the memory."""
        limit = self.max_memory // self.jobs if self.max_memory and not self.cluster else None
        return HowToRun(self.jobs, self.cluster, self.time_limit, limit, command_line())


def run(
    file: File,
    reps: Reps = None,
    seed: Seed = None,
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    prior: Annotated[bool, typer.Option("--prior", help="Draw from the prior.")] = False,
    report: Report = True,
    luck: Luck = True,
    force: Annotated[bool, typer.Option("--force", help="Run again although it is done.")] = False,
    keep: Keep = None,
    cluster: Cluster = None,
    shard: Annotated[
        str | None, typer.Option(help="Part i/n of a job array; 'sim merge' puts them together.")
    ] = None,
    time_limit: TimeLimit = None,
    max_memory: MaxMemory = None,
    only: Annotated[
        int | None,
        number(
            "--only", 0, MOST_RUNS - 1, "Run this one alone, to see why it failed; keep nothing."
        ),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Run a scenario and leave data, figures and a report in a folder of results."""
    given = [f"replicates={reps}"] if reps is not None else []
    given += [f"seed={seed}"] if seed is not None else []
    given += ["draws=prior"] if prior else []
    way = Way(number_of_jobs(jobs), cluster, time_limit, max_memory, keep, shard)
    loaded = load(file, Scenario, [*(changes or []), *given])
    manner.json = as_json
    warned(loaded, file, changes or ())
    if only is not None:
        _replay(loaded.scenario, only)
        return
    ready = _ready(file, loaded.scenario, out_dir, way, force=force)
    begun_by = Beginning(loaded, parent_of(file, loaded))
    told = Telling(report=report, luck=luck)
    _run(begun_by, out_dir / ready.folder_name, ready, way, told, force=force)


def resume(
    folder: Folder,
    jobs: Jobs = None,
    cluster: Cluster = None,
    time_limit: TimeLimit = None,
    max_memory: MaxMemory = None,
    *,
    as_json: Json = False,
) -> None:
    """Finish a run that was interrupted."""
    manner.json = as_json
    if command := command_of_study(folder):
        raise SimError(f"{folder}: holds a study; run the command that began it: {command}")
    if not (folder / RESOLVED).exists():
        raise SimError(f"{folder}: holds no run to resume ({RESOLVED} is missing)")
    way = Way(number_of_jobs(jobs), cluster, time_limit, max_memory)
    loaded = scenario_of(folder)
    plan = plan_of(loaded.scenario, jobs=way.jobs, form=form_in(folder))
    _run(Beginning(loaded, None), folder, plan, way, Telling())


def merge(folder: Folder, report: Report = True) -> None:
    """Put the parts of a job array (sim run --shard i/n) together."""
    if not (folder / RESOLVED).exists():
        raise SimError(f"{folder}: holds no parts to merge ({RESOLVED} is missing)")
    outcome = merge_in(folder, command_line())
    scenario = scenario_of(folder).scenario
    print_headlines_in(outcome.folder, scenario)
    _finish(outcome, scenario, Telling(report=report), number_of_jobs(None))


def number_of_run(option: str, replicate: int, scenario: Scenario) -> None:
    """Refuse the number of a run that a scenario does not have."""
    whole(option, 0, scenario.replicates - 1)(replicate)


def _replay(scenario: Scenario, replicate: int) -> None:
    """Run one replicate here; what it raises is shown in full."""
    number_of_run("--only", replicate, scenario)
    try:
        batch = run_again(scenario, replicate)
    except Exception as error:  # the model's, whatever it is
        err.print(traceback.format_exc(), end="")
        raise typer.Exit(Exit.SOME_FAILED) from error
    for event in batch.events[0]:
        out.print(f"  {event['date']}  {event['kind'].replace('_', ' ')}")
    err.print(f"  run {replicate} of seed {scenario.seed} ends well")


def _ready(file: Path, scenario: Scenario, parent: Path, way: Way, *, force: bool) -> Plan:
    """The plan, unless it would not fit; what was begun before has been measured before."""
    plan = None if force else begun(scenario, parent, jobs=way.jobs, keep=way.keep)
    if plan is not None:
        return plan
    place = Site(1 if way.cluster else way.jobs)
    try:
        found = prospect(file, scenario, parent, place, keep=way.keep, max_memory=way.max_memory)
    except SampleError:  # a run that fails is named in the end, and the others are finished
        form = form_of(way.keep) if way.keep else "netcdf"
        return plan_of(scenario, jobs=way.jobs, form=form)
    found.check()
    if found.plan.form == "summary" and way.keep is None:
        err.print("  every path would not fit on the disk: quantiles are kept instead")
    return plan_of(scenario, jobs=place.workers, form=found.plan.form)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What runs are made from: a scenario, and the one it starts from if that is at hand."""

    loaded: Loaded[Scenario]
    parent: Loaded[Scenario] | None


@dataclass(frozen=True, slots=True)
class Telling:
    """What is made of finished runs beside their data: the report, and runs that measure luck."""

    report: bool = True
    luck: bool = True


def _run(
    begin: Beginning, folder: Path, plan: Plan, way: Way, tell: Telling, *, force: bool = False
) -> None:
    loaded, share = begin.loaded, Share.parse(way.share) if way.share else None
    scenario = loaded.scenario
    if force and folder.exists():
        store.set_aside(folder)
    told = _("{title} · {first} to {last} · {runs} runs · seed {seed}").format(
        title=scenario.titled,
        first=scenario.window.start,
        last=scenario.window.end,
        runs=scenario.replicates,
        seed=scenario.seed,
    )
    err.print(f"  {told}")
    for read in loaded.files:
        detail(f"{read.name}  sha256 {read.sha256}")
    detail(f"digest {plan.job.digest}, code {plan.version}, {way.jobs} workers, {folder}/")
    with workers_kept():
        with progress("runs") as heard:
            outcome = run_in(folder, plan, loaded, way.settings(), progress=heard, share=share)
        if share is not None:
            _part(outcome, share)
            return
        if outcome.reused:
            err.print("  already done, nothing to run (--force runs it again)")
        keep_parent(folder, begin.parent, (*in_every_language(PAGE), RECORD, TABLE))
        tell_numbers(folder, loaded, way.settings(), luck=tell.luck)
    _finish(outcome, scenario, tell, way.jobs)


def _part(outcome: FinishedRun, share: Share) -> None:
    """Say what one part of a job array has done, and what is left to do."""
    done = f"  part {share.number} of {share.of}: {outcome.n_done} of {outcome.n_asked} runs"
    out.print(f"{done}; when all parts are done: sim merge {quoted(outcome.folder)}")
    _tell_failures(outcome)


def _finish(outcome: FinishedRun, scenario: Scenario, tell: Telling, jobs: int) -> None:
    """Write the report, and say where everything is and what failed."""
    if tell.report:
        with waiting("figures and report"):
            report_in(outcome.folder, scenario, jobs)
    print_end(outcome.folder, scenario)
    _tell_failures(outcome)


def _tell_failures(outcome: FinishedRun) -> None:
    for failure in outcome.failed:
        warn(f"  run {failure.replicate} failed: {failure.error}")
        again = f"sim run {quoted(outcome.folder / RESOLVED)} --only {failure.replicate}"
        warn(f"    see it alone: {again}")
    if outcome.failed:
        raise typer.Exit(Exit.SOME_FAILED)
