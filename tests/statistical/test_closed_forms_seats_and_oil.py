"""Seats and cargoes in the engine against laws that can be written down; see `test_closed_forms`."""

import numpy as np
from quiet import DOCTORS, MEDICAL, N_REPLICATES, WITHDRAW, day, quiet, recalls, run, script
from scipy import stats
from verdict import all_of, assert_law, poisson_law

CARGOES_A_DAY, N_DAYS = 0.4, 30
VENEZUELA = {
    "oil.suppliers.venezuela.cargoes": CARGOES_A_DAY,
    "oil.suppliers.venezuela.interdiction": 0.7,
    "oil.deterrence.deterred_share": 0.6,
    "assumptions.lever_speed.blockade": 1,
    "levers.blockade": {"level": 0.5},
    "actors.caracas.menu.embrace.oil": 0.8,
    "actors.caracas.script": script((0, "embrace")),
    "events": {"blockade": {"kind": "blockade_begins", "date": day(0)}},
}
STOPPED = 0.7 * 0.5
FATES = {
    "oil_withheld": 0.2,
    "oil_deterred": 0.8 * STOPPED * 0.6,
    "oil_interdicted": 0.8 * STOPPED * 0.4,
    "oil_delivered": 0.8 * (1 - STOPPED),
}


def test_the_backlog_of_the_seat_queue_is_deterministic() -> None:
    """Everybody is called on day one: the queue falls by the seats of each open day, to the person."""
    seats, n_days = 3, 30
    scenario = quiet(
        n_days,
        1,
        MEDICAL,
        WITHDRAW,
        recalls(withdraw=1.0),
        {
            "assumptions.causes.recalled.scale": 10,
            "air.seats": seats + 0.9,  # nobody flies on nine tenths of a seat
            "events": {"closed": {"kind": "airspace_closed", "date": day(5), "until": day(8)}},
        },
    )
    arrays = run(scenario, 500).recorder.arrays()
    at_once = arrays["triggered"].sum(axis=2)[:, 0] == DOCTORS  # all but about one replicate in 400
    assert at_once.mean() > 0.98
    open_days = np.cumsum([not 5 <= d <= 8 for d in range(n_days)])
    backlog = np.maximum(DOCTORS - seats * open_days, 0)
    waiting = arrays["queued"].sum(axis=2)[at_once]
    np.testing.assert_array_equal(waiting, np.broadcast_to(backlog, waiting.shape))


def test_the_queue_is_lindleys_under_any_arrivals() -> None:
    """Queue = max(0, queue + joined - seats) every day, exactly, however many join."""
    seats, n_days, n = 2, 60, 500
    scenario = quiet(n_days, 2, MEDICAL, WITHDRAW, recalls(withdraw=0.06), {"air.seats": seats})
    arrays = run(scenario, n).recorder.arrays()
    joined = np.diff(arrays["triggered"].sum(axis=2), axis=1, prepend=0)
    queued = arrays["queued"].sum(axis=2)
    expected = np.zeros(n, int)
    for d in range(n_days):
        expected = np.maximum(expected + joined[:, d] - seats, 0)
        np.testing.assert_array_equal(queued[:, d], expected)
    assert queued.max() > 10 * seats / 2


def test_thinned_cargoes_are_independent_poisson() -> None:
    """Sum and law of every fate, and pairs, 24,000 cargoes: sees 5.5 % of the delivered, 11 % of the rarest."""
    size = 100.0

    def p_value(seed: int, times: int) -> float:
        ends = {f"oil.suppliers.venezuela.{end}": size for end in ("smallest", "largest")}
        arrays = run(quiet(N_DAYS, seed, VENEZUELA, ends), N_REPLICATES * times).recorder.arrays()
        counts = {name: np.rint(arrays[name][:, :, 0].sum(axis=1) / size) for name in FATES}
        laws = [
            poisson_law(counts[name], CARGOES_A_DAY * N_DAYS * share)
            for name, share in FATES.items()
        ]
        pairs = [
            float(stats.pearsonr(counts["oil_delivered"], counts[name]).pvalue)
            for name in FATES
            if name != "oil_delivered"
        ]
        return all_of(*laws, *pairs)

    assert_law(p_value)


def test_delivered_oil_is_compound_poisson() -> None:
    """Mean and variance, 12,500 delivered cargoes: sees 5.5 % of the mean, 18 % of the variance."""
    small, large = 40.0, 400.0
    rate = CARGOES_A_DAY * N_DAYS * FATES["oil_delivered"]
    mean, variance, fourth = (
        rate * (large ** (k + 1) - small ** (k + 1)) / ((k + 1) * (large - small))
        for k in (1, 2, 4)
    )

    def p_value(seed: int, times: int) -> float:
        n = N_REPLICATES * times
        ends = {"oil.suppliers.venezuela.smallest": small, "oil.suppliers.venezuela.largest": large}
        arrays = run(quiet(N_DAYS, seed, VENEZUELA, ends), n).recorder.arrays()
        total = arrays["oil_delivered"][:, :, 0].sum(axis=1, dtype=float)
        off_mean = (total.mean() - mean) / np.sqrt(variance / n)
        off_variance = (((total - mean) ** 2).mean() - variance) / np.sqrt(
            (fourth + 2 * variance**2) / n
        )
        return all_of(*(float(2 * stats.norm.sf(abs(z))) for z in (off_mean, off_variance)))

    assert_law(p_value)


def test_a_stock_without_cargoes_runs_out_on_the_day_that_arithmetic_says() -> None:
    """No rationing above the comfortable stock, none arriving: equality, to rounding."""
    cuba = {
        "demand": 110,
        "domestic": 40,
        "essential": 1,
        "comfortable_stock": 1000,
        "initial_cover": 0.735,
    }
    scenario = quiet(15, 1, {f"oil.cuba.{name}": value for name, value in cuba.items()})
    stock = run(scenario, 2).recorder.arrays()["oil_stock"][0]
    np.testing.assert_allclose(stock, np.maximum(735 - 70 * np.arange(1, 16), 0), atol=1e-9)
