"""Kill -9 costs time, never data, and leaves no process behind."""

import gc
import os
import signal
import sys
import time
from pathlib import Path

import ensemble_fake as fake
import pytest
from harness import (
    all_gone,
    descendants,
    finish,
    kill,
    killed_at,
    plain_hash,
    replicates_in,
    start,
    strays,
    wait_for_shard,
    workers,
)

from sim.ensemble import faults
from sim.ensemble.errors import InterruptedRunError
from sim.ensemble.plan import Plan
from sim.ensemble.results import result_hash
from sim.ensemble.run import run

WISH = {"n": 40, "batch_size": 4, "jobs": 2, "scenario": {"sleep": 0.01}}


def _resumed(folder: Path, n: int, tmp_path: Path) -> None:
    outcome = run(Plan(fake.job(), "fake", "1", n, 4), folder, fake.layout())
    assert (outcome.n_done, outcome.failed) == (n, ())
    assert result_hash(folder) == plain_hash(tmp_path, n)
    assert replicates_in(folder) == dict.fromkeys(range(n), 1)
    assert strays(folder) == []
    assert not (folder / "shards").exists()


@pytest.mark.parametrize("point", faults.POINTS)
def test_killed_at_a_named_point_and_resumed(point: str, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    assert killed_at(point, folder, Plan(fake.job(), "fake", "1", 10, 3))
    _resumed(folder, 10, tmp_path)


def test_killed_again_while_resuming(tmp_path: Path) -> None:
    folder, plan = tmp_path / "run", Plan(fake.job(), "fake", "1", 10, 3)
    for point in ("shard.rename", "shard.done", "manifest.rename", "results.fsync", "results.done"):
        assert killed_at(point, folder, plan)
    _resumed(folder, 10, tmp_path)


@pytest.mark.parametrize("step", ["write", "done"])
def test_a_worker_killed_at_a_named_point_costs_nothing(step: str, tmp_path: Path) -> None:
    folder, token = tmp_path / "run", tmp_path / "token"
    fault = {"SIM_FAULT": f"kill@shard.{step}#1", "SIM_FAULT_ONCE": str(token)}
    assert finish(folder, WISH | {"n": 12}, **fault) == (0, "")
    assert token.exists()
    assert result_hash(folder) == plain_hash(tmp_path, 12)


@pytest.mark.parametrize("moment", [0.0, 0.08, 0.17])
def test_parent_killed_at_any_moment_leaves_no_orphan(moment: float, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    process = start(folder, WISH)
    wait_for_shard(folder)
    time.sleep(moment)
    family = descendants(process.pid)
    kill(process.pid)
    process.communicate()
    assert all_gone(family)
    _resumed(folder, 40, tmp_path)


def test_parent_killed_while_its_workers_start_leaves_no_orphan(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    process = start(folder, WISH)
    while not (family := workers(process.pid)):
        time.sleep(0.005)
    family = descendants(process.pid)
    kill(process.pid)
    process.communicate()
    assert all_gone(family)
    _resumed(folder, 40, tmp_path)


@pytest.mark.parametrize("moment", [0.06])
def test_worker_killed_at_any_moment_is_replaced(moment: float, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    process = start(folder, WISH)
    wait_for_shard(folder)
    time.sleep(moment)
    for victim in workers(process.pid)[:1]:
        kill(victim)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert result_hash(folder) == plain_hash(tmp_path, 40)


@pytest.mark.parametrize(
    ("number", "jobs"), [(signal.SIGINT, 1), (signal.SIGINT, 2), (signal.SIGTERM, 2)]
)
def test_a_signal_saves_the_state_and_says_how_to_go_on(
    number: int, jobs: int, tmp_path: Path
) -> None:
    folder, wish = tmp_path / "run", WISH | {"jobs": jobs}
    process = start(folder, wish)
    wait_for_shard(folder)
    family = descendants(process.pid)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does: the workers get it too
    else:
        process.send_signal(number)
    began = time.monotonic()
    _, said = process.communicate(timeout=10)
    assert time.monotonic() - began < 3
    assert process.returncode == 128 + number
    assert said.startswith("interrupted: ")
    assert said.endswith(f" of 40 replicates are safe; continue: sim resume {folder}\n")
    assert all_gone(family)
    _resumed(folder, 40, tmp_path)


class Half:
    """An object that a signal catches while it is made, such as a zip file, and whose end then fails."""

    def __init__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        self.whole = True

    def __del__(self) -> None:
        assert self.whole


def test_what_a_signal_catches_half_made_does_not_complain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    plan = Plan(fake.job(), "fake", "1", 10, 3)
    with pytest.raises(InterruptedRunError, match="0 of 10 replicates are safe"):
        run(plan, tmp_path, fake.layout(), progress=lambda *_: Half())
    gc.collect()
    assert said == []
    assert sys.unraisablehook == said.append
