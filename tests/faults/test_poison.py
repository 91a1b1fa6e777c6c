"""A replicate that cannot be computed is named; all others finish."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from queue import Queue
from threading import Thread

import ensemble_fake as fake
import pytest
from harness import replicates_in

from sim.core.errors import Exit
from sim.ensemble import executors
from sim.ensemble.clusters import DaskCluster
from sim.ensemble.errors import HopelessError
from sim.ensemble.manifest import load
from sim.ensemble.plan import Plan
from sim.ensemble.results import open_results
from sim.ensemble.run import FinishedRun, HowToRun, run
from sim.ensemble.worker import Reply, Task

N = 12


def _run(folder: Path, settings: HowToRun, **scenario: object) -> FinishedRun:
    return run(Plan(fake.job(**scenario), "fake", "1", N, 4), folder, fake.layout(), settings)


@pytest.mark.parametrize(
    ("how", "jobs", "reason"),
    [
        ("raise", 1, "ValueError: no such thing in ~/secret (in _raise, line"),
        ("raise", 2, "ValueError: no such thing in ~/secret (in _raise, line"),
        ("strange", 2, "strange 1 2"),
        ("sys.exit", 1, "SystemExit: 2"),
        ("exit", 2, "its worker exited with code 3"),
        ("segfault", 2, "its worker was ended by SIGSEGV"),
        ("hang", 2, "no answer within the time limit"),
        ("memory", 2, "Unable to allocate"),
    ],
)
def test_only_the_culprit_is_given_up(how: str, jobs: int, reason: str, tmp_path: Path) -> None:
    settings = HowToRun(
        jobs,
        time_limit=0.5 if how == "hang" else None,
        memory_limit=2**31 if how == "memory" else None,
    )
    outcome = _run(tmp_path / "run", settings, poison={"5": how})
    assert (outcome.n_asked, outcome.n_done, len(outcome.failed)) == (N, N - 1, 1)
    failure = outcome.failed[0]
    assert (failure.replicate, failure.seed, failure.digest) == (5, 7, "digest-of-10-days")
    assert failure.attempts == 3
    assert reason in failure.error
    record = load(tmp_path / "run")
    assert (record.status, record.failed) == ("partial", [failure])
    assert replicates_in(tmp_path / "run") == dict.fromkeys(set(range(N)) - {5}, 1)


class KilledWorker(Exception):  # noqa: N818 - as dask calls it
    """What a cluster says of every batch that waited at a worker which died."""


class ClusterOfOne(Executor):
    """A worker with a line of batches; run 5 kills it with the whole line, and another takes its place."""

    def __init__(self) -> None:
        self.line: Queue[tuple[Callable[[Task], Reply], Task, Future[Reply]] | None] = Queue()
        self.thread = Thread(target=self.work, daemon=True)
        self.thread.start()

    def submit(self, fn: Callable[[Task], Reply], task: Task) -> Future[Reply]:
        future: Future[Reply] = Future()
        self.line.put((fn, task, future))
        return future

    def work(self) -> None:
        while (item := self.line.get()) is not None:
            fn, task, future = item
            if 5 not in task.replicates:
                future.set_result(fn(task))
                continue
            future.set_exception(KilledWorker("on 1 different workers"))
            while not self.line.empty() and (item := self.line.get()) is not None:
                item[2].set_exception(KilledWorker("on 1 different workers"))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.line.put(None)
        self.thread.join()


def test_whoever_waits_at_a_worker_of_a_cluster_that_dies_is_innocent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "open_executor", lambda *_, **__: ClusterOfOne())
    outcome = _run(tmp_path / "run", HowToRun())
    assert [(each.replicate, each.attempts) for each in outcome.failed] == [(5, 3)]
    assert outcome.failed[0].error == "its worker died"
    assert outcome.n_done == N - 1


class SilentCluster(DaskCluster):
    """Its scheduler died, and it never says so of the batches it was given."""

    def __init__(self) -> None:
        self.given: list[Future[Reply]] = []

    workers, lost = 2, True

    def submit(self, fn: Callable[[Task], Reply], task: Task) -> Future[Reply]:
        self.given.append(Future())
        return self.given[-1]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        pass


def test_a_cluster_that_is_lost_without_a_word_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = iter([SilentCluster(), executors.SerialExecutor()])
    monkeypatch.setattr(executors, "open_executor", lambda *_, **__: next(places))
    outcome = _run(tmp_path / "run", HowToRun())
    assert (outcome.n_done, outcome.failed) == (N, ())


def test_a_single_failure_of_the_machine_is_forgiven(tmp_path: Path) -> None:
    scenario = {"poison": {"5": "segfault"}, "once": str(tmp_path / "token")}
    outcome = _run(tmp_path / "run", HowToRun(jobs=2), **scenario)
    assert (outcome.n_done, outcome.failed) == (N, ())


def test_what_failed_is_tried_again_and_the_rest_is_kept(tmp_path: Path) -> None:
    token = tmp_path / "token"
    poison = {"poison": {"5": "raise"}}
    assert len(_run(tmp_path / "run", HowToRun(), **poison).failed) == 1
    kept = {path.name for path in (tmp_path / "run" / "shards").iterdir()}
    token.touch()
    # Same digest, so the same plan to the folder: the fake's way to be repaired.
    outcome = _run(tmp_path / "run", HowToRun(), **poison, once=str(token))
    assert (outcome.n_done, outcome.failed, outcome.reused) == (N, (), False)
    assert kept
    assert load(tmp_path / "run").status == "complete"
    with open_results(tmp_path / "run") as results:
        assert results.sizes["replicate"] == N


def test_when_everything_fails_it_stops_and_says_why(tmp_path: Path) -> None:
    poison = {str(replicate): "raise" for replicate in range(N)}
    with pytest.raises(
        HopelessError, match="replicates tried have failed, the first with: "
    ) as caught:
        _run(tmp_path / "run", HowToRun(), poison=poison)
    assert caught.value.code == Exit.SOME_FAILED
