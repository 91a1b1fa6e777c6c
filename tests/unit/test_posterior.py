"""Draws from a posterior: the right row for every replicate, and never a wrong one in silence."""

import hashlib
import os
from dataclasses import replace
from math import floor

import h5py
import numpy as np
import pytest

from sim.core.errors import BadValueError
from sim.core.quantity import declared
from sim.core.streams import purpose_id
from sim.ensemble.contract import DrawTable
from sim.ensemble.errors import MismatchError
from sim.experiments.batch import model_of, run_batch, simulate_batch
from sim.experiments.design import STREAM, VARIANT, Points
from sim.experiments.job import identity_of, job_of
from sim.experiments.posterior import rows
from sim.experiments.posterior.file import read, write
from sim.experiments.posterior.meant import pinned
from sim.experiments.posterior.rows import hash_of_rows, rows_of
from sim.model.model import AllianceModel, UngivenDrawsError
from sim.scenario.schema import Scenario
from support.numbers import PlainStreams
from support.posteriors import made_up, written
from support.worlds import world

PRECISION = "assumptions.choice.precision"
DAYS = 6


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return written(tmp_path_factory.mktemp("posterior"), world(days=DAYS))


def small(file, *changes) -> Scenario:
    return world({"draws": str(file), "replicates": 5}, *changes, days=DAYS)


def test_rows_have_the_same_hash_in_parts(file, monkeypatch):
    scenario = small(file)
    whole = rows_of(scenario, range(scenario.replicates)).hash()
    assert hash_of_rows(scenario) == whole
    monkeypatch.setattr(rows, "PART", 2)
    assert hash_of_rows(scenario) == whole
    assert identity_of(scenario, jobs=1).job.digest == job_of(scenario).digest
    assert hash_of_rows(world(days=DAYS)) is None


def test_what_is_written_is_read_again_bit_by_bit(file):
    made, found = made_up(world(days=DAYS)), read(str(file))
    assert np.array_equal(made.draws.values, found.draws.values)
    assert (made.paths, made.priors, made.defaults) == (found.paths, found.priors, found.defaults)
    assert found.not_updated == ("assumptions.coup.returns",)
    assert found.facts["command"] == "none"
    assert found.sha256 == made.sha256 == found.facts["sha256"]


def test_the_row_of_a_replicate_depends_on_seed_and_replicate_alone(file):
    scenario, values = small(file), read(str(file)).draws.values
    table = rows_of(scenario, (0, 4, 9))
    for position, replicate in enumerate((0, 4, 9)):
        mark = PlainStreams(scenario.seed, replicate).uniforms(
            int(purpose_id("draw.posterior")), 0, 0
        )[0]
        assert table.values[position].tolist() == values[floor(mark * len(values))].tolist()
    other = rows_of(small(file, {"actors.caracas.script": []}), (9,))
    assert other.values.tolist() == table.values[2:].tolist()


def test_the_model_has_the_draws_of_its_rows_and_quantities_of_one_row_together(file):
    model = model_of(small(file), (0, 1, 2))
    table = rows_of(small(file), (0, 1, 2)).columns((0, 1, 2))
    assert model.draws.assumptions.choice.precision.tolist() == table[PRECISION].tolist()
    assert model.draws.air.without_jet_fuel.tolist() == table["air.without_jet_fuel"].tolist()


def test_the_model_itself_refuses_to_draw_from_the_prior_what_was_meant_from_a_posterior(file):
    with pytest.raises(UngivenDrawsError, match="made_up"):
        AllianceModel(small(file))


def test_what_the_scenario_fixes_or_declares_anew_wins(file):
    fixed = small(file, {PRECISION: 3})
    anew = small(file, {PRECISION: "uniform(100, 101)"})
    assert model_of(fixed, (0, 1)).draws.assumptions.choice.precision.tolist() == [3, 3]
    assert (model_of(anew, (0, 1)).draws.assumptions.choice.precision >= 100).all()
    for scenario in (fixed, anew):
        assert PRECISION not in rows_of(scenario, (0,)).paths
        seats = rows_of(scenario, (0,)).columns((0,))["air.without_jet_fuel"]
        assert seats == rows_of(small(file), (0,)).columns((0,))["air.without_jet_fuel"]


def test_a_job_carries_its_rows_and_a_worker_needs_no_file(file):
    scenario = small(file)
    job = job_of(scenario)
    alone = simulate_batch(job.scenario_json, job.seed, (1, 3), job.given.columns((1, 3)))
    ours = run_batch(scenario, (1, 3))
    assert str(file.parent) not in job.scenario_json
    for name, array in ours.arrays.items():
        assert np.array_equal(array, alone.arrays[name], equal_nan=True), name


def test_a_table_goes_over_the_posterior_and_the_posterior_fills_up_the_rest(file):
    chosen = np.array([[2.0], [4.0]])
    points = Points(small(file), ({},), np.zeros(2, int), np.array([3, 4]), (PRECISION,), chosen)
    rows = rows_of(small(file), (3, 4)).columns((0, 1))
    columns = points.job().given.columns((0, 1))
    assert columns[PRECISION].tolist() == [2, 4]
    assert columns.keys() == {*rows, VARIANT, STREAM}
    assert all((columns[path] == rows[path]).all() for path in rows if path != PRECISION)


