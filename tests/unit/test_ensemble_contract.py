"""What a simulator must keep to, what a plan costs, and what a manifest may tell."""

import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.core.errors import BadValueError, Exit, SimError
from sim.ensemble import costs
from sim.ensemble import plan as planning
from sim.ensemble.contract import (
    Batch,
    ContractError,
    DrawTable,
    Job,
    Layout,
    Variable,
    same_bits,
    simulate,
)
from sim.ensemble.costs import LOADED, Measured, RunNeeds, Site, estimate, in_words, measure
from sim.ensemble.errors import MissingExtraError, SampleError, StorageError, TooLargeError
from sim.ensemble.executors import open_executor
from sim.ensemble.manifest import (
    code_version,
    machine,
    package_digest,
    software,
    without_home,
)
from sim.ensemble.merge import check_layout
from sim.ensemble.plan import Share, make_plan
from sim.ensemble.store import pack_shard

sys.path.insert(0, str(Path(__file__).parents[1] / "faults"))
import ensemble_fake as fake

MIB, GIB = 2**20, 2**30


def test_a_replicate_is_the_same_alone_and_in_any_batch() -> None:
    whole, alone = simulate(fake.job(), (3, 1, 2)), simulate(fake.job(), (1,))
    assert all(same_bits(whole.arrays[name][1:2], array) for name, array in alone.arrays.items())


def test_given_draws_reach_the_replicates_they_are_for(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, np.ndarray] = {}

    def look(_json: str, _seed: int, replicates: tuple[int, ...], given: dict) -> Batch:
        seen.update(given)
        return Batch({}, [[] for _ in replicates])

    monkeypatch.setattr(fake, "simulate", look)
    table = DrawTable(("a", "b"), np.arange(20.0).reshape(10, 2))
    job = fake.job().with_draws(table)
    simulate(job.part(range(6, 9)), (8, 6))
    assert {name: values.tolist() for name, values in seen.items()} == {
        "a": [16, 12],
        "b": [17, 13],
    }
    with pytest.raises(ContractError, match="no draws for replicates 9 to 10"):
        job.part(range(9, 11))
    assert fake.job().part((3,)).given is None


def test_other_draws_make_another_job() -> None:
    table = DrawTable(("a",), np.zeros((2, 1)))
    others = (
        DrawTable(("b",), np.zeros((2, 1))),
        DrawTable(("a",), np.ones((2, 1))),
    )
    digests = {fake.job().with_draws(each).digest for each in (table, *others)}
    assert len(digests | {fake.job().digest}) == 4
    assert fake.job().with_draws(table).part((1,)).digest == fake.job().with_draws(table).digest


@pytest.mark.parametrize("values", [np.zeros(2), np.zeros((2, 2)), np.array([[np.nan], [1.0]])])
def test_a_table_of_draws_that_is_none_is_refused(values: np.ndarray) -> None:
    with pytest.raises(ContractError):
        DrawTable(("a",), values)


@pytest.mark.parametrize(
    ("arrays", "events", "complaint"),
    [
        ({"x": np.zeros(3)}, [[], []], "x has shape (3,), the first axis must be 2 replicates"),
        ({"x": np.float64(1)}, [[], []], "x has shape ()"),
        ({"x": np.array(["a", "b"])}, [[], []], "x has type <U1, which results cannot hold"),
        ({"x": np.zeros(2, dtype=">f4")}, [[], []], "x has type >f4"),
        ({"x": np.zeros(2)}, [[]], "1 lists of events for 2 replicates"),
    ],
)
def test_a_batch_of_another_shape_is_refused(
    arrays: dict[str, np.ndarray],
    events: list[list[dict]],
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fake, "simulate", lambda *_: Batch(arrays, events))
    with pytest.raises(ContractError) as caught:
        simulate(fake.job(), (0, 1))
    assert complaint in str(caught.value)


@pytest.mark.parametrize("name", ["nowhere:simulate", "ensemble_fake:nothing", "ensemble_fake", ""])
def test_an_unknown_simulator_is_named(name: str) -> None:
    with pytest.raises(ContractError, match="no simulator"):
        simulate(replace(fake.job(), simulator=name), (0,))


@pytest.mark.parametrize("value", [float("nan"), np.int64(3), object()])
def test_events_must_be_plain_json(value: object) -> None:
    batch = simulate(fake.job(), (0,))
    with pytest.raises((TypeError, ValueError)):
        pack_shard(fake.job(), "1", range(1), Batch(batch.arrays, [[{"day": value}]]))


