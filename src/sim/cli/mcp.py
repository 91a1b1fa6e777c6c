"""``sim mcp``: questions of a program that speaks the Model Context Protocol, answered on stdin and stdout."""

from contextlib import chdir
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import MOST_RUNS, number
from sim.cli.settings import effective
from sim.core.errors import SimError
from sim.core.installing import is_installed, line_for
from sim.core.languages import ENGLISH, speak, spoken
from sim.ensemble.errors import MissingExtraError

LONGEST = 86_400


def mcp(
    folder: Annotated[
        Path,
        typer.Argument(help="Study folder, such as `sim init` makes; nothing outside is read."),
    ] = Path(),
    most_runs: Annotated[
        int, number("--most-runs", 1, MOST_RUNS, "Runs that one question may take, in all.")
    ] = 1000,
    most_seconds: Annotated[
        int, number("--most-seconds", 1, LONGEST, "Seconds that one question may take.")
    ] = 300,
) -> None:
    """Answer a program that speaks the Model Context Protocol, on stdin and stdout, from one folder."""
    if not is_installed("mcp"):
        told = f"sim mcp needs the package mcp, which is not installed; run: {line_for('ai')}"
        raise MissingExtraError(told)
    if not folder.is_dir():
        raise SimError(f"{folder}: is no folder; `sim init` makes one to ask about")
    from sim.cli.mcp_server import serve  # noqa: PLC0415 - an extra
    from sim.cli.mcp_tools import StudyFolder  # noqa: PLC0415

    # English is also spoken where nobody chose; then the settings of the folder count.
    if spoken() == ENGLISH:
        with chdir(folder):
            speak(str(effective()["lang"]))
    serve(StudyFolder(folder.resolve(), most_runs, most_seconds))
