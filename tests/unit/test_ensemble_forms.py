"""Whatever form results are kept in, they say the same, and never depend on how they were computed."""

import io
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.core.errors import SimError
from sim.ensemble import netcdf, store
from sim.ensemble.contract import Batch, same_bits, simulate
from sim.ensemble.counting import RELATIVE_ERROR, Tally, counted, key_of, value_of
from sim.ensemble.errors import MismatchError, MissingExtraError, OtherScenarioError
from sim.ensemble.forms import FORMS, ZARR_FROM, form_of, suited
from sim.ensemble.manifest import load
from sim.ensemble.plan import Plan, make_plan
from sim.ensemble.quantiles import LEVELS, QUANTILES
from sim.ensemble.repair import repair
from sim.ensemble.results import open_results, result_hash
from sim.ensemble.run import HowToRun, run
from sim.ensemble.verify import verify

sys.path.insert(0, str(Path(__file__).parents[1] / "faults"))
import ensemble_fake as fake

N = 600
GIB = 2**30


@pytest.mark.parametrize("dtype", ["f4", "i4", "i1", "f8"])
def test_chunks_are_compressed_to_the_bytes_that_hdf5_would_make(dtype: str) -> None:
    numbers = np.random.default_rng(1).poisson(3, (16, 30, 7)).astype(dtype)
    with h5py.File(io.BytesIO(), "w") as file:
        made = file.create_dataset(
            "x",
            data=numbers,
            chunks=numbers.shape,
            shuffle=True,
            compression="gzip",
            compression_opts=1,
        )
        assert made.id.read_direct_chunk((0, 0, 0))[1] == netcdf._compressed(numbers)


def _computed(folder: Path, form: str, *, batch_size: int = 64, jobs: int = 1, n: int = N) -> Path:
    plan = Plan(fake.job(), "fake", "1", n, batch_size, form_of(form))
    assert run(plan, folder, fake.layout(), HowToRun(jobs=jobs)).n_done == n
    return folder


@pytest.fixture(scope="module")
def direct() -> Batch:
    return simulate(fake.job(), tuple(range(N)))


@pytest.mark.parametrize("form", ["zarr", "summary"])
def test_batch_size_and_workers_never_change_a_byte(form: str, tmp_path: Path) -> None:
    folders = [
        _computed(tmp_path / f"{size}-{jobs}", form, batch_size=size, jobs=jobs, n=300)
        for size, jobs in ((300, 1), (1, 1), (37, 2))
    ]
    assert len({result_hash(folder) for folder in folders}) == 1


def test_zarr_holds_the_same_numbers_as_netcdf(tmp_path: Path, direct: Batch) -> None:
    folders = [_computed(tmp_path / form, form) for form in ("netcdf", "zarr")]
    with open_results(folders[0]) as one, open_results(folders[1]) as other:
        assert list(one.data_vars) == list(other.data_vars)
        for name, array in direct.arrays.items():
            assert same_bits(other[name].to_numpy(), array)
            assert same_bits(one[name].to_numpy(), array)
            assert other[name].dims == one[name].dims
            assert other[name].attrs["long_name"] == one[name].attrs["long_name"]
        for axis in one.coords:
            assert other[axis].to_numpy().tolist() == one[axis].to_numpy().tolist()
        assert other.attrs.pop("variables") == list(other.data_vars)
        assert dict(one.attrs) == dict(other.attrs)


def test_chunks_of_zeros_are_written_and_missing_chunks_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = fake.simulate

    def quiet(*args: object) -> Batch:
        batch = plain(*args)
        return Batch(batch.arrays | {"people": batch.arrays["people"] * 0}, batch.events)

    monkeypatch.setattr(fake, "simulate", quiet)
    folder = _computed(tmp_path / "run", "zarr")
    parts = sorted((folder / "results.zarr" / "people" / "c").rglob("[0-9]*"))
    assert sum(part.is_file() for part in parts) == 3
    verify(folder, fake.job(), fake.layout())
    next(part for part in parts if part.is_file()).unlink()
    with pytest.raises(MismatchError, match=r"results\.zarr does not match its checksum"):
        open_results(folder)
    assert list(repair(folder)) == ["results.zarr"]
    assert not (folder / "results.zarr").exists()
    _computed(folder, "zarr")
    verify(folder, fake.job(), fake.layout())


def test_a_summary_keeps_what_every_run_has_once_and_counts_the_rest(
    tmp_path: Path, direct: Batch
) -> None:
    folder = _computed(tmp_path / "run", "summary", batch_size=256)
    with open_results(folder) as results:
        for name in ("ruptured", "outcome"):
            assert same_bits(results[name].to_numpy(), direct.arrays[name])
        assert results.people.dims == ("level", "day", "mission")
        exact = np.quantile(direct.arrays["people"], LEVELS, axis=0, method="inverted_cdf")
        assert np.allclose(results.people.to_numpy(), exact, rtol=RELATIVE_ERROR, atol=0)
        assert not np.array_equal(results.people.to_numpy(), exact)
        mean = direct.arrays["people"].mean(axis=0)
        assert np.allclose(results.people_mean.to_numpy(), mean, rtol=RELATIVE_ERROR)
        assert results.attrs["relative_error"] == RELATIVE_ERROR
        assert results.day.to_numpy()[3] == np.datetime64("1970-01-04")
    assert len(verify(folder, fake.job(), fake.layout()).replicates) == 3
    assert load(folder).form == "summary"


