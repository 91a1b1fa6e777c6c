"""The departure day of the model, driven with one contingent: closed forms and what it must not depend on."""

import numpy as np
import pytest

from sim.calibration.replay.course import Course
from sim.mechanisms.streams import Streams

N = 64
DAYS = 60


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


def test_less_than_a_seat_a_day_still_brings_everybody_home():
    gone = departed(course(persons=3, delay=0.0, clearing=30.0, haste=1e6))
    np.testing.assert_array_equal(np.unique(gone), [0, 1, 2, 3])
    assert (gone[:, 30] == 3).all()


def test_a_simulated_person_may_stand_for_many():
    one = departed(course(persons=900, haste=4.0, stay=0.1), crowd=900).mean(axis=0)
    many = departed(course(persons=900, haste=4.0, stay=0.1), crowd=90).mean(axis=0)
    assert np.abs(one - many).max() < 0.03 * 900
