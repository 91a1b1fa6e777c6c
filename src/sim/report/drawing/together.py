"""Several things made at the same time, by copies of this process that know all it knows."""

import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

#: What the copies are to make; set before they are, and read by nobody else.
_TASKS: list[Callable[[], object]] = []


def made_together[T](tasks: Sequence[Callable[[], T]], jobs: int) -> list[T]:
    """What all tasks give, in their order; up to `jobs` of them are at work at the same time.

    A task must read no file that is open here. One after the other it goes where copies of a process
    are not to be had (not Linux, other threads) or one of them dies.
    """
    if jobs < 2 or sys.platform != "linux" or threading.active_count() > 1:  # noqa: PLR2004
        return [task() for task in tasks]
    _TASKS[:] = tasks
    try:
        with ProcessPoolExecutor(
            min(jobs, len(tasks)), mp_context=get_context("fork"), initializer=_ignore_interrupts
        ) as copies:
            return list(copies.map(_make, range(len(tasks))))
    except BrokenProcessPool:
        return [task() for task in tasks]
    finally:
        _TASKS.clear()


def _make(number: int) -> Any:  # noqa: ANN401 - of the type that the caller knows
    return _TASKS[number]()


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that waits for this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
