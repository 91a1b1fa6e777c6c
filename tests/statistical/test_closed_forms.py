"""Persons in the engine against laws that can be written down.

Each check has alpha 1e-4 and the retest rule of `verdict.assert_law`; seeds are fixed. "Sees x %" in
a docstring is the relative bias found with power 0.9.
"""

import numpy as np
from numpy.typing import NDArray
from quiet import (
    CALM_TOUR,
    DOCTORS,
    MEDICAL,
    N_REPLICATES,
    WITHDRAW,
    quiet,
    recalls,
    run,
    script,
    strike,
)
from scipy import integrate, stats
from verdict import all_of, assert_law, binomial_law, chi_square, share_of

from sim.mechanisms.causes import CAUSE_NAMES, cause
from sim.people.missions import mission

type Arrays = dict[str, NDArray[np.float64]]


def test_pure_death_is_binomial_under_a_hazard_that_changes() -> None:
    """Sum and whole law on three days, 100,000 fates: sees 6 % of the first hazard."""
    rates = np.array([0.01] * 10 + [0.03] * 15 + [0.002] * 15)
    postures = script((0, "rotate_home"), (10, "protect_recall"), (25, "negotiate"))

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            40,
            seed,
            MEDICAL,
            recalls(rotate_home=0.01, protect_recall=0.03, negotiate=0.002),
            {"actors.havana.script": postures},
        )
        triggered = run(scenario, N_REPLICATES * times).recorder.arrays()["triggered"].sum(axis=2)
        cumulative = np.cumsum(rates + CALM_TOUR)
        return all_of(
            *(
                binomial_law(triggered[:, d], DOCTORS, -np.expm1(-cumulative[d]))
                for d in (9, 24, 39)
            )
        )

    assert_law(p_value)


def test_competing_causes_follow_their_cumulative_incidence() -> None:
    """Cause by day, with hazards so high that several clocks ring on one day: sees 4 % of an incidence (7 % of the rarest).

    Who wins must be settled by the moments, never by the order in which causes are tried.
    """
    rates = {"recalled": 0.30, "voluntary": 0.15, "defected": 0.10, "rotated": 1 / 30}
    total, n_days = sum(rates.values()), 12
    alive = np.exp(-total * np.arange(n_days + 1))
    incidence = -np.diff(alive)[:, None] * np.array(list(rates.values())) / total

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            n_days,
            seed,
            MEDICAL,
            WITHDRAW,
            recalls(withdraw=rates["recalled"]),
            {
                "assumptions.causes.voluntary.base": rates["voluntary"],
                "assumptions.causes.defected.base": rates["defected"],
                "assumptions.causes.rotated.tour": 30,
            },
        )
        triggered = run(scenario, N_REPLICATES * times).recorder.arrays()["triggered"].sum(axis=0)
        daily = np.diff(triggered, axis=0, prepend=0)[:, [cause(name) for name in rates]]
        everybody = N_REPLICATES * times * DOCTORS
        fates = chi_square(
            np.append(daily, everybody - daily.sum()), np.append(incidence, alive[-1])
        )
        shares = zip(daily.sum(axis=0), incidence.sum(axis=0), strict=True)
        return all_of(fates, *(share_of(hits, everybody, share) for hits, share in shares))

    assert_law(p_value)


def test_gamma_frailty_selects_the_frail_first() -> None:
    r"""Each cause thins out as :math:`(1+\theta\Lambda)^{-1/\theta}`, 100,000 fates: sees 5 % of an incidence."""
    base, theta, last = (
        {"voluntary": 0.08, "defected": 0.04},
        {"voluntary": 1.5, "defected": 0.4},
        30,
    )

    def untouched(name: str, t: float) -> float:
        return float((1 + theta[name] * base[name] * t) ** (-1 / theta[name]))

    def incidence(name: str, t: float) -> float:
        def density(u: float) -> float:
            hazard = base[name] / (1 + theta[name] * base[name] * u)
            return (
                hazard
                * untouched("voluntary", u)
                * untouched("defected", u)
                * np.exp(-CALM_TOUR * u)
            )

        return float(integrate.quad(density, 0, t)[0])

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            last,
            seed,
            MEDICAL,
            {f"assumptions.causes.{name}.base": rate for name, rate in base.items()},
            {f"assumptions.causes.{name}.frailty": value for name, value in theta.items()},
        )
        triggered = run(scenario, N_REPLICATES * times).recorder.arrays()["triggered"]
        return all_of(
            *(
                binomial_law(triggered[:, t - 1, cause(name)], DOCTORS, incidence(name, t))
                for name in base
                for t in (5, last)
            )
        )

    assert_law(p_value)


