"""The engine against laws that can be written down.

Each check has alpha 1e-4 and the retest rule of `verdict.assert_law`; seeds are fixed. "Sees x %" in
a docstring is the relative bias found with power 0.9 or more.
"""

from datetime import date, timedelta

import numpy as np
import pytest
from quiet import CALM_TOUR, START, quiet, run, script
from scipy import integrate, stats
from verdict import all_of, assert_law, binomial_law, chi_square, poisson_law

from sim.mechanisms.causes import CAUSE_NAMES, cause
from sim.mechanisms.choice import choose, gumbel, probabilities
from sim.mechanisms.streams import Streams
from sim.world.missions import mission

N_REPLICATES = 4000
DOCTORS = 50
MEDICAL = {"missions.medical.headcount": DOCTORS}
RECALL = "actors.havana.menu.{posture}.recall.medical"


def day(number: int) -> str:
    """Date of a day of the window."""
    return str(date.fromisoformat(START) + timedelta(days=number))


def recalls(**rates: float) -> dict[str, float]:
    """Recall of doctors by posture of Havana, 1/day, and nobody replaced."""
    return {RECALL.format(posture=name): rate for name, rate in rates.items()} | {
        f"actors.havana.menu.{name}.replacements": 0 for name in rates
    }


# ---- persons ---------------------------------------------------------------------------------


def test_pure_death_is_binomial_under_a_hazard_that_changes() -> None:
    """Whole law on three days, 200,000 fates: sees 3.5 % of the hazard on day 9, 1.5 % on day 39."""
    rates = [0.01] * 10 + [0.03] * 15 + [0.002] * 15

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            day(39),
            seed,
            MEDICAL,
            recalls(rotate_home=0.01, protect_recall=0.03, negotiate=0.002),
            {
                "actors.havana.script": script(
                    (day(0), "rotate_home"), (day(10), "protect_recall"), (day(25), "negotiate")
                )
            },
        )
        triggered = run(scenario, N_REPLICATES * times).recorder.arrays()["triggered"].sum(axis=2)
        cumulative = np.cumsum(np.array(rates) + CALM_TOUR)
        return all_of(
            *(binomial_law(triggered[:, d], DOCTORS, -np.expm1(-cumulative[d])) for d in (9, 24, 39))
        )

    assert_law(p_value)


def test_competing_causes_follow_their_cumulative_incidence() -> None:
    """Cause by day, hazards so high that several ring on one day: sees 1.5 % of a share.

    The daily version must not depend on the order in which causes are tried.
    """
    rates = {"recalled": 0.30, "voluntary": 0.15, "defected": 0.10, "rotated": 1 / 30}

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            day(11),
            seed,
            MEDICAL,
            recalls(withdraw=rates["recalled"]),
            {
                "actors.havana.script": script((day(0), "withdraw")),
                "assumptions.causes.voluntary.base": rates["voluntary"],
                "assumptions.causes.defected.base": rates["defected"],
                "assumptions.causes.rotated.tour": 30,
            },
        )
        triggered = run(scenario, N_REPLICATES * times).recorder.arrays()["triggered"].sum(axis=0)
        daily = np.diff(triggered, axis=0, prepend=0)[:, [cause(name) for name in rates]]
        total = sum(rates.values())
        days = np.arange(13)
        leaves = -np.diff(np.exp(-total * days))
        expected = leaves[:, None] * np.array(list(rates.values())) / total
        everybody = N_REPLICATES * times * DOCTORS
        observed = np.append(daily, everybody - daily.sum())
        return chi_square(observed, np.append(expected, np.exp(-total * 12)))

    assert_law(p_value)


def test_gamma_frailty_selects_the_frail_first() -> None:
    r"""Survival :math:`(1+\theta\Lambda)^{-1/\theta}` a cause, 200,000 fates: sees 2 % of an incidence."""
    base, theta = {"voluntary": 0.08, "defected": 0.04}, {"voluntary": 1.5, "defected": 0.4}
    last = 30

    def survives(name: str, t: float) -> float:
        return float((1 + theta[name] * base[name] * t) ** (-1 / theta[name]))

    def incidence(name: str, other: str, t: float) -> float:
        density = lambda u: (  # noqa: E731 - the integrand
            base[name]
            / (1 + theta[name] * base[name] * u)
            * survives(name, u)
            * survives(other, u)
            * np.exp(-CALM_TOUR * u)
        )
        return float(integrate.quad(density, 0, t)[0])

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            day(last - 1),
            seed,
            MEDICAL,
            {f"assumptions.causes.{name}.base": rate for name, rate in base.items()},
            {f"assumptions.causes.{name}.frailty": value for name, value in theta.items()},
        )
        triggered = run(scenario, N_REPLICATES * times).recorder.arrays()["triggered"]
        p_values = []
        for name, other in (("voluntary", "defected"), ("defected", "voluntary")):
            for t in (5, last):
                counts = triggered[:, t - 1, cause(name)]
                p_values.append(binomial_law(counts, DOCTORS, incidence(name, other, t)))
        return all_of(*p_values)

    assert_law(p_value)


