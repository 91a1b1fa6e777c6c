"""Hardship follows missing power and missing fuel with a memory."""

import numpy as np
import pytest

from sim.mechanisms.hardship import felt, hardship
from support.numbers import a


@pytest.mark.parametrize(
    ("power", "sea", "fuel", "shortage"),
    [
        (0.4, 0.4, 0.3, 0.4),  # both alike, whatever the weight
        (0.5, 1.0, 0.4, 0.7),  # 0.6*0.5 + 0.4*1
        (0.3, 0.0, 0.5, 0.15),  # fuel for everybody, plants in pieces
        (1.0, 1.0, 0.7, 1.0),
        (0.0, 0.0, 0.7, 0.0),
    ],
)
def test_the_shortage_of_a_day(power: float, sea: float, fuel: float, shortage: float) -> None:
    assert felt(a(power), a(sea), a(fuel)) == pytest.approx(shortage)


@pytest.mark.parametrize(
    ("before", "shortage", "memory", "next_"),
    [
        (0.3, 0.5, 40, 0.305),  # 0.3 + 0.2/40
        (0.3, 0.0, 40, 0.2925),  # nothing missing: 0.3 - 0.3/40
        (0.3, 1.0, 40, 0.3175),  # everything missing: 0.3 + 0.7/40
        (0.3, 0.6, 1, 0.6),  # no memory: today's shortage
        (0.0, 0.0, 30, 0.0),
        (1.0, 1.0, 30, 1.0),
    ],
)
def test_hardship_after_one_more_day(
    before: float, shortage: float, memory: float, next_: float
) -> None:
    assert hardship(a(before), a(shortage), a(memory)) == pytest.approx(next_)


def test_hardship_settles_where_the_shortage_holds_it() -> None:
    now = a(0.9)
    for _ in range(2000):
        now = hardship(now, a(0.5), a(30))
    assert now == pytest.approx(0.5)
    assert np.isfinite(now).all()
