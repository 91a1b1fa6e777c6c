"""What is on disk is proven whole before it is used or shown."""

import json
import os
import random
import shutil
import signal
import warnings
from collections.abc import Callable
from pathlib import Path

import ensemble_fake as fake
import numpy as np
import pytest
from harness import start, wait_for_shard

from sim.core.errors import Exit
from sim.ensemble import faults, store
from sim.ensemble.contract import Batch, Job, simulate
from sim.ensemble.errors import MismatchError, OtherScenarioError, StorageError
from sim.ensemble.lock import locked
from sim.ensemble.manifest import NAME, add_files, load
from sim.ensemble.plan import Plan, Share
from sim.ensemble.repair import Made, repair
from sim.ensemble.results import open_results, result_hash
from sim.ensemble.run import merge_shares, run
from sim.ensemble.verify import verify

PLAN = Plan(fake.job(), "fake", "1", 12, 4)


@pytest.fixture(scope="module")
def halfway(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all three shards, whose run ended before the merge."""
    folder = tmp_path_factory.mktemp("halfway")
    faults.arm("EIO@merge.start#1")
    with pytest.raises(OSError, match="Input/output error"):
        run(PLAN, folder, fake.layout())
    faults.arm("")
    return folder


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("done")
    run(PLAN, folder, fake.layout())
    return folder


def _flip(path: Path, place: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(place * (len(data) - 1))] ^= 1
    path.write_bytes(data)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def _swap(path: Path) -> None:
    other = path.with_name("8-11.npz")
    held = path.read_bytes()
    path.write_bytes(other.read_bytes())
    other.write_bytes(held)


def _edit(path: Path) -> None:
    """Change one number and keep all else, as someone would who knows numpy but not us."""
    with np.load(path) as file:
        entries = dict(file)
    entries["variable.people"][0, 0, 0] += 1
    np.savez(path, allow_pickle=False, **entries)


def _other_seed(path: Path) -> None:
    job = fake.job(seed=8)
    batch = simulate(job, (4, 5, 6, 7))
    path.write_bytes(store.pack_shard(job, "1", range(4, 8), batch))


def _pickled(path: Path) -> None:
    np.savez(path, header=np.array([{"evil": 1}], dtype=object))


DAMAGES: dict[str, Callable[[Path], None]] = {
    **{
        f"flip at {place}": lambda path, place=place: _flip(path, place)
        for place in (0.2, 0.5, 0.7)
    },
    "cut": _cut,
    "empty": lambda path: path.write_bytes(b""),
    "swapped": _swap,
    "edited": _edit,
    "of another seed": _other_seed,
    "pickled": _pickled,
}


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_shard_is_refused_by_name(
    damage: str, listed: bool, halfway: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(halfway, tmp_path / "run")
    if not listed:
        (folder / NAME).unlink()
    DAMAGES[damage](folder / "shards" / "4-7.npz")
    with pytest.raises(MismatchError, match=r"shard 4-7 .*; run: sim verify --repair") as caught:
        run(PLAN, folder, fake.layout())
    assert caught.value.code == Exit.MISMATCH
    removed = repair(folder, Made(fake.job(), "1"))
    assert "shards/4-7.npz" in removed
    assert len(removed) == (2 if damage == "swapped" else 1)
    run(PLAN, folder, fake.layout())
    assert load(folder).status == "complete"


@pytest.mark.parametrize("name", ["results.nc", "events.jsonl", "summary.csv"])
@pytest.mark.parametrize("damage", [lambda path: _flip(path, 0.5), _cut, Path.unlink])
def test_damaged_results_are_refused(
    name: str, damage: Callable[[Path], None], done: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(done, tmp_path / "run")
    store.write_file(folder / "summary.csv", b"day,mean\n0,1\n")
    before = result_hash(folder)
    add_files(folder, ["summary.csv"])
    assert result_hash(folder) != before
    before = result_hash(folder)
    store.write_file(folder / "report.html", b"made with --jobs 2")
    add_files(folder, ["report.html"])
    assert result_hash(folder) == before
    verify(folder, fake.job(), fake.layout())
    damage(folder / name)
    with pytest.raises(MismatchError, match=name):
        verify(folder, fake.job(), fake.layout())
    with pytest.raises(MismatchError, match=name):
        run(PLAN, folder, fake.layout())
    if name == "results.nc":
        with pytest.raises(MismatchError, match=name):
            open_results(folder)
    assert list(repair(folder)) == [name]
    assert run(PLAN, folder, fake.layout()).n_done == 12


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace('"seed": 7', '"seed": 8'),
        lambda text: text.replace('"n_done": 12', '"n_done": 13'),
        lambda text: text[:-20],
        lambda text: text.replace('"status"', '"stat"'),
        lambda _: "[]",
        lambda _: "",
    ],
)
def test_an_edited_manifest_is_refused(
    edit: Callable[[str], str], done: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(done, tmp_path / "run")
    (folder / NAME).write_text(edit((folder / NAME).read_text()))
    with pytest.raises(
        MismatchError, match=r"manifest\.json (is damaged|does not match its checksum)"
    ):
        open_results(folder)


@pytest.mark.parametrize(
    "name", ["../precious", "/etc/passwd", "figures/../../precious", "a\\..\\b", ".lock"]
)
def test_a_manifest_cannot_name_files_outside_its_folder(
    name: str, done: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(done, tmp_path / "run")
    (tmp_path / "precious").write_text("keep")
    forged = load(folder)
    forged.files[name] = "0" * 64
    forged.save(folder)
    with pytest.raises(MismatchError, match=r"manifest\.json is damaged"):
        verify(folder, fake.job(), fake.layout())
    repair(folder)
    assert (tmp_path / "precious").read_text() == "keep"


def test_results_of_a_newer_version_are_refused(done: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(done, tmp_path / "run")
    content = json.loads((folder / NAME).read_text()) | {"format": 4}
    (folder / NAME).write_text(json.dumps(content))
    with pytest.raises(
        MismatchError, match=r"made by a newer version \(format 4, this reads up to 1\)"
    ):
        load(folder)


def test_other_scenarios_and_other_code_are_not_mixed(halfway: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(halfway, tmp_path / "run")
    with pytest.raises(OtherScenarioError, match=r"holds another scenario .*; choose another name"):
        run(Plan(fake.job(seed=8), "fake", "1", 12, 4), folder, fake.layout())
    with pytest.raises(
        MismatchError, match="was made with sim 1, this is 2; results must not be mixed"
    ):
        run(Plan(fake.job(), "fake", "2", 12, 4), folder, fake.layout())


def test_unfinished_results_are_not_shown(halfway: Path) -> None:
    with pytest.raises(MismatchError, match="is not finished; run: sim resume"):
        open_results(halfway)


def test_verify_names_the_replicate_and_the_variable_that_differ(done: Path) -> None:
    assert len(verify(done, fake.job(), fake.layout(), n_sample=5).replicates) == 5

    def drifting(job: Job, replicates: tuple[int, ...]) -> Batch:
        batch = simulate(job, replicates)
        if 3 in replicates:
            batch.arrays["oil"][0, 0] = np.nextafter(batch.arrays["oil"][0, 0], np.float32(2))
        return batch

    with pytest.raises(MismatchError, match="replicate 3 gives another oil when run again"):
        verify(done, fake.job(), fake.layout(), n_sample=12, run=drifting)

    def silent(job: Job, replicates: tuple[int, ...]) -> Batch:
        batch = simulate(job, replicates)
        return Batch(batch.arrays, [[] for _ in replicates])

    with pytest.raises(MismatchError, match="gives another events when run again"):
        verify(done, fake.job(), fake.layout(), n_sample=12, run=silent)


def test_a_second_run_on_a_folder_is_refused_and_a_dead_one_is_not(tmp_path: Path) -> None:
    folder, wish = (
        tmp_path / "run",
        {"n": 12, "batch_size": 1, "jobs": 1, "scenario": {"sleep": 0.2}},
    )
    first = start(folder, wish)
    wait_for_shard(folder)
    said = rf"run is in use by process {first.pid} since \d\d:\d\d$"
    with pytest.raises(StorageError, match=said) as caught:
        run(PLAN, folder, fake.layout())
    assert caught.value.code == Exit.INPUT_OUTPUT
    with pytest.raises(StorageError, match=said):
        run(PLAN, folder, fake.layout(), share=Share(1, 2))
    first.kill()
    first.communicate()
    assert run(PLAN, folder, fake.layout()).n_done == 12


def test_parts_share_a_folder_but_each_is_run_once_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path, Share(1, 2)), locked(tmp_path, Share(2, 2)):
        for share in (None, Share(1, 2)):
            with pytest.raises(StorageError, match="is in use by"), locked(tmp_path, share):
                pass
    run(PLAN, tmp_path, fake.layout(), share=Share(1, 2))
    with pytest.raises(StorageError, match="replicates 6-11 have not been run by any --shard"):
        merge_shares(PLAN, tmp_path, fake.layout())


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """One bit flipped, a piece lost, doubled or overwritten with zeros, or the end cut off; never the same."""
    at, n = chance.randrange(len(data)), chance.randint(1, 200)
    kinds = [
        data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :],
        data[:at] + data[at + n :],
        data[:at] + data[at : at + n] * 2 + data[at + n :],
        data[:at] + bytes(n) + data[at + n :],
        data[:at],
    ]
    other = chance.choice(kinds)
    return other if other != data else kinds[0]


def _damages(folder: Path, shards: Path, n: int, seed: int) -> None:
    """Damage a file of finished results, and a shard that no manifest lists, `n` times in all.

    Refused, or the same numbers: nobody reads the dates of a shard's entries or a manifest's blanks.
    """
    chance, job, record, harmless = random.Random(seed), fake.job(), load(folder), 0
    files = [folder / name for name in (NAME, *record.files)]
    for trial in range(n):
        path = chance.choice(files) if trial % 2 else shards / "shards" / "4-7.npz"
        whole = path.read_bytes()
        path.write_bytes(_damaged(whole, chance))
        try:
            if trial % 2:
                verify(folder, job, fake.layout(), n_sample=0)
                assert (path.name, load(folder)) == (NAME, record), trial
            else:
                assert pack(store.read_shard(shards, path.name, job, "1")) == whole, trial
            harmless += 1
        except MismatchError:
            pass
        finally:
            path.write_bytes(whole)
    print(f"{n} damages: {n - harmless} refused, {harmless} to what nobody reads")
    assert harmless <= n / 20
    assert len(verify(folder, job, fake.layout()).replicates) == 3


def pack(batch: Batch) -> bytes:
    return store.pack_shard(fake.job(), "1", range(4, 8), batch)


def test_any_damage_is_refused(done: Path, halfway: Path, tmp_path: Path) -> None:
    _damages(*_copies(done, halfway, tmp_path), n=500, seed=8)


@pytest.mark.slow
def test_release_any_damage_is_refused(done: Path, halfway: Path, tmp_path: Path) -> None:
    _damages(*_copies(done, halfway, tmp_path), n=20_000, seed=20)


def _copies(done: Path, halfway: Path, tmp_path: Path) -> tuple[Path, Path]:
    return shutil.copytree(done, tmp_path / "done"), shutil.copytree(halfway, tmp_path / "halfway")


def _race(folder: Path, n: int) -> int:
    """How many of `n` processes that start at once hold the folder; all are killed in the end."""
    start, go = os.pipe()
    told, tell = os.pipe()
    racers = []
    for _ in range(n):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # as in `harness.killed_at`
            racer = os.fork()
        if racer == 0:
            os.close(go)
            os.read(start, 1)  # until all are there and the pipe is closed
            try:
                with locked(folder):
                    os.write(tell, b"+")
                    signal.pause()
            except StorageError:
                os.write(tell, b"-")
            finally:
                os._exit(0)
        racers.append(racer)
    os.close(go)
    answers = b"".join(os.read(told, 1) for _ in range(n))
    for racer in racers:
        os.kill(racer, signal.SIGKILL)
        os.waitpid(racer, 0)
    for descriptor in (start, told, tell):
        os.close(descriptor)
    return answers.count(b"+")


def test_of_many_that_start_at_once_exactly_one_gets_the_folder(tmp_path: Path) -> None:
    assert [_race(tmp_path, 4) for _ in range(30)] == [1] * 30


@pytest.mark.slow
def test_release_of_many_that_start_at_once_exactly_one_gets_the_folder(tmp_path: Path) -> None:
    held = [_race(tmp_path, 4) for _ in range(2000)]
    print(f"2000 races of 4 processes, each after the holder before was killed: held {set(held)}")
    assert set(held) == {1}


def test_no_output_tells_who_or_where(done: Path) -> None:
    told = b"".join(path.read_bytes() for path in done.iterdir())
    assert str(Path.home()).encode() not in told
    assert str(Path.cwd()).encode() not in told
    assert str(done).encode() not in told