def test_relief_then_expulsion_is_a_sum_of_two_waits() -> None:
    """Two stages and the share that stays behind, 100,000 fates: sees 3 % of the expelled on day 15."""
    relief, expulsion, stay = 0.12, 0.07, 0.3

    def expelled_by(t: float) -> float:
        def density(u: float) -> float:
            waits = (np.exp(-relief * u) - np.exp(-expulsion * u)) / (expulsion - relief)
            return float(relief * expulsion * waits * np.exp(-CALM_TOUR * u))

        return (1 - stay) * float(integrate.quad(density, 0, t)[0])

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            40,
            seed,
            MEDICAL,
            {
                "actors.caracas.script": script((0, "rupture")),
                "actors.caracas.menu.rupture.relief.medical": relief,
                "assumptions.causes.expelled.after_relief": expulsion,
                "missions.medical.stay_behind": stay,
            },
        )
        arrays = run(scenario, N_REPLICATES * times).recorder.arrays()
        posted = arrays["posted"][:, :, mission("medical")]
        expelled = arrays["triggered"][:, :, cause("expelled")]
        still = [
            binomial_law(posted[:, t - 1], DOCTORS, float(np.exp(-(relief + CALM_TOUR) * t)))
            for t in (3, 10)
        ]
        gone = [binomial_law(expelled[:, t - 1], DOCTORS, expelled_by(t)) for t in (2, 5, 15, 40)]
        return all_of(*still, *gone)

    assert_law(p_value)


def test_the_strike_hits_guard_and_military_without_favour() -> None:
    """Guards among the killed are hypergeometric, 64,000 killed: sees 2.5 % of their share."""
    guards, officers, killed = 60, 90, 32

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            2,
            seed,
            strike(killed, injured=20),
            {
                "missions.presidential_guard.headcount": guards,
                "missions.military_advisers.headcount": officers,
                "missions.military_advisers.capital_share": 0.4,
            },
        )
        exited = run(scenario, N_REPLICATES * times).recorder.arrays()["exited"][
            :, 0, :, cause("killed")
        ]
        assert (exited.sum(axis=1) == killed).all()
        law = stats.hypergeom(guards + officers, guards, killed)
        counts = exited[:, mission("presidential_guard")]
        z = (counts.mean() - law.mean()) / (law.std() / np.sqrt(len(counts)))
        return all_of(
            2 * float(stats.norm.sf(abs(z))),
            chi_square(np.bincount(counts, minlength=killed + 1), law.pmf(np.arange(killed + 1))),
        )

    assert_law(p_value)


def test_the_injured_heal_in_exponential_time() -> None:
    """Evacuations on three days, 40,000 fates: sees 3 % of the healed on day 5."""
    injured, healing = 20, 8.0

    def p_value(seed: int, times: int) -> float:
        guard = {
            "missions.presidential_guard.headcount": 40,
            "assumptions.causes.evacuated_injured.healing": healing,
        }
        arrays = run(
            quiet(30, seed, guard, strike(10, injured)), N_REPLICATES * times
        ).recorder.arrays()
        healed = arrays["triggered"][:, :, cause("evacuated_injured")]
        return all_of(
            *(
                binomial_law(healed[:, t - 1], injured, float(-np.expm1(-t / healing)))
                for t in (1, 5, 30)
            )
        )

    assert_law(p_value)


def test_rotated_posts_are_filled_in_the_share_that_both_governments_admit() -> None:
    """Arrivals given rotations are binomial, 90,000 rotations: sees 1.5 % of the share."""

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            60,
            seed,
            MEDICAL,
            {
                "assumptions.causes.rotated.tour": 30,
                "actors.caracas.menu.embrace.replacements": 0.8,
                "actors.havana.menu.stand.replacements": 0.75,
            },
        )
        arrays = run(scenario, N_REPLICATES * times).recorder.arrays()
        rotated = arrays["exited"][:, -1, :, cause("rotated")].sum()
        return share_of(arrays["arrived"][:, -1].sum(), rotated, 0.8 * 0.75)

    assert_law(p_value)


def test_full_replacement_keeps_a_mission_at_strength() -> None:
    """Every tour that ends is followed by another: sees 2.5 % of the rate, whole law.

    A post is rotated at most once a day, because its replacement arrives in the evening.
    """
    tour, n_days = 40.0, 20

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(n_days, seed, MEDICAL, {"assumptions.causes.rotated.tour": tour})
        arrays = run(scenario, N_REPLICATES * times).recorder.arrays()
        assert (arrays["posted"][:, :, mission("medical")] == DOCTORS).all()
        rotated = arrays["exited"][:, -1, :, cause("rotated")].sum(axis=1)
        return binomial_law(rotated, DOCTORS * n_days, float(-np.expm1(-1 / tour)))

    assert_law(p_value)