def test_the_digest_covers_the_numbers_of_the_posterior_and_not_where_it_is(file, tmp_path):
    made = made_up(world(days=DAYS))
    same, other = tmp_path / file.name, tmp_path / "other" / file.name
    other.parent.mkdir()
    write(same, made)
    write(other, replace(made, draws=DrawTable(made.paths, made.draws.values[::-1])))
    digests = [job_of(small(each)).digest for each in (file, same, other)]
    assert digests[0] == digests[1] != digests[2]
    write(tmp_path / "posterior (1).nc", made)
    assert job_of(small(tmp_path / "posterior (1).nc")).digest == digests[0]
    assert pinned(small(file)).posterior_sha256 == made.sha256
    assert job_of(small("prior")).digest not in digests


def test_another_posterior_than_the_one_meant_is_refused(file):
    scenario = small(file, {"posterior_sha256": "ab" * 32})
    with pytest.raises(MismatchError, match=r"small was made with posterior abababab\.\., .* is "):
        job_of(scenario)


def test_a_posterior_of_another_version_of_the_model_is_refused(tmp_path):
    made = made_up(world(days=DAYS))
    at = made.paths.index(PRECISION)
    defaults = [*made.defaults[:at], "loguniform(1.0, 2.0)", *made.defaults[at + 1 :]]
    write(tmp_path / "old.nc", replace(made, defaults=tuple(defaults)))
    with pytest.raises(BadValueError, match=f"{PRECISION} was loguniform.*calibrate again"):
        rows_of(small(tmp_path / "old.nc"), (0,))


def test_a_file_that_is_no_posterior_or_was_changed_is_refused(file, tmp_path):
    (tmp_path / "text.nc").write_text("no")
    with pytest.raises(BadValueError, match="is damaged or no posterior"):
        read(str(tmp_path / "text.nc"))
    changed = tmp_path / "changed.nc"
    changed.write_bytes(file.read_bytes())
    with h5py.File(changed, "a") as content:
        content["posterior/draws"][0, 0, 0] += 1
    with pytest.raises(BadValueError, match="not those it was written with"):
        read(str(changed))
    with pytest.raises(BadValueError, match="no posterior there"):
        read(str(tmp_path / "none.nc"))


def _rewritten(path, made, values):
    """A posterior whose own hash fits numbers that no quantity can have."""
    write(path, made)
    with h5py.File(path, "a") as content:
        content["posterior/draws"][0] = values
        content.attrs["sha256"] = hashlib.sha256(
            "\n".join(made.paths).encode() + np.ascontiguousarray(values, "<f8").tobytes()
        ).hexdigest()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (np.nan, "is no finite number"),
        (np.inf, "is no finite number"),
        (1.2, r"must be from 0 to 1.* a draw is 1\.2"),
        (-0.1, r"must be from 0 to 1.* a draw is -0\.1"),
    ],
)
def test_no_draw_reaches_the_equations_that_its_quantity_cannot_have(tmp_path, value, sentence):
    made = made_up(world(days=DAYS))
    values = made.draws.values.copy()
    shares = [
        e.path for e in declared(world(days=DAYS)) if (e.quantity.low, e.quantity.high) == (0, 1)
    ]
    values[3, made.paths.index(next(path for path in shares if path in made.paths))] = value
    _rewritten(tmp_path / "forged.nc", made, values)
    with pytest.raises(BadValueError, match=sentence):
        rows_of(small(tmp_path / "forged.nc"), (0,))


def _no_columns(group):
    del group["quantity"]


def _whole_numbers(group):
    values = group["draws"][...].astype(int)
    del group["draws"]
    group["draws"] = values


def _one_column_less(group):
    values = group["draws"][..., 1:]
    del group["draws"]
    group["draws"] = values


def _flat(group):
    values = group["draws"][0]
    del group["draws"]
    group["draws"] = values


def _none(group):
    del group["draws"]
    group["draws"] = np.zeros((1, 0, len(group["quantity"])))


def _twice(group):
    group["quantity"][1] = group["quantity"][0]


def _no_distribution(group):
    group["prior_distribution"][0] = "__import__('os')"


def _numbers_for_names(group):
    del group["quantity"]
    group["quantity"] = np.arange(3.0)


def _elsewhere(group):
    del group["draws"]
    group["draws"] = h5py.ExternalLink("other.nc", "/posterior/draws")


def _huge(group):
    del group["draws"]
    group.create_dataset("draws", (1, 10**11, 3), "f8", chunks=(1, 1000, 3))


@pytest.mark.parametrize(
    "forge",
    [
        _no_columns, _whole_numbers, _one_column_less, _flat, _none, _twice, _no_distribution,
        _numbers_for_names, _elsewhere, _huge,
    ],
)  # fmt: skip
def test_a_posterior_of_another_make_is_refused_in_a_sentence(forge, tmp_path):
    path = tmp_path / "forged.nc"
    write(path, made_up(world(days=DAYS)))
    with h5py.File(path, "a") as content:
        forge(content["posterior"])
    with pytest.raises(BadValueError, match=f"^{path}: "):
        read(str(path))


def test_a_pipe_is_no_posterior(tmp_path):
    os.mkfifo(tmp_path / "pipe.nc")
    with pytest.raises(BadValueError, match="no posterior there"):
        read(str(tmp_path / "pipe.nc"))
