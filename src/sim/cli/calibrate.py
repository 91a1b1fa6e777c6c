"""``sim calibrate``: from a calibration file to a posterior, with everything that was learned."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import Jobs, Json, OutDir, Set, number_of_jobs
from sim.cli.screen import err, out, print_json, progress, waiting

if TYPE_CHECKING:
    from sim.calibration.fit import Wave
    from sim.calibration.smc import Step

POSTERIOR, PAGE = "posterior.nc", "calibration.md"
RESOLVED = "calibration.resolved.yaml"


def calibrate(
    file: Annotated[Path, typer.Argument(help="Calibration file.", show_default=False)],
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Fit the uncertain quantities to the patterns; run it again to go on after an interruption."""
    from sim.calibration.calibrate import calibrate as run_all  # noqa: PLC0415 - starts fast
    from sim.calibration.posterior_file import command_of, folder_name, portable, save  # noqa: PLC0415
    from sim.calibration.schema import Calibration  # noqa: PLC0415
    from sim.core.intake import text  # noqa: PLC0415
    from sim.ensemble import store  # noqa: PLC0415
    from sim.ensemble.run import Settings  # noqa: PLC0415
    from sim.report.calibrated.write import summary, write_calibration  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.write import resolved_yaml  # noqa: PLC0415

    loaded = load(file, Calibration, changes or ())
    folder = out_dir / folder_name(loaded.scenario)
    err.print(f"  {loaded.scenario.title} · seed {loaded.scenario.seed} · {folder}/")
    command = command_of("calibrate", file, changes or ())
    found = run_all(
        loaded.scenario,
        folder,
        Settings(jobs=number_of_jobs(jobs), command=command),
        progress,
        _tell,
    )
    named = replace(loaded, scenario=portable(loaded.scenario))
    store.write_file(folder / RESOLVED, resolved_yaml(named).encode())
    posterior = save(found, folder / POSTERIOR, command)
    with waiting("  tables and figures"):
        for name, content in write_calibration(found, posterior).items():
            store.write_file(folder / name, content)
    if as_json:
        print_json(summary(found, posterior) | {"folder": str(folder)})
        return
    out.print(text(store.read_own(folder, PAGE), PAGE), markup=False)
    out.print(f"  {folder / POSTERIOR}: 'draws: FILE' in a scenario draws from it", markup=False)


def _tell(done: "Wave | Step") -> None:
    """One line for every wave and step."""
    from sim.calibration.fit import Wave  # noqa: PLC0415

    if isinstance(done, Wave):
        left = f"{100 * done.left:.1f} % of the prior not ruled out"
        err.print(f"  {done.name}: {done.stood} of {done.run} runs meet all hard patterns; {left}")
    else:
        moved = f"{done.taken} of {done.proposed} moves taken"
        err.print(f"  {done.name}: distance at most {done.tolerance:.3g}; {moved}")
