"""Which replicates are computed together, and what that will cost."""

import hashlib
import resource
import sys
import time
import tracemalloc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from sim.core.errors import BadValueError
from sim.ensemble.contract import Job, simulate
from sim.ensemble.errors import StorageError, TooLargeError

#: A batch is what a crash costs and what a worker holds in memory; beyond 64 replicates the
#: fixed cost of a batch is already small against its work, so larger ones only lose more.
LARGEST_BATCH = 64
#: Workers finish together when each gets several batches, the last of which is small.
BATCHES_PER_WORKER = 4
MOST_REPLICATES = 100_000
GIB = 2**30


@dataclass(frozen=True, slots=True)
class Plan:
    """An ensemble to compute: `n_replicates` of one job, by the code called `version`.

    `name` is a short name for people (a slug). `batch_size` decides how the work is cut and nothing
    else; it takes no part in the identity of the result. Nor do the `reasons` that the scenario
    gives for the facts it changes; they are for the record.
    """

    job: Job
    name: str
    version: str
    n_replicates: int
    batch_size: int
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder_name(self) -> str:
        """The same for the same input: ``blockade-3f9a1c07``."""
        identity = f"{self.job.digest}\n{self.version}\n{self.job.seed}\n{self.n_replicates}"
        return f"{self.name}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"

    def batches(self, replicates: Iterable[int]) -> list[range]:
        """Cut `replicates` into contiguous ranges of at most `batch_size`, in index order."""
        return [
            whole[at : at + self.batch_size]
            for whole in contiguous(replicates)
            for at in range(0, len(whole), self.batch_size)
        ]


def contiguous(indices: Iterable[int]) -> list[range]:
    """Gather `indices` into as few ranges as possible, in order."""
    gathered = []
    # Index minus rank is constant along a contiguous run.
    for _, run in groupby(enumerate(sorted(indices)), key=lambda pair: pair[1] - pair[0]):
        held = [index for _, index in run]
        gathered.append(range(held[0], held[-1] + 1))
    return gathered


def make_plan(
    job: Job,
    name: str,
    version: str,
    n_replicates: int,
    *,
    jobs: int,
    batch_size: int | None = None,
) -> Plan:
    """Plan `n_replicates` on `jobs` workers; the batch size is chosen when not given."""
    if not 1 <= n_replicates <= MOST_REPLICATES:
        message = f"replicates: must be from 1 to {MOST_REPLICATES}, is {n_replicates}"
        raise BadValueError(message)
    share = -(-n_replicates // (jobs * BATCHES_PER_WORKER))
    return Plan(job, name, version, n_replicates, batch_size or min(max(share, 1), LARGEST_BATCH))


@dataclass(frozen=True, slots=True)
class Share:
    """Part `number` of `of` (counted from 1) of one ensemble, for job arrays on a cluster."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> "Share":
        """Read ``3/40``."""
        number, _, of = text.partition("/")
        if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
            message = f"--shard: write i/n with i from 1 to n, is {text!r}"
            raise BadValueError(message)
        return cls(int(number), int(of))

    def replicates(self, n_replicates: int) -> range:
        """Contiguous and independent of batch size, so the parts of a job array always fit."""
        start, stop = ((k * n_replicates) // self.of for k in (self.number - 1, self.number))
        return range(start, stop)


@dataclass(frozen=True, slots=True)
class Sample:
    """What one replicate took here: bytes recorded, peak bytes while computing, seconds."""

    recorded: int
    peak: int
    seconds: float


def measure(job: Job) -> Sample:
    """Run replicate 0 twice in this process: once watched for memory (and warming up), once timed."""
    tracemalloc.start()
    simulate(job, (0,))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    began = time.perf_counter()
    batch = simulate(job, (0,))
    seconds = time.perf_counter() - began
    recorded = sum(array.nbytes for array in batch.arrays.values()) + len(repr(batch.events[0]))
    return Sample(recorded, peak, seconds)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bytes of memory (all processes) and of disk (while running) that a plan will need at most."""

    memory: int
    disk: int

    def check(self, folder: Path, *, most_memory: int, free_disk: int) -> None:
        """Refuse what cannot fit, before anything runs.

        Raises
        ------
        TooLargeError, StorageError
            If the plan needs more memory than `most_memory`, or more disk than `free_disk`.
        """
        if self.memory > most_memory:
            message = (
                f"needs about {self.memory / GIB:.1f} GiB of memory (limit {most_memory / GIB:.1f} GiB);"
                " lower --jobs or the batch size, or use --max-memory"
            )
            raise TooLargeError(message)
        if self.disk > free_disk:
            message = (
                f"needs about {self.disk / GIB:.1f} GiB of disk,"
                f" {free_disk / GIB:.1f} GiB free in {folder.parent}/"
            )
            raise StorageError(message)


def estimate(plan: Plan, sample: Sample, jobs: int) -> Estimate:
    """Scale `sample` up; generous, because refusing early is cheap and running out of memory is not.

    This process has loaded the model by now, so its own size stands for that of a worker.
    """
    kilo = 1 if sys.platform == "darwin" else 1024
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * kilo
    batch = min(plan.batch_size, plan.n_replicates)
    worker = loaded + batch * (sample.peak + 2 * sample.recorded)
    merging = 2 * LARGEST_BATCH * sample.recorded
    return Estimate(
        memory=jobs * worker + loaded + merging,
        # Shards and the merged file exist side by side for a moment; compression is not counted on.
        disk=2 * plan.n_replicates * sample.recorded,
    )
