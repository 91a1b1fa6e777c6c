"""Expelled: first relieved of post by an order of Caracas, then made to leave the country."""

from sim.core.distributions import log_uniform
from sim.core.quantity import Number, Parameters, uncertain
from sim.mechanisms.causes.base import Cause


class Expelled(Parameters):
    """How an order of Caracas reaches its people."""

    after_relief: Number = uncertain(
        log_uniform(1 / 90, 1 / 7),
        "1/day",
        (0, 10),
        "priors:h-host-expel-light; assumption: a week to three months after relief",
        symbol="ε_rel",
    )
    """Rate at which a person relieved of post is made to leave the country."""
    security_relief: Number = uncertain(
        log_uniform(0.3, 3),
        "1",
        (0, 10),
        "priors:h-host-soft; assumption: half an order of magnitude either way",
    )
    """Multiplier on the relief rates of the postures for security missions and undercover staff."""
    civilian_relief: Number = uncertain(
        log_uniform(0.3, 3), "1", (0, 10), "priors:h-host-soft; assumption: as above"
    )
    """Multiplier on the relief rates of the postures for medical, sport and education missions."""


CAUSE = Cause(
    "expelled",
    "relieved of post on Caracas' order and made to leave",
    "article:who-orders-departures-contested",
    Expelled,
    by_order=True,
)
