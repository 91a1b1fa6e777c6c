"""``sim why``: one decision of one run, term by term."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import Json
from sim.cli.screen import out, print_json
from sim.core.errors import SimError

if TYPE_CHECKING:
    from sim.why import Why

Folder = Annotated[Path, typer.Argument(help="Result folder.", show_default=False)]


def why(
    folder: Folder,
    day: Annotated[str, typer.Option(help="Day of the window, such as 2026-03-15.")],
    of: Annotated[str, typer.Option(help="washington, caracas or havana.")],
    run: Annotated[int, typer.Option(help="Which run.")] = 0,
    *,
    as_json: Json = False,
) -> None:
    """Tell why a government held its posture on a day of one run: terms, margin, runner-up, taste."""
    from sim.experiments.design import DESIGN  # noqa: PLC0415
    from sim.experiments.run import RESOLVED, scenario_of  # noqa: PLC0415
    from sim.why import why as trace  # noqa: PLC0415 - compiles the engine

    if (folder / DESIGN).exists():
        raise SimError(f"{folder}: the runs of a study have settings of their own; run a scenario")
    if not (folder / RESOLVED).exists():
        raise SimError(f"{folder}: holds no results ({RESOLVED} is missing)")
    found = trace(scenario_of(folder).scenario, run, _date(day), of)
    if as_json:
        told = asdict(found) | {"day": str(found.day), "decided_on": str(found.decided_on)}
        print_json({"schema": 1, "run": run, **told})
    else:
        _print(found, run)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SimError(f"--day: write a date such as 2026-03-15, is {text!r}") from None


def _print(found: "Why", run: int) -> None:
    of = found.of.capitalize()
    out.print(f"Run {run}, {found.day}: {of} holds {found.chosen}, decided on {found.decided_on}.")
    if found.bound:
        out.print("A successor government holds the posture it began with; it does not choose.")
    if found.scripted:
        out.print("A script chose; taste is what the script has revealed so far.")
    out.print(f"\n  {'':12} {found.chosen:>14} {found.runner_up:>14}     margin")
    ours, theirs = found.values[found.chosen], found.values[found.runner_up]
    for name, part in found.terms.items():
        out.print(f"  {name:12} {ours[name]:14.3f} {theirs[name]:14.3f} {part:+10.3f}")
    both = sum(ours.values()), sum(theirs.values())
    out.print(f"  {'together':12} {both[0]:14.3f} {both[1]:14.3f} {found.margin:+10.3f}")
    out.print("\nIn units in which taste for a posture is Gumbel noise: a margin of 1 is e to 1.")
