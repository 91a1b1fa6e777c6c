"""Cargoes and the stock, against hand values."""

from math import exp

import numpy as np
import pytest

from sim.core.streams import Streams
from sim.mechanisms.oil import (
    MOST_CARGOES_A_DAY,
    CubanOil,
    days_of_cover,
    fate,
    ready_cargoes,
    stopped_share,
    unmet_by_sea,
    use_of_oil,
)
from support.numbers import a, parameters

CUBA = parameters(CubanOil, demand=110, domestic=40, essential=0.1, comfortable_stock=1000)
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
        (500.0, 60.0, 78.5),  # half of 0.9 of the need of 70 is missing: 110 - 31.5
        (1000.0, 60.0, 110.0),  # a comfortable stock rations nothing
        (5000.0, 0.0, 110.0),
        (0.0, 40.0, 40.0),  # wanted 47, there are 40
        (0.0, 200.0, 47.0),  # an empty stock serves own production and a tenth of the need
        (10.0, 0.0, 10.0),
        (0.0, 0.0, 0.0),
    ],
)
def test_use_is_rationed_by_the_stock(stock: float, inflow: float, used: float) -> None:
    assert use_of_oil(a(stock), a(inflow), CUBA) == pytest.approx(used)


def test_full_use_is_demand_to_the_last_bit() -> None:
    """Otherwise the deficit could fall below zero."""
    n = 1001
    cuba = CubanOil.model_construct(
        demand=np.full(n, 110.0),
        domestic=np.linspace(0, 150, n),
        essential=np.linspace(0, 1, n),
        comfortable_stock=np.full(n, 700.0),
    )
    assert (use_of_oil(np.full(n, 900.0), np.zeros(n), cuba) == 110).all()


@pytest.mark.parametrize(
    ("stock", "cover"),
    [
        (1000.0, 14.285714),  # 1000/70: nothing is rationed
        (7000.0, 100.0),
        (500.0, 12.987013),  # 500/38.5: rationing makes it last
        (0.0, 0.0),
        (1e9, 365.0),  # capped, not told apart
    ],
)
def test_days_of_cover(stock: float, cover: float) -> None:
    assert days_of_cover(a(stock), CUBA) == pytest.approx(cover)


def test_cover_never_diverges_where_nothing_is_drawn() -> None:
    """Own production that serves everything, or nothing essential and a stock that is nearly gone."""
    rich = parameters(CubanOil, demand=110, domestic=150, essential=0.1, comfortable_stock=1000)
    assert days_of_cover(a(0.0, 1e-300, 500.0), rich).tolist() == [0.0, 365.0, 365.0]
    frugal = parameters(CubanOil, demand=110, domestic=40, essential=0.0, comfortable_stock=1050)
    assert days_of_cover(a(0.001, 1.0, 1050.0), frugal) == pytest.approx(15.0)  # 1050/70 throughout


@pytest.mark.parametrize(
    ("used", "unmet"), [(110, 0.0), (75, 0.5), (40, 1.0), (20, 1.0), (110.0000001, 0.0)]
)
def test_what_the_sea_did_not_bring(used: float, unmet: float) -> None:
    assert unmet_by_sea(a(used), CUBA) == pytest.approx(unmet)


def test_who_needs_no_imports_lacks_none() -> None:
    rich = parameters(CubanOil, demand=110, domestic=150, essential=0.1, comfortable_stock=1000)
    assert unmet_by_sea(a(50.0), rich).tolist() == [0.0]


@pytest.mark.parametrize(
    ("interdiction", "blockade", "consent", "stopped"),
    [
        (0.8, 0.5, 1.0, 0.4),  # no consent needed
        (0.8, 0.5, 0.25, 0.85),  # 1 - 0.6*0.25
        (0.8, 0.0, 0.0, 1.0),  # nothing sails without consent
        (0.8, 0.0, 1.0, 0.0),
    ],
)
def test_what_blockade_and_consent_stop(
    interdiction: float, blockade: float, consent: float, stopped: float
) -> None:
    assert stopped_share(a(interdiction), a(blockade), a(consent)) == pytest.approx(stopped)


def test_a_fuller_stock_ends_the_day_fuller() -> None:
    """As long as need*(1-essential) < comfortable stock, which keeps the order of two runs."""
    stock = np.linspace(0, 2000, 400)
    after = stock + 50 - use_of_oil(stock, np.full(400, 50.0), CUBA)
    assert (np.diff(after) >= 0).all()
