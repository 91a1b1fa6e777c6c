"""Cargoes and the stock, against hand values."""

from math import exp

import numpy as np
import pytest

from sim.core.streams import Streams
from sim.mechanisms.oil import MOST_CARGOES_A_DAY, CubanOil, fate, ready_cargoes, use_of_oil
from support.numbers import a, parameters

CUBA = parameters(CubanOil, demand=110, rationing_floor=0.4, comfortable_stock=1000)
WITHHELD, DETERRED, INTERDICTED, DELIVERED = range(4)


@pytest.mark.parametrize(
    ("u", "cargoes"),
    [
        # Poisson(1), cumulated: 0.367879, 0.735759, 0.919699, 0.981012, 0.996340, 0.999406, 0.999917
        (0.30, 0),
        (0.50, 1),
        (0.80, 2),
        (0.95, 3),
        (0.99, 4),
        (0.998, 5),
        (0.9997, 6),
        (0.99999, 6),  # never more than are drawn
    ],
)
def test_cargoes_ready_are_poisson_by_inversion(u: float, cargoes: int) -> None:
    assert ready_cargoes(a(u), a(exp(-1)), a(1.0)).tolist() == [cargoes]


def test_a_supplier_without_cargoes_sends_none() -> None:
    assert ready_cargoes(a(0.001, 1 - 2.0**-33), a(1.0, 1.0), a(0.0, 0.0)).tolist() == [0, 0]


def test_more_cargoes_are_ready_at_a_higher_rate() -> None:
    u = np.linspace(0.001, 0.999, 300)
    counts = [ready_cargoes(u, np.full(300, exp(-m)), np.full(300, m)) for m in (0.1, 0.5, 2.0)]
    assert (counts[0] <= counts[1]).all()
    assert (counts[1] <= counts[2]).all()
    assert counts[2].max() == MOST_CARGOES_A_DAY


def test_their_mean_is_the_rate() -> None:
    """50,000 days at 0.12 a day, within five standard errors."""
    u = Streams(2, np.arange(50_000)).uniforms("cargoes", 0, 1)[:, 0]
    counts = ready_cargoes(u, np.full(u.size, exp(-0.12)), np.full(u.size, 0.12))
    assert abs(counts.mean() - 0.12) < 5 * np.sqrt(0.12 / u.size)


@pytest.mark.parametrize(
    ("mark", "will", "stopped", "deterred", "willing", "became"),
    [
        (0.10, 0.5, 0.8, 0.5, 1.0, DETERRED),  # below 0.8*0.5 = 0.4
        (0.39, 0.5, 0.8, 0.5, 1.0, DETERRED),
        (0.41, 0.5, 0.8, 0.5, 1.0, INTERDICTED),  # between 0.4 and 0.8
        (0.79, 0.5, 0.8, 0.5, 1.0, INTERDICTED),
        (0.81, 0.5, 0.8, 0.5, 1.0, DELIVERED),
        (0.81, 0.5, 0.8, 0.5, 0.5, WITHHELD),  # the will to send ends at 0.5
        (0.81, 0.49, 0.8, 0.5, 0.5, DELIVERED),
        (0.10, 0.5, 0.0, 0.5, 1.0, DELIVERED),  # no blockade stops nothing
        (0.9999, 0.5, 1.0, 0.0, 1.0, INTERDICTED),  # a full one everything
        (0.10, 0.0001, 0.8, 0.5, 0.0, WITHHELD),
    ],
)
def test_fate_of_a_cargo(
    mark: float, will: float, stopped: float, deterred: float, willing: float, became: int
) -> None:
    column = [np.array([[share]]) for share in (stopped, deterred, willing)]
    assert fate(np.array([[mark]]), np.array([[will]]), *column).tolist() == [[became]]


@pytest.mark.parametrize(
    ("stock", "inflow", "used"),
    [
        (500.0, 60.0, 77.0),  # cover 0.5: 110*(0.4 + 0.6*0.5)
        (1000.0, 60.0, 110.0),  # a comfortable stock rations nothing
        (5000.0, 0.0, 110.0),
        (0.0, 40.0, 40.0),  # wanted 44, there are 40
        (0.0, 200.0, 44.0),  # an empty stock serves the floor only
        (10.0, 0.0, 10.0),
        (0.0, 0.0, 0.0),
    ],
)
def test_use_is_rationed_by_the_stock(stock: float, inflow: float, used: float) -> None:
    assert use_of_oil(a(stock), a(inflow), CUBA) == pytest.approx(used)


def test_full_use_is_demand_to_the_last_bit() -> None:
    """Otherwise the deficit could fall below zero and its root would not exist."""
    floors = np.linspace(0, 1, 1001)
    cuba = CubanOil.model_construct(
        demand=np.full(1001, 110.0), rationing_floor=floors, comfortable_stock=np.full(1001, 700.0)
    )
    assert (use_of_oil(np.full(1001, 900.0), np.zeros(1001), cuba) == 110).all()


def test_a_fuller_stock_ends_the_day_fuller() -> None:
    """As long as demand*(1-floor) < comfortable stock, which keeps the order of two runs."""
    stock = np.linspace(0, 2000, 400)
    after = stock + 50 - use_of_oil(stock, np.full(400, 50.0), CUBA)
    assert (np.diff(after) >= 0).all()
