"""Oil of December to February as it was printed: what runs from the prior give, before any fit.

The bounds are printed figures; none was chosen by looking at the model.
"""

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.core.quantity import Floats
from sim.model.model import AllianceModel
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.studies.calibration.question.film import Film

pytestmark = pytest.mark.slow
SCENARIOS = Path(__file__).parents[2] / "scenarios"
RUNS = 256
MEXICO = 1


@cache
def film(name: str) -> Film:
    changes = ["draws=prior", "window.end=2026-03-01"]
    scenario = load(SCENARIOS / f"{name}.yaml", Scenario, changes).scenario
    return Film(AllianceModel(scenario, range(RUNS)))


def inside(values: Floats, printed: float, share: float = 0.8) -> bool:
    low, high = np.quantile(values, [(1 - share) / 2, (1 + share) / 2])
    return bool(low <= printed <= high)


def test_the_stock_of_new_year_is_inside_the_80_percent_interval() -> None:
    assert inside(film("baseline").on("oil_stock", date(2026, 1, 1)), 460)


@pytest.mark.parametrize(
    ("when", "printed"), [(date(2026, 1, 29), 15), (date(2026, 1, 29), 20), (date(2026, 2, 12), 20)]
)
def test_cover_is_inside_the_80_percent_interval(when: date, printed: float) -> None:
    assert inside(film("baseline").on("days_of_cover", when), printed)


def test_the_mexican_cargo_of_january_is_inside_the_80_percent_interval() -> None:
    daily = film("baseline").during("oil_delivered", date(2026, 1, 1), date(2026, 1, 31))
    assert inside(daily[:, :, MEXICO].sum(axis=1, dtype=float), 84.9)


def test_hardly_any_run_is_exhausted_before_12_february() -> None:
    """Cover below two days on any day, in at most one run of ten."""
    cover = film("baseline").during("days_of_cover", date(2025, 12, 1), date(2026, 2, 11))
    assert (cover.min(axis=1) < 2).mean() <= 0.1


def test_no_venezuelan_oil_comes_once_exports_are_under_control() -> None:
    """Nothing was reported; a cargo within the first days of control is allowed one run in ten."""
    daily = film("baseline").during("oil_delivered", date(2026, 1, 19), date(2026, 2, 21))
    assert (daily[:, :, 0].sum(axis=1) > 0).mean() <= 0.1


def test_power_deficits_are_those_of_the_union() -> None:
    """Unserved share of the peak: 0.41 to 0.60 in December, 0.53 to 0.64 from 11 January on."""
    december = film("baseline").mean("power_deficit", date(2025, 12, 1), date(2025, 12, 31))
    winter = film("baseline").mean("power_deficit", date(2026, 1, 11), date(2026, 2, 21))
    assert 0.41 <= np.median(december) <= 0.60
    assert 0.53 <= np.median(winter) <= 0.64


def test_without_a_shock_hardship_is_that_of_2025() -> None:
    """Deficits of 1.6 to 2.0 of 3.3 to 3.8 GW: neither calm nor saturated."""
    hardship = film("no_shock").on("hardship", date(2026, 3, 1))
    low, median, high = np.quantile(hardship, [0.05, 0.5, 0.95])
    assert low > 0.25
    assert 0.35 < median < 0.55
    assert high < 0.7
