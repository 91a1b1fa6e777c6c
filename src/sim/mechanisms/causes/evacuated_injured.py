"""Evacuated: injured in the strike and flown home first, as soon as fit to fly."""

from sim.core.distributions import uniform
from sim.core.quantity import Number, Parameters, uncertain
from sim.mechanisms.causes.base import Cause


class EvacuatedInjured(Parameters):
    """How long the injured wait."""

    healing: Number = uncertain(
        uniform(5, 20),
        "days",
        (0.1, 365),
        "events:2026-01-14-wounded-arrive-in-havana; assumption: most were fit within weeks",
        symbol="τ_inj",
    )
    """Mean time until an injured person is fit to fly."""


CAUSE = Cause(
    "evacuated_injured",
    "injured in the strike and flown home",
    "article:injured-returned",
    EvacuatedInjured,
)
