"""``sim calibrate`` and ``sim identify``: a posterior, and what the evidence could tell apart."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Jobs, Json, OutDir, Set
from sim.cli.screen import lead_to, out, print_json
from sim.cli.study import bench_in, print_answer, remark
from sim.core.languages import _, beside
from sim.report.folder import PAGE
from sim.scenario.load import load
from sim.studies.calibration.answer.posterior_file import command_of, folder_name
from sim.studies.calibration.conduct import POSTERIOR, fitted, identified
from sim.studies.calibration.question.schema import Calibration


def calibrate(
    file: Annotated[Path, typer.Argument(help="Calibration file.", show_default=False)],
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Fit the uncertain quantities to the patterns; run it again to go on after an interruption."""
    loaded = load(file, Calibration, changes or ())
    folder = out_dir / folder_name(loaded.scenario)
    remark(f"{loaded.scenario.title} · seed {loaded.scenario.seed} · {folder}/")
    bench = bench_in(folder, jobs, command_of("calibrate", file, changes or ()))
    summary, told = fitted(loaded, bench)
    if as_json:
        print_json(summary | {"folder": str(folder)})
        return
    print_answer(told)
    draws = _("{file}: 'draws: FILE' in a scenario draws from it")
    out.print(f"  {draws.format(file=folder / POSTERIOR)}")
    lead_to(folder / beside(PAGE), f"{folder}/")


def identify(
    file: Annotated[Path, typer.Argument(help="Calibration file.", show_default=False)],
    jobs: Jobs = None,
    out_dir: OutDir = Path("results"),
    changes: Set = None,
    as_json: Json = False,
) -> None:
    """Fit to simulated articles whose truth is known, and turn every theory switch."""
    calibration = load(file, Calibration, changes or ()).scenario
    folder = out_dir / f"identify-{folder_name(calibration)}"
    remark(f"{calibration.title} · {calibration.identify.truths} simulated articles · {folder}/")
    bench = bench_in(folder, jobs, command_of("identify", file, changes or ()))
    summary, told = identified(calibration, bench)
    if as_json:
        print_json(summary | {"folder": str(folder)})
    else:
        print_answer(told)
        lead_to(folder / beside(PAGE), f"{folder}/")
