"""What an ensemble will cost in time, memory and disk, before any of it is spent."""

import shutil
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path

from sim.ensemble import zarrfile
from sim.ensemble.contract import Batch, Job, Layout, simulate
from sim.ensemble.errors import SampleError, StorageError, TooLargeError
from sim.ensemble.plan import LARGEST_BATCH, Plan

MIB, GIB = 2**20, 2**30
#: Bytes that a process with the model loaded holds before it computes; measured for `blockade` on Linux: 265 MiB. No
#: process is asked what it holds itself, since one that has lived long holds much that no worker of its will.
LOADED = 400 * MIB
TWO_FIGURES = 10
#: Replicates that are timed together, to tell the cost of a batch from that of its replicates.
TIMED = 16
#: Bytes of counts for a byte of paths; measured for `blockade`: 0.065 in batches of 256, less in larger.
COUNTED = 0.08
#: Bytes of ``quantiles.nc`` for a byte of one replicate's paths: eleven levels and a mean.
QUANTILED = 13
#: Bytes that the counts of a whole ensemble hold in memory, for a byte of one replicate's paths.
TALLIED = 2000
#: Share of the memory that is free now which a run may use without being told so.
SHARE_OF_FREE = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """What replicates took here: `recorded` bytes for one, of which `daily` in paths.

    While it is computed, a batch holds `held` bytes and `held_each` for every replicate, and takes `fixed`
    seconds and `each` second for every replicate.
    """

    recorded: int
    daily: int
    held: int
    held_each: int
    fixed: float
    each: float


def measure(job: Job, layout: Layout) -> Measured:
    """Run a few replicates in this process: one and two watched for memory, then one and some more timed.

    One runs before them all: on a new computer it compiles the model, and nobody should be told minutes
    and gigabytes that no other run will take.

    Raises
    ------
    SampleError
        If they fail.
    """
    try:
        simulate(job.part((0,)), (0,))
        held, of_two = _peak(job, 1), _peak(job, 2)
        alone, batch = _timed(job, 1)
        several = _timed(job, TIMED)[0]
    except Exception as error:  # whatever the model raises
        message = f"runs 0 to {TIMED - 1} cannot be measured: {type(error).__name__}: {error}"
        raise SampleError(message) from error
    each = max((several - alone) / (TIMED - 1), 0.0)
    daily = sum(batch.arrays[variable.name].nbytes for variable in layout.daily)
    recorded = sum(array.nbytes for array in batch.arrays.values()) + len(repr(batch.events[0]))
    held_each = max(of_two - held, 0)
    return Measured(recorded, daily, held - held_each, held_each, max(alone - each, 0.0), each)


def _peak(job: Job, n_replicates: int) -> int:
    """Bytes that a batch holds at most while it is computed."""
    chosen = tuple(range(n_replicates))
    part = job.part(chosen)
    tracemalloc.start()
    try:
        simulate(part, chosen)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _timed(job: Job, n_replicates: int) -> tuple[float, Batch]:
    chosen = tuple(range(n_replicates))
    began = time.perf_counter()
    batch = simulate(job.part(chosen), chosen)
    return time.perf_counter() - began, batch


@dataclass(frozen=True, slots=True)
class Site:
    """Where batches are computed: `jobs` at a time on each of `machines`, which share one disk."""

    jobs: int
    machines: int = 1

    @property
    def workers(self) -> int:
        """Batches computed at the same time, on all machines together."""
        return self.jobs * self.machines


@dataclass(frozen=True, slots=True)
class RunNeeds:
    """What a plan will need at most: bytes of `memory` on this machine and of `disk` while running.

    `kept` is what stays on the disk, `core_seconds` are those of all workers together, and
    `seconds` pass on the clock.
    """

    memory: int
    disk: int
    kept: int = 0
    core_seconds: float = 0.0
    seconds: float = 0.0

    def check(
        self, folder: Path, *, most_memory: int, free_disk: int, advice: str = "lower --jobs"
    ) -> None:
        """Refuse what cannot fit, before anything runs.

        Raises
        ------
        TooLargeError, StorageError
            If the plan needs more memory than `most_memory`, or more disk than `free_disk`.
        """
        if self.memory > most_memory:
            message = (
                f"needs about {in_words(self.memory)} of memory (limit {in_words(most_memory)});"
                f" {advice} or use --max-memory"
            )
            raise TooLargeError(message)
        if self.disk > free_disk:
            message = f"needs about {in_words(self.disk)} of disk, {in_words(free_disk)} free in {folder.parent}/"
            raise StorageError(message)


def estimate(plan: Plan, sample: Measured, place: Site) -> RunNeeds:
    """Scale `sample` up; generous, because refusing early is cheap and running out of memory is not."""
    n, counts = plan.n_replicates, plan.form == "summary"
    together = min(plan.batch_size, n)
    block = min(together, LARGEST_BATCH)
    worker = LOADED + sample.held + block * (sample.held_each + 2 * sample.recorded)
    merging = {
        "netcdf": 2 * LARGEST_BATCH * sample.recorded,
        "zarr": 4 * zarrfile.BLOCK * sample.recorded,
        "summary": TALLIED * sample.daily,
    }[plan.form]
    once = n * (sample.recorded - sample.daily)
    if counts:
        worker += together * sample.daily
    shards = once + int(COUNTED * n * sample.daily) if counts else n * sample.recorded
    kept = once + QUANTILED * sample.daily if counts else n * sample.recorded
    batches = -(-n // together) * -(-together // block)
    core_seconds = batches * sample.fixed + n * sample.each
    return RunNeeds(
        memory=place.jobs * worker + LOADED + merging,
        # Shards and the merged file exist side by side for a moment; compression is not counted on.
        disk=shards + kept,
        kept=kept,
        core_seconds=core_seconds,
        seconds=core_seconds / min(place.workers, batches),
    )


def free_disk(folder: Path) -> int:
    """Bytes free where `folder` is or would be."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return shutil.disk_usage(there).free


def in_words(size: float) -> str:
    """A size as people read it, in two figures: ``210 GiB``, ``0.75 GiB``, ``46 MiB``."""
    number, unit = (size / MIB, "MiB") if size < GIB / 2 else (size / GIB, "GiB")
    return f"{number:.0f} {unit}" if number >= TWO_FIGURES else f"{float(f'{number:.2g}'):g} {unit}"
