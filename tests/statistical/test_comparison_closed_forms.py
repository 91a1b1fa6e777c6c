"""Comparison and attribution against pure competing risks: constant hazards, no peers, no frailty, seats for all.

Every person leaves by day T with probability 1 - exp(-Λ T), Λ the sum of the hazards. Persons keep
their thresholds from one future to the other, so of N persons those whose threshold lies between the
two cumulative hazards make the whole difference: a binomial number.
"""

from functools import cache
from itertools import permutations

import numpy as np
import pytest
from quiet import CALM_TOUR, DOCTORS, MEDICAL, WITHDRAW, quiet, recalls
from test_closed_forms_seats_and_oil import CARGOES_A_DAY, N_DAYS, VENEZUELA
from verdict import ALPHA, assert_law, binomial_law, poisson_law

from sim.ensemble.contract import simulate
from sim.experiments.batch import run_batch
from sim.methods.paired import Difference
from sim.methods.target import Target
from sim.studies.attribution.answer import attribute, coalition_points, shapley, worths
from sim.studies.attribution.question import Driver

DAYS, RUNS = 40, 600
LOW, HIGH = 0.01, 0.02  # recall of doctors in the two futures, 1/day
RATES = {"recalled": 0.02, "voluntary": 0.01, "defected": 0.005}
SIGMAS = 4.5  # standard errors: one mean in 150,000 of a correct engine lies further out


def future(rate, seed=1):
    return quiet(DAYS, seed, MEDICAL, WITHDRAW, recalls(withdraw=rate))


def left(scenario, n):
    return run_batch(scenario, range(n)).arrays["triggered"][:, -1].sum(axis=1).astype(float)


def gone(hazard):
    """Probability of having left after all days."""
    return -np.expm1(-hazard * DAYS)


def test_the_difference_of_pairs_is_binomial():
    between = gone(HIGH + CALM_TOUR) - gone(LOW + CALM_TOUR)

    def p_value(seed, times):
        n = RUNS * times
        difference = left(future(HIGH, seed), n) - left(future(LOW, seed), n)
        return binomial_law(difference, DOCTORS, between)

    assert_law(p_value)


def test_paired_and_unpaired_widths_are_those_of_theory():
    """Both within 10 %: a standard deviation over 600 runs is known to 3 %."""
    found = Difference.of(left(future(LOW), RUNS), left(future(HIGH), RUNS))
    shares = [gone(rate + CALM_TOUR) for rate in (LOW, HIGH)]
    between = shares[1] - shares[0]
    paired = DOCTORS * between * (1 - between)
    unpaired = sum(DOCTORS * share * (1 - share) for share in shares)
    assert found.width == pytest.approx(2 * 1.96 * np.sqrt(paired / RUNS), rel=0.1)
    assert found.unpaired_width == pytest.approx(2 * 1.96 * np.sqrt(unpaired / RUNS), rel=0.1)
    assert abs(found.mean - DOCTORS * between) < SIGMAS * np.sqrt(paired / RUNS)
    assert found.fewer == 0  # a higher hazard never makes anybody stay


def test_futures_that_differ_from_a_day_on_are_the_same_before_it_and_known_after_it():
    later = quiet(
        DAYS,
        1,
        MEDICAL,
        recalls(withdraw=HIGH, negotiate=LOW),
        {
            "actors.havana.script": [
                {"start": "2025-12-01", "posture": "negotiate"},
                {"start": "2025-12-21", "posture": "withdraw"},
            ]
        },
    )
    same = quiet(
        DAYS,
        1,
        MEDICAL,
        recalls(withdraw=HIGH, negotiate=LOW),
        {"actors.havana.script": [{"start": "2025-12-01", "posture": "negotiate"}]},
    )
    one, other = (
        run_batch(each, range(RUNS)).arrays["triggered"].sum(axis=2) for each in (same, later)
    )
    assert (one[:, :20] == other[:, :20]).all()
    found = Difference.of(one[:, -1].astype(float), other[:, -1].astype(float))
    hazard = np.array([LOW] * 20 + [HIGH] * 20).sum() + CALM_TOUR * DAYS
    meant = DOCTORS * (-np.expm1(-hazard) - gone(LOW + CALM_TOUR))
    assert found.low - found.width < meant < found.high + found.width


DRIVERS = (
    Driver("recalled", "Recall", "recall", {"assumptions.causes.recalled.scale": 0}),
    Driver("voluntary", "Own will", "own will", {"assumptions.causes.voluntary.base": 0}),
    Driver("defected", "Desertion", "desertion", {"assumptions.causes.defected.base": 0}),
)


