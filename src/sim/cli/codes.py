"""``sim explain``: what the codes of errors mean."""

from typing import Annotated

import typer

from sim.cli.screen import out
from sim.core.errors import SimError
from sim.core.wording import shown
from sim.scenario.problems import Code


def explain(
    codes: Annotated[list[str], typer.Argument(help="Codes, such as E101.", show_default=False)],
) -> None:
    """Say what an error code means."""
    known = {code.number: code for code in Code}
    for number in codes:
        if number.upper() not in known:
            raise SimError(
                f"no error has the code {shown(number)}; they go from E101 to {max(known)}"
            )
        code = known[number.upper()]
        out.print(f"{code.number}: {code.explanation} Exit code {int(code.leads_to)}.")
