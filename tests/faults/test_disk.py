"""A disk that fails, at any operation, leaves something to go on from."""

import errno
import os
from itertools import count
from pathlib import Path

import ensemble_fake as fake
import pytest
from harness import finish, plain_hash, strays

from sim.core.errors import Exit
from sim.ensemble import faults
from sim.ensemble.errors import StorageError
from sim.ensemble.plan import Plan
from sim.ensemble.results import result_hash
from sim.ensemble.run import run

PLAN = Plan(fake.job(), "fake", "1", 5, 2)


@pytest.mark.parametrize(("name", "again", "stride"), [("ENOSPC", "", 1), ("EIO", "+", 8)])
def test_the_kth_operation_fails_for_every_k(
    name: str, again: str, stride: int, tmp_path: Path
) -> None:
    expected = plain_hash(tmp_path, 5)
    for k in count(1, stride):
        folder = tmp_path / str(k)
        said = _said_when_armed(f"{name}@*#{k}{again}", folder)
        if said is None:
            break
        assert os.strerror(getattr(errno, name)).lower() in said
        assert said.endswith("of 5 replicates are safe, run again to go on")
        run(PLAN, folder, fake.layout())
        assert result_hash(folder) == expected, k
        assert strays(folder) == []
    assert k > 40


def _said_when_armed(fault: str, folder: Path) -> str | None:
    """What the failing run said, or None when the fault was never reached."""
    faults.arm(fault)
    try:
        run(PLAN, folder, fake.layout())
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


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"cannot write .*: not a directory"):
        run(PLAN, tmp_path / "file" / "run", fake.layout())
