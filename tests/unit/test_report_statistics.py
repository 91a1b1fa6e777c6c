"""Wilson's interval, quantiles over runs, and how numbers are written, against values by hand."""

from math import sqrt

import numpy as np
import pytest

from sim.report.numerals import in_hundred, named, number, ranged, spread
from sim.report.statistics import bands, first_mean, standard_error, trailing_mean, wilson


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        # Newcombe 1998, table I, method 3 (score without continuity correction).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 1 - 0.1170, 1.0),
    ],
)
def test_wilson_agrees_with_published_values(count: int, n: int, low: float, high: float) -> None:
    assert wilson(count, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_keeps_to_probabilities_and_knows_nothing_without_runs() -> None:
    assert wilson(0, 10)[0] == 0.0
    assert wilson(10, 10)[1] == 1.0
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("count", "n"), [(-1, 10), (11, 10)])
def test_wilson_refuses_counts_that_cannot_be(count: int, n: int) -> None:
    with pytest.raises(ValueError, match=f"count must be from 0 to 10, is {count}"):
        wilson(count, n)


def test_standard_error_is_that_of_a_share() -> None:
    assert standard_error(18, 100) == pytest.approx(sqrt(0.18 * 0.82 / 100))
    assert standard_error(0, 0) == 0.0


def test_bands_are_quantiles_over_runs() -> None:
    found = bands(np.array([[0.0, 7.0], [10.0, 7.0], [20.0, 7.0], [30.0, 7.0], [40.0, 7.0]]))
    assert found.median.tolist() == [20.0, 7.0]
    assert (found.low50[0], found.high50[0]) == (10.0, 30.0)
    assert (found.low90[0], found.high90[0]) == pytest.approx((2.0, 38.0))
    assert found.low90[1] == found.high90[1] == 7.0


def test_means_are_taken_over_the_days_of_each_run() -> None:
    daily = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
    assert trailing_mean(daily, 2)[:, -1].tolist() == [2.5, 25.0]
    assert first_mean(daily, 2).tolist() == [1.5, 15.0]
    assert trailing_mean(daily, 30)[:, -1].tolist() == [2.0, 20.0]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(12536.4, "persons", "12,536"), (-0.001, "kb/day", "0.0"), (0.305, "1/year", "0.305")],
)
def test_numbers_have_the_digits_that_their_unit_deserves(
    value: float, unit: str, text: str
) -> None:
    assert number(value, unit) == text


def test_ranges_never_look_like_a_minus() -> None:
    assert spread(0.1, -0.05, 0.3) == "0.10 [-0.05 to 0.30]"
    assert ranged(520, 6100, "persons") == "520–6,100"


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 in 100"), (1, "under 1 in 100"), (360, "18 in 100"), (1999, "over 99 in 100")],
)
def test_rare_is_not_never_and_common_is_not_always(count: int, text: str) -> None:
    assert in_hundred(count, 2000) == text


def test_units_stand_beside_labels() -> None:
    assert named("Oil to Cuba", "kb/day") == "Oil to Cuba (kb/d)"
    assert named("Hardship", "1") == "Hardship"