def test_relief_then_expulsion_is_a_sum_of_two_waits() -> None:
    """Two-stage law on four days and the share that stays behind: sees 2.5 % of either rate."""
    relief, expulsion, stay = 0.12, 0.07, 0.3

    def expelled_by(t: float) -> float:
        late = (expulsion * np.exp(-relief * t) - relief * np.exp(-expulsion * t)) / (expulsion - relief)
        return float(1 - late) * (1 - stay)

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            day(39),
            seed,
            MEDICAL,
            {
                "actors.caracas.script": script((day(0), "rupture")),
                "actors.caracas.menu.rupture.relief.medical": relief,
                "assumptions.causes.expelled.after_relief": expulsion,
                "missions.medical.stay_behind": stay,
            },
        )
        arrays = run(scenario, N_REPLICATES * times).recorder.arrays()
        expelled = arrays["triggered"][:, :, cause("expelled")]
        posted = arrays["posted"][:, :, mission("medical")]
        # Rotation removes 1e-4 a day from every stage, which multiplies each probability at each age.
        p_values = [
            binomial_law(posted[:, t - 1], DOCTORS, float(np.exp(-(relief + CALM_TOUR) * t)))
            for t in (3, 10)
        ]
        p_values += [
            binomial_law(expelled[:, t - 1], DOCTORS, _thinned(expelled_by, t)) for t in (2, 5, 15, 40)
        ]
        return all_of(*p_values)

    assert_law(p_value)


def _thinned(cumulative: "object", t: float) -> float:
    """Incidence by `t` of a wait when rotation takes people away in the meantime."""
    step = 1e-3
    edges = np.arange(0, t + step / 2, step)
    middle = (edges[1:] + edges[:-1]) / 2
    values = np.array([cumulative(edge) for edge in edges])  # type: ignore[operator]
    return float(np.sum(np.diff(values) * np.exp(-CALM_TOUR * middle)))


def test_the_strike_hits_guard_and_military_without_favour() -> None:
    """Guards among the killed are hypergeometric: sees 2 % of the guards' share."""
    guards, officers, killed, injured = 60, 90, 32, 20

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            day(1),
            seed,
            {
                "missions.presidential_guard.headcount": guards,
                "missions.military_advisers.headcount": officers,
                "missions.military_advisers.capital_share": 0.4,
                "assumptions.causes.rotated.tour": 10_000,
                "events": {
                    "strike": {"kind": "strike", "date": day(0), "killed": killed, "injured": injured}
                },
            },
        )
        exited = run(scenario, N_REPLICATES * times).recorder.arrays()["exited"][:, 0, :, cause("killed")]
        assert (exited.sum(axis=1) == killed).all()
        counts = np.bincount(exited[:, mission("presidential_guard")], minlength=killed + 1)
        law = stats.hypergeom(guards + officers, guards, killed)
        return chi_square(counts, law.pmf(np.arange(killed + 1)))

    assert_law(p_value)


def test_the_injured_heal_in_exponential_time() -> None:
    """Whole law of the evacuated on three days, 80,000 fates: sees 3 % of the mean time."""
    injured, healing = 20, 8.0

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            day(29),
            seed,
            {
                "missions.presidential_guard.headcount": 40,
                "assumptions.causes.evacuated_injured.healing": healing,
                "events": {
                    "strike": {"kind": "strike", "date": day(0), "killed": 10, "injured": injured}
                },
            },
        )
        evacuated = run(scenario, N_REPLICATES * times).recorder.arrays()["triggered"]
        counts = evacuated[:, :, cause("evacuated_injured")]
        return all_of(
            *(
                binomial_law(counts[:, t - 1], injured, float(-np.expm1(-t / healing)))
                for t in (1, 5, 30)
            )
        )

    assert_law(p_value)


