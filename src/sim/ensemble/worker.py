"""What a worker does: compute one batch and put one shard in place; it never raises.

The answer is small, so that it goes through the pipe to the parent in one piece even when the
worker is killed in the middle, and plain, so that no foreign exception has to be unpickled there.
"""

import signal
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from sim.ensemble.contract import Batch, Job, find_simulator, simulate
from sim.ensemble.counting import counted
from sim.ensemble.errors import StorageError
from sim.ensemble.plan import LARGEST_BATCH
from sim.ensemble.store import pack_shard, shard_path, write_file

LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Task:
    """One batch to compute into `folder`; a worker that takes longer than `seconds` is ended.

    The variables of `counted` are summed up, and their paths forgotten.
    """

    job: Job
    version: str
    folder: Path
    replicates: range
    seconds: float | None = None
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """Exactly one is set: the shard's hash, why the simulator failed, or why the disk refused.

    With the hash come the `seconds` that the batch took.
    """

    sha256: str = ""
    error: str = ""
    storage: str = ""
    seconds: float = 0.0


def compute(task: Task) -> Reply:
    """Compute the batch of `task` and store its shard."""
    try:
        find_simulator(task.job)  # importing a model takes seconds, which the limit does not count
        _limit(task.seconds)
        began = time.perf_counter()
        data = pack_shard(task.job, task.version, task.replicates, _batch(task))
        took = time.perf_counter() - began
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the model raises is its failure
        return Reply(error=_describe(error))
    finally:
        _limit(task.seconds and 0.0)
    try:
        hashed = write_file(shard_path(task.folder, task.replicates), data, "shard")
        return Reply(sha256=hashed, seconds=took)
    except StorageError as error:
        return Reply(storage=error.reason)


def _batch(task: Task) -> Batch:
    if not task.counted:
        return simulate(task.job, tuple(task.replicates))
    parts = (
        task.replicates[at : at + LARGEST_BATCH]
        for at in range(0, len(task.replicates), LARGEST_BATCH)
    )
    return counted((simulate(task.job, tuple(part)) for part in parts), task.counted)


def _limit(seconds: float | None) -> None:
    """Let the process be ended in `seconds`, or no more (0); without a limit, leave the timer alone.

    The default action of SIGALRM ends the process even inside compiled code that never returns.
    """
    if seconds is not None:
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _describe(error: BaseException) -> str:
    """``ValueError: text (in step, line 12 of model.py)``: enough to find it, and no path in it."""
    text = "".join(traceback.format_exception_only(error)).strip().replace("\n", "; ")
    frames = traceback.extract_tb(error.__traceback__)
    place = f" (in {frames[-1].name}, line {frames[-1].lineno} of {Path(frames[-1].filename).name})"
    return text[:LONGEST_ERROR] + place
