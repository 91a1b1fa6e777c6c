"""A cluster is one more executor: same bits, and whoever dies there costs time only."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import ensemble_fake as fake
import pytest
from clusters import Cluster, cluster
from harness import plain_hash, replicates_in, start, strays, wait_for_shard

from sim.core.errors import Exit
from sim.ensemble.errors import StorageError
from sim.ensemble.executors import open_executor, width_of
from sim.ensemble.manifest import load
from sim.ensemble.plan import Plan
from sim.ensemble.results import result_hash
from sim.ensemble.run import FinishedRun, HowToRun, run

N = 24


def _run(folder: Path, address: str, **scenario: object) -> FinishedRun:
    plan = Plan(fake.job(**scenario), "fake", "1", N, 3)
    return run(plan, folder, fake.layout(), HowToRun(jobs=1, cluster=address))


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        with cluster(tmp_path_factory.mktemp("dask")) as started:
            yield started


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_dask_scheduler_with_two_workers_gives_the_same_bits(
    dask: Cluster, tmp_path: Path
) -> None:
    executor = open_executor(1, dask.address)
    deadline = time.monotonic() + 20
    while width_of(executor) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert width_of(executor) == 4  # two workers, each with one batch in hand and one waiting
    executor.shutdown()
    assert _run(tmp_path / "run", dask.address).n_done == N
    assert result_hash(tmp_path / "run") == plain_hash(tmp_path, N)
    assert strays(tmp_path / "run") == []


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_poison_replicate_on_a_cluster_is_the_only_one_given_up(
    dask: Cluster, tmp_path: Path
) -> None:
    outcome = _run(tmp_path / "run", dask.address, poison={"5": "raise"})
    assert [(each.replicate, each.attempts) for each in outcome.failed] == [(5, 3)]
    assert "no such thing" in outcome.failed[0].error
    assert replicates_in(tmp_path / "run") == dict.fromkeys(set(range(N)) - {5}, 1)
    assert load(tmp_path / "run").status == "partial"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("how", ["strange", "sys.exit", "exit", "segfault", "memory"])
def test_release_whoever_ends_or_fills_workers_of_a_cluster_is_the_only_one_given_up(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    with cluster(tmp_path, nanny=("--memory-limit", "512MiB")) as dask:
        outcome = _run(tmp_path / "run", dask.address, poison={"5": how}, sleep=0.01)
    assert [(each.replicate, each.attempts) for each in outcome.failed] == [(5, 3)]
    print(f"{how}: {outcome.failed[0].error}")
    assert replicates_in(tmp_path / "run") == dict.fromkeys(set(range(N)) - {5}, 1)


@pytest.mark.slow
def test_release_a_run_that_hangs_on_a_cluster_is_found_by_a_time_limit_elsewhere(
    dask: Cluster, tmp_path: Path
) -> None:
    scenario, folder = {"poison": {"5": "hang"}}, tmp_path / "run"
    wish = {"n": N, "batch_size": 3, "jobs": 1, "cluster": dask.address, "scenario": scenario}
    process = start(folder, wish)
    while len(list(folder.glob("shards/*.npz"))) < N // 3 - 1:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 128 + signal.SIGINT
    assert said.startswith(f"interrupted: {N - 3} of {N} replicates are safe")
    plan = Plan(fake.job(**scenario), "fake", "1", N, 3)
    outcome = run(plan, folder, fake.layout(), HowToRun(jobs=2, time_limit=0.5))
    assert [(each.replicate, each.attempts) for each in outcome.failed] == [(5, 3)]
    assert outcome.failed[0].error == "no answer within the time limit"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_killed_worker_of_a_cluster_costs_nothing_and_a_killed_scheduler_only_time(
    tmp_path: Path,
) -> None:
    with cluster(tmp_path) as dask:
        folder = tmp_path / "run"

        def strike() -> None:
            wait_for_shard(folder)
            dask.workers[0].kill()

        killer = threading.Thread(target=strike)
        killer.start()
        assert _run(folder, dask.address, sleep=0.02).n_done == N
        killer.join()
        assert result_hash(folder) == plain_hash(tmp_path, N)

        def decapitate() -> None:
            wait_for_shard(tmp_path / "second")
            dask.scheduler.kill()

        killer = threading.Thread(target=decapitate)
        killer.start()
        with pytest.raises(
            StorageError, match=r"no scheduler .*; \d+ of 24 replicates are safe"
        ) as caught:
            _run(tmp_path / "second", dask.address, sleep=0.02)
        killer.join()
    assert caught.value.code == Exit.INPUT_OUTPUT
    run(Plan(fake.job(), "fake", "1", N, 3), tmp_path / "second", fake.layout())
    assert result_hash(tmp_path / "second") == plain_hash(tmp_path, N)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("mpiexec.openmpi") is None, reason="needs Open MPI and mpi4py")
def test_two_processes_of_mpi_give_the_same_bits(tmp_path: Path) -> None:
    pytest.importorskip("mpi4py")
    wish = f'{{"n": {N}, "batch_size": 3, "jobs": 1, "cluster": "mpi"}}'
    drive = str(Path(__file__).parent / "drive.py")
    launcher = ["mpiexec.openmpi", "--allow-run-as-root", "--oversubscribe", "-n", "2"]
    done = subprocess.run(
        [*launcher, sys.executable, "-m", "mpi4py.futures", drive, str(tmp_path / "run"), wish],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert result_hash(tmp_path / "run") == plain_hash(tmp_path, N)
