"""One hash of the results, whatever computed them: every pair of circumstances is tried together."""

import json
import os
import subprocess
import sys
from itertools import combinations, product
from pathlib import Path

import pytest
from clusters import cluster

HERE = Path(__file__).parent
N, DAYS = 12, 25
#: What must not matter. "2 of dask" are two workers of a real scheduler.
CIRCUMSTANCES: dict[str, tuple[str, ...]] = {
    "executor": ("in-process", "1 process", "2 processes", "4 processes", "2 of dask"),
    "batch size": ("1", "5", "12"),
    "order": ("forward", "reverse", "shuffled"),
    "hash seed": ("0", "1", "random"),
    "collector": ("default", "off", "threshold 1", "each batch"),
    "time zone": ("UTC", "America/Caracas"),
    "locale": ("C", "C.UTF-8"),
    "log": ("WARNING", "DEBUG"),
}
JOBS = {"2 processes": 2, "4 processes": 4}
#: A limit that is never reached; it makes a worker process of a single job.
LONG = 600
type Way = dict[str, str]


def pairwise() -> list[Way]:
    """Ways in which every value meets every value of every other circumstance; greedy, always the same."""
    names = list(CIRCUMSTANCES)
    open_pairs = {
        ((one, a), (other, b))
        for one, other in combinations(names, 2)
        for a, b in product(CIRCUMSTANCES[one], CIRCUMSTANCES[other])
    }
    ways: list[Way] = []
    while open_pairs:
        way: Way = {}
        # Begin with a pair that is still open, then let each circumstance close as many as it can.
        for name, value in min(open_pairs):
            way[name] = value
        for name in names:
            if name not in way:
                way[name] = max(
                    CIRCUMSTANCES[name],
                    key=lambda value, name=name: len(_pairs(way | {name: value}) & open_pairs),
                )
        open_pairs -= _pairs(way)
        ways.append(way)
    return ways


def _pairs(way: Way) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    return set(combinations([(name, way[name]) for name in CIRCUMSTANCES if name in way], 2))


def _hash(folder: Path, way: Way, address: str | None, form: str = "netcdf") -> str:
    wish = {
        "n": N,
        "days": DAYS,
        "form": form,
        "batch_size": int(way["batch size"]),
        "order": way["order"],
        "jobs": JOBS.get(way["executor"], 1),
        "time_limit": LONG if way["executor"] == "1 process" else None,
        "cluster": address if "dask" in way["executor"] else None,
    }
    environment = os.environ | {
        "PYTHONHASHSEED": way["hash seed"],
        "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)]),
        "TZ": way["time zone"],
        "LC_ALL": way["locale"],
        "SIM_TEST_GC": way["collector"],
        "SIM_TEST_LOG": way["log"],
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "drive_model.py"), str(folder), json.dumps(wish)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{way}: {done.stderr}"
    return done.stdout.strip()


def test_the_cover_has_every_pair() -> None:
    ways = pairwise()
    names = list(CIRCUMSTANCES)
    for one, other in combinations(names, 2):
        for a, b in product(CIRCUMSTANCES[one], CIRCUMSTANCES[other]):
            assert any(way[one] == a and way[other] == b for way in ways), (a, b)
    assert len(ways) <= 40
    assert ways == pairwise()


def _extremes() -> list[Way]:
    """Two ways that share no value: first and last of every circumstance, without the cluster."""
    first = {name: values[0] for name, values in CIRCUMSTANCES.items()}
    last = {name: values[-1] for name, values in CIRCUMSTANCES.items()}
    return [first, last | {"executor": "2 processes", "batch size": "5"}]


@pytest.mark.parametrize("form", ["netcdf", pytest.param("summary", marks=pytest.mark.slow)])
def test_two_ways_that_share_nothing_give_one_hash(form: str, tmp_path: Path) -> None:
    ways = _extremes()
    hashes = {_hash(tmp_path / str(i), way, None, form) for i, way in enumerate(ways)}
    assert len(hashes) == 1


@pytest.mark.slow
def test_release_every_pair_of_circumstances_gives_one_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), str(HERE.parent)]))
    monkeypatch.setenv("SIM_TEST_GC", "default")
    monkeypatch.setenv("SIM_TEST_LOG", "WARNING")
    ways = pairwise()
    with cluster(tmp_path) as dask:
        hashes = set()
        for number, way in enumerate(ways):
            hashes.add(_hash(tmp_path / str(number), way, dask.address))
            print(f"{number + 1} of {len(ways)} ways, {len(hashes)} hash", flush=True)
            assert len(hashes) == 1, way