def competing(rates):
    return quiet(
        DAYS,
        1,
        MEDICAL,
        WITHDRAW,
        recalls(withdraw=rates["recalled"]),
        {
            "assumptions.causes.voluntary.base": rates["voluntary"],
            "assumptions.causes.defected.base": rates["defected"],
        },
    )


@cache
def measured(recalled, voluntary, defected):
    """Worth of every coalition in every run: persons who have left."""
    scenario = competing({"recalled": recalled, "voluntary": voluntary, "defected": defected})
    points = coalition_points(scenario, DRIVERS, Target.parse("exited", scenario), RUNS)
    exited = simulate(points.job(), tuple(range(points.n_runs))).arrays["exited"][:, -1]
    values = exited.sum(axis=(1, 2)).astype(float)
    return worths(values, np.arange(points.n_runs), 2 ** len(DRIVERS))


def in_theory(rates):
    """Shapley values of competing risks: the mean over all orders of what a hazard adds."""
    names, shares = [driver.name for driver in DRIVERS], dict.fromkeys(rates, 0.0)
    orders = list(permutations(names))
    for order in orders:
        hazard = CALM_TOUR
        for name in order:
            shares[name] += DOCTORS * (gone(hazard + rates[name]) - gone(hazard)) / len(orders)
            hazard += rates[name]
    return np.array([shares[name] for name in names])


def test_shapley_values_of_competing_risks_are_those_of_theory():
    """Each mean within 4.5 standard errors over 600 runs, which is about 3 % of the largest."""
    shares = shapley(measured(**RATES))
    errors = shares.std(axis=1, ddof=1) / np.sqrt(RUNS)
    assert (np.abs(shares.mean(axis=1) - in_theory(RATES)) < SIGMAS * errors).all()
    assert (SIGMAS * errors < 0.05 * DOCTORS).all()  # the check has teeth


def test_equal_hazards_are_owed_equal_shares_and_nobody_else_anything():
    """By construction: three equal hazards share out what they do together in thirds."""
    rates = dict.fromkeys(RATES, 0.01)
    worth = measured(**rates)
    shares = shapley(worth)
    third = DOCTORS * (gone(0.03 + CALM_TOUR) - gone(CALM_TOUR)) / 3
    errors = shares.std(axis=1, ddof=1) / np.sqrt(RUNS)
    assert (np.abs(shares.mean(axis=1) - third) < SIGMAS * errors).all()


def test_shares_and_rest_add_up_to_the_whole_exactly():
    scenario = competing(RATES)
    found = attribute(Target.parse("exited", scenario), DRIVERS, measured(**RATES))
    added = found.rest.mean + sum(share.shapley.mean for share in found.shares)
    assert added == pytest.approx(found.whole.mean, rel=1e-12)


def test_without_one_risk_the_others_take_more():
    """Who is not recalled may desert: the but-for number is smaller than the number recalled."""
    worth = measured(**RATES)
    without = worth[-1] - worth[-1 ^ 1]
    hazards = sum(RATES.values()) + CALM_TOUR
    meant = DOCTORS * (gone(hazards) - gone(hazards - RATES["recalled"]))
    error = without.std(ddof=1) / np.sqrt(RUNS)
    assert abs(without.mean() - meant) < SIGMAS * error
    recalled = DOCTORS * gone(hazards) * RATES["recalled"] / hazards
    assert without.mean() < recalled


def test_a_leak_lets_cargoes_through_by_luck_that_no_pairing_takes_away():
    """Of nested thinnings the difference is Poisson, so the gain is sqrt((a + b) / (b - a)): within 6 %.

    A share a or b of the cargoes gets through; the marks that decide it are shared already. This is why
    oil gains less from pairing than persons do.
    """
    tight, leaky = 0.1, 0.4
    size, n = 100.0, 2000
    ends = {f"oil.suppliers.venezuela.{end}": size for end in ("smallest", "largest")}
    counts = []
    for share in (tight, leaky):
        stopped = {
            "oil.suppliers.venezuela.interdiction": 1 - share,
            "actors.caracas.menu.embrace.oil": 1,
            "levers.blockade": {"level": 1},
            "assumptions.levers_at_start.blockade": 1,
        }
        scenario = quiet(N_DAYS, 1, VENEZUELA, ends, stopped)
        delivered = run_batch(scenario, range(n)).arrays["oil_delivered"][:, :, 0].sum(axis=1)
        counts.append(np.rint(delivered / size))
    assert poisson_law(counts[1] - counts[0], CARGOES_A_DAY * N_DAYS * (leaky - tight)) > ALPHA
    gain = Difference.of(*counts).gain
    assert gain == pytest.approx(np.sqrt((tight + leaky) / (leaky - tight)), rel=0.06)
