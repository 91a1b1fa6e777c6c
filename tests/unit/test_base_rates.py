"""Rates computed from counts, the classes that ship, and what runs say of the same outcomes."""

import numpy as np
import pytest

from sim.core.errors import BadValueError
from sim.evidence.base_rates import BaseRate, Rate, base_rates, rate, rate_of_cases
from sim.model.outcomes import OUTCOME_NAMES
from sim.people.missions import MISSIONS, mission
from sim.studies.base_rates.answer import RateRow
from sim.studies.base_rates.question import READINGS, SCENARIOS, PredictedRate, first_events
from sim.studies.base_rates.told import page


def test_a_rate_from_events_and_years() -> None:
    """Gamma(k + 1/2, T): mean by hand; half a chi-square of one degree of freedom at the ends."""
    found = rate(0, 17.5)
    assert found.mid == pytest.approx(0.5 / 17.5)
    assert found.low == pytest.approx(0.00393214 / 2 / 17.5, rel=1e-4)  # chi2(1) at 0.05
    assert found.high == pytest.approx(3.84145882 / 2 / 17.5, rel=1e-6)  # chi2(1) at 0.95
    assert rate(2, 66.9).mid == pytest.approx(2.5 / 66.9)


def test_a_rate_from_a_share_of_cases() -> None:
    """Beta(1/2, 1/2) is the arcsine law: its 95th percentile is sin(0.475 pi) squared."""
    found = rate_of_cases(0, 0 + 1, 1)  # one case, none happened: Beta(0.5, 1.5), mean 0.25
    assert found.mid == pytest.approx(-np.log(0.75))
    two_of_twelve = rate_of_cases(2, 12, 24)
    assert two_of_twelve.mid == pytest.approx(-np.log(1 - 2.5 / 13) / 24)
    assert two_of_twelve.low < -np.log(10 / 12) / 24 < two_of_twelve.high


@pytest.mark.parametrize(("events", "years"), [(1, 0.0), (-1, 3.0)])
def test_a_rate_without_exposure_is_refused(events: int, years: float) -> None:
    with pytest.raises(BadValueError, match="events and exposure"):
        rate(events, years)


@pytest.mark.parametrize(("events", "cases", "span"), [(3, 2, 1.0), (0, 0, 1.0), (1, 2, 0.0)])
def test_a_share_of_no_cases_is_refused(events: int, cases: int, span: float) -> None:
    with pytest.raises(BadValueError, match="events among cases"):
        rate_of_cases(events, cases, span)


def test_every_class_that_ships_can_be_read_from_runs() -> None:
    for each in base_rates():
        assert each.outcome in READINGS
        assert each.compares, each.label
        assert set(each.compares) <= set(SCENARIOS)
        assert each.past.low < each.past.mid < each.past.high
    told = {each.outcome for each in base_rates()}
    assert {
        "coup_attempt",
        "coup_caracas",
        "havana_collapse",
        "leader_exit_havana",
        "havana_deal",
    } < told
    assert {"washington_relents", "rupture", "mission_ended_by_host", "mission_recalled"} < told


def test_first_events_after_the_article() -> None:
    # days 100 to 199: never; before; on the first day; 50 days in
    found = first_events(np.array([-1, 40, 100, 150]), 100, 200)
    assert found.events == 2
    assert found.years == pytest.approx((100 + 0 + 50) / 365.25)


def _arrays(exits: dict[str, list[int]], left: list[int]) -> dict[str, np.ndarray]:
    """Two runs of three days in which the health mission of 100 shrinks to `left` on the last day."""
    from sim.mechanisms.causes import CAUSE_NAMES

    posted = np.full((2, 3, len(MISSIONS)), 100)
    posted[:, 2, mission("medical")] = left
    exited = np.zeros((2, 3, len(MISSIONS), len(CAUSE_NAMES)), int)
    for name, counts in exits.items():
        exited[:, 2, mission("medical"), CAUSE_NAMES.index(name)] = counts
    return {"posted": posted, "exited": exited, "initial": np.full((2, len(MISSIONS)), 100)}


def test_who_ended_the_health_mission() -> None:
    arrays = _arrays({"expelled": [90, 10], "recalled": [5, 85]}, [5, 5])
    by_host = READINGS["mission_ended_by_host"](arrays, 0, 3)
    recalled = READINGS["mission_recalled"](arrays, 0, 3)
    assert (by_host.events, recalled.events) == (1, 1)
    still_there = _arrays({"expelled": [90, 90]}, [6, 100])
    assert READINGS["mission_ended_by_host"](still_there, 0, 3).events == 0


def test_grid_failures_are_counted_after_the_article() -> None:
    failures = np.array([[3, 0, 1, 1], [0, 0, 0, 2]])
    found = READINGS["grid_failures"]({"grid_failures": failures}, 1, 4)
    assert found == PredictedRate(4, 6 / 365.25)


def _row(high: float, compares: tuple[str, ...], why: dict[str, str]) -> RateRow:
    past = BaseRate(
        OUTCOME_NAMES[0], "Made up", "1 in 3 years", Rate(0.0, 0.1, high), "x", compares, why
    )
    return RateRow(past, dict.fromkeys(SCENARIOS, PredictedRate(40, 100.0)))  # 0.30 to 0.52 a year


def test_a_disagreement_is_told_and_needs_a_reason() -> None:
    near, far = _row(0.4, ("baseline",), {}), _row(0.2, ("baseline",), {})
    assert near.agrees("baseline")
    assert near.unexplained == ()
    assert far.unexplained == ("baseline",)
    explained = _row(0.2, ("baseline",), {"baseline": "another class"})
    assert explained.unexplained == ()
    text = page((near, far, explained), 7)
    assert "Row 2, `baseline`: not explained yet" in text
    assert "Row 3, `baseline`: another class" in text
    assert "Row 1," not in text
    assert text.count("**0.4") == 2


def test_what_had_happened_everywhere_before_has_no_rate() -> None:
    past = BaseRate(OUTCOME_NAMES[0], "Made up", "x", Rate(0.0, 0.1, 1.0), "x", ("baseline",), {})
    row = RateRow(past, dict.fromkeys(SCENARIOS, PredictedRate(0, 0.0)))
    assert row.unexplained == ("baseline",)
    assert "happened before in every run" in page((row,), 7)
