"""Levers drift towards their targets."""

import pytest

from sim.mechanisms.levers import LEVERS, LeversAtStart, LeverSpeed, drift
from support.numbers import a


@pytest.mark.parametrize(
    ("level", "target", "speed", "next_"),
    [
        (0.0, 1.0, 0.25, 0.25),
        (0.8, 0.4, 0.25, 0.7),  # 0.8 - 0.25*0.4
        (0.5, 0.5, 0.3, 0.5),  # there already
        (0.2, 0.9, 0.0, 0.2),  # never moves
        (0.2, 0.9, 1.0, 0.9),  # moves at once
    ],
)
def test_a_lever_after_one_more_day(
    level: float, target: float, speed: float, next_: float
) -> None:
    assert drift(a(level), a(target), a(speed)) == pytest.approx(next_)


def test_half_of_the_way_takes_as_long_as_the_speed_says() -> None:
    # (1-0.1)^n = 1/2 after n = ln 2 / -ln 0.9 = 6.58 days
    level = a(0.0)
    days = 0
    while level[0] < 0.5:
        level = drift(level, a(1.0), a(0.1))
        days += 1
    assert days == 7


def test_every_lever_has_a_speed_and_a_start() -> None:
    assert tuple(LeverSpeed.model_fields) == tuple(LeversAtStart.model_fields) == LEVERS
