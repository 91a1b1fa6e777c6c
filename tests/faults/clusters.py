"""A dask scheduler and its workers, each a process of its own that a test can kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

QUIET = {
    "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
}


@dataclass
class Cluster:
    """Where the scheduler listens, and the processes."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def cluster(folder: Path, n_workers: int = 2, *, nanny: Sequence[str] = ()) -> Iterator[Cluster]:
    """Start a scheduler that listens on this computer only, and its workers.

    With the options of a `nanny`, such as ``--memory-limit 1GiB``, a worker that dies or needs more
    memory is replaced.
    """
    file = folder / "scheduler.json"
    here = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", file)
    scheduler = _dask("scheduler", "--port", "0", *here)
    alone = ("--nanny", *nanny) if nanny else ("--no-nanny",)
    workers = [
        _dask(
            "worker", *here, "--nthreads", "1", *alone, "--local-directory", folder / f"worker-{n}"
        )
        for n in range(n_workers)
    ]
    try:
        yield Cluster(_address(file), scheduler, workers)
    finally:
        for process in (*workers, scheduler):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # and the worker of a nanny
            process.wait()


def _dask(role: str, *words: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{role}", *map(str, words)],
        env=os.environ | QUIET,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _address(file: Path) -> str:
    import json

    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if file.exists() and (text := file.read_text()):
            return json.loads(text)["address"]
        time.sleep(0.05)
    raise TimeoutError(file)