def test_rotated_posts_are_filled_in_the_share_that_both_governments_admit() -> None:
    """Arrivals given rotations are binomial, 400,000 rotations: sees 0.6 % of the share."""

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            day(59),
            seed,
            MEDICAL,
            {
                "assumptions.causes.rotated.tour": 30,
                "actors.caracas.menu.embrace.replacements": 0.8,
                "actors.havana.menu.stand.replacements": 0.75,
            },
        )
        arrays = run(scenario, N_REPLICATES * times).recorder.arrays()
        rotated = int(arrays["exited"][:, -1, :, cause("rotated")].sum())
        arrived = int(arrays["arrived"][:, -1].sum())
        return float(stats.binomtest(arrived, rotated, 0.6).pvalue)

    assert_law(p_value)


def test_full_replacement_keeps_a_mission_at_strength_and_rotation_poisson() -> None:
    """A standing mission ends a Poisson number of tours: sees 1 % of the rate.

    Rotations of a post on one day count once, because its replacement arrives in the evening.
    """
    tour = 40.0

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(day(19), seed, MEDICAL, {"assumptions.causes.rotated.tour": tour})
        arrays = run(scenario, N_REPLICATES * times).recorder.arrays()
        assert (arrays["posted"][:, -1, mission("medical")] == DOCTORS).all()
        counts = arrays["exited"][:, -1, :, cause("rotated")].sum(axis=1)
        return binomial_law(counts, DOCTORS * 20, float(-np.expm1(-1 / tour)))

    assert_law(p_value)


def test_splitting_a_contingent_changes_no_law() -> None:
    """Two missions of n follow the law of one of 2n, frailty included: sees 2 % of an incidence."""
    causes = {
        "assumptions.causes.voluntary.base": 0.02,
        "assumptions.causes.voluntary.frailty": 1.0,
        "assumptions.causes.defected.base": 0.01,
        "actors.havana.script": script((day(0), "withdraw")),
        "actors.havana.menu.withdraw.recall.medical": 0.01,
        "actors.havana.menu.withdraw.recall.sport": 0.01,
        "actors.havana.menu.withdraw.recall.education": 0.01,
    }
    whole = {"missions.medical.headcount": 80}
    parts = {"missions.sport.headcount": 40, "missions.education.headcount": 40}

    def p_value(seed: int, times: int) -> float:
        p_values = []
        one, two = (
            run(quiet(day(29), seed + offset, causes, sizes), N_REPLICATES * times).recorder.arrays()
            for offset, sizes in ((0, whole), (1000, parts))
        )
        for name in ("voluntary", "defected", "recalled"):
            first, second = (each["triggered"][:, -1, cause(name)] for each in (one, two))
            p_values.append(_same_counts(first, second))
        return all_of(*p_values)

    assert_law(p_value)


def _same_counts(first: np.ndarray, second: np.ndarray) -> float:  # type: ignore[type-arg]
    top = int(max(first.max(), second.max())) + 1
    table = np.array([np.bincount(each, minlength=top) for each in (first, second)])
    common = table.sum(axis=0) >= 20
    pooled = np.column_stack([table[:, common], table[:, ~common].sum(axis=1)])
    return float(stats.chi2_contingency(pooled[:, pooled.sum(axis=0) > 0]).pvalue)


def test_a_constant_hazard_for_two_days_is_twice_the_hazard_for_one() -> None:
    """Exactly: the same number leave for each cause, replicate by replicate (cumulative hazards)."""
    shared = {
        "assumptions.causes.voluntary.frailty": 0.7,
        "actors.havana.script": script((day(0), "withdraw")),
    }

    def triggered(days: int, speed: float) -> np.ndarray:  # type: ignore[type-arg]
        scenario = quiet(
            day(days - 1),
            7,
            MEDICAL,
            shared,
            recalls(withdraw=0.0625 * speed),
            {
                "assumptions.causes.voluntary.base": 0.03125 * speed,
                "assumptions.causes.defected.base": 0.015625 * speed,
                "assumptions.causes.rotated.tour": 128 / speed,
            },
        )
        return run(scenario, 500).recorder.arrays()["triggered"]

    slow, fast = triggered(20, 1.0), triggered(10, 2.0)
    np.testing.assert_array_equal(slow[:, 1::2], fast)


