"""Start, watch and kill runs; compare what they leave."""

import json
import os
import signal
import subprocess
import sys
import time
import warnings
from collections import Counter
from pathlib import Path

import ensemble_fake as fake

from sim.ensemble import faults
from sim.ensemble.plan import Plan
from sim.ensemble.results import open_results, result_hash
from sim.ensemble.run import run

DRIVE = Path(__file__).parent / "drive.py"
ORPHANS_GONE = 5.0


def start(folder: Path, wish: dict[str, object], **environment: str) -> subprocess.Popen[str]:
    """Start `drive.py`."""
    return subprocess.Popen(
        [sys.executable, str(DRIVE), str(folder), json.dumps(wish)],
        env=os.environ | environment,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )


def finish(folder: Path, wish: dict[str, object], **environment: str) -> tuple[int, str]:
    """Run `drive.py` to its end: exit code and what it said."""
    process = start(folder, wish, **environment)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def killed_at(point: str, folder: Path, plan: Plan) -> bool:
    """Run `plan` in a forked child that is killed at `point`; whether it got there."""
    with warnings.catch_warnings():
        # A fork is no way to start workers, but a cheap way to die; the child never uses a thread.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            faults.arm(f"kill@{point}#1")
            run(plan, folder, fake.layout())
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def killed_after(seconds: float, folder: Path, plan: Plan) -> bool:
    """Run `plan` in a forked child and kill it some time later; whether it was still at work."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            run(plan, folder, fake.layout())
        finally:
            os._exit(0)
    time.sleep(seconds)
    kill(child)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def plain_hash(tmp_path: Path, n: int) -> str:
    """Hash of the uninterrupted ensemble of `n` replicates."""
    folder = tmp_path / "plain"
    run(Plan(fake.job(), "fake", "1", n, 64), folder, fake.layout())
    return result_hash(folder)


def descendants(pid: int) -> list[int]:
    """Processes started by `pid`, and by those."""
    children = [
        int(stat.parent.name) for stat in Path("/proc").glob("[0-9]*/stat") if _parent(stat) == pid
    ]
    return children + [grandchild for child in children for grandchild in descendants(child)]


def _parent(stat: Path) -> int | None:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def workers(pid: int) -> list[int]:
    """Those descendants that compute (and not, say, the resource tracker)."""
    return [child for child in descendants(pid) if b"spawn_main" in _command(child)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def alive(pids: list[int]) -> list[int]:
    """Those of `pids` that still run `drive.py` or one of its helpers (a zombie has no command line)."""
    return [pid for pid in pids if _command(pid)]


def all_gone(pids: list[int]) -> bool:
    """Whether all of `pids` end soon."""
    deadline = time.monotonic() + ORPHANS_GONE
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not alive(pids)


def kill(pid: int) -> None:
    """Kill -9."""
    os.kill(pid, signal.SIGKILL)


def wait_for_shard(folder: Path) -> None:
    """Wait until the run has begun to produce."""
    deadline = time.monotonic() + 20
    while not list(folder.glob("shards/*.npz")) and time.monotonic() < deadline:
        time.sleep(0.005)


def replicates_in(folder: Path) -> Counter[int]:
    """How often each replicate is in the results."""
    with open_results(folder) as results:
        return Counter(results.replicate.to_numpy().tolist())


def strays(folder: Path) -> list[Path]:
    """Half-written files left behind."""
    return list(folder.rglob("*.part"))
