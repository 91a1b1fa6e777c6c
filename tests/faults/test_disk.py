"""A disk that fails, at any operation, leaves something to go on from."""

import errno
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import ensemble_fake as fake
import pytest
from harness import finish, strays

from sim.core.errors import Exit
from sim.ensemble import faults
from sim.ensemble.errors import StorageError
from sim.ensemble.forms import FORMS, Form
from sim.ensemble.plan import Plan
from sim.ensemble.results import result_hash
from sim.ensemble.run import run

PLAN = Plan(fake.job(), "fake", "1", 5, 2)
NO_SPACE = r"cannot write [^ ]*(?<!\.part): no space left on device; \d+ of 40 replicates are safe"
CERTAINLY_TOO_LITTLE = 20  # KiB for ten shards of 40 replicates
REFUSALS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT", "EMFILE")


@pytest.mark.parametrize(
    ("name", "again", "form", "stride"),
    [
        ("ENOSPC", "", "netcdf", 1),
        ("EIO", "+", "netcdf", 8),
        ("EACCES", "", "zarr", 5),
        ("EROFS", "+", "summary", 7),
        ("EDQUOT", "", "summary", 9),
        ("EMFILE", "+", "zarr", 11),
    ],
)
def test_the_kth_operation_fails_for_every_k(
    name: str, again: str, form: Form, stride: int, tmp_path: Path
) -> None:
    _every_kth(name, again, form, stride, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("again", ["", "+"])
@pytest.mark.parametrize("name", REFUSALS)
def test_release_the_kth_operation_fails_for_every_k(
    name: str, again: str, form: Form, tmp_path: Path
) -> None:
    _every_kth(name, again, form, 1, tmp_path)


def _every_kth(name: str, again: str, form: Form, stride: int, tmp_path: Path) -> None:
    plan = replace(PLAN, form=form)
    run(plan, tmp_path / "plain", fake.layout())
    expected = result_hash(tmp_path / "plain")
    for k in count(1, stride):
        folder = tmp_path / str(k)
        said = _said_when_armed(f"{name}@*#{k}{again}", folder, plan)
        if said is None:
            break
        assert os.strerror(getattr(errno, name)).lower() in said
        assert said.endswith("of 5 replicates are safe, run again to go on")
        run(plan, folder, fake.layout())
        assert result_hash(folder) == expected, k
        assert strays(folder) == []
    assert k > 40


def _said_when_armed(fault: str, folder: Path, plan: Plan) -> str | None:
    """What the failing run said, or None when the fault was never reached."""
    faults.arm(fault)
    try:
        run(plan, folder, fake.layout())
    except StorageError as error:
        return str(error)
    finally:
        faults.arm("")
    return None


def test_a_full_disk_says_what_is_safe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    faults.arm("ENOSPC@shard.write#2+")
    with pytest.raises(StorageError) as caught:
        run(PLAN, Path("results/x"), fake.layout())
    faults.arm("")
    assert str(caught.value) == (
        "cannot write results/x/shards/2-3: no space left on device;"
        " 2 of 5 replicates are safe, run again to go on"
    )


def test_a_worker_tells_of_a_full_disk(tmp_path: Path) -> None:
    code, said = finish(
        tmp_path / "run", {"n": 6, "batch_size": 2, "jobs": 2}, SIM_FAULT="ENOSPC@shard.write#1+"
    )
    assert code == Exit.INPUT_OUTPUT
    assert "no space left on device; 0 of 6 replicates are safe, run again to go on" in said


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 256 KiB, which only root may mount."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no right to mount a file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("left_free", [0, 4, *range(8, 200, 12)])
def test_a_disk_that_is_really_full_costs_nothing_but_time(
    left_free: int, form: Form, small_disk: Path, tmp_path: Path
) -> None:
    plan = Plan(fake.job(), "fake", "1", 40, 4, form)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(256 * 1024 - left_free * 1024))
    said = _said_when_armed("", small_disk / "run", plan)
    assert re.match(NO_SPACE, said) if said else left_free > CERTAINLY_TOO_LITTLE
    ballast.unlink()
    assert run(plan, small_disk / "run", fake.layout()).n_done == 40
    run(plan, tmp_path / "plain", fake.layout())
    assert result_hash(small_disk / "run") == result_hash(tmp_path / "plain")
    assert strays(small_disk / "run") == []


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"cannot write .*: not a directory"):
        run(PLAN, tmp_path / "file" / "run", fake.layout())
