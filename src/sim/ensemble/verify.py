"""Prove results: every file unchanged, and a sample of replicates computed again to the same bits."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sim.ensemble import store
from sim.ensemble.contract import Batch, Job, same_bits, simulate
from sim.ensemble.errors import MismatchError, StorageError
from sim.ensemble.forms import FORMATS
from sim.ensemble.lock import locked
from sim.ensemble.manifest import NAME, Manifest, belongs, load, software
from sim.ensemble.merge import EVENTS, event_line
from sim.ensemble.quantiles import QUANTILES
from sim.ensemble.results import check_file, finished


@dataclass(frozen=True, slots=True)
class Verified:
    """What was proved: the files checked and the replicates that came out the same again."""

    files: tuple[str, ...]
    replicates: tuple[int, ...]


def verify(
    folder: Path,
    job: Job,
    *,
    n_sample: int = 3,
    sample_seed: int = 0,
    run: Callable[..., Batch] = simulate,
) -> Verified:
    """Check every hash of finished results, then compute `n_sample` replicates again and compare.

    `job` is what the caller resolves from the stored scenario; it must be the one recorded.

    Raises
    ------
    MismatchError
        With the name of the first file, shard, replicate or variable that is not as it should be.
    """
    manifest = check_files(folder)
    if not belongs(job, manifest):
        message = f"{folder}: the scenario does not match its digest {manifest.digest[:8]}"
        raise MismatchError(message)
    for name, sha256 in manifest.shards.items():
        store.read_shard(folder, name, job, manifest.version, sha256)
    failed = {failure.replicate for failure in manifest.failed}
    rows = [replicate for replicate in range(manifest.n_asked) if replicate not in failed]
    chosen = _sample(rows, n_sample, sample_seed)
    for replicate in chosen:
        _compare(folder, manifest, rows.index(replicate), replicate, run(job, (replicate,)))
    return Verified(tuple(manifest.files), chosen)


def check_files(folder: Path) -> Manifest:
    """Check every file that a finished manifest lists, and return the manifest.

    Raises
    ------
    MismatchError
        With the name of the first file that is not as it should be.
    """
    manifest = finished(folder)
    for name in manifest.files:
        check_file(folder, name, manifest)
    return manifest


def repair(folder: Path, drawn: str = "") -> list[str]:
    """Remove what is damaged, so that a run makes it again; return the names of what was removed.

    A damaged shard goes alone, a damaged table with what was `drawn` from it. Where a merged file is
    damaged, the manifest is left as that of a run which has yet to finish; without a manifest
    nothing vouches for the shards.
    """
    with locked(folder):
        store.remove_strays(folder)
        try:
            manifest = load(folder)
        except MismatchError:
            return _drop(folder, [NAME])
        except StorageError:
            return _drop(
                folder, [f"{store.SHARDS}/{name}" for name in store.shards_on_disk(folder)]
            )
        shards = [f"{store.SHARDS}/{name}" for name in _damaged_shards(folder, manifest)]
        files = [name for name in manifest.files if not _is_whole(folder, name, manifest)]
        if {FORMATS[manifest.form].results, EVENTS, QUANTILES} & set(files):
            manifest.status, manifest.n_done = "running", 0
            manifest.files, manifest.failed = {}, []
            manifest.save(folder)
            return _drop(folder, [*shards, *files])
        if files:
            files += [drawn] if drawn in manifest.files.keys() - set(files) else []
            manifest.files = {
                name: sha for name, sha in manifest.files.items() if name not in files
            }
            manifest.save(folder)
        return _drop(folder, [*shards, *files])


def _damaged_shards(folder: Path, manifest: Manifest) -> list[str]:
    job = Job("", manifest.digest, manifest.seed, manifest.simulator)
    damaged = []
    for name in store.shards_on_disk(folder):
        try:
            store.read_shard(folder, name, job, manifest.version, manifest.shards.get(name))
        except MismatchError:
            damaged.append(name)
    return damaged


def _is_whole(folder: Path, name: str, manifest: Manifest) -> bool:
    try:
        check_file(folder, name, manifest)
    except MismatchError:
        return False
    return True


def _drop(folder: Path, names: list[str]) -> list[str]:
    for name in names:
        store.remove(folder / name)
    return names


def _sample(rows: list[int], n_sample: int, seed: int) -> tuple[int, ...]:
    """Choose by hash: random enough to leave nothing out on purpose, and the same on every machine."""
    ranked = sorted(rows, key=lambda r: hashlib.sha256(f"{seed} {r}".encode()).digest())
    return tuple(sorted(ranked[:n_sample]))


def _compare(folder: Path, manifest: Manifest, row: int, replicate: int, again: Batch) -> None:
    form = FORMATS[manifest.form]
    with form.opened(folder / form.results) as file:
        # Of a summary only the hash vouches for the daily variables: it has no path to compare.
        kept = again.arrays if manifest.form != "summary" else again.arrays.keys() & set(file)
        for name in kept:
            array = again.arrays[name]
            if name not in file or not same_bits(form.read_rows(file, name, row, row + 1), array):
                raise _differs(folder, manifest, replicate, name)
    expected = [event_line(replicate, event) for event in again.events[0]]
    with (folder / EVENTS).open(encoding="utf-8", newline="\n") as lines:
        stored = [line for line in lines if json.loads(line)["replicate"] == replicate]
    if stored != expected:
        raise _differs(folder, manifest, replicate, "events")


def _differs(folder: Path, manifest: Manifest, replicate: int, name: str) -> MismatchError:
    changed = [
        f"{package} {manifest.software.get(package)} then, {now} now"
        for package, now in software().items()
        if manifest.software.get(package) != now
    ]
    reason = f" ({'; '.join(changed)})" if changed else ""
    return MismatchError(
        f"{folder}: replicate {replicate} gives another {name} when run again{reason}"
    )
