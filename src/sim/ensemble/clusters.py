"""Batches on other computers: a dask scheduler, or the processes that mpiexec started.

All of them must see the result folder under the same path; nothing else is asked of them, because
what they leave on the disk is the truth.
"""

import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from ipaddress import ip_address
from urllib.parse import urlsplit

from sim.core.errors import BadValueError
from sim.core.installing import is_installed, line_for
from sim.core.wording import shown
from sim.ensemble.errors import MissingExtraError, StorageError

#: What ``--cluster`` says for the processes of one mpiexec.
MPI = "mpi"
MPI_LAUNCH = "mpiexec -n N python -m mpi4py.futures -m sim run FILE --cluster mpi"
#: Seconds that a scheduler has to answer, and to show its first worker.
PATIENCE = 10


class DaskCluster(Executor):
    """The workers of a dask scheduler."""

    def __init__(self, address: str) -> None:
        from distributed import Client  # noqa: PLC0415 - an optional package, slow to import

        try:
            self._client = Client(address, timeout=PATIENCE)
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError) as error:  # no answer in time is an OSError too
            message = f"--cluster: no scheduler with a worker answers at {address}"
            raise StorageError(message) from error
        self._pool: Executor = self._client.get_executor(pure=False)

    @property
    def workers(self) -> int:
        """Batches that the cluster computes at the same time."""
        return sum(self._client.ncores().values()) or 1

    @property
    def lost(self) -> bool:
        """Whether the scheduler is gone for good."""
        return self._client.status not in {"running", "connecting"}

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand over a call."""
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as in the base class
        """Let go of the cluster, which forgets what it had in hand."""
        if not self.lost:
            self._pool.shutdown(wait=False)
        self._client.close(timeout=PATIENCE)


class MpiProcesses(Executor):
    """The processes of one mpiexec, of which this one hands out the work."""

    def __init__(self) -> None:
        try:
            from mpi4py.futures import MPIPoolExecutor  # noqa: PLC0415 - an optional package
        # The package is there, as `check_address` saw; a library of MPI is not.
        except (ImportError, RuntimeError) as error:
            raise MissingExtraError(_missing_mpi()) from error
        self._pool = MPIPoolExecutor()
        self.workers: int = self._pool.num_workers

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand over a call."""
        future: Future[T] = self._pool.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as in the base class
        """Let the processes go; MPI itself waits for what they have in hand."""
        self._pool.shutdown(wait=False, cancel_futures=True)


type Cluster = DaskCluster | MpiProcesses


def check_address(address: str) -> None:
    """Refuse, before anything is written, an address that is none, is open to anyone or needs a package that is missing.

    Raises
    ------
    BadValueError, MissingExtraError
        With what to write instead, or to install.
    """
    if address == MPI:
        if not is_installed("mpi4py"):
            raise MissingExtraError(_missing_mpi())
        # Without this launcher every process would be a parent of its own.
        if "mpi4py.futures" not in sys.orig_argv:
            message = f"--cluster: mpi is started with {MPI_LAUNCH}"
            raise BadValueError(message)
        return
    scheme, host = _parts(address)
    if scheme not in {"tcp", "tls"} or not host:
        message = (
            f"--cluster: write tls://host:port, tcp://127.0.0.1:port or mpi, is {shown(address)}"
        )
        raise BadValueError(message)
    if scheme != "tls" and not _is_this_computer(host):
        message = (
            f"--cluster: anyone could run code through {shown(address)}; use a tls:// scheduler"
        )
        raise BadValueError(message)
    if not is_installed("distributed"):
        message = f"a cluster needs dask; run: {line_for('cluster')}"
        raise MissingExtraError(message)


def open_cluster(address: str) -> Cluster:
    """Open the cluster at `address`, or the one that mpiexec made.

    Raises
    ------
    BadValueError, MissingExtraError, StorageError
        If `check_address` refuses; if MPI has no library; if nobody answers.
    """
    check_address(address)
    return MpiProcesses() if address == MPI else DaskCluster(address)


def is_death(error: BaseException | None) -> bool:
    """Whether dask gave a batch up because a worker died, perhaps one where it only waited."""
    return type(error).__name__ == "KilledWorker"


def _missing_mpi() -> str:
    return f"MPI needs a library (Open MPI, MPICH); then run: {line_for('mpi')}"


def _parts(address: str) -> tuple[str, str]:
    """Scheme and host; no host where the port is missing or is none."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "") if parts.port else ""
    except ValueError:  # a port beyond 65535, brackets that do not close
        return "", ""
    return parts.scheme, host


def _is_this_computer(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