def test_a_damaged_summary_is_refused_and_made_again(tmp_path: Path) -> None:
    folder = _computed(tmp_path / "run", "summary")
    before = result_hash(folder)
    data = bytearray((folder / QUANTILES).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / QUANTILES).write_bytes(data)
    for look in (open_results, lambda folder: verify(folder, fake.job(), fake.layout())):
        with pytest.raises(MismatchError, match=r"quantiles\.nc does not match its checksum"):
            look(folder)
    assert list(repair(folder)) == [QUANTILES]
    assert result_hash(_computed(folder, "summary", batch_size=100)) == before


def test_a_folder_keeps_one_form(tmp_path: Path) -> None:
    folder = _computed(tmp_path / "run", "summary", n=10)
    with pytest.raises(OtherScenarioError, match="keeps results as summary, not netcdf"):
        _computed(folder, "netcdf", n=10)


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(
    arrays(
        np.float32,
        st.tuples(st.integers(1, 40), st.integers(1, 3)),
        elements=st.one_of(
            st.integers(-300, 300).map(float),
            st.floats(2.0**-100, 2.0**100, width=32),
            st.floats(-(2.0**100), -(2.0**-100), width=32),
        ),
    ),
    st.integers(1, 40),
)
def test_a_counted_quantile_is_the_rounded_quantile(values: np.ndarray, cut: int) -> None:
    tally = Tally(values.shape[1:])
    for part in (values[cut:], values[:cut]):
        if len(part):
            batch = counted([Batch({"x": part}, [[]] * len(part))], ["x"])
            tally.add(*(batch.counts[f"x.{each}"] for each in ("keys", "times", "lengths")))
    exact = np.quantile(values, LEVELS, axis=0, method="inverted_cdf")
    found = tally.quantiles(LEVELS)
    assert np.array_equal(found, value_of(key_of(exact)))
    assert np.all(np.abs(found - exact) <= RELATIVE_ERROR * np.abs(exact))
    bound = RELATIVE_ERROR * np.abs(values).mean(axis=0, dtype=np.float64) * 1.0001
    assert np.all(np.abs(tally.mean() - values.mean(axis=0, dtype=np.float64)) <= bound)


def test_small_whole_numbers_and_codes_are_exact() -> None:
    whole = np.arange(-256, 257, dtype=np.int32)
    assert np.array_equal(value_of(key_of(whole)), whole)
    assert np.array_equal(np.argsort(key_of(whole), kind="stable"), np.arange(len(whole)))
    assert key_of(np.array([np.nan, np.inf]))[0] > key_of(np.array([np.inf]))[0]
    batch = counted([Batch({"c": np.array([[0], [2], [2], [1]], np.int8)}, [[]] * 4)], ["c"])
    tally = Tally((1,))
    tally.add(*(batch.counts[f"c.{each}"] for each in ("keys", "times", "lengths")))
    assert tally.shares(4).tolist() == [[0.25, 0.25, 0.5, 0.0]]


def test_counts_survive_the_disk(tmp_path: Path) -> None:
    batch = counted([simulate(fake.job(), (0, 1, 2))], ["people", "oil"])
    store.write_file(
        store.shard_path(tmp_path, range(3)), store.pack_shard(fake.job(), "1", range(3), batch)
    )
    again = store.read_shard(tmp_path, "0-2.npz", fake.job(), "1")
    assert again.counts.keys() == batch.counts.keys()
    assert all(same_bits(again.counts[name], each) for name, each in batch.counts.items())
    assert again.arrays.keys() == {"ruptured", "outcome"}


@pytest.mark.parametrize(
    ("recorded", "free", "form"),
    [(GIB, 100 * GIB, "netcdf"), (ZARR_FROM, 100 * GIB, "zarr"), (60 * GIB, 100 * GIB, "summary")],
)
def test_the_form_follows_how_much_there_is_to_keep(recorded: int, free: int, form: str) -> None:
    assert suited(recorded, free) == form
    assert form in FORMS


def test_a_summary_has_a_name_of_its_own_and_larger_batches() -> None:
    paths, summary = (
        make_plan(fake.job(), "x", "1", 100_000, jobs=2, form=form_of(form))
        for form in ("zarr", "summary")
    )
    assert paths.folder_name != summary.folder_name
    assert (paths.batch_size, summary.batch_size) == (128, 1024)
    with pytest.raises(
        SimError, match="--keep: must be one of netcdf, zarr, summary, is 'parquet'"
    ):
        form_of("parquet")


def test_zarr_is_asked_for_by_name_where_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "zarr", None)
    with pytest.raises(MissingExtraError, match=r"zarr.*run: .*bigdata"):
        _computed(tmp_path / "run", "zarr", n=3)
