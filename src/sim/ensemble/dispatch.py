"""The loop that hands out batches and listens to what becomes of them."""

from collections.abc import Callable, Collection
from concurrent.futures import (
    ALL_COMPLETED,
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    wait,
)
from dataclasses import dataclass

from sim.ensemble.blame import Queue, Work
from sim.ensemble.clusters import is_death
from sim.ensemble.executors import cause_of_death, is_lost, put_back, stop, submit, width_of
from sim.ensemble.worker import Reply, Task, compute

#: So often is a cluster that says nothing asked whether it is still there.
SECONDS_BETWEEN_LOOKS = 1.0


@dataclass(frozen=True, slots=True)
class Crew:
    """What the loop needs from a run.

    `open` gives a fresh executor; `task` describes a batch to it.
    `settle` takes an answer and says what error came back, if any; `found` says whether a batch
    whose worker died had been stored before.
    """

    open: Callable[[], Executor]
    task: Callable[[range], Task]
    settle: Callable[[range, Reply], str]
    found: Callable[[range], bool]


def work_off(queue: Queue, crew: Crew, listen: Callable[[], None]) -> None:
    """Work off `queue`, with a new executor when one breaks; call `listen` after each step."""
    executor = crew.open()
    in_flight: dict[Future[Reply], Work] = {}
    try:
        while True:
            broken = _hand_out(executor, queue, crew, in_flight)
            if in_flight:
                broken = _collect(executor, queue, crew, in_flight) or broken
                listen()
            elif not broken:
                break
            if broken:
                stop(executor)
                executor = crew.open()
    except BaseException:  # such as a Ctrl-C: what the workers have in hand is of no use
        stop(executor)
        raise
    put_back(executor)


def _hand_out(
    executor: Executor, queue: Queue, crew: Crew, in_flight: dict[Future[Reply], Work]
) -> bool:
    """Start all that may run now; return whether the executor turned out to be broken."""
    width = width_of(executor)  # a cluster may have grown
    while (work := queue.take(len(in_flight), width)) is not None:
        try:
            in_flight[submit(executor, compute, crew.task(work.replicates))] = work
        except BrokenExecutor:
            queue.put_back(work)
            return True
    return False


def _collect(
    executor: Executor, queue: Queue, crew: Crew, in_flight: dict[Future[Reply], Work]
) -> bool:
    """Wait for something to end and deal with it; return whether the executor broke."""
    ended = _wait(executor, in_flight, FIRST_COMPLETED)
    broken = any(isinstance(_error_of(future), BrokenExecutor) for future in ended)
    if broken:
        ended = _wait(executor, in_flight, ALL_COMPLETED)  # a broken executor ends all its futures
    lost = []
    for future in [future for future in in_flight if future in ended]:
        work = in_flight.pop(future)
        error = _error_of(future)
        if isinstance(error, BrokenExecutor) or is_death(error):
            lost.append(work)
        elif reason := str(error) if error else crew.settle(work.replicates, future.result()):
            queue.raised(work, reason)
    if lost := [work for work in lost if not crew.found(work.replicates)]:
        queue.died(lost, cause_of_death(executor), len(in_flight))
    return broken


def _wait(
    executor: Executor, in_flight: Collection[Future[Reply]], until: str
) -> set[Future[Reply]]:
    """What has ended, once the first or all have; everything, once a cluster is lost.

    Dask may never tell of a batch that it was just fetching when its scheduler died.
    """
    while True:
        ended, waiting = wait(in_flight, SECONDS_BETWEEN_LOOKS, until)
        if is_lost(executor):
            return set(in_flight)
        if not waiting or (ended and until == FIRST_COMPLETED):
            return ended


def _error_of(future: Future[Reply]) -> BaseException | None:
    """What came of a batch; a cluster that is lost cancels what it had in hand, or forgets it."""
    return future.exception() if future.done() and not future.cancelled() else BrokenExecutor()