def test_reports_are_a_binomial_share_of_departures() -> None:
    """Reports given departures, 150,000 of them: sees 1.5 % of the share reported."""

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            day(29),
            seed,
            MEDICAL,
            recalls(withdraw=0.05),
            {
                "actors.havana.script": script((day(0), "withdraw")),
                "missions.medical.reported": 0.3,
                "assumptions.reporting.lag": 4,
                "assumptions.reporting.confusion": 0.5,
            },
        )
        model = run(scenario, N_REPLICATES * times)
        assert model.observer is not None
        reported = model.observer.reported.sum(axis=(0, 1))
        left = model.recorder.arrays()["exited"][:, -5].sum(axis=(0, 1))  # the last four days are not out yet
        mixed = left[[cause(name) for name in ("recalled", "rotated")]].sum()
        said = np.zeros(len(CAUSE_NAMES))
        for name in ("expelled", "recalled", "voluntary", "rotated"):
            said[cause(name)] = 0.3 * (0.5 * left[cause(name)] + 0.125 * mixed)
        return all_of(
            float(stats.binomtest(int(reported.sum()), int(mixed), 0.3).pvalue),
            chi_square(reported[said > 0], said[said > 0]),
        )

    assert_law(p_value)


# ---- seats -----------------------------------------------------------------------------------


def test_the_backlog_of_the_seat_queue_is_deterministic() -> None:
    """Everybody is called on day one: the queue falls by the seats of each open day, to the person."""
    seats = 3
    scenario = quiet(
        day(29),
        1,
        MEDICAL,
        recalls(withdraw=1.0),
        {
            "actors.havana.script": script((day(0), "withdraw")),
            "assumptions.causes.recalled.scale": 10,
            "assumptions.causes.rotated.tour": 10_000,
            "air.seats": seats + 0.9,  # nobody flies on nine tenths of a seat
            "events": {"closed": {"kind": "airspace_closed", "date": day(5), "until": day(8)}},
        },
    )
    arrays = run(scenario, 500).recorder.arrays()
    leaving = arrays["triggered"].sum(axis=2)
    all_at_once = leaving[:, 0] == DOCTORS  # all but about one replicate in 400
    assert all_at_once.mean() > 0.98
    open_days = np.cumsum([not 5 <= d <= 8 for d in range(30)])
    waiting = arrays["queued"].sum(axis=2)[all_at_once]
    np.testing.assert_array_equal(waiting, np.tile(np.maximum(DOCTORS - seats * open_days, 0), (len(waiting), 1)))


def test_the_queue_is_lindleys_under_any_arrivals() -> None:
    """Queue = max(0, queue + arrivals - seats) every day, exactly, with random arrivals."""
    scenario = quiet(
        day(59),
        2,
        MEDICAL,
        recalls(withdraw=0.06),
        {"actors.havana.script": script((day(0), "withdraw")), "air.seats": 2},
    )
    arrays = run(scenario, 500).recorder.arrays()
    joined = np.diff(arrays["triggered"].sum(axis=2), axis=1, prepend=0)
    waiting = np.zeros(500, int)
    for d in range(60):
        waiting = np.maximum(waiting + joined[:, d] - 2, 0)
        np.testing.assert_array_equal(arrays["queued"][:, d].sum(axis=1), waiting)
    assert waiting.max() == 0
    assert arrays["queued"].sum(axis=2).max() > 10


# ---- oil -------------------------------------------------------------------------------------

CARGOES = {
    "oil.suppliers.venezuela.cargoes": 0.4,
    "oil.suppliers.venezuela.interdiction": 0.7,
    "oil.deterrence.deterred_share": 0.6,
    "assumptions.lever_speed.blockade": 1,
    "levers.blockade": {"level": 0.5},
    "actors.caracas.menu.embrace.oil": 0.8,
    "events": {"blockade": {"kind": "blockade_begins", "date": START}},
}
FATES = {
    "oil_withheld": 0.2,
    "oil_deterred": 0.8 * 0.35 * 0.6,
    "oil_interdicted": 0.8 * 0.35 * 0.4,
    "oil_delivered": 0.8 * 0.65,
}


