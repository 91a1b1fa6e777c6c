"""Power that falls short as oil does, and the failures of the whole grid."""

import numpy as np
import pytest

from sim.core.streams import Streams
from sim.mechanisms.grid import (
    ANCHORS,
    MOST_FAILURES,
    Grid,
    failure_hazard,
    failures_by,
    power_deficit,
)
from support.numbers import a, parameters

GRID = parameters(Grid, broken=0.25, fuel_effect=0.8, failures_strained=2, failures_starved=8)


@pytest.mark.parametrize(
    ("oil", "power"),
    [
        (0.0, 0.25),  # plants in pieces, all the fuel there is
        (0.25, 0.40),  # 1 - 0.75*(1 - 0.2)
        (0.5, 0.55),  # 1 - 0.75*0.6
        (1.0, 0.85),  # own crude and the sun are not told apart from the rest
    ],
)
def test_power_falls_short_as_oil_does(oil: float, power: float) -> None:
    assert power_deficit(a(oil), GRID) == pytest.approx(power)


@pytest.mark.parametrize(
    ("deficit", "hazard"),
    [(0.4, 2.0), (0.5, 4.0), (0.6, 8.0), (0.3, 1.0)],  # doubles with every tenth
)
def test_the_hazard_goes_through_its_anchors(deficit: float, hazard: float) -> None:
    assert failure_hazard(a(deficit), GRID) == pytest.approx(hazard)


def test_the_hazard_never_falls_with_the_deficit_whatever_is_drawn() -> None:
    """Also where the draw for a starved grid lies below that for a strained one."""
    reversed_ = parameters(
        Grid, broken=0.2, fuel_effect=0.8, failures_strained=6, failures_starved=2
    )
    deficits = np.linspace(0, 1, 101)
    for grid in (GRID, reversed_):
        assert (np.diff(failure_hazard(deficits, grid)) >= 0).all()
    assert failure_hazard(a(ANCHORS[1]), reversed_) == pytest.approx(6)


def test_a_grid_that_cannot_fail_does_not() -> None:
    never = parameters(Grid, broken=0.2, fuel_effect=0.8, failures_strained=0, failures_starved=0)
    assert (failure_hazard(np.linspace(0, 1, 11), never) < 1e-9).all()


def test_failures_are_counted_when_the_strain_passes_their_arrivals() -> None:
    arrivals = np.array([[0.5, 1.5, 1.6], [2.0, 3.0, 9.0]])
    strain = np.array([1.6, 1.9])
    assert failures_by(strain, arrivals).tolist() == [3, 0]
    assert failures_by(np.array([0.49, 100.0]), arrivals).tolist() == [0, 3]


def test_their_number_is_poisson() -> None:
    """Mean and variance of 20,000 years at 4 a year, within five standard errors."""
    n, rate = 20_000, 4.0
    waits = Streams(5, np.arange(n)).exponentials("grid failures", 0, MOST_FAILURES)
    counts = failures_by(np.full(n, rate), waits.cumsum(axis=1))
    assert abs(counts.mean() - rate) < 5 * np.sqrt(rate / n)
    assert abs(counts.var() - rate) < 5 * np.sqrt((rate + 2 * rate**2) / n)
