"""Kill -9 at seeded random moments, again and again: nothing lost, nothing twice, nothing wrong."""

import random
import signal
import time
from pathlib import Path

import ensemble_fake as fake
import pytest
from harness import (
    all_gone,
    descendants,
    kill,
    killed_after,
    replicates_in,
    start,
    strays,
    wait_for_shard,
    workers,
)

from sim.ensemble.forms import Form
from sim.ensemble.manifest import load
from sim.ensemble.plan import Plan
from sim.ensemble.results import result_hash
from sim.ensemble.run import run

N, BATCH = 12, 3


def _plan(form: Form, log: Path) -> Plan:
    return Plan(fake.job(log=str(log)), "fake", "1", N, BATCH, form)


def _duration(folder: Path, form: Form) -> tuple[float, str]:
    """Seconds and hash of an uninterrupted run, after one that has imported what is needed."""
    run(_plan(form, folder / "first.log"), folder / "first", fake.layout())
    began = time.perf_counter()
    run(_plan(form, folder / "plain.log"), folder / "plain", fake.layout())
    return time.perf_counter() - began, result_hash(folder / "plain")


def _killed_and_resumed(
    folder: Path, form: Form, moments: list[float], expected: str
) -> tuple[int, int]:
    """Kill one run at each of `moments`, then finish it: how many hit, how many replicates ran twice."""
    plan = _plan(form, folder.with_suffix(".log"))
    hit = sum(killed_after(moment, folder, plan) for moment in moments)
    outcome = run(plan, folder, fake.layout())
    assert (outcome.n_done, outcome.failed) == (N, ())
    assert result_hash(folder) == expected
    assert replicates_in(folder) == dict.fromkeys(range(N), 1)
    assert strays(folder) == []
    redone = folder.with_suffix(".log").stat().st_size - N
    assert 0 <= redone <= BATCH * len(moments)
    return hit, redone


def _many(tmp_path: Path, form: Form, trials: int, kills: int, seed: int) -> None:
    moments, (seconds, expected) = random.Random(seed), _duration(tmp_path, form)
    hits = redone = 0
    for trial in range(trials):
        chosen = [moments.uniform(0, seconds) for _ in range(kills)]
        hit, again = _killed_and_resumed(tmp_path / str(trial), form, chosen, expected)
        hits, redone = hits + hit, redone + again
    print(
        f"{form}: {hits} kills hit in {trials} trials, {redone} of {trials * N} replicates run again"
    )
    assert hits > 0


@pytest.mark.parametrize("form", ["netcdf", "zarr", "summary"])
def test_killed_at_a_random_moment_and_resumed(form: Form, tmp_path: Path) -> None:
    _many(tmp_path, form, trials=8, kills=1, seed=20260103)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "trials", "kills"),
    [("netcdf", 1400, 1), ("zarr", 300, 1), ("summary", 300, 1), ("netcdf", 200, 2)],
)
def test_release_killed_at_many_random_moments(
    form: Form, trials: int, kills: int, tmp_path: Path
) -> None:
    _many(tmp_path, form, trials, kills, seed=trials + kills)


@pytest.mark.slow
def test_release_parent_or_worker_of_a_pool_killed_at_random_moments(tmp_path: Path) -> None:
    moments, n = random.Random(7), 40
    run(Plan(fake.job(), "fake", "1", n, 4), tmp_path / "plain", fake.layout())
    expected = result_hash(tmp_path / "plain")
    for trial in range(60):
        folder, log = tmp_path / str(trial), tmp_path / f"{trial}.log"
        wish = {"n": n, "batch_size": 4, "jobs": 2, "scenario": {"sleep": 0.005, "log": str(log)}}
        process = start(folder, wish)
        wait_for_shard(folder)
        time.sleep(moments.uniform(0, 0.3))
        family = descendants(process.pid)
        victims = workers(process.pid)[:1] if trial % 2 else [process.pid]
        for victim in victims:
            kill(victim)
        process.communicate(timeout=60)
        assert all_gone(family)
        outcome = run(Plan(fake.job(), "fake", "1", n, 4), folder, fake.layout())
        assert (outcome.n_done, outcome.failed) == (n, ())
        assert result_hash(folder) == expected
        assert log.stat().st_size - n <= 4 * 4  # two workers, one batch in hand and one waiting


@pytest.mark.slow
@pytest.mark.parametrize(("number", "trials"), [(signal.SIGINT, 60), (signal.SIGTERM, 60)])
def test_release_signals_at_random_moments_save_the_state(
    number: signal.Signals, trials: int, tmp_path: Path
) -> None:
    moments, n, hits, longest = random.Random(int(number)), 40, 0, 0.0
    run(Plan(fake.job(), "fake", "1", n, 4), tmp_path / "plain", fake.layout())
    expected = result_hash(tmp_path / "plain")
    for trial in range(trials):
        folder = tmp_path / str(trial)
        wish = {"n": n, "batch_size": 4, "jobs": 1 + trial % 2, "scenario": {"sleep": 0.005}}
        process = start(folder, wish)
        wait_for_shard(folder)
        time.sleep(moments.uniform(0, 0.3))
        family = descendants(process.pid)
        process.send_signal(number)
        began = time.monotonic()
        _, said = process.communicate(timeout=10)
        longest = max(longest, time.monotonic() - began)
        assert all_gone(family)
        if process.returncode in {0, -number}:  # the run had ended, or ended while Python did
            assert load(folder).status == "complete"
        else:
            hits += 1
            assert process.returncode == 128 + number
            assert said.startswith("interrupted: ")
            assert said.endswith(f" of {n} replicates are safe; continue: sim resume {folder}\n")
        assert run(Plan(fake.job(), "fake", "1", n, 4), folder, fake.layout()).n_done == n
        assert result_hash(folder) == expected
        assert strays(folder) == []
    print(f"{number.name}: {hits} hits in {trials} trials, longest answer {longest:.2f} s")
    assert hits > trials / 3
    assert longest < 3
