"""Seats of the day."""

import numpy as np
import pytest

from sim.mechanisms.airlift import seats_of_day
from support.numbers import a


@pytest.mark.parametrize(
    ("seats", "fuel", "open_", "offered"),
    [
        (100.7, 1.0, 1.0, 100),  # floor(100.7): no part of a seat
        (100.7, 0.5, 1.0, 50),  # floor(50.35)
        (100.7, 1.0, 0.0, 0),  # the airspace is closed
        (100.7, 0.0, 1.0, 0),
        (0.9, 1.0, 1.0, 0),
        (0.0, 1.0, 1.0, 0),
    ],
)
def test_seats_are_whole_and_fall_with_fuel_and_closures(
    seats: float, fuel: float, open_: float, offered: int
) -> None:
    assert seats_of_day(a(seats), a(fuel), open_).tolist() == [offered]


def test_each_replicate_has_its_own_seats() -> None:
    offered = seats_of_day(a(10, 20.5, 30), a(1, 1, 0.5), 1.0)
    assert offered.dtype == np.int64
    assert offered.tolist() == [10, 20, 15]
