"""Run the tests that should notice a fault, in a process that has it.

A fork server imports the libraries once, because they take longer than the tests; the package itself is
imported anew by every process.
"""

import io
import multiprocessing
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection

import pytest

from planted.faults import TESTS, Fault, faults
from planted.hook import plant

LIBRARIES = ["mesa", "numba", "pydantic", "pytest", "rich", "scipy.stats", "xarray", "yaml"]
LONGEST = 900  # seconds

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(LIBRARIES)


class _First:
    """A pytest plugin that remembers the first test that failed."""

    name: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.name is None:
            self.name = report.nodeid


def hunt(number: int) -> str | None:
    """Name of the first test that notices the fault at this place of the list, or None.

    Tests that break off while they are collected notice nothing: that is an error, not an answer.
    """
    fault, (here, there) = faults()[number], _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_run, args=(number, there))
    process.start()
    there.close()
    try:
        if not here.poll(LONGEST):
            raise RuntimeError(f"the tests of '{fault.what}' take longer than {LONGEST} seconds")
        code, noticed, text = here.recv()
    finally:
        process.kill()
        process.join()
    if code == pytest.ExitCode.OK:
        return None
    if code != pytest.ExitCode.TESTS_FAILED or noticed is None:
        raise RuntimeError(f"the tests of '{fault.what}' did not run:\n{text}")
    return str(noticed)


def _run(number: int, there: Connection) -> None:
    """In a process of its own: plant the fault, run its tests up to the first that fails."""
    fault, first, text = faults()[number], _First(), io.StringIO()
    plant(fault)
    options = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--tb=short"]
    with redirect_stdout(text), redirect_stderr(text):
        code = pytest.main([*options, str(TESTS / fault.tests)], plugins=[first])
    there.send((code, first.name, text.getvalue()))


def told(fault: Fault, caught_by: str | None) -> str:
    """A line of the table."""
    return f"{fault.file:<32}{fault.kind:<12}{fault.what}\n    {caught_by or 'NOBODY NOTICES'}"
