"""``sim check``: try to break what the model promises, by changing a scenario."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, number
from sim.cli.screen import err, out, print_json, progress
from sim.core.errors import Exit
from sim.studies.promises.answer import smallest_failure
from sim.studies.promises.question import PROMISES, SAME_BITS

MOST_TRIES = 100_000


def check(
    file: Annotated[Path, typer.Argument(help="Scenario file.", show_default=False)],
    tries: Annotated[
        int, number("--tries", 1, MOST_TRIES, "Variations to try, a second or two each.")
    ] = 25,
    *,
    as_json: Json = False,
) -> None:
    """Vary a scenario and look whether people, oil and probabilities stay in order.

    Prints the smallest change that breaks a promise of the model (exit code 5).
    """
    with progress("variations") as tell:
        found = smallest_failure(file, tries, tell=lambda n: tell(n, max(n, tries + 1), 0))
    promises = [*(each.sentence for each in PROMISES), SAME_BITS]
    if as_json:
        broken = {"fault": found.fault, "changes": dict(found.changes)} if found else None
        print_json(
            {"schema": 1, "file": str(file), "tries": tries, "promises": promises, "broken": broken}
        )
    elif found is None:
        out.print(
            f"{file}: the scenario and {tries} variations of it keep what is promised:",
        )
        for sentence in promises:
            out.print(f"  {sentence}")
    else:
        changes = [
            f"--set {shlex.quote(f'{path}={value}')}" for path, value in found.changes.items()
        ]
        again = " ".join(["sim", "run", shlex.quote(str(file)), *changes, "--reps", "2"])
        out.print(
            f"{file}: {found.fault}\n  smallest change that shows it: {' '.join(changes) or 'none'}",
        )
        err.print(f"  see it again: {again}")
    raise typer.Exit(Exit.DONE if found is None else Exit.MISMATCH)
