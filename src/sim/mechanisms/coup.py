r"""Coup risk in Caracas: surveillance lowers attempts, counterweights lower success.

.. math::
   S &= \omega_{CI} f_{CI}^\gamma + \omega_{UC} f_{UC}^\gamma, \quad
   G = \omega_{PG} f_{PG}^\gamma + \omega_{MA} f_{MA}^\gamma, \quad
   Y \leftarrow Y + (y_{max}(1-G) - Y)/\tau_Y \\
   h_{att} &= a_0 \exp(\beta_g Grv + \beta_d e^{-(t-t_s)/\tau_d} + \beta_n N + \beta_S (1-S)
              [+ \beta'_G (1-G^e)]) \\
   p_{suc} &= \sigma(b_0 - \beta_G G^e), \qquad G^e = 1-(1-G)(1-Y)

Sources: Quinlivan 1999; Powell 2012; De Bruin 2018; Downes 2021. One index could not reproduce
De Bruin's result that a *new* counterweight raises the odds of an attempt.
"""

from collections.abc import Sequence

import numpy as np

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Number, Parameters, fact, uncertain


class Coup(Parameters):
    """What protects the government in Caracas, and what endangers it."""

    counterintelligence_weight: Number = uncertain(
        0.7, "1", (0, 1), "assumption: DGCIM advisers are the core", symbol="ω_CI"
    )
    """Share of surveillance that rests on DGCIM advisers; the rest rests on undercover staff."""
    guard_weight: Number = uncertain(
        0.6, "1", (0, 1), "assumption: the guard is nearest", symbol="ω_PG"
    )
    """Share of the counterweight that rests on the guard; the rest rests on military advisers."""
    returns: Number = uncertain(
        uniform(0.5, 1), "1", (0.05, 5), "assumption: the first few matter most", symbol="γ"
    )
    """Exponent on the share still posted."""
    calm_rate: Number = uncertain(
        log_uniform(0.005, 0.05),
        "1/year",
        (0, 10),
        "Powell & Thyne 2011; assumption: Jeffreys bound from 17.5 years without success",
        symbol="a_0",
    )
    """Attempts a year under full surveillance and no grievance."""
    grievance_effect: Number = uncertain(
        uniform(0.5, 2.5), "1", (0, 10), "Downes 2021", symbol="β_g"
    )
    """Log-rate added by full grievance."""
    surveillance_effect: Number = uncertain(
        uniform(0.5, 3), "1", (0, 10), "Casey 2020", symbol="β_S"
    )
    """Log-rate added when surveillance is gone."""
    shock_effect: Number = uncertain(
        uniform(0, 1.5), "1", (0, 10), "assumption: turmoil after a decapitation", symbol="β_d"
    )
    """Log-rate added on the day of the strike."""
    shock_memory: Number = uncertain(
        uniform(30, 120), "days", (1, 3650), "assumption: months", symbol="τ_d"
    )
    """Days over which the shock of the strike wears off."""
    newness_effect: Number = uncertain(uniform(0, 1), "1", (0, 10), "De Bruin 2018", symbol="β_n")
    """Log-rate added while a substitute counterweight is being built at full speed."""
    success_without_counterweight: Number = fact(
        0.48, "1", (0.001, 0.999), "Powell & Thyne 2011", symbol="σ(b_0)"
    )
    """Probability that an attempt succeeds against no counterweight."""
    counterweight_effect: Number = uncertain(
        uniform(0.3, 3), "1", (0, 10), "De Bruin 2018", symbol="β_G"
    )
    """Log-odds of success taken off by a full counterweight."""
    counterweight_deters: Number = uncertain(
        uniform(0, 1), "1", (0, 10), "Powell 2012", symbol="β_G'"
    )
    """Log-rate of attempts added without counterweight, under the switch `deterrence: powell`."""
    substitute_ceiling: Number = uncertain(
        uniform(0.2, 0.8), "1", (0, 1), "assumption: never all of it", symbol="y_max"
    )
    """Counterweight that home-grown forces can reach."""
    substitute_time: Number = uncertain(
        uniform(90, 365),
        "days",
        (1, 3650),
        "events:2026-01-06-honour-guard-and-dgcim-chief-replaced",
        symbol="τ_Y",
    )
    """Days to build a home-grown counterweight."""


def mission_weights(p: Coup, missions: Sequence[str]) -> Floats:
    """How much of Cuban security rests on each of the missions, shape (R, M); sums to 1.

    Surveillance and counterweight count the same.
    """
    weights = {
        "presidential_guard": p.guard_weight / 2,
        "military_advisers": (1 - p.guard_weight) / 2,
        "counterintelligence": p.counterintelligence_weight / 2,
        "undercover": (1 - p.counterintelligence_weight) / 2,
    }
    nothing = np.zeros_like(p.guard_weight)
    return np.stack([weights.get(name, nothing) for name in missions], axis=1)


def strength(first: Floats, second: Floats, weight: Floats, returns: Floats) -> Floats:
    """Weighted posted shares of two missions, in [0, 1]: surveillance or counterweight.

    >>> float(strength(1.0, 0.0, 0.7, 1.0))
    0.7
    """
    return weight * first**returns + (1 - weight) * second**returns


def substitute(built: Floats, counterweight: Floats, p: Coup) -> Floats:
    """Home-grown counterweight after one more day, in [0, ceiling]."""
    return built + (p.substitute_ceiling * (1 - counterweight) - built) / p.substitute_time


def effective(counterweight: Floats, built: Floats) -> Floats:
    """Cuban and home-grown counterweight together, in [0, 1].

    >>> float(effective(0.5, 0.5))
    0.75
    """
    return 1 - (1 - counterweight) * (1 - built)


def attempt_hazard(
    p: Coup,
    grievance: Floats,
    shock: Floats,
    newness: Floats,
    surveillance: Floats,
    exposed: Floats,
) -> Floats:
    """Coup attempts a year, shape (R,).

    `shock` decays from 1 at the strike; `newness` is the yearly growth of the substitute in [0, 1];
    `exposed` is one minus the effective counterweight under `deterrence: powell`, otherwise 0.
    """
    return p.calm_rate * np.exp(
        p.grievance_effect * grievance
        + p.shock_effect * shock
        + p.newness_effect * newness
        + p.surveillance_effect * (1 - surveillance)
        + p.counterweight_deters * exposed
    )


def success_probability(p: Coup, effective_counterweight: Floats) -> Floats:
    """Probability that an attempt succeeds, shape (R,)."""
    odds = p.success_without_counterweight / (1 - p.success_without_counterweight)
    odds = odds * np.exp(-p.counterweight_effect * effective_counterweight)
    return odds / (1 + odds)


def shock_since(days: int, memory: Floats) -> Floats:
    """What is left of a shock after some days, decaying from 1; shape (R,)."""
    return np.asarray(np.exp(-days / memory))