def test_a_layout_that_does_not_fit_is_refused_before_the_end() -> None:
    batch, layout = simulate(fake.job(), (0,)), fake.layout()
    check_layout(layout, batch)
    with pytest.raises(ContractError, match="but not both: fuel, oil"):
        check_layout(
            Layout(
                tuple(replace(v, name="fuel") if v.name == "oil" else v for v in layout.variables),
                layout.coordinates,
            ),
            batch,
        )
    with pytest.raises(ContractError, match=r"expected \(9,\)|expected \(9, 2\)"):
        check_layout(fake.layout(days=9), batch)


def test_variables_need_no_dims() -> None:
    assert Variable("x", (), "1", "X", "outcome").meanings == ()


def test_same_bits_sees_a_sign_of_zero_and_a_type() -> None:
    assert same_bits(np.array([np.nan]), np.array([np.nan]))
    assert not same_bits(np.array([0.0]), np.array([-0.0]))
    assert not same_bits(np.zeros(1, np.int8), np.zeros(1, np.uint8))


def test_an_estimate_grows_with_the_plan_and_refuses_what_cannot_fit() -> None:
    sample = measure(fake.job(), fake.layout())
    small, large = (
        estimate(make_plan(fake.job(), "x", "1", n, jobs=2), sample, Site(2)) for n in (100, 10_000)
    )
    assert sample.recorded > sample.daily > 0
    assert large.core_seconds > small.core_seconds
    assert large.seconds == pytest.approx(large.core_seconds / 2)
    assert small.disk * 100 == large.disk
    assert 3 * LOADED < small.memory <= large.memory < 3 * LOADED + GIB / 2
    folder = Path("results/x")
    large.check(folder, most_memory=16 * GIB, free_disk=GIB)
    with pytest.raises(
        TooLargeError, match=r"needs about 210 GiB of memory \(limit 11 GiB\)"
    ) as memory:
        RunNeeds(210 * GIB, 0).check(folder, most_memory=11 * GIB, free_disk=GIB)
    with pytest.raises(
        StorageError, match=r"needs about 40 GiB of disk, 12 GiB free in results/"
    ) as disk:
        RunNeeds(0, 40 * GIB).check(folder, most_memory=GIB, free_disk=12 * GIB)
    assert (memory.value.code, disk.value.code) == (Exit.INVALID, Exit.INPUT_OUTPUT)


def test_what_the_asking_process_holds_is_no_part_of_the_estimate() -> None:
    """A notebook that has been open for a day holds gigabytes that no worker of its will."""
    held = b"x" * GIB
    sample = measure(fake.job(), fake.layout())
    del held
    needs = estimate(make_plan(fake.job(), "x", "1", 100, jobs=2), sample, Site(2))
    assert needs.memory < 3 * LOADED + GIB / 2


def test_what_replicates_of_a_batch_share_is_counted_once() -> None:
    sample = Measured(recorded=1000, daily=900, held=7 * MIB, held_each=2000, fixed=1.0, each=0.5)
    plan = make_plan(fake.job(), "x", "1", 512, jobs=2)
    size = plan.batch_size
    assert 1 < size <= planning.LARGEST_BATCH
    one, two = (estimate(plan, sample, Site(jobs)).memory for jobs in (1, 2))
    assert two - one == LOADED + 7 * MIB + size * (2000 + 2 * 1000)