def test_thinned_cargoes_are_independent_poisson() -> None:
    """Whole law of each fate and their independence, 48,000 cargoes: sees 4 % of a share."""
    size, days = 100.0, 30

    def p_value(seed: int, times: int) -> float:
        one_size = {"oil.suppliers.venezuela.smallest": size, "oil.suppliers.venezuela.largest": size}
        arrays = run(quiet(day(days - 1), seed, CARGOES, one_size), N_REPLICATES * times).recorder.arrays()
        counts = {name: np.rint(arrays[name][:, :, 0].sum(axis=1) / size) for name in FATES}
        laws = [poisson_law(counts[name], 0.4 * days * share) for name, share in FATES.items()]
        pairs = [("oil_delivered", "oil_interdicted"), ("oil_delivered", "oil_deterred"), ("oil_delivered", "oil_withheld")]
        together = [float(stats.pearsonr(counts[a], counts[b]).pvalue) for a, b in pairs]
        return all_of(*laws, *together)

    assert_law(p_value)


def test_delivered_oil_is_compound_poisson() -> None:
    """Mean and variance of delivered oil, 25,000 cargoes: sees 4 % of the mean, 15 % of the variance."""
    small, large, days = 40.0, 400.0, 30

    def p_value(seed: int, times: int) -> float:
        n = N_REPLICATES * times
        sizes = {"oil.suppliers.venezuela.smallest": small, "oil.suppliers.venezuela.largest": large}
        arrays = run(quiet(day(days - 1), seed, CARGOES, sizes), n).recorder.arrays()
        total = arrays["oil_delivered"][:, :, 0].sum(axis=1, dtype=float)
        rate = 0.4 * days * FATES["oil_delivered"]
        first, second, fourth = ((large**k - small**k) / (k * (large - small)) for k in (2, 3, 5))
        variance = rate * second
        z_mean = (total.mean() - rate * first) / np.sqrt(variance / n)
        spread = np.sqrt((rate * fourth + 2 * variance**2) / n)  # of the squared deviation
        z_variance = (((total - rate * first) ** 2).mean() - variance) / spread
        return all_of(*(float(2 * stats.norm.sf(abs(z))) for z in (z_mean, z_variance)))

    assert_law(p_value)


# ---- choices and outcomes --------------------------------------------------------------------


def test_gumbel_noise_makes_the_logit() -> None:
    """400,000 choices of the pure rule: sees 2 % of a probability of 0.2, 8 % of one of 0.01."""
    utility = np.array([[0.3, 0.1, -0.2, 0.55, -0.9]])

    def p_value(seed: int, times: int) -> float:
        n = 400_000 * times
        noise = gumbel(Streams(seed, np.arange(n)).uniforms("choice caracas", 14, 5))
        chosen = choose(np.repeat(utility, n, axis=0), noise, np.full(n, 2.5))
        return chi_square(np.bincount(chosen, minlength=5), probabilities(utility, np.array([2.5])))

    assert_law(p_value)


@pytest.mark.parametrize("actor", ["washington", "caracas", "havana"])
def test_the_first_free_choice_of_a_government_is_the_logit_of_its_utilities(actor: str) -> None:
    """30,000 first decisions on equal information: sees 7 % of a probability of 0.2."""

    def p_value(seed: int, times: int) -> float:
        events = {"events": {"strike": {"kind": "strike", "date": day(1), "killed": 0, "injured": 0}}}
        precision = {"assumptions.choice.precision": 3, "assumptions.choice.inertia": 0.3}
        model = _until_first_choice(quiet(day(7), seed, events, precision), 30_000 * times)
        government = getattr(model, actor)
        utility = government.utility()
        assert np.ptp(utility, axis=0).max() < 1e-12  # all know the same
        utility[:, government.posture[0]] += 0.3
        expected = probabilities(utility[:1], np.array([3.0]))
        chosen = government.next_posture()
        return chi_square(np.bincount(chosen, minlength=len(government.names)), expected)

    assert_law(p_value)


def _until_first_choice(scenario, n: int):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """The engine on the morning of day 7, when governments choose for the first time."""
    from sim.model import AllianceModel  # noqa: PLC0415 - only here is a model stopped half way

    model = AllianceModel(scenario, range(n))
    model.run_for(7)
    model.caracas.form_expectations()
    return model


