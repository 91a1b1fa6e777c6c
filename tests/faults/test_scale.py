"""What must not grow with the number of replicates: the parent's memory, the manifest, the overhead."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import ensemble_fake as fake
import pytest

from sim.ensemble.manifest import NAME, load
from sim.ensemble.plan import Plan, Share
from sim.ensemble.results import open_results
from sim.ensemble.run import HowToRun, merge_shares, run

MIB = 2**20
ROOT = Path(__file__).parents[2]
MOST_MORE = 32 * MIB
#: Prints the largest size of a process that ran the ensemble of the JSON given.
MEASURE = """
import json, resource, sys
import drive
code = drive.main()
print(1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.exit(code)
"""
#: Prints what the plan says of one worker, and the largest size of the one that then computed a batch.
ONE_WORKER = """
import json, resource, sys
from pathlib import Path
from sim.ensemble.costs import Site, estimate
from sim.ensemble.run import HowToRun
from sim.experiments.job import plan_of, sample_of
from sim.experiments.run import run_in
from sim.scenario.load import load
from sim.scenario.schema import Scenario
if __name__ == "__main__":
    loaded = load(Path(sys.argv[1]), Scenario, json.loads(sys.argv[3]))
    plan, sample = plan_of(loaded.scenario, jobs=1, form=sys.argv[4]), sample_of(loaded.scenario)
    one, two = (estimate(plan, sample, Site(jobs)).memory for jobs in (1, 2))
    print(two - one)
    run_in(Path(sys.argv[2]), plan, loaded, HowToRun(time_limit=600))
    print(1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def _parent_size(folder: Path, n: int, form: str) -> int:
    """Bytes of the process that hands out and merges, its workers not counted."""
    wish = {"n": n, "batch_size": 64, "jobs": 1, "time_limit": 600, "form": form}
    wish["scenario"] = {"days": 100}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(folder), json.dumps(wish)],
        env=os.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["netcdf", "summary"])
def test_the_parent_does_not_grow_with_the_ensemble(form: str, tmp_path: Path) -> None:
    sizes = {n: _parent_size(tmp_path / str(n), n, form) for n in (100, 1000, 10_000)}
    told = ", ".join(f"{n}: {size / MIB:.0f} MiB" for n, size in sizes.items())
    print(f"parent, {form}: {told}")
    assert sizes[10_000] - sizes[100] <= MOST_MORE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "changes"),
    [
        ("netcdf", ["replicates=32"]),  # batches of 8
        ("netcdf", ["replicates=256"]),  # batches of 64
        ("netcdf", ["replicates=256", "missions.medical.headcount=140000"]),
        ("summary", ["replicates=1024"]),  # batches of 256
    ],
)
def test_a_worker_needs_hardly_more_than_the_plan_says(
    form: str, changes: list[str], tmp_path: Path
) -> None:
    file, driver = ROOT / "scenarios" / "blockade.yaml", tmp_path / "one_worker.py"
    driver.write_text(ONE_WORKER)
    done = subprocess.run(
        [sys.executable, str(driver), str(file), str(tmp_path / "run"), json.dumps(changes), form],
        capture_output=True,
        text=True,
        check=True,
    )
    said, seen = map(int, done.stdout.split())
    print(f"worker, {form}, {changes}: {seen / MIB:.0f} MiB, said {said / MIB:.0f} MiB")
    assert seen <= 1.2 * said
    assert said <= 3 * seen  # a plan that asks for far too much refuses what would fit


def test_fifty_shards_of_many_replicates_are_kept_track_of(tmp_path: Path) -> None:
    n, plan = 20_000, Plan(fake.job(days=2), "fake", "1", 20_000, 400)
    for number in (1, 2, 3, 4):
        run(plan, tmp_path, fake.layout(2), share=Share(number, 4))
    began = time.process_time()
    assert merge_shares(plan, tmp_path, fake.layout(2)).n_done == n
    assert time.process_time() - began < 4
    assert load(tmp_path).shards == {}
    assert (tmp_path / NAME).stat().st_size < 10_000
    with open_results(tmp_path) as results:
        assert results.sizes["replicate"] == n


@pytest.mark.slow
def test_a_million_replicates_are_kept_track_of(tmp_path: Path) -> None:
    n, plan = 1_000_000, Plan(fake.job(days=1), "fake", "1", 1_000_000, 64, "summary")
    largest = 0

    def look(*_: int) -> None:
        nonlocal largest
        if (tmp_path / NAME).exists():
            largest = max(largest, (tmp_path / NAME).stat().st_size)

    began = time.perf_counter()
    outcome = run(plan, tmp_path, fake.layout(1), progress=look)
    record = load(tmp_path)
    print(
        f"{outcome.n_done} replicates in {time.perf_counter() - began:.0f} s, merged in"
        f" {record.timings['merging']} s; manifest at most {largest / MIB:.1f} MiB while running"
    )
    assert outcome.n_done == n
    assert largest < 4 * MIB


@pytest.mark.slow
def test_the_pool_costs_less_than_a_seventh_of_the_work(tmp_path: Path) -> None:
    """One worker process against none, in CPU seconds of the machine, its start left out."""
    scenario, n = {"burn": 0.01}, 1500

    def seconds(name: str, settings: HowToRun) -> float:
        plan = Plan(fake.job(**scenario), "fake", "1", n, 50)
        stamps: list[float] = []
        run(
            plan,
            tmp_path / name,
            fake.layout(),
            settings,
            progress=lambda done, *_: stamps.append(_cpu()) if done else None,
        )
        return stamps[-1] - stamps[0]

    ratios = []
    for trial in range(3):
        plain = seconds(f"plain-{trial}", HowToRun())
        ratios.append(seconds(f"pool-{trial}", HowToRun(time_limit=600)) / plain)
    print(f"pool against in-process, CPU: {', '.join(f'{ratio:.3f}' for ratio in ratios)}")
    assert sorted(ratios)[1] < 1.15


def _cpu() -> float:
    """CPU seconds of this process and of its live children."""
    own = time.process_time()
    ticks = os.sysconf("SC_CLK_TCK")
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            own += (int(fields[11]) + int(fields[12])) / ticks
    return own
