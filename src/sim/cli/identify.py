"""``sim identify``: what the evidence could tell apart, from fits to simulated articles."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Jobs, Json, OutDir, Set, number_of_jobs
from sim.cli.screen import err, out, print_json, progress

PAGE = "identifiability.md"


def identify(
    file: Annotated[Path, typer.Argument(help="Calibration file.", show_default=False)],
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Fit to simulated articles whose truth is known, and turn every theory switch."""
    from sim.calibration.identify import identify as run_all  # noqa: PLC0415 - starts fast
    from sim.calibration.posterior_file import command_of, folder_name  # noqa: PLC0415
    from sim.calibration.schema import Calibration  # noqa: PLC0415
    from sim.core.intake import text  # noqa: PLC0415
    from sim.ensemble import store  # noqa: PLC0415
    from sim.ensemble.run import Settings  # noqa: PLC0415
    from sim.report.calibrated.limits_page import summary, write_identified  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415

    calibration = load(file, Calibration, changes or ()).scenario
    folder = out_dir / f"identify-{folder_name(calibration)}"
    command = command_of("identify", file, changes or ())
    err.print(
        f"  {calibration.title} · {calibration.identify.truths} simulated articles · {folder}/"
    )
    found = run_all(
        calibration, folder, Settings(jobs=number_of_jobs(jobs), command=command), progress
    )
    for name, content in write_identified(found, command).items():
        store.write_file(folder / name, content)
    if as_json:
        print_json(summary(found) | {"folder": str(folder)})
    else:
        out.print(text(store.read_own(folder, PAGE), PAGE), markup=False)