def test_sudden_outcomes_wait_exponentially() -> None:
    """First days of collapse and of the leader's exit: sees 7 % of a hazard."""
    collapse, leader = 1.2, 2.0  # a year

    def p_value(seed: int, times: int) -> float:
        scenario = quiet(
            day(119),
            seed,
            {
                "assumptions.collapse.calm_hazard": collapse,
                "assumptions.collapse.severe_hazard": collapse,
                "assumptions.collapse.cohesion_effect": 0,
                "assumptions.collapse.leader_exit": leader,
            },
        )
        outcomes = run(scenario, N_REPLICATES * times).outcomes
        p_values = []
        for name, hazard in (("havana_collapse", collapse), ("leader_exit_havana", collapse + leader)):
            first = outcomes.first_day[:, _outcome(name)]
            alive = np.exp(-hazard / 365 * np.arange(121))
            observed = np.append(np.bincount(first[first >= 0], minlength=120), (first < 0).sum())
            p_values.append(chi_square(observed, np.append(-np.diff(alive), alive[-1])))
        return all_of(*p_values)

    assert_law(p_value)


def test_coup_attempts_come_and_succeed_at_their_rates() -> None:
    """At most one attempt a day, each with the same odds of success: sees 6 % of either."""
    rate, success = 12.0, 0.4  # attempts a year, 6 a year high enough to see several

    def p_value(seed: int, times: int) -> float:
        n_days = 60
        scenario = quiet(
            day(n_days - 1),
            seed,
            {
                "missions.presidential_guard.headcount": 1,
                "missions.counterintelligence.headcount": 1,
                "events": {"strike": {"kind": "strike", "date": START, "killed": 0, "injured": 0}},
                "actors.caracas.script": script((START, "embrace")),
                "assumptions.coup.success_without_counterweight": success,
                "assumptions.coup.calm_rate": 10.0,
                "assumptions.coup.counterweight_effect": 0,
                "assumptions.coup.shock_effect": 0,
                "assumptions.coup.newness_effect": 0,
                "assumptions.coup.surveillance_effect": 0,
                "assumptions.coup.counterweight_deters": 0,
                "assumptions.coup.grievance_effect": float(np.log(rate / 10)),
                "assumptions.survival.grievance_base": 1,
                "assumptions.survival.grievance_compliance": 0,
                "assumptions.survival.grievance_disloyalty": 0,
                "assumptions.survival.grievance_hold": 0,
            },
        )
        outcomes = run(scenario, N_REPLICATES * times).outcomes
        attempts = binomial_law(outcomes.attempts, n_days, float(-np.expm1(-rate / 365)))
        alive = np.exp(-rate / 365 * np.arange(n_days + 1))
        first = outcomes.first_day[:, _outcome("coup_attempt")]
        observed = np.append(np.bincount(first[first >= 0], minlength=n_days), (first < 0).sum())
        waits = chi_square(observed, np.append(-np.diff(alive), alive[-1]))
        by_attempts = [
            stats.binomtest(
                int(outcomes.happened("coup_caracas")[outcomes.attempts == k].sum()),
                int((outcomes.attempts == k).sum()),
                1 - (1 - success) ** k,
            ).pvalue
            for k in (1, 2, 3)
        ]
        return all_of(attempts, waits, *(float(each) for each in by_attempts))

    assert_law(p_value)


def _outcome(name: str) -> int:
    from sim.outcomes import OUTCOME_NAMES  # noqa: PLC0415 - a lookup beside its only use

    return OUTCOME_NAMES.index(name)


# ---- the edges -------------------------------------------------------------------------------


def test_without_hazards_nobody_leaves_but_the_rotated() -> None:
    """Zero rates: no departure by any other cause, and no outcome."""
    model = run(quiet(day(99), 3, MEDICAL), 200)
    arrays = model.recorder.arrays()
    others = [cause(name) for name in CAUSE_NAMES if name != "rotated"]
    assert arrays["triggered"][:, :, others].sum() == 0
    assert (model.outcomes.first_day == -1).all()


def test_without_seats_nobody_flies_and_deserters_walk() -> None:
    """Capacity zero: only the overland route is open."""
    leave = {"assumptions.causes.voluntary.base": 0.1, "assumptions.causes.defected.base": 0.1, "air.seats": 0}
    arrays = run(quiet(day(19), 4, MEDICAL, leave), 200).recorder.arrays()
    exited = arrays["exited"][:, -1].sum(axis=(0, 1))
    assert exited[cause("defected")] > 0
    assert exited.sum() == exited[cause("defected")]


def test_a_window_of_one_day_without_anybody_is_legal() -> None:
    """Headcount zero and a horizon of one day."""
    arrays = run(quiet(START, 5), 3).recorder.arrays()
    assert arrays["present"].shape == (3, 1, 7)
    assert not arrays["present"].any()
