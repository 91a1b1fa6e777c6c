"""One run at a time on a result folder; the kernel drops the lock of a process that dies."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sim.ensemble.errors import StorageError
from sim.ensemble.plan import Share

LOCK = ".lock"


@contextmanager
def locked(folder: Path, share: Share | None = None) -> Iterator[None]:
    """Hold `folder` alone, or only `share` of it together with the other shares of a job array.

    The file stays behind on purpose: removing a lock file while another process waits for it would
    let two runs in.

    Raises
    ------
    StorageError
        If another process holds the folder, or it cannot be locked.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError.of("write", folder, error) from error
    if share is None:
        with _held(folder, folder / LOCK):
            yield
    else:
        own = folder / f"{LOCK}-{share.number}-of-{share.of}"
        with _held(folder, folder / LOCK, shared=True), _held(folder, own):
            yield


@contextmanager
def _held(folder: Path, path: Path, *, shared: bool = False) -> Iterator[None]:
    import fcntl  # noqa: PLC0415 - not on Windows, where this module must import

    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StorageError.of("write", path, error) from error
    try:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{folder} is in use by {_holder(descriptor)}"
            raise StorageError(message) from error
        except OSError as error:
            raise StorageError.of("lock", path, error) from error
        with suppress(OSError):  # on a full disk the lock holds all the same, it only bears no name
            os.ftruncate(descriptor, 0)
            told = f"{os.getpid()} since {datetime.now().astimezone():%H:%M}"
            os.pwrite(descriptor, told.encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    """``process 4711 since 10:42``, waiting a moment for a holder that has not written it yet."""
    for _ in range(10):
        pid, _, since = os.pread(descriptor, 64, 0).decode(errors="replace").partition(" ")
        if pid.isdecimal():
            with suppress(ProcessLookupError, PermissionError, OverflowError):
                os.kill(int(pid), 0)
                return f"process {pid} {since}"
        time.sleep(0.01)
    return "another process"