def test_splitting_a_contingent_changes_no_law() -> None:
    """Two missions of n follow the law of one of 2n, frailty included: sees 3.5 % of an incidence."""
    causes = {
        "assumptions.causes.voluntary.base": 0.02,
        "assumptions.causes.voluntary.frailty": 1.0,
        "assumptions.causes.defected.base": 0.01,
    } | {
        f"actors.havana.menu.withdraw.recall.{name}": 0.01
        for name in ("medical", "sport", "education")
    }
    whole = {"missions.medical.headcount": 80}
    parts = {"missions.sport.headcount": 40, "missions.education.headcount": 40}

    def p_value(seed: int, times: int) -> float:
        one, two = (
            run(
                quiet(30, seed + other, causes, WITHDRAW, sizes), N_REPLICATES * times
            ).recorder.arrays()
            for other, sizes in ((0, whole), (1000, parts))
        )
        counts = [
            [each["triggered"][:, -1, cause(name)] for each in (one, two)]
            for name in ("voluntary", "defected", "recalled")
        ]
        laws = [float(stats.ks_2samp(a, b, method="asymp").pvalue) for a, b in counts]
        means = [float(stats.ttest_ind(a, b).pvalue) for a, b in counts]
        return all_of(*laws, *means)

    assert_law(p_value)


def test_a_constant_hazard_for_two_days_is_twice_the_hazard_for_one() -> None:
    """Exactly: the same number leave for each cause, replicate by replicate (cumulative hazards)."""

    def triggered(n_days: int, speed: float) -> NDArray[np.float64]:
        scenario = quiet(
            n_days,
            7,
            MEDICAL,
            WITHDRAW,
            recalls(withdraw=0.0625 * speed),
            {
                "assumptions.causes.voluntary.base": 0.03125 * speed,
                "assumptions.causes.voluntary.frailty": 0.7,
                "assumptions.causes.defected.base": 0.015625 * speed,
                "assumptions.causes.rotated.tour": 128 / speed,
            },
        )
        return run(scenario, 500).recorder.arrays()["triggered"]

    np.testing.assert_array_equal(triggered(20, 1.0)[:, 1::2], triggered(10, 2.0))


def test_reports_are_a_binomial_share_of_departures() -> None:
    """Reports given departures, 70,000 of them: sees 3 % of the share reported."""
    seen, confusion, lag = 0.3, 0.5, 4

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            30,
            seed,
            MEDICAL,
            WITHDRAW,
            recalls(withdraw=0.05),
            {
                "missions.medical.reported": seen,
                "assumptions.reporting.lag": lag,
                "assumptions.reporting.confusion": confusion,
            },
        )
        model = run(scenario, N_REPLICATES * times)
        assert model.observer is not None
        reported = model.observer.reported.sum(axis=(0, 1))
        left = model.recorder.arrays()["exited"][:, -1 - lag].sum(axis=(0, 1)).astype(float)
        contested = [cause(name) for name in ("expelled", "recalled", "voluntary", "rotated")]
        said = (1 - confusion) * left[contested] + confusion / 4 * left.sum()
        return all_of(
            share_of(reported.sum(), left.sum(), seen), chi_square(reported[contested], said)
        )

    assert_law(p_value)


def test_without_hazards_nobody_leaves_but_the_rotated() -> None:
    """Zero rates: no departure by any other cause, and no outcome."""
    guard = {"missions.presidential_guard.headcount": 20}
    model = run(quiet(100, 3, guard), 200)
    others = [cause(name) for name in CAUSE_NAMES if name != "rotated"]
    assert model.recorder.arrays()["triggered"][:, :, others].sum() == 0
    assert (model.outcomes.first_day == -1).all()


def test_without_seats_nobody_flies_and_deserters_walk() -> None:
    """Capacity zero: only the overland route is open."""
    leave = {f"assumptions.causes.{name}.base": 0.1 for name in ("voluntary", "defected")}
    arrays = run(quiet(20, 4, MEDICAL, leave, {"air.seats": 0}), 200).recorder.arrays()
    exited = arrays["exited"][:, -1].sum(axis=(0, 1))
    assert exited[cause("defected")] > 0
    assert exited.sum() == exited[cause("defected")]


def test_a_short_window_without_anybody_is_legal() -> None:
    """Headcount zero over the shortest window, two days."""
    arrays = run(quiet(2, 5), 3).recorder.arrays()
    assert arrays["present"].shape == (3, 2, 7)
    assert not arrays["present"].any()
