"""Large ensembles through the command line: plan, parts, summaries, replay, repair."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.core.errors import Exit, SimError
from sim.ensemble.errors import MissingExtraError, StorageError, TooLargeError
from sim.ensemble.manifest import load
from sim.ensemble.results import open_results, result_hash

SMALL = """\
name: small
title: A small world
window: {start: 2025-12-01, end: 2025-12-24}
replicates: 6
missions:
  medical: {headcount: 300}
  military_advisers: {headcount: 40}
"""
TOO_MANY = ("--reps", 10_000_000, "--keep", "netcdf", "--max-memory", "900GiB")
OPEN_ADDRESS = "tcp://10.0.0.1:8786"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(SMALL)
    return Path("small.yaml")


def sim(*words: object) -> Result:
    """Run a command in this process; what ends in a sentence raises it."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(result.exception, SimError):
        raise result.exception
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_plan_tells_time_memory_and_disk_and_runs_nothing(file: Path) -> None:
    told = sim("plan", file).stdout
    for word in ("6 of 24 days", "results.nc", "workers", "at most", "free)", "results/small-"):
        assert word in told
    assert not Path("results").exists()
    assert not any(Path().glob("*.nc"))


def test_a_million_runs_on_a_cluster_are_planned_in_numbers(file: Path) -> None:
    words = ("--reps", 1_000_000, "--cluster", 400, "--max-memory", "100GiB", "--json")
    told = json.loads(sim("plan", file, *words, "--keep", "summary").stdout)
    plan = told["plans"][0]
    assert told["schema"] == 1
    assert (plan["runs"], plan["workers"], plan["keep"]) == (1_000_000, 400, "summary")
    assert plan["batches"] * plan["runs_per_batch"] >= 1_000_000
    assert plan["seconds"] * 400 == pytest.approx(plan["core_hours"] * 3600, rel=0.2)
    assert 0 < plan["disk_kept_bytes"] < plan["disk_bytes"]


def test_what_cannot_fit_is_refused_before_anything_runs(file: Path) -> None:
    for command in ("plan", "run"):
        with pytest.raises(
            TooLargeError,
            match=r"^small\.yaml: needs about .* of memory \(limit 1 MiB\); lower --jobs \(now 2\)",
        ) as memory:
            sim(command, file, "--jobs", 2, "--max-memory", "1MiB")
        assert memory.value.code == Exit.INVALID
        with pytest.raises(
            StorageError, match=r"^needs about .*iB of disk, .* free in results/; --keep summary"
        ) as disk:
            sim(command, file, *TOO_MANY)
        assert disk.value.code == Exit.INPUT_OUTPUT
    assert not Path("results").exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--max-memory", "much"), "--max-memory: write a size such as 8GiB"),
        (("--time-limit", "0"), "--time-limit: must be from 0.1 to 10,000,000 seconds, is 0"),
        (("--time-limit", "9", "--cluster", "mpi"), "--time-limit: a cluster does not end runs"),
        (("--shard", "5/4"), "--shard: write i/n with"),
        (("--keep", "parquet"), "--keep: must be one of netcdf, zarr, summary"),
        (("--only", "6"), "--only: must be from 0 to 5, is 6"),
        (("--cluster", OPEN_ADDRESS), "use a tls:// scheduler"),
        (("--cluster", "nonsense"), "--cluster: write tls://host:port"),
        (("--cluster", "mpi"), "mpiexec|uv sync --extra mpi"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    words: tuple[str, ...], complaint: str, file: Path
) -> None:
    with pytest.raises(SimError, match=complaint):
        sim("run", file, "--jobs", 1, "--no-report", *words)
    assert not list(Path().glob("results/*/manifest.json"))


@pytest.mark.parametrize(
    ("address", "package"), [("tcp://127.0.0.1:8786", "distributed"), ("mpi", "mpi4py")]
)
def test_a_cluster_whose_package_is_missing_is_refused_before_anything_is_written(
    address: str, package: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match="run: "):
        sim("run", file, "--no-report", "--cluster", address)
    assert not Path("results").exists()


