"""Engine and plain twin follow one law: two implementations of the process, one set of parameters.

Compared are the measures of `measures.measured` (220: departures by cause on five dates, posts,
presence, queue, replacements, reports, oil by fate and supplier, levers and indices, postures, outcomes)
by rank tests of level and spread and a Kolmogorov-Smirnov test of shape, or Fisher's exact test where
one value dominates: 480 to 570 tests, Bonferroni over all of them at a family alpha of 1e-2. Whatever is
flagged is tested again on fresh and larger samples and fails below 1e-3, so a correct pair fails about
once in 10^5 runs of this file.

Shift of level seen with power 0.9 in the scripted scenario, relative to the mean, with 100 twins (with
the 24 of the small test): rotated 4 % (8 %), defected 5 % (9 %), voluntary 6 % (11 %), expelled 7 %
(13 %), recalled 14 % (27 %), persons present on day 60 2 % (4 %), waiting for a seat on day 45 13 %
(25 %), delivered oil 28 % (53 %; few cargoes a run, the closed forms are sharper there). Where
governments choose freely, their postures spread departures by order far more.
"""

from collections.abc import Callable

import numpy as np
import pytest
from cases import FREE, OTHERWISE, SCRIPTED, TINY, drawn_from_the_prior
from measures import Arrays, engine_runs, measured, twin_runs
from scipy import stats
from two_samples import Sample, p_values

from sim.scenario.schema import Scenario

FAMILY_ALPHA = 1e-2
ALPHA_AGAIN = 1e-3
N_ENGINE = 512
type Tests = dict[tuple[str, str], float]


def _tested(engine: Arrays, twin: Arrays) -> Tests:
    first, second = measured(engine), measured(twin)
    return {
        (name, test): p for name in first for test, p in p_values(first[name], second[name]).items()
    }


def _compared(scenario: Scenario, n_twins: int, start: int, times: int = 1) -> Tests:
    twins = range(start, start + n_twins * times)
    return _tested(
        engine_runs(scenario, range(start, start + N_ENGINE * times)), twin_runs(scenario, twins)
    )


def _assert_one_law(compare: Callable[[int, int], Tests]) -> None:
    first = compare(0, 1)
    flagged = [key for key, p in first.items() if p < FAMILY_ALPHA / len(first)]
    if flagged:
        again = compare(100_000, 3)
        wrong = {
            key: (first[key], again[key]) for key in flagged if again.get(key, 1) < ALPHA_AGAIN
        }
        assert not wrong, f"measure, test: p, and p again: {wrong}"


@pytest.mark.parametrize("scenario", [FREE], ids=["free"])
def test_engine_and_twin_agree_in_distribution(scenario: Scenario) -> None:
    """A small sample for every run of the tests."""
    _assert_one_law(lambda start, times: _compared(scenario, 24, start, times))


@pytest.mark.slow
@pytest.mark.parametrize(
    "scenario", [SCRIPTED, FREE, OTHERWISE, TINY], ids=["scripted", "free", "otherwise", "tiny"]
)
def test_engine_and_twin_agree_in_distribution_closely(scenario: Scenario) -> None:
    """A hundred twins; also with every theory switch turned, and with contingents of two."""
    _assert_one_law(lambda start, times: _compared(scenario, 100, start + 1000, times))


@pytest.mark.slow
def test_engine_and_twin_agree_replicate_by_replicate_under_the_prior() -> None:
    """The twin of replicate r has the numbers drawn for r: their differences are symmetric about zero.

    Pairing takes out the spread between draws; 120 pairs, signed ranks, alpha as above.
    """
    scenario = drawn_from_the_prior()

    def compare(start: int, times: int) -> Tests:
        replicates = range(start, start + 120 * times)
        engine = measured(engine_runs(scenario, replicates))
        twin = measured(twin_runs(scenario, replicates, own_draws=True))
        differences = {name: _beyond_rounding(engine[name], twin[name]) for name in engine}
        return {
            (name, "signed ranks"): float(stats.wilcoxon(difference, method="asymptotic").pvalue)
            for name, difference in differences.items()
            if np.count_nonzero(difference) > 0.1 * len(difference)  # else nearly all are equal
        }

    _assert_one_law(compare)


def _beyond_rounding(first: Sample, second: Sample) -> Sample:
    difference = np.asarray(first, float) - second
    return np.where(np.abs(difference) > 1e-5 * np.abs(first).max(), difference, 0.0)
