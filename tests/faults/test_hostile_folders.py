"""Result folders that somebody else made or changed: refused in a sentence, and nothing good is lost."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import ensemble_fake as fake
import h5py
import numpy as np
import pytest

from sim.core.errors import SimError
from sim.ensemble import faults, store
from sim.ensemble.described import check_described
from sim.ensemble.errors import MismatchError
from sim.ensemble.manifest import NAME, _checksum, load, without_home
from sim.ensemble.plan import Plan, Share
from sim.ensemble.repair import Made, damage, repair
from sim.ensemble.results import open_results
from sim.ensemble.run import merge_shares, run
from sim.ensemble.verify import verify

PLAN = Plan(fake.job(), "fake", "1", 12, 4)
MADE = Made(fake.job(), "1")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    run(PLAN, folder, fake.layout())
    return folder


@pytest.fixture
def done(finished: Path, tmp_path: Path) -> Path:
    return shutil.copytree(finished, tmp_path / "run")


@pytest.fixture
def halfway(tmp_path: Path) -> Path:
    """A folder with three good shards, whose run ended before the merge."""
    folder = tmp_path / "halfway"
    faults.arm("EIO@merge.start#1")
    with pytest.raises(OSError, match="Input/output error"):
        run(PLAN, folder, fake.layout())
    faults.arm("")
    return folder


def _resealed(folder: Path) -> None:
    """What a forger does who has read our code: every checksum fits again."""
    manifest = load(folder)
    manifest.files = {name: store.sha256_of(folder / name) for name in manifest.files}
    manifest.save(folder)


def _edited(folder: Path, **changes: Any) -> None:
    content = json.loads((folder / NAME).read_text())
    content.pop("checksum")
    content |= changes
    content["checksum"] = _checksum(content)
    (folder / NAME).write_text(json.dumps(content))


def _checked(folder: Path) -> None:
    verify(folder, fake.job(), fake.layout())


# What is not a plain file of the folder.


@pytest.mark.parametrize("name", ["events.jsonl", "results.nc", NAME])
@pytest.mark.parametrize("kind", ["pipe", "link", "device", "folder"])
def test_what_is_no_file_of_the_folder_is_refused_at_once(
    name: str, kind: str, done: Path, tmp_path: Path
) -> None:
    path = done / name
    path.rename(tmp_path / "moved")
    make: dict[str, Callable[[], None]] = {
        "pipe": lambda: os.mkfifo(path),
        "link": lambda: path.symlink_to(tmp_path / "moved"),
        "device": lambda: path.symlink_to("/dev/zero"),
        "folder": path.mkdir,
    }
    make[kind]()
    for look in (_checked, lambda folder: run(PLAN, folder, fake.layout())):
        with pytest.raises(MismatchError, match=name.replace(".", r"\.")):
            look(done)


@pytest.mark.parametrize("target", ["outside", "nowhere", "pipe", "hard link"])
def test_a_lock_that_leads_elsewhere_is_neither_written_nor_waited_for(
    target: str, done: Path, tmp_path: Path
) -> None:
    precious, lock = tmp_path / "precious", done / ".lock"
    precious.write_text("keep")
    lock.unlink()
    make: dict[str, Callable[[], None]] = {
        "outside": lambda: lock.symlink_to(precious),
        "nowhere": lambda: lock.symlink_to(tmp_path / "new"),
        "pipe": lambda: os.mkfifo(lock),
        "hard link": lambda: lock.hardlink_to(precious),
    }
    make[target]()
    for look in (lambda: run(PLAN, done, fake.layout()), lambda: repair(done)):
        with pytest.raises(MismatchError, match=r"\.lock: is a link or no regular file"):
            look()
    assert precious.read_text() == "keep"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["shards", "figures", "results.zarr"])
def test_nothing_is_written_or_deleted_through_a_link(
    name: str, halfway: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for kept in ("a.part", "0-3.npz"):
        (outside / kept).write_text("keep")
    if (halfway / name).exists():
        (halfway / name).rename(tmp_path / "was")
    (halfway / name).symlink_to(outside)
    for look in (lambda: run(PLAN, halfway, fake.layout()), lambda: repair(halfway, MADE)):
        with pytest.raises(MismatchError, match=f"{name} is a link"):
            look()
    assert sorted(path.name for path in outside.iterdir()) == ["0-3.npz", "a.part"]


def test_a_link_to_the_whole_folder_is_followed(done: Path, tmp_path: Path) -> None:
    (tmp_path / "short").symlink_to(done)
    assert run(PLAN, tmp_path / "short", fake.layout()).reused
    _checked(tmp_path / "short")


# Records that claim what is not so.


@pytest.mark.parametrize(
    "content",
    [b"[" * 200_000, b'{"n_asked": ' + b"9" * 5000 + b"}", b'{"n_done": NaN}', b"\xff\xfe", b"{"],
)
def test_a_record_that_is_no_record_is_refused(content: bytes, done: Path) -> None:
    (done / NAME).write_bytes(content)
    with pytest.raises(MismatchError, match=r"manifest\.json is damaged"):
        _checked(done)


@pytest.mark.parametrize(
    "changes",
    [
        {"n_asked": 10**10}, {"n_done": -12}, {"n_asked": -1}, {"n_done": 13}, {"n_done": 11},
        {"n_asked": "12"}, {"files": {"../x": "0"}}, {"status": "done"},
        {"failed": [{"replicate": 99, "seed": 7, "digest": "", "attempts": 1, "error": ""}]},
    ],
)  # fmt: skip
def test_counts_that_cannot_be_are_refused(changes: dict[str, Any], done: Path) -> None:
    _edited(done, **changes)
    with pytest.raises(MismatchError, match=r"manifest\.json is damaged"):
        open_results(done)


@pytest.mark.parametrize(
    "changes", [{"n_asked": 13, "n_done": 13}, {"n_asked": 10**7, "n_done": 10**7}]
)
def test_a_record_of_other_runs_than_the_results_hold_is_refused(
    changes: dict[str, Any], done: Path
) -> None:
    _edited(done, **changes)
    with pytest.raises(MismatchError):
        _checked(done)


@pytest.mark.parametrize("left_out", ["events.jsonl", "results.nc", "all"])
def test_a_record_that_lists_nothing_proves_nothing(left_out: str, done: Path) -> None:
    files = load(done).files
    kept = {} if left_out == "all" else {n: sha for n, sha in files.items() if n != left_out}
    _edited(done, files=kept)
    with pytest.raises(MismatchError, match="does not list"):
        _checked(done)


def test_inputs_have_to_be_listed(done: Path) -> None:
    (done / "scenario.resolved.yaml").write_text("x")
    with pytest.raises(MismatchError, match=r"does not list scenario\.resolved\.yaml"):
        verify(done, fake.job(), fake.layout(), inputs=["scenario.resolved.yaml"])


# Results that were changed by someone who made the checksums fit again.


def _swapped_missions(file: h5py.File) -> None:
    file["mission"][...] = file["mission"][...][::-1]


def _other_unit(file: h5py.File) -> None:
    file["oil"].attrs["units"] = "Mb/d"


def _swapped_outcomes(file: h5py.File) -> None:
    words = file["outcome"].attrs["flag_meanings"]
    words = words.decode() if isinstance(words, bytes) else words
    file["outcome"].attrs["flag_meanings"] = " ".join(words.split()[::-1])


def _other_day_one(file: h5py.File) -> None:
    file["day"].attrs["units"] = "days since 1971-01-01"


def _other_calendar(file: h5py.File) -> None:
    file["day"].attrs["calendar"] = "noleap"


def _renumbered(file: h5py.File) -> None:
    file["replicate"][...] = file["replicate"][...] + 1


def _one_more(file: h5py.File) -> None:
    file["more"] = np.zeros(12)


def _one_less(file: h5py.File) -> None:
    del file["oil"]


def _other_seed(file: h5py.File) -> None:
    file.attrs["seed"] = 8


def _texts(file: h5py.File) -> None:
    del file["ruptured"]
    file["ruptured"] = np.array([b"yes"] * 12)


@pytest.mark.parametrize(
    "forge",
    [
        _swapped_missions, _swapped_outcomes, _other_unit, _other_day_one, _other_calendar,
        _renumbered, _one_more, _one_less, _other_seed, _texts,
    ],
)  # fmt: skip
def test_labels_units_and_counts_are_those_that_the_scenario_gives(
    forge: Callable[[h5py.File], None], done: Path
) -> None:
    with h5py.File(done / "results.nc", "a") as file:
        forge(file)
    _resealed(done)
    for look in (_checked, lambda folder: check_described(folder, load(folder), fake.layout())):
        with pytest.raises(MismatchError, match=r"results\.nc"):
            look(done)


def test_rows_without_any_number_are_found_even_where_nobody_computes_again(done: Path) -> None:
    chosen = verify(done, fake.job(), fake.layout(), n_sample=1).replicates
    plain = fake.simulate

    def whole(*args: Any) -> Any:
        batch = plain(*args)
        batch.arrays["oil"][...] = np.nan_to_num(batch.arrays["oil"], nan=0.5)
        return batch

    with h5py.File(done / "results.nc", "a") as file:
        rows = np.nan_to_num(file["oil"][...], nan=0.5)
        rows[[row for row in range(12) if row not in chosen]] = np.nan
        file["oil"][...] = rows
    _resealed(done)
    with pytest.raises(MismatchError, match="a run without any number in oil"):
        verify(
            done,
            fake.job(),
            fake.layout(),
            n_sample=1,
            run=lambda job, rows: whole(job.scenario_json, job.seed, rows, {}),
        )


@pytest.mark.parametrize("forge", ["doubled", "of none", "out of order", "no JSON", "brackets"])
def test_events_are_those_of_these_runs(forge: str, done: Path) -> None:
    path = done / "events.jsonl"
    told = path.read_bytes().splitlines(keepends=True)
    forged = {
        "doubled": [line for line in told for _ in range(2)],
        "of none": [*told, b'{"day":1,"kind":"x","replicate":99}\n'],
        "out of order": told[::-1],
        "no JSON": [*told, b"x\n"],
        "brackets": [*told, b"[" * 200_000 + b"\n"],
    }[forge]
    path.write_bytes(b"".join(forged))
    _resealed(done)
    with pytest.raises(MismatchError, match="events"):
        verify(done, fake.job(), fake.layout(), n_sample=12)


def test_quantiles_hold_every_run_that_is_computed_again(tmp_path: Path) -> None:
    plan = Plan(fake.job(), "fake", "1", 12, 4, "summary")
    run(plan, tmp_path, fake.layout())
    _checked(tmp_path)
    with h5py.File(tmp_path / "quantiles.nc", "a") as file:
        file["people"][...] = file["people"][...] * np.nan
    _resealed(tmp_path)
    with pytest.raises(MismatchError, match=r"quantiles\.nc leaves out a run"):
        _checked(tmp_path)


def test_quantiles_that_reach_outside_are_refused(tmp_path: Path) -> None:
    plan = Plan(fake.job(), "fake", "1", 12, 4, "summary")
    run(plan, tmp_path, fake.layout())
    with h5py.File(tmp_path / "quantiles.nc", "a") as file:
        file["out"] = h5py.ExternalLink("/etc/passwd", "/")
    _resealed(tmp_path)
    with pytest.raises(MismatchError, match="leads out of the file"):
        open_results(tmp_path)


# Repair loses nothing that is good.


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "shards").iterdir()}


@pytest.mark.parametrize("harm", ["manifest", "no manifest", "one shard", "both", "unlisted"])
def test_after_damage_to_one_place_every_good_shard_stays(harm: str, halfway: Path) -> None:
    shard = halfway / "shards" / "4-7.npz"
    before = _bytes(halfway)
    expected = []
    if harm in {"manifest", "both"}:
        (halfway / NAME).write_bytes(b"[" * 1000)
        expected.append(NAME)
    if harm in {"no manifest", "unlisted"}:
        (halfway / NAME).unlink()
    if harm in {"one shard", "both", "unlisted"}:
        shard.write_bytes(b"damaged")
        expected.append("shards/4-7.npz")
    untouched = _bytes(halfway)
    assert damage(halfway, MADE) == expected
    assert _bytes(halfway) == untouched
    assert list(repair(halfway, MADE)) == expected
    after = _bytes(halfway)
    good = {name: data for name, data in before.items() if untouched[name] == data}
    assert good.items() <= after.items()
    if "shards/4-7.npz" in expected:
        assert after["4-7.npz.damaged-1"] == b"damaged"
    assert run(PLAN, halfway, fake.layout()).n_done == 12
    _checked(halfway)


def test_without_anything_that_tells_what_they_are_shards_are_left_alone(halfway: Path) -> None:
    (halfway / NAME).unlink()
    before = _bytes(halfway)
    assert repair(halfway) == {}
    assert _bytes(halfway) == before


def test_shards_of_another_version_are_good(halfway: Path) -> None:
    (halfway / NAME).unlink()
    assert repair(halfway, Made(fake.job(), "2")) == {}
    other = Plan(fake.job(), "fake", "2", 12, 4)
    with pytest.raises(MismatchError, match="was made with sim 1, this is 2; results must not be"):
        run(other, halfway, fake.layout())


def test_what_was_moved_twice_has_two_names(done: Path) -> None:
    for number in (1, 2):
        (done / "events.jsonl").write_bytes(f"damaged {number}".encode())
        moved = repair(done)
        assert moved == {"events.jsonl": f"events.jsonl.damaged-{number}"}
        assert (done / moved["events.jsonl"]).read_bytes() == f"damaged {number}".encode()
        run(PLAN, done, fake.layout())


# Parts of a job array, and what is recorded.


def test_a_part_computed_in_another_form_is_named(tmp_path: Path) -> None:
    run(PLAN, tmp_path, fake.layout(), share=Share(1, 2))
    run(replace(PLAN, form="summary"), tmp_path, fake.layout(), share=Share(2, 2))
    with pytest.raises(MismatchError, match=r"2-of-2\.json was computed with --keep summary"):
        merge_shares(PLAN, tmp_path, fake.layout())


def test_a_shard_kept_in_another_form_is_named(tmp_path: Path) -> None:
    run(replace(PLAN, form="summary"), tmp_path, fake.layout(), share=Share(2, 2))
    for path in tmp_path.glob("manifest*"):
        path.unlink()
    with pytest.raises(MismatchError, match=r"keeps quantiles, other parts do not"):
        run(PLAN, tmp_path, fake.layout())


def test_only_whole_paths_are_shortened_in_what_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, home = tmp_path / "runs", tmp_path / "ana"
    for folder in (here, home):
        folder.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(home))
    for typed, kept in (
        (f"sim run x --out {here}-2", f"sim run x --out {here}-2"),
        (f"sim run x --out {here}/out", "sim run x --out ./out"),
        (f"sim run x --out={here}", "sim run x --out=."),
        (f"sim run '{home}/my file.yaml'", "sim run '~/my file.yaml'"),
        (f"sim run {home}bel/x", f"sim run {home}bel/x"),
        ("sim run x --out ../runs-2", "sim run x --out ../runs-2"),
    ):
        assert without_home(typed) == kept


def test_every_refusal_is_a_sentence_with_an_exit_code(done: Path) -> None:
    (done / NAME).unlink()
    with pytest.raises(SimError, match=r"cannot read .*manifest\.json: no such file") as caught:
        load(done)
    assert caught.value.code == 7