def test_what_only_the_first_run_needs_is_no_part_of_the_estimate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a new computer the first run compiles: minutes and gigabytes that no other run takes."""
    calls = []

    def compiles_first(job: Job, replicates: tuple[int, ...]) -> Batch:
        calls.append(replicates)
        held = bytearray(300 * MIB) if len(calls) == 1 else b""
        batch = simulate(job, replicates)
        del held
        return batch

    monkeypatch.setattr(costs, "simulate", compiles_first)
    sample = measure(fake.job(), fake.layout())
    assert calls[0] == (0,)
    assert sample.held + sample.held_each < 100 * MIB


def test_a_summary_of_many_runs_needs_less_disk_and_more_memory() -> None:
    sample = measure(fake.job(), fake.layout())
    paths, summary = (
        estimate(make_plan(fake.job(), "x", "1", 10**6, jobs=1, form=form), sample, Site(1, 400))
        for form in ("zarr", "summary")
    )
    assert summary.disk < paths.disk
    assert summary.kept < paths.kept
    assert summary.seconds == pytest.approx(summary.core_seconds / 400)


def test_a_replicate_that_cannot_be_measured_is_reported() -> None:
    with pytest.raises(SampleError, match="runs 0 to 15 cannot be measured: ValueError: no such"):
        measure(fake.job(poison={"3": "raise"}), fake.layout())


@pytest.mark.parametrize(
    ("size", "text"),
    [(210 * GIB, "210 GiB"), (0.75 * GIB, "0.75 GiB"), (GIB / 22, "47 MiB"), (2**19, "0.5 MiB")],
)
def test_sizes_are_told_in_two_figures(size: float, text: str) -> None:
    assert in_words(size) == text


@pytest.mark.parametrize("n_replicates", [0, -1, planning.MOST_REPLICATES + 1])
def test_a_silly_number_of_replicates_is_refused(n_replicates: int) -> None:
    with pytest.raises(BadValueError, match=f"must be from 1 to 10000000, is {n_replicates}"):
        make_plan(fake.job(), "x", "1", n_replicates, jobs=1)


@pytest.mark.parametrize("text", ["", "3", "0/4", "5/4", "1/0", "-1/4", "a/b", "1/2/3"])
def test_a_silly_share_is_refused(text: str) -> None:
    with pytest.raises(SimError, match="--shard: write i/n"):
        Share.parse(text)
    assert Share.parse("3/40") == Share(3, 40)


@pytest.mark.parametrize("jobs", [0, -1, 65])
def test_a_silly_number_of_jobs_is_refused(jobs: int) -> None:
    with pytest.raises(BadValueError, match="--jobs: must be from 1 to 64"):
        open_executor(jobs)


def test_an_open_cluster_is_refused_and_a_closed_one_needs_dask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadValueError, match="use a tls:// scheduler"):
        open_executor(1, "tcp://10.0.0.1:8786")
    for address in ("tls://head:8786", "tcp://127.0.0.1:8786"):
        with pytest.raises(MissingExtraError, match=r"a cluster needs dask; run: .*cluster"):
            open_executor(1, address)


def test_a_manifest_tells_versions_but_not_who_or_where() -> None:
    assert without_home(f"run {Path.home()}/a.yaml {Path.cwd()}/b.yaml") == "run ~/a.yaml ./b.yaml"
    assert set(software()) == {"python", "numpy", "numba", "mesa"}
    assert set(machine()) == {"system", "processor", "features", "cores"}
    assert len(code_version().partition("+")[2]) == 8


def test_the_version_follows_code_and_data_but_not_how_they_are_presented(tmp_path: Path) -> None:
    files = ("model.py", "evidence/data/facts.csv", "evidence/data/patterns.toml", "report/page.py")
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    found = [package_digest(tmp_path)]
    for name in files:
        (tmp_path / name).write_text("two")
        found.append(package_digest(tmp_path))
    assert [new != old for old, new in pairwise(found)] == [True, True, True, False]


@pytest.mark.parametrize(
    "left",
    [
        ".ipynb_checkpoints/model-checkpoint.py",
        "model-checkpoint.py",
        "model (1).py",
        "model.py~",
        ".model.py.swp",
        "#model.py#",
        "._model.py",
        "__pycache__/model.cpython-312.pyc",
        "data/.facts.csv",
        "data/.~lock.facts.csv#",
    ],
)
def test_what_editors_and_notebooks_leave_is_no_other_version(tmp_path: Path, left: str) -> None:
    (tmp_path / "model.py").write_text("one")
    before = package_digest(tmp_path)
    (tmp_path / left).parent.mkdir(exist_ok=True)
    (tmp_path / left).write_text("half of a sentence")
    (tmp_path / ".#model.py").symlink_to("nobody@nowhere.1")  # how Emacs locks a file
    assert package_digest(tmp_path) == before


def test_line_ends_of_a_system_are_no_other_version(tmp_path: Path) -> None:
    lines = b"a = 1\nb = 2\n"
    found = []
    for ends in (b"\n", b"\r\n"):
        for name in ("model.py", "facts.csv", "patterns.toml", "calm.yaml"):
            (tmp_path / name).write_bytes(lines.replace(b"\n", ends))
        found.append(package_digest(tmp_path))
    assert found[0] == found[1]