def test_parts_of_a_job_array_are_merged_to_the_same_bits(file: Path) -> None:
    words = ("--jobs", 1, "--no-report")
    whole = sim("run", file, *words, "--out", "whole")
    assert whole.exit_code == 0
    for number in (2, 1):
        told = sim("run", file, *words, "--shard", f"{number}/2").stdout
        assert (
            f"part {number} of 2: 3 of 3 runs; when all parts are done: sim merge results" in told
        )
    folder = next(Path("results").iterdir())
    assert sim("merge", folder, "--no-report").exit_code == 0
    assert result_hash(folder) == result_hash(next(Path("whole").iterdir()))
    with pytest.raises(SimError, match="holds no parts to merge"):
        sim("merge", "nowhere")


def test_a_summary_is_run_shown_verified_and_reported(file: Path) -> None:
    done = sim("run", file, "--jobs", 1, "--keep", "summary")
    folder = next(Path("results").iterdir())
    assert "each number is within 0.4% of that of a run" in done.stdout
    assert {"quantiles.nc", "summary.csv", "outcomes.csv", "report.html"} <= set(load(folder).files)
    assert "Medical" in sim("show", folder).stdout
    assert "same bits" in sim("verify", folder, "--sample", 2).stdout
    assert "within 0.4%" in (folder / "report.html").read_text()
    with open_results(folder) as results:
        assert results["present"].dims == ("level", "day", "mission")
    table = (folder / "summary.csv").read_text()
    assert "present,medical,persons," in table
    assert "caracas_posture," in table


def test_damage_is_removed_and_made_again(file: Path) -> None:
    words = ("run", file, "--jobs", 1, "--keep", "zarr")
    sim(*words, "--no-report")  # the first repair makes it
    folder = next(Path("results").iterdir())
    whole, hashes = load(folder).files["results.zarr"], set()
    assert "nothing is damaged" in sim("verify", folder, "--repair").stdout
    for name in ("results.zarr/medical/nothing", "summary.csv"):
        victim = folder / name
        victim.parent.mkdir(exist_ok=True)
        victim.write_text("damaged")
        told = sim("verify", folder, "--repair").stdout
        top = name.split("/")[0]
        assert f"  damaged: {top}\n" in told
        assert f"  moved {top} to {top}.damaged-1\n" in told
        assert (folder / f"{top}.damaged-1").exists()
        assert f"make it again: sim resume {folder}" in told
        assert sim("resume", folder, "--jobs", 1).exit_code == 0
        assert load(folder).files["results.zarr"] == whole
        assert (folder / "report.html").exists()
        hashes.add(result_hash(folder))
    assert len(hashes) == 1


def test_one_run_is_replayed_alone_and_keeps_nothing(file: Path) -> None:
    told = sim("run", file, "--only", 4)
    assert told.exit_code == 0
    assert "run 4 of seed" in told.stderr
    assert not Path("results").exists()


def test_a_run_that_fails_says_how_to_see_it_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.experiments import batch as simulate

    plain = simulate.run_batch

    def fails(scenario, replicates, given=None):
        if 3 in replicates:
            message = "no such thing"
            raise ValueError(message)
        return plain(scenario, replicates, given)

    monkeypatch.setattr(simulate, "run_batch", fails)
    done = sim("run", file, "--jobs", 1, "--no-report")
    assert done.exit_code == Exit.SOME_FAILED
    assert "run 3 failed: ValueError: no such thing" in done.stderr
    folder = next(Path("results").iterdir())
    again = f"sim run {folder}/scenario.resolved.yaml --only 3"
    assert again in done.stderr.replace("\n", "")
    alone = sim("run", folder / "scenario.resolved.yaml", "--only", 3)
    assert alone.exit_code == Exit.SOME_FAILED
    assert "Traceback" in alone.stderr
    assert "no such thing" in alone.stderr
