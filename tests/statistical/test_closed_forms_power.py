"""Choices and sudden outcomes in the engine against their laws; see `test_closed_forms`."""

import numpy as np
import pytest
from quiet import NO_SCRIPTS, quiet, run, script, strike
from scipy import stats
from verdict import all_of, assert_law, binomial_law, chi_square, waiting_law

from sim.core.streams import Streams
from sim.mechanisms.choice import choose, gumbel, probabilities
from sim.model.model import AllianceModel
from sim.model.outcomes import OUTCOME_NAMES

N_SUDDEN = 8000  # nobody lives in these replicates, so they are cheap


def test_gumbel_noise_makes_the_logit() -> None:
    """400,000 choices of the pure rule: sees 2.5 % of a probability of 0.2."""
    utility, precision = np.array([[0.3, 0.1, -0.2, 0.55, -0.9]]), 2.5

    def p_value(seed: int, times: int) -> float:
        n = 400_000 * times
        noise = gumbel(Streams(seed, np.arange(n)).uniforms("choice caracas", 14, 5))
        chosen = choose(np.broadcast_to(utility, (n, 5)), noise, np.full(n, precision))
        return chi_square(
            np.bincount(chosen, minlength=5), probabilities(utility, np.array([precision]))
        )

    assert_law(p_value)


@pytest.mark.parametrize("actor", ["washington", "caracas", "havana"])
def test_the_first_free_choice_of_a_government_is_the_logit_of_its_utilities(actor: str) -> None:
    """8,000 first decisions on equal information: sees 15 % of a probability of 0.2.

    Of a government of which nothing is known before, so that its taste is new.
    """
    choice = {"assumptions.choice.precision": 3.0, "assumptions.choice.inertia": 0.3}

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(8, seed, strike(0, 0), choice, NO_SCRIPTS)
        model = AllianceModel(scenario, range(8000 * times))
        government = getattr(model, actor)
        government.has_looked_back = True
        worth = government.utility() - government.changing()
        assert np.ptp(worth, axis=0).max() < 1e-12  # everybody knows the same
        chosen = government.next_posture()
        expected = probabilities(worth[:1], np.array([3.0]))
        return chi_square(np.bincount(chosen, minlength=len(government.names)), expected)

    assert_law(p_value)


def test_sudden_outcomes_wait_exponentially() -> None:
    """First days of collapse and of the leader's exit: sees 11 % of the hazard of collapse."""
    collapse, leader = 1.2, 2.0  # 1/year

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            120,
            seed,
            {
                "assumptions.collapse.calm_hazard": collapse,
                "assumptions.collapse.severe_hazard": collapse,
                "assumptions.collapse.cohesion_effect": 0,
                "assumptions.collapse.leader_exit": leader,
            },
        )
        first_day = run(scenario, N_SUDDEN * times).outcomes.first_day
        return all_of(
            waiting_law(first_day[:, OUTCOME_NAMES.index("havana_collapse")], 120, collapse / 365),
            waiting_law(
                first_day[:, OUTCOME_NAMES.index("leader_exit_havana")],
                120,
                (collapse + leader) / 365,
            ),
        )

    assert_law(p_value)


def test_coup_attempts_come_and_succeed_at_their_rates() -> None:
    """At most one attempt a day, each with the same odds: sees 5 % of the rate, 7 % of success."""
    rate, success, n_days = 12.0, 0.4, 60  # attempts a year

    def p_value(seed: int, times: int) -> float:
        effects = ("counterweight", "shock", "newness", "surveillance")
        scenario = quiet(
            n_days,
            seed,
            strike(0, 0),
            {f"assumptions.coup.{name}_effect": 0 for name in effects},
            {
                f"assumptions.survival.grievance_{name}": 0
                for name in ("compliance", "disloyalty", "hold")
            },
            {
                "actors.caracas.script": script((0, "embrace")),
                "assumptions.coup.success_without_counterweight": success,
                "assumptions.coup.counterweight_deters": 0,
                "assumptions.coup.calm_rate": 10,
                "assumptions.coup.grievance_effect": float(np.log(rate / 10)),
                "assumptions.survival.grievance_base": 1,
            },
        )
        outcomes = run(scenario, N_SUDDEN * times).outcomes
        happened, attempts = outcomes.happened("coup_caracas"), outcomes.attempts
        expected = 1 - (1 - success) ** attempts
        off = (happened - expected).sum() / np.sqrt((expected * (1 - expected)).sum())
        return all_of(
            binomial_law(attempts, n_days, float(-np.expm1(-rate / 365))),
            waiting_law(
                outcomes.first_day[:, OUTCOME_NAMES.index("coup_attempt")], n_days, rate / 365
            ),
            2 * float(stats.norm.sf(abs(off))),
        )

    assert_law(p_value)
