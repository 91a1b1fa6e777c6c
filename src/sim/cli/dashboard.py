"""``sim dashboard``: the page on which levers are moved."""

import re
import secrets
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import number
from sim.cli.screen import err
from sim.core.errors import SimError
from sim.core.installing import is_installed, line_for
from sim.core.later import put_nothing_off
from sim.ensemble.errors import MissingExtraError

LOOPBACK = "127.0.0.1"
LOOPBACKS = (LOOPBACK, "localhost")
MOST_PORT = 65_535
_TOKEN = re.compile(r"[A-Za-z0-9_.~-]{1,128}")
REMOTE = (
    "  Everybody who reaches this computer under {} and knows the token can run models on it and read "
    "its scenarios, and the token travels unencrypted. Ctrl-C ends it."
)


def dashboard(
    scenario: Annotated[
        Path | None, typer.Argument(help="Scenario file, or the name of one that comes with sim.")
    ] = None,
    port: Annotated[int, number("--port", 0, MOST_PORT, "Port; 0 takes any that is free.")] = 8765,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    token: Annotated[
        str | None, typer.Option(help="Secret of the address; default: a new one each time.")
    ] = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; others need --allow-remote.")
    ] = LOOPBACK,
    *,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let other computers in; says what it means.")
    ] = False,
) -> None:
    """Open a page in the browser: move levers, watch the futures move, take a government's place."""
    if host not in LOOPBACKS and not allow_remote:
        raise SimError(
            "--host: only this computer can open the dashboard; add --allow-remote to change that"
        )
    if token is not None and not _TOKEN.fullmatch(token):
        raise SimError("--token: use letters, digits, dot, dash, tilde or underscore (1 to 128)")
    for package in ("starlette", "uvicorn"):
        if not is_installed(package):
            told = f"the dashboard needs {package}, which is not installed; run: {line_for('dashboard')}"
            raise MissingExtraError(told)
    put_nothing_off()
    from sim.dashboard.serve import opened, serve  # noqa: PLC0415 - an extra

    if scenario is not None:
        _check(scenario)
    listening = opened(LOOPBACK if host in LOOPBACKS else host, port)
    if host not in LOOPBACKS:
        err.print(REMOTE.format(host))
    open_page = _open if browser else _nobody
    serve(scenario, listening, token or secrets.token_urlsafe(24), _say, open_page)


def _check(scenario: Path) -> None:
    """Refuse a wrong file before anything is opened."""
    from sim.scenario.load import load  # noqa: PLC0415 - slow to import
    from sim.scenario.schema import Scenario  # noqa: PLC0415
    from sim.scenario.shipped import file_named  # noqa: PLC0415

    load(file_named(scenario), Scenario)


def _say(line: str) -> None:
    err.print(line)


def _open(address: str) -> None:
    webbrowser.open(address)


def _nobody(_address: str) -> None:
    """Open no browser."""
