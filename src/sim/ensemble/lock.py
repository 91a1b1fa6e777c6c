"""One run at a time on a result folder; the kernel drops the lock of a process that dies."""

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sim.core.intake import NO_FOLLOW
from sim.core.wording import escaped
from sim.ensemble.errors import MismatchError, StorageError
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
    MismatchError
        If the lock is a link or no regular file, or the folder has links to other folders.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError.of("write", folder, error) from error
    if share is None:
        with _held(folder, folder / LOCK):
            _refuse_links(folder)
            yield
    else:
        own = folder / f"{LOCK}-{share.number}-of-{share.of}"
        with _held(folder, folder / LOCK, shared=True), _held(folder, own):
            _refuse_links(folder)
            yield


def _refuse_links(folder: Path) -> None:
    """Refuse a folder with links to other folders: through them we would write or delete elsewhere."""
    try:
        links = sorted(
            each.name for each in folder.iterdir() if each.is_symlink() and each.is_dir()
        )
    except OSError as error:
        raise StorageError.of("read", folder, error) from error
    if links:
        message = (
            f"{folder}: {escaped(links[0])} is a link, and results are kept in one folder only"
        )
        raise MismatchError(f"{message}; put a folder of its own in its place")


@contextmanager
def _held(folder: Path, path: Path, *, shared: bool = False) -> Iterator[None]:
    import fcntl  # noqa: PLC0415 - not on Windows, where this module must import

    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK | NO_FOLLOW
        descriptor = os.open(path, flags, 0o644)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _no_lock(path) from None
        raise StorageError.of("write", path, error) from error
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
            raise _no_lock(path)
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


def _no_lock(path: Path) -> MismatchError:
    return MismatchError(f"{path}: is a link or no regular file, as a lock must be; remove it")


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
