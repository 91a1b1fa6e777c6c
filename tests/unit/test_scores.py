"""Scores against hand values, closed forms and each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from sim.methods.scores.brier import brier, decompose
from sim.methods.scores.crps import crps
from sim.methods.scores.interval import central, interval_score, pit
from sim.methods.scores.logarithmic import FLOOR, floored, logarithmic
from sim.methods.scores.skill import skill

numbers = st.floats(-1e3, 1e3, allow_nan=False)
samples = st.lists(numbers, min_size=1, max_size=12).map(np.array)
chances = st.floats(0, 1, allow_nan=False)
quick = settings(max_examples=60, derandomize=True, database=None, deadline=None)


def grid(law, n=2000):
    return law.ppf((np.arange(n) + 0.5) / n)


def test_brier_and_log_have_their_hand_values():
    assert brier(0.7, 1) == pytest.approx(0.09)
    assert brier(0.7, 0) == pytest.approx(0.49)
    assert logarithmic(0.7, 1) == pytest.approx(-np.log(0.7))
    assert logarithmic(0.7, 0) == pytest.approx(-np.log(0.3))


def test_nobody_is_held_to_be_surer_than_199_to_1():
    assert floored(np.array([0.0, 0.004, 0.006, 1.0])).tolist() == [0.005, 0.005, 0.006, 0.995]
    assert float(logarithmic(0.0, 1.0)) == pytest.approx(-np.log(1 / 200))


def test_the_floor_limits_what_one_certain_mistake_costs():
    assert logarithmic(0.0, 1) == pytest.approx(-np.log(FLOOR))
    assert logarithmic(1.0, 0) == pytest.approx(-np.log(FLOOR))
    assert floored(np.array([0.0, 0.3, 1.0])).tolist() == [FLOOR, 0.3, 1 - FLOOR]


@quick
@given(chances, chances)
def test_an_answer_in_doubt_costs_the_mean_of_both_answers(p, doubt):
    for score in (brier, logarithmic):
        both = doubt * score(p, 1) + (1 - doubt) * score(p, 0)
        assert score(p, doubt) == pytest.approx(float(both), abs=1e-12)


@quick
@given(st.lists(st.tuples(chances, chances), min_size=1, max_size=30), st.integers(1, 20))
def test_the_parts_of_the_brier_score_add_up_to_it(pairs, n_bins):
    p, y = np.array(pairs).T
    parts = decompose(p, y, n_bins)
    assert parts.total == pytest.approx(float(brier(p, y).mean()), abs=1e-12)
    assert parts.reliability >= 0
    assert parts.resolution >= 0
    assert 0 <= parts.uncertainty <= 0.25


def test_murphys_parts_of_two_bins_by_hand():
    parts = decompose(np.array([0.2, 0.2, 0.8, 0.8]), np.array([0.0, 0.0, 1.0, 0.0]))
    assert parts.reliability == pytest.approx(0.5 * 0.2**2 + 0.5 * 0.3**2)
    assert parts.resolution == pytest.approx(0.25**2)
    assert parts.uncertainty == pytest.approx(0.25 * 0.75)
    assert parts.within == pytest.approx(0)


@pytest.mark.parametrize("y", [-2.0, 0.0, 0.4, 3.0])
def test_crps_of_normal_quantiles_is_its_closed_form(y):
    closed = y * (2 * stats.norm.cdf(y) - 1) + 2 * stats.norm.pdf(y) - 1 / np.sqrt(np.pi)
    assert crps(grid(stats.norm), y, fair=False) == pytest.approx(closed, abs=2e-4)


@pytest.mark.parametrize("y", [-0.5, 0.0, 0.3, 1.0, 1.7])
def test_crps_of_uniform_quantiles_is_its_closed_form(y):
    inside = np.clip(y, 0, 1)
    closed = abs(y - inside) + inside**2 - inside + 1 / 3
    assert crps(grid(stats.uniform), y, fair=False) == pytest.approx(closed, abs=1e-6)


@pytest.mark.parametrize("days", [3.0, 20.0, 50.0])
def test_crps_cut_at_the_horizon_is_the_integral_up_to_it(days):
    horizon, law = 30.0, stats.expon(scale=40)
    values = np.minimum(grid(law), horizon)
    closed, _ = integrate.quad(
        lambda x: (law.cdf(x) - (x >= days)) ** 2, 0, horizon, points=[min(days, horizon)]
    )
    assert crps(values, min(days, horizon), fair=False) == pytest.approx(closed, abs=1e-2)


def test_crps_does_not_see_what_is_said_beyond_the_horizon():
    near, far = np.array([5.0, 31.0]), np.array([5.0, 900.0])
    cut = [crps(np.minimum(each, 30.0), 12.0, fair=False) for each in (near, far)]
    assert cut[0] == cut[1]


@quick
@given(samples, numbers)
def test_crps_is_the_integral_of_the_squared_difference_of_steps(values, y):
    ends = np.unique([*values, y])
    heights = [(np.mean(values <= x) - (y <= x)) ** 2 for x in ends[:-1]]
    integral = np.sum(np.array(heights) * np.diff(ends))
    assert crps(values, y, fair=False) == pytest.approx(float(integral), abs=1e-6)


@quick
@given(samples, numbers)
def test_crps_of_quantiles_is_twice_their_mean_pinball_loss(values, y):
    level = (np.arange(len(values)) + 0.5) / len(values)
    error = y - np.sort(values)
    pinball = np.where(error >= 0, level * error, (level - 1) * error)
    assert crps(values, y, fair=False) == pytest.approx(float(2 * pinball.mean()), abs=1e-6)


@quick
@given(numbers, numbers)
def test_crps_of_a_single_value_is_the_absolute_error(value, y):
    for fair in (True, False):
        assert crps(np.array([value]), y, fair=fair) == pytest.approx(abs(value - y))


def test_the_fair_score_of_few_draws_has_the_mean_of_the_whole_distribution():
    rng = np.random.default_rng(1)
    scores = [float(crps(rng.normal(size=5), 0.4, fair=True)) for _ in range(20_000)]
    whole = float(crps(grid(stats.norm), 0.4, fair=False))
    plain = [float(crps(rng.normal(size=5), 0.4, fair=False)) for _ in range(2_000)]
    error = np.std(scores) / np.sqrt(len(scores))
    assert abs(np.mean(scores) - whole) < 4 * error
    assert np.mean(plain) > whole + 10 * error  # the plain score makes few draws look worse


def test_the_interval_score_fines_an_answer_outside_by_its_distance():
    assert interval_score(1, 3, 2, 0.5) == 2
    assert interval_score(1, 3, 0.5, 0.5) == pytest.approx(2 + 4 * 0.5)
    assert interval_score(1, 3, 4, 0.9) == pytest.approx(2 + 20 * 1)


def test_a_central_range_has_its_share_in_the_middle():
    low, high = central(grid(stats.norm), 0.9)
    assert (low, high) == pytest.approx((-1.645, 1.645), abs=2e-3)
    assert central(np.array([4.0]), 0.5) == (4.0, 4.0)


def test_pit_counts_ties_half():
    assert pit(np.array([1.0, 2.0, 2.0, 3.0]), 2.0) == 0.5
    assert pit(np.array([1.0, 2.0]), 5.0) == 1.0


class TestProperness:
    """Nobody gains by saying something else than they believe; gains stand out by 5 standard errors."""

    truth = np.random.default_rng(7).normal(0, 1, 40_000)

    @pytest.mark.parametrize("other", [stats.norm(0.3), stats.norm(0, 1.4), stats.norm(0, 0.7)])
    def test_the_true_distribution_has_the_best_crps_and_interval_scores(self, other):
        honest, wrong = grid(stats.norm, 200), grid(other, 200)
        gains = {"crps": crps(wrong, self.truth, fair=False) - crps(honest, self.truth, fair=False)}
        for level in (0.5, 0.9):
            ours, theirs = central(honest, level), central(wrong, level)
            gains[str(level)] = interval_score(*theirs, self.truth, level) - interval_score(
                *ours, self.truth, level
            )
        for name, gain in gains.items():
            assert gain.mean() > 5 * gain.std() / np.sqrt(len(gain)), name

    @pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
    def test_the_true_probability_has_the_best_expected_score(self, p):
        said = np.linspace(0.01, 0.99, 99)
        for score in (brier, logarithmic):
            assert said[np.argmin(score(said, p))] == pytest.approx(p)


class TestSkill:
    def test_skill_is_one_less_the_ratio_of_means(self):
        found = skill(np.array([1.0, 2.0]), np.array([4.0, 2.0]), ["a", "b"], seed=1)
        assert found.skill == pytest.approx(0.5)
        assert found.difference == pytest.approx(-1.5)
        assert (found.n_questions, found.n_topics) == (2, 2)

    def test_one_topic_leaves_no_range(self):
        found = skill(np.array([1.0, 2.0]), np.array([4.0, 2.0]), ["a", "a"], seed=1)
        assert found.skill_range is None
        assert found.difference_range is None

    def test_a_baseline_without_cost_cannot_be_bettered(self):
        assert skill(np.array([1.0]), np.array([0.0]), ["a"], seed=1).skill is None

    def test_the_same_seed_gives_the_same_range_and_order_does_not_matter(self):
        ours, theirs, topics = np.array([1.0, 5, 2]), np.array([3.0, 4, 4]), ["x", "y", "z"]
        once = skill(ours, theirs, topics, seed=3)
        assert once == skill(ours, theirs, topics, seed=3)
        turned = skill(ours[::-1], theirs[::-1], topics[::-1], seed=3)
        assert turned.difference_range == pytest.approx(once.difference_range)

    def test_copies_of_a_question_add_no_certainty(self):
        rng = np.random.default_rng(5)
        ours, theirs = rng.uniform(size=8), rng.uniform(size=8)
        topics = [f"t{i}" for i in range(8)]
        single = skill(ours, theirs, topics, seed=2)
        tripled = skill(np.tile(ours, 3), np.tile(theirs, 3), topics * 3, seed=2)
        assert tripled.difference_range == pytest.approx(single.difference_range)

    def test_the_range_covers_the_true_difference_as_often_as_it_says(self):
        """300 sets of 25 topics; a binomial with p = 0.9 lies above 0.82 with near certainty."""
        rng = np.random.default_rng(11)
        hits = 0
        for trial in range(300):
            gap = rng.normal(0.2, 1, 25)
            found = skill(gap, np.zeros(25), [str(i) for i in range(25)], seed=trial)
            low, high = found.difference_range
            hits += low <= 0.2 <= high
        assert 0.82 < hits / 300 < 0.96
