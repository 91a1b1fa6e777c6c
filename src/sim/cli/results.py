"""Commands on finished results: show them again, verify them."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.guide import Json
from sim.cli.run import _print
from sim.cli.screen import manner, out

Folder = Annotated[Path, typer.Argument(help="Result folder.", show_default=False)]


def show(folder: Folder, *, as_json: Json = False) -> None:
    """Print the headline numbers of a result folder."""
    from sim.runs import scenario_of  # noqa: PLC0415

    manner.json = as_json
    _print(folder, scenario_of(folder).scenario)


def persons(
    file: Annotated[Path, typer.Argument(help="Scenario file.", show_default=False)],
    replicate: Annotated[int, typer.Option(help="Which run.")] = 0,
    seed: Annotated[int | None, typer.Option(help="Seed; default: the scenario's.")] = None,
) -> None:
    """Print every person's history in one run as CSV."""
    import sys  # noqa: PLC0415

    from sim.persons import as_csv, histories  # noqa: PLC0415
    from sim.scenario.load import load  # noqa: PLC0415
    from sim.scenario.schema import Scenario  # noqa: PLC0415

    given = [f"seed={seed}"] if seed is not None else []
    sys.stdout.write(as_csv(histories(load(file, Scenario, given).scenario, replicate)))


def verify(
    folder: Folder,
    sample: Annotated[int, typer.Option(help="Replicates to compute again.")] = 3,
) -> None:
    """Check every file of a result against its hash, and compute some replicates again."""
    from sim.analysis.sweep import POINTS, job_in  # noqa: PLC0415
    from sim.ensemble.verify import verify as verify_results  # noqa: PLC0415
    from sim.runs import job_of, scenario_of  # noqa: PLC0415

    swept = (folder / POINTS).exists()
    job = job_in(folder) if swept else job_of(scenario_of(folder).scenario)
    checked = verify_results(folder, job, n_sample=sample)
    again = ", ".join(str(replicate) for replicate in checked.replicates)
    out.print(
        f"{folder}: {len(checked.files)} files as recorded; the same bits again for runs {again}"
    )
