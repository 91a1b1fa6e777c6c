"""Whatever distribution a scenario may give a quantity, its draws are finite and in its range."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from sim.core.distributions import FAMILIES, NO_MASS, Distribution, log_normal
from sim.core.errors import BadValueError
from sim.core.quantity import declared
from sim.experiments.batch import run_batch
from sim.scenario.load import load
from sim.scenario.schema import Scenario

BASELINE = Path(__file__).parents[2] / "scenarios" / "baseline.yaml"
QUANTITIES = tuple(declared(Scenario.model_validate({"name": "x", "title": "x"})))
ORDERED = np.array([0.0, NO_MASS, 1e-6, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 1e-6, 1 - NO_MASS, 1.0])
ARGUMENT = st.floats(1e-9, 1e9) | st.floats(0, 1e308)


@given(
    st.sampled_from(QUANTITIES),
    st.sampled_from(tuple(FAMILIES)),
    st.tuples(ARGUMENT, ARGUMENT),
    st.booleans(),
)
@example(next(q for q in QUANTITIES if q.path.endswith("cuba.essential")), "lognormal", (0.5, 0.9), False)  # fmt: skip
@settings(derandomize=True, database=None, deadline=None, max_examples=800)
def test_a_distribution_that_is_accepted_stays_in_the_range(
    each: object, family: str, arguments: tuple[float, float], inside: bool
) -> None:
    quantity = each.quantity  # type: ignore[attr-defined]
    first, second = arguments
    if inside:  # half of the examples near the range, where more of them are accepted
        width = quantity.high - quantity.low
        first, second = (quantity.low + width * x / (1 + x) for x in arguments)
    try:
        accepted = quantity.check(f"{family}({first!r}, {second!r})")
    except BadValueError:
        return
    draws = accepted.quantile(ORDERED)
    assert np.isfinite(draws).all()
    assert (draws >= quantity.low).all()
    assert (draws <= quantity.high).all()
    assert (np.diff(draws) >= 0).all()
    if quantity.whole:
        assert (np.floor(draws) >= quantity.low).all()


@given(st.floats(0.01, 50), st.floats(1.01, 100), st.floats(0.5, 1e4))
@settings(derandomize=True, database=None, deadline=None, max_examples=60)
def test_truncation_is_that_of_the_law(median: float, ratio: float, high: float) -> None:
    from scipy import stats

    whole = log_normal(median, median * ratio)
    law = stats.lognorm(np.log(ratio) / 1.6448536269514722, scale=median)
    assume(law.cdf(high) > 0.02)
    u = np.linspace(0.001, 0.999, 41)
    expected = law.ppf(u * law.cdf(high))
    assert whole.within(0, high).quantile(u) == pytest.approx(expected, rel=1e-6)


def test_without_mass_outside_not_a_bit_changes() -> None:
    u = (np.arange(1000) + 0.5) / 1000
    whole = log_normal(110, 280)
    assert (whole.within(0, 100_000).quantile(u) == whole.quantile(u)).all()
    assert (whole.within(0, 300).quantile(u) != whole.quantile(u)).all()


def test_what_hardly_lies_in_the_range_is_refused() -> None:
    with pytest.raises(BadValueError, match="hardly any of it lies there"):
        Distribution.parse("lognormal(50, 60)").within(0, 1)
    with pytest.raises(BadValueError, match="hardly any of it lies there"):
        Distribution.parse("beta(2, 900)").within(0.5, 1)


def test_a_beta_is_cut_to_a_narrower_range() -> None:
    draws = Distribution.parse("beta(1, 1)").within(0.25, 0.75).quantile(np.array([0.0, 0.5, 1.0]))
    assert draws.tolist() == pytest.approx([0.25, 0.5, 0.75])


def test_a_wide_share_of_essential_use_gives_numbers() -> None:
    changes = [
        "oil.cuba.essential=lognormal(0.5, 0.9)",
        "draws=prior",
        "window.end=2026-03-11",
    ]
    arrays = run_batch(load(BASELINE, Scenario, changes).scenario, range(64)).arrays
    assert np.isfinite(arrays["hardship"]).all()
    assert (arrays["hardship"] >= 0).all()
    assert (arrays["oil_deficit"] >= 0).all()


def test_a_lever_can_be_held_at_a_level_that_is_drawn() -> None:
    changes = ["levers.pressure={level: 'uniform(0.2, 0.9)'}", "window.end=2026-03-01"]
    scenario = load(BASELINE, Scenario, [*changes, "draws=prior"]).scenario
    batch = run_batch(scenario, range(8))
    assert len(np.unique(batch.arrays["pressure"][:, -1])) == 8
    assert np.isfinite(batch.arrays["draws"]).all()


def test_what_a_posture_means_is_one_number() -> None:
    from sim.scenario.problems import ScenarioProblems

    for path in ("caracas.menu.hedge.compliance", "havana.menu.stand.recall.medical"):
        with pytest.raises(ScenarioProblems, match="must be one number, the same in all runs"):
            load(BASELINE, Scenario, [f"actors.{path}=uniform(0.1, 0.2)"])
