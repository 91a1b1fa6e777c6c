"""Hardship follows the deficit with a memory."""

import numpy as np
import pytest

from sim.mechanisms.hardship import hardship
from support.numbers import a


@pytest.mark.parametrize(
    ("felt", "deficit", "exponent", "memory", "next_"),
    [
        (0.3, 0.25, 0.5, 40, 0.305),  # sqrt(0.25) = 0.5: 0.3 + 0.2/40
        (0.3, 0.0, 0.5, 40, 0.2925),  # nothing missing: 0.3 - 0.3/40
        (0.3, 1.0, 0.7, 40, 0.3175),  # everything missing, whatever the exponent: 0.3 + 0.7/40
        (0.3, 0.6, 1.0, 1, 0.6),  # no memory: today's deficit
        (0.0, 0.0, 1.0, 30, 0.0),
        (1.0, 1.0, 1.0, 30, 1.0),
    ],
)
def test_hardship_after_one_more_day(
    felt: float, deficit: float, exponent: float, memory: float, next_: float
) -> None:
    assert hardship(a(felt), a(deficit), a(exponent), a(memory)) == pytest.approx(next_)


def test_the_first_barrels_hurt_most() -> None:
    small = hardship(a(0), a(0.1), a(0.5), a(1))
    assert small > hardship(a(0), a(0.1), a(1.0), a(1))


def test_hardship_settles_where_the_deficit_holds_it() -> None:
    felt = a(0.9)
    for _ in range(2000):
        felt = hardship(felt, a(0.25), a(0.5), a(30))
    assert felt == pytest.approx(0.5)
    assert np.isfinite(felt).all()
