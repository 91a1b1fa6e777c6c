"""A model runs on from wherever it is, and a recording is as long as what was run."""

import numpy as np
import pytest

from sim.ensemble.contract import same_bits
from sim.mechanisms.causes import cause
from sim.model import AllianceModel, WindowEndedError
from sim.observables.recorder import Recorder
from support.worlds import FREE, STRIKE, world

DAYS = 35
SCENARIO = world(FREE, {"assumptions.reporting.lag": 3}, days=DAYS)
type Arrays = dict[str, np.ndarray]


def fresh() -> AllianceModel:
    return AllianceModel(SCENARIO, range(3), histories=True)


def left(model: AllianceModel) -> Arrays:
    """Everything that a run leaves behind."""
    assert model.observer is not None
    roster = model.people.roster
    return model.recorder.arrays() | {
        "reported": model.observer.reported,
        "first_day": model.outcomes.first_day,
        "history": roster.history,
        "exits": roster.exited,
    }


def same(one: Arrays, two: Arrays) -> bool:
    return one.keys() == two.keys() and all(same_bits(one[name], two[name]) for name in one)


@pytest.fixture(scope="module")
def whole() -> Arrays:
    """What is left when the window is run in one go."""
    model = fresh()
    model.run()
    return left(model)


@pytest.mark.parametrize(
    "pieces", [[1], [10], [16], [32], [DAYS], [0.5], [3.25, 0.5, 7], [0.5] * 9, [DAYS - 0.5]]
)
def test_run_goes_to_the_end_of_the_window_from_wherever_it_is(
    pieces: list[float], whole: Arrays
) -> None:
    model = fresh()
    for each in pieces:
        model.run_for(each)
    model.run()
    assert (model.day, model.time) == (DAYS, DAYS)
    assert same(left(model), whole)


def test_run_after_a_step(whole: Arrays) -> None:
    model = fresh()
    model.step()
    model.run()
    assert same(left(model), whole)


@pytest.mark.parametrize("days", [0, 1, 10, 15, 16, 17, 32, DAYS])
def test_a_recording_is_as_long_as_what_was_run(days: int, whole: Arrays) -> None:
    model = fresh()
    if days:
        model.run_for(days)
    for name, array in model.recorder.arrays().items():
        assert array.shape == (3, days, *whole[name].shape[2:]), name
        assert same_bits(array, whole[name][:, :days]), name
    assert model.observer is not None
    assert same_bits(model.observer.reported, whole["reported"][:, :days])


def test_reading_in_between_changes_no_reading(whole: Arrays) -> None:
    model = fresh()
    for _ in range(DAYS):
        model.step()
        model.recorder.arrays()
    assert same(left(model), whole)


def test_a_recorder_that_comes_later_records_from_then_on(whole: Arrays) -> None:
    model = fresh()
    model.run_for(12)
    model.recorder = recorder = Recorder(model)
    model.run()
    arrays = recorder.arrays()
    assert all(same_bits(arrays[name], whole[name][:, 12:]) for name in arrays)


def test_a_step_begins_with_the_dawn_of_its_day() -> None:
    model = fresh()
    model.run_for(STRIKE)
    assert (model.day, model.strike_day) == (STRIKE, None)
    assert model.people.roster.exited[:, :, cause("killed")].sum() == 0
    model.run_for(0.5)
    assert (model.day, model.strike_day) == (STRIKE, STRIKE)
    assert (model.people.roster.exited[:, :, cause("killed")].sum(axis=1) == 8).all()
    model.run_until(STRIKE + 1)
    assert model.day == STRIKE + 1


def test_running_to_the_end_again_does_nothing(whole: Arrays) -> None:
    model = fresh()
    model.run()
    model.run()
    assert same(left(model), whole)


@pytest.mark.parametrize("how", [lambda m: m.step(), lambda m: m.run_for(2), lambda m: m.run_until(99)])  # fmt: skip
def test_no_day_comes_after_the_window(how, whole: Arrays) -> None:
    model = fresh()
    model.run()
    with pytest.raises(WindowEndedError, match=f"ends on {SCENARIO.window.end}: no day is left"):
        how(model)
    model.run()
    assert model.day == DAYS
    assert same(left(model), whole)


def test_mesas_own_loop_ends_with_the_window(whole: Arrays) -> None:
    model = fresh()
    model.run_model()
    assert not model.running
    assert same(left(model), whole)
