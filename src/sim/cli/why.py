"""``sim why``: one decision of one run, term by term."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import MOST_RUNS, Json, number
from sim.cli.screen import out, print_json
from sim.core.errors import SimError

Folder = Annotated[Path, typer.Argument(help="Result folder.", show_default=False)]


def why(
    folder: Folder,
    day: Annotated[str, typer.Option(help="Day of the window, such as 2026-03-15.")],
    of: Annotated[str, typer.Option(help="washington, caracas or havana.")],
    run: Annotated[int, number("--run", 0, MOST_RUNS - 1, "Which run.")] = 0,
    *,
    as_json: Json = False,
) -> None:
    """Tell why a government held its posture on a day of one run: terms, margin, runner-up, taste."""
    from sim.experiments.design import DESIGN  # noqa: PLC0415
    from sim.experiments.run import RESOLVED, scenario_of  # noqa: PLC0415
    from sim.studies.why.answer import why as trace  # noqa: PLC0415 - compiles the engine
    from sim.studies.why.told import lines, plain  # noqa: PLC0415

    if (folder / DESIGN).exists():
        raise SimError(f"{folder}: the runs of a study have settings of their own; run a scenario")
    if not (folder / RESOLVED).exists():
        raise SimError(f"{folder}: holds no results ({RESOLVED} is missing)")
    found = trace(scenario_of(folder).scenario, run, _date(day), of)
    if as_json:
        print_json({"schema": 1, "run": run, **plain(found)})
    else:
        out.print("\n".join(lines(found, run)))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SimError(f"--day: write a date such as 2026-03-15, is {text!r}") from None
