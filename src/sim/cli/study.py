"""What the exploring commands share: their folder, their runs, and what they leave."""

import hashlib
import json
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sim.cli.screen import err, out, print_json, progress, waiting
from sim.core.errors import SimError

if TYPE_CHECKING:
    import xarray

    from sim.experiments.design import Points
    from sim.methods.study import Study
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario

#: How the manifest of a study says that it is one.
STUDY = "study: "


def load_scenario(file: Path, changes: list[str] | None) -> "Loaded[Scenario]":
    """The scenario of a study that varies quantities over their priors, whatever it draws from itself."""
    from sim.scenario.draws_from import PRIOR  # noqa: PLC0415 - commands that do not run must start fast
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    loaded = load(file, Scenario, changes or ())
    if loaded.scenario.draws == PRIOR:
        return loaded
    err.print(f"  quantities are varied over their priors, not over {loaded.scenario.draws}")
    return load(file, Scenario, [*(changes or ()), f"draws={PRIOR}"])


def refuse_for_folder(source: Path, given: Mapping[str, object]) -> None:
    """Refuse options that need runs to be made, where finished runs are looked at."""
    for option, value in given.items():
        if value is not None:
            raise SimError(f"{option}: {source} holds finished runs; leave the option out")


def study_folder(parent: Path, scenario: "Scenario", kind: str, *asked: object) -> Path:
    """The same folder for the same question: ``blockade-sensitivity-3f9a1c07``."""
    from sim.ensemble.manifest import code_version  # noqa: PLC0415
    from sim.experiments.posterior.meant import pinned  # noqa: PLC0415
    from sim.scenario.resolve import digest  # noqa: PLC0415

    identity = [digest(pinned(scenario)), code_version(), scenario.seed, *map(str, asked)]
    hashed = hashlib.sha256(json.dumps(identity).encode()).hexdigest()
    return parent / f"{scenario.name}-{kind}-{hashed[:8]}"


def run_all(
    folder: Path, name: str, points: "Points", loaded: "Loaded[Scenario]", jobs: int
) -> "xarray.Dataset":
    """Finish the runs of a study in `folder`, with progress, and open their results."""
    from sim.ensemble.manifest import add_files  # noqa: PLC0415
    from sim.ensemble.results import open_results  # noqa: PLC0415
    from sim.ensemble.run import Settings  # noqa: PLC0415
    from sim.experiments.design import DESIGN, run_points  # noqa: PLC0415
    from sim.experiments.run import inputs  # noqa: PLC0415

    plan = points.plan(name, jobs=jobs)
    settings = Settings(jobs=jobs, command=command_line())
    with progress(name) as tell:
        outcome = run_points(folder, points, plan, loaded, settings, tell)
    if outcome.reused:
        err.print(f"  {name}: {outcome.n_done:,} runs are there already")
    add_files(folder, [*inputs(folder), DESIGN])
    for failure in outcome.failed:
        err.print(f"  run {failure.replicate} failed and is left out: {failure.error}")
    return open_results(folder)


def finish(folder: Path, study: "Study", *, as_json: bool) -> None:
    """Write what a study leaves, list it in a manifest, and tell the answer."""
    from sim.ensemble import manifest, store  # noqa: PLC0415
    from sim.experiments.posterior.meant import pinned  # noqa: PLC0415
    from sim.methods.study import PAGE, written  # noqa: PLC0415
    from sim.scenario.resolve import digest  # noqa: PLC0415

    command = manifest.without_home(command_line())
    packages = manifest.software().items()
    facts = {
        "scenario digest": digest(pinned(study.scenario)),
        "seed": str(study.scenario.seed),
        "runs": f"{study.n_runs:,}",
        "version": manifest.code_version(),
        "packages": ", ".join(f"{name} {version}" for name, version in packages),
        "command": command,
    }
    with waiting("  figures and report"):
        files = written(study, facts, command)
    for name, content in files.items():
        store.write_file(folder / name, content)
    if not (folder / manifest.NAME).exists() or manifest.load(folder).simulator.startswith(STUDY):
        _record(folder, study.kind, study.scenario, "complete", study.n_runs)
    manifest.add_files(folder, list(files))
    if as_json:
        print_json(study.as_json | {"folder": str(folder)})
        return
    out.print(f"  {study.title}", style="bold", markup=False)
    for sentence in study.answer:
        out.print(f"  {sentence}", markup=False)
    out.print(f"  {folder}/  →  open {folder / PAGE}", markup=False)


def command_line() -> str:
    """What the person typed."""
    return shlex.join(["sim", *sys.argv[1:]])


def begin(folder: Path, kind: str, scenario: "Scenario") -> None:
    """Leave the command in the folder of a study whose runs are in folders of their own."""
    from sim.ensemble.manifest import NAME  # noqa: PLC0415

    if not (folder / NAME).exists():
        _record(folder, kind, scenario, "running")


def command_of_study(folder: Path, *, unfinished: bool = False) -> str | None:
    """The command that a study (if need be, an `unfinished` one) was begun with; None for anything else."""
    from sim.ensemble.errors import MismatchError  # noqa: PLC0415
    from sim.ensemble.manifest import NAME, load  # noqa: PLC0415
    from sim.experiments.design import SIMULATOR  # noqa: PLC0415

    try:
        record = load(folder) if (folder / NAME).exists() else None
    except MismatchError:  # damaged; whoever reads it next says so
        return None
    if record is None:
        return None
    of_study = record.simulator == SIMULATOR or record.simulator.startswith(STUDY)
    return record.command if of_study and not (unfinished and record.status != "running") else None


def _record(
    folder: Path,
    kind: str,
    scenario: "Scenario",
    status: Literal["running", "complete"],
    n_runs: int = 0,
) -> None:
    """The manifest of a study whose runs are in folders of their own."""
    from sim.ensemble import manifest  # noqa: PLC0415
    from sim.experiments.posterior.meant import pinned  # noqa: PLC0415
    from sim.scenario.resolve import digest  # noqa: PLC0415

    manifest.Manifest(
        name=folder.name,
        version=manifest.code_version(),
        digest=digest(pinned(scenario)),
        seed=scenario.seed,
        simulator=f"{STUDY}{kind}",
        n_asked=n_runs,
        n_done=n_runs,
        status=status,
        command=manifest.without_home(command_line()),
        git=manifest.git_revision(),
        software=manifest.software(),
        machine=manifest.machine(),
    ).save(folder)
