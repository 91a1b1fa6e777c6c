"""From decisions to people: fear and delay."""

import numpy as np
import pytest

from sim.mechanisms.orders import forced_return, insecurity, whole_days
from support.numbers import a


@pytest.mark.parametrize(
    ("shock", "compliance", "felt"),
    [
        (0.0, 0.0, 0.0),
        (0.5, 0.4, 0.6),  # 1 - 0.5*(1 - 0.2)
        (0.0, 1.0, 0.5),  # at most half from the host's distance
        (1.0, 0.7, 1.0),
    ],
)
def test_insecurity(shock: float, compliance: float, felt: float) -> None:
    assert insecurity(a(shock), a(compliance)) == pytest.approx(felt)


@pytest.mark.parametrize(
    ("compliance", "withdrawal", "feared"),
    [(0.0, 0.0, 0.0), (0.5, 0.2, 0.6), (1.0, 0.0, 1.0), (0.0, 1.0, 1.0)],  # 1 - 0.5*0.8
)
def test_fear_of_being_sent_back(compliance: float, withdrawal: float, feared: float) -> None:
    assert forced_return(a(compliance), a(withdrawal)) == pytest.approx(feared)


def test_delays_are_rounded_to_whole_days() -> None:
    days = whole_days(a(0, 0.49, 0.5, 1.4, 2.5, 7.3))
    assert days.dtype == np.int64
    assert days.tolist() == [0, 0, 1, 1, 3, 7]
