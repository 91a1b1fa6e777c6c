"""`sim check` finds a planted fault, shrinks it, and promises nothing that it does not look at."""

from pathlib import Path

import numpy as np
import pytest

from sim.ensemble.errors import StorageError
from sim.experiments.batch import run_batch
from sim.people.missions import MISSIONS
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.studies.promises.answer import smallest_failure
from sim.studies.promises.question import PROMISES, broken, unequal

BASELINE = Path(__file__).parents[2] / "scenarios" / "baseline.yaml"
SHORT = ("window.end=2026-02-28", *(f"missions.{m}.headcount=40" for m in ("medical", "sport")))


@pytest.fixture(scope="module")
def scenario():
    return load(BASELINE, Scenario, SHORT).scenario


@pytest.fixture(scope="module")
def arrays(scenario):
    return run_batch(scenario, (0, 1)).arrays


def constant(scenario, replicates):
    return {"draws": np.zeros((len(replicates), 1))}


def test_real_runs_keep_every_promise(scenario, arrays):
    assert broken(scenario, arrays) == ""


def _plus(name, where, amount):
    def change(arrays):
        changed = arrays[name].copy()
        changed[where] += np.asarray(amount).astype(changed.dtype)
        return arrays | {name: changed}

    return change


@pytest.mark.parametrize(
    ("plant", "position", "where"),
    [
        (_plus("hardship", (1, 30), np.nan), 0, "in run 1 on day 30 (hardship)"),
        (_plus("present", (0, 20, 3), 1), 1, "in run 0 on day 20 (present)"),
        (_plus("oil_stock", (1, 25), 5.0), 3, "in run 1 on day 25 (oil_stock)"),
        (_plus("oil_used", (0, 0), 500.0), 4, "in run 0 on day 0 (oil_used)"),
        (_plus("compliance", (1, 5), 2.0), 5, "in run 1 on day 5 (compliance)"),
        (_plus("queued", (1, 5, 0), -1000), 5, "in run 1 on day 5 (queued)"),
    ],
)
def test_every_promise_is_broken_by_a_planted_fault(scenario, arrays, plant, position, where):
    assert broken(scenario, plant(arrays)) == f"{PROMISES[position].sentence}: not so {where}"


def test_departures_that_are_taken_back_are_seen(scenario, arrays):
    exited = arrays["exited"].copy()
    exited[0, -1] = 0
    assert PROMISES[2].fault(scenario, arrays | {"exited": exited}) == "in run 0 on day 89 (exited)"


def test_one_bit_is_enough_to_be_unequal(arrays):
    assert unequal(arrays, arrays) == ""
    assert unequal(arrays, _plus("present", (0, 0, 0), 1)(arrays)) == "present"


def test_the_smallest_failing_change_is_found(monkeypatch):
    monkeypatch.setattr("sim.studies.promises.answer.broken", lambda *_: "")

    def crowded(scenario, replicates):
        heads = [getattr(scenario.missions, name).headcount for name in MISSIONS]
        if any(head > 5000 for head in heads if isinstance(head, float)):
            raise ZeroDivisionError("too many")
        return constant(scenario, replicates)

    found = smallest_failure(BASELINE, 300, simulate=crowded)
    assert found is not None
    assert found.fault == "the model stops with ZeroDivisionError: too many"
    ((path, value),) = found.changes.items()
    assert path.endswith(".headcount")
    assert value == "5001"


def test_a_computer_without_room_for_temporary_files_is_told_what_to_set(monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("tempfile._get_default_tempdir", _refused)
    with pytest.raises(StorageError, match="set TMPDIR to one that can"):
        smallest_failure(BASELINE, 1)


def _refused(*_):
    raise FileNotFoundError(2, "No usable temporary directory found")


def test_a_fault_of_the_scenario_itself_needs_no_change(monkeypatch):
    monkeypatch.setattr("sim.studies.promises.answer.broken", lambda *_: "people are not conserved")
    found = smallest_failure(BASELINE, 5, simulate=constant)
    assert found is not None
    assert (found.fault, dict(found.changes)) == ("people are not conserved", {})


def test_company_that_changes_a_run_is_found(monkeypatch):
    monkeypatch.setattr("sim.studies.promises.answer.broken", lambda *_: "")

    def sociable(_, replicates):
        return {"present": np.full((len(replicates), 3), len(replicates))}

    found = smallest_failure(BASELINE, 5, simulate=sociable)
    assert found is not None
    assert "a run has the same bits whatever runs beside it: not so (present)" in found.fault


def test_nothing_is_left_in_the_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.studies.promises.answer.broken", lambda *_: "")
    assert smallest_failure(BASELINE, 20, simulate=constant) is None
    assert list(tmp_path.iterdir()) == []
