"""The departure day of the model, driven with one contingent: closed forms and what it must not depend on."""

import dataclasses
from datetime import date

import numpy as np
import pytest

from sim.calibration.replay.case import Decision, Milestone
from sim.calibration.replay.course import Course
from sim.calibration.replay.timetable import Step, steps_of
from sim.mechanisms.streams import Streams

N = 64
DAYS = 60
ONE = Streams(5, np.zeros(1, np.int64))


def course(persons=500.0, delay=3.0, clearing=10.0, haste=1e6, stay=0.0, seats=np.inf):
    values = (persons, delay, clearing, haste, stay, seats)
    return Course(*(np.full(N, float(each)) for each in values))


def departed(leaving, decided_by="sender", crowd=1000):
    return leaving.departed(decided_by, DAYS, Streams(5, np.arange(N)), crowd)


def test_with_everybody_ready_departures_are_the_seats_of_the_day():
    gone = departed(course())
    expected = np.clip(50 * (np.arange(DAYS) - 2), 0, 500)
    np.testing.assert_array_equal(gone, np.broadcast_to(expected, gone.shape))


def test_nobody_leaves_before_the_delay_is_over():
    gone = departed(course(delay=7.0, haste=4.0))
    assert gone[:, :7].max() == 0
    assert (gone[:, 12] > 0).all()


def test_with_seats_for_all_departures_follow_the_order_as_an_exponential():
    """With haste 1 and the seats of the first day never short, the share left is exp(-days / clearing)."""
    leaving = course(persons=1000, delay=0.0, clearing=1.0, haste=0.1)
    left = 1 - departed(leaving).mean(axis=0) / 1000
    expected = np.exp(-0.1 * (np.arange(DAYS) + 1))
    # 64 x 1,000 persons: the standard error of a share is below 0.002.
    np.testing.assert_allclose(left, expected, atol=0.008)


def test_an_expulsion_takes_two_steps_of_which_each_is_twice_as_fast():
    leaving = course(persons=1000, delay=0.0, clearing=1.0, haste=0.1)
    left = 1 - departed(leaving, "host").mean(axis=0) / 1000
    time = np.arange(DAYS) + 1
    expected = (1 + 0.2 * time) * np.exp(-0.2 * time)
    np.testing.assert_allclose(left, expected, atol=0.03)  # a person leaves the day after relief


@pytest.mark.parametrize("decided_by", ["host", "sender", "deadline"])
def test_those_who_stay_behind_never_leave(decided_by):
    gone = departed(course(persons=1000, clearing=2.0, haste=50.0, stay=0.2), decided_by)
    assert abs(gone[:, -1].mean() / 1000 - 0.8) < 0.01


def test_seats_that_cannot_be_exceeded_are_not():
    gone = departed(course(seats=20.0))
    assert np.diff(gone, axis=1).max() <= 20
    assert gone[0, 3 + 24] == 500


def stepped(leaving, *steps):
    """A course with the same steps in each replicate: share, days before it, days of the whole that a day is worth."""
    all_steps = tuple(Step(*(np.full(N, float(each)) for each in step)) for step in steps)
    return dataclasses.replace(leaving, steps=all_steps)


def test_each_step_of_a_timetable_is_a_departure_of_its_own():
    """Half leave in days 0 to 10 and half in 10 to 40, each as the whole would in a notice of 20 days."""
    leaving = stepped(course(delay=0.0, clearing=20.0), (0.5, 0, 2), (0.5, 10, 2 / 3))
    gone = departed(leaving)
    whole = departed(course(delay=0.0, clearing=20.0))
    np.testing.assert_allclose(gone[:, 6], 0.5 * whole[:, 13])
    np.testing.assert_allclose(gone[:, 9], 250)
    np.testing.assert_allclose(gone[:, 24], 250 + 0.5 * whole[:, 9])
    np.testing.assert_allclose(gone[:, 39], 500)


def test_a_timetable_of_one_step_is_no_timetable():
    leaving = course(haste=4.0)
    np.testing.assert_allclose(departed(stepped(leaving, (1, 0, 1))), departed(leaving))


def test_steps_are_read_from_the_milestones_of_a_decision():
    day = date(2020, 1, 1)
    steps = (
        Milestone(date=date(2020, 1, 11), departed=30),
        Milestone(date=date(2020, 1, 21), departed=90),
    )
    decision = Decision(date=day, decided_by="host", persons=120, notice=40, milestones=steps)
    found = steps_of(decision, np.array([120.0]), np.array([40.0]), ONE)
    assert [float(step.share[0]) for step in found] == pytest.approx([0.25, 0.5, 0.25])
    assert [float(step.before[0]) for step in found] == [0, 11, 21]
    assert [float(step.stretch[0]) for step in found] == pytest.approx([41 / 11, 41 / 10, 41 / 20])
    bare = decision.model_copy(update={"milestones": ()})
    assert steps_of(bare, np.ones(1), np.ones(1), ONE) == ()


def announced(*steps, **more):
    """The steps of a decision about 120 persons and 40 days, in 64 runs."""
    decision = Decision(
        date=date(2020, 1, 1), decided_by="sender", persons=120, notice=40, milestones=steps, **more
    )
    runs = np.full(N, 120.0), np.full(N, 40.0)
    return steps_of(decision, *runs, Streams(5, np.arange(N)))


def test_in_a_step_without_departures_nobody_moves():
    steps = announced(
        Milestone(date=date(2020, 1, 6), departed=30),
        Milestone(date=date(2020, 1, 21), departed=30),
    )
    gone = departed(dataclasses.replace(course(persons=120, haste=1e9), steps=steps))
    assert (np.diff(gone[:, 5:21], axis=1) == 0).all()  # from the 6th to the 21st of January
    assert gone[:, 20] == pytest.approx(30, abs=1)
    assert (gone[:, 45] > 60).all()


def test_nobody_leaves_before_the_day_that_was_announced():
    steps = announced(Milestone(date=date(2020, 1, 21), departed=60), not_before=date(2020, 1, 11))
    gone = departed(dataclasses.replace(course(persons=120, delay=0.0), steps=steps))
    assert (gone[:, :10] == 0).all()
    assert (gone[:, 20] > 0).all()


def test_steps_without_a_day_lie_between_their_neighbours():
    steps = announced(
        Milestone(date=date(2020, 1, 11), departed=20),
        Milestone(departed=40),
        Milestone(departed=60),
        Milestone(date=date(2020, 1, 31), departed=80),
        Milestone(departed=100),
    )
    begins = np.array([step.before for step in steps])
    assert (begins[1] == 11).all()
    assert (begins[4] == 31).all()
    assert (np.diff(begins, axis=0) > 0).all()
    assert begins[2].std() > 3  # anywhere in between: another day in every run
    assert (begins[5] < 41).all()
    assert np.sum([step.share for step in steps], axis=0) == pytest.approx(1)


def test_less_than_a_seat_a_day_still_brings_everybody_home():
    gone = departed(course(persons=3, delay=0.0, clearing=30.0, haste=1e6))
    np.testing.assert_array_equal(np.unique(gone), [0, 1, 2, 3])
    assert (gone[:, 30] == 3).all()


def test_a_simulated_person_may_stand_for_many():
    one = departed(course(persons=900, haste=4.0, stay=0.1), crowd=900).mean(axis=0)
    many = departed(course(persons=900, haste=4.0, stay=0.1), crowd=90).mean(axis=0)
    assert np.abs(one - many).max() < 0.03 * 900
