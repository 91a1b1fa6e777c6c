"""Open the port, tell the address, load the model, and serve until somebody stops it."""

import asyncio
import errno
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import uvicorn

from sim.core.errors import Exit, SimError
from sim.dashboard.app import House, application
from sim.dashboard.guard import Guard

LOOPBACK = "127.0.0.1"
MOST_CONNECTIONS = 512
GRACE = 1  # seconds that open streams are given at the end

type Say = Callable[[str], None]


class PortError(SimError):
    """The port cannot be opened."""

    code = Exit.INPUT_OUTPUT


def opened(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free.

    Raises
    ------
    PortError
        If somebody else has it, or it may not be opened.
    """
    # The protocol must be named: only then does asyncio send small answers without waiting for more.
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(128)
    except OSError as error:
        found.close()
        why = (
            "is in use"
            if error.errno == errno.EADDRINUSE
            else f"cannot be opened: {error.strerror}"
        )
        message = f"--port: {port} {why}; take another one, or --port 0 for any that is free"
        raise PortError(message) from None
    return found


def serve(
    started: Path | None,
    listening: socket.socket,
    token: str,
    say: Say,
    on_open: Callable[[str], None],
) -> None:
    """Serve the page on an open socket until the process is told to stop.

    `say` is told what happens, and `on_open` the address once it answers.
    """
    host, port = listening.getsockname()[:2]
    house = House(started)
    named = {LOOPBACK, "localhost"} if host == LOOPBACK else {host, LOOPBACK, "localhost"}
    if host == "0.0.0.0":  # noqa: S104 - asked for, with a flag that says what it means
        named |= {socket.gethostname(), *_own_addresses()}
    hosts = frozenset(f"{name}:{port}".lower() for name in named)
    guarded = Guard(application(house), hosts, token, port)
    config = uvicorn.Config(
        guarded,
        log_level="error",
        access_log=False,
        lifespan="off",
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=GRACE,
        ws="none",
    )
    address = f"http://{LOOPBACK if host == '0.0.0.0' else host}:{port}/?token={token}"  # noqa: S104
    threading.Thread(target=_load, args=(house, say), daemon=True).start()
    say(f"  {address}")
    on_open(address)
    asyncio.run(uvicorn.Server(config).serve(sockets=[listening]))


def _load(house: House, say: Say) -> None:
    """Load the model where everything is computed, and tell how long it took."""
    say("  loading the model; the page can be opened meanwhile")
    began = monotonic()
    try:
        asyncio.run(house.worker.compute(-1, house.load))
    except SimError as error:
        say(f"  {error}")
    else:
        say(f"  ready after {monotonic() - began:.1f} s; Ctrl-C ends it")


def _own_addresses() -> set[str]:
    try:
        return {
            str(each[4][0])
            for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        }
    except OSError:
        return set()
