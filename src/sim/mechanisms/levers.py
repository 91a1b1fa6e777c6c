r"""The five levers of Washington, each in [0, 1], moving towards the target of its posture.

.. math:: x \leftarrow x + \alpha (x^* - x)
"""

from sim.core.distributions import uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain

LEVERS = ("pressure", "inducement", "blockade", "demand", "talks")


class LeverSpeed(Parameters):
    """How fast Washington's levers follow its posture."""

    pressure: Number = uncertain(
        uniform(0.05, 0.3), unit="1/day", low=0, high=1, symbol="α_P", source="assumption: days to weeks"
    )
    """Speed of pressure on Caracas."""
    inducement: Number = uncertain(
        uniform(0.05, 0.3), unit="1/day", low=0, high=1, symbol="α_R", source="assumption: days to weeks"
    )
    """Speed of inducements to Caracas."""
    blockade: Number = uncertain(
        uniform(0.05, 0.3), unit="1/day", low=0, high=1, symbol="α_B", source="assumption: ships take days"
    )
    """Speed of the oil blockade."""
    demand: Number = uncertain(
        uniform(0.05, 0.3), unit="1/day", low=0, high=1, symbol="α_D", source="assumption: days to weeks"
    )
    """Speed of the demand on Havana."""
    talks: Number = uncertain(
        uniform(0.05, 0.3), unit="1/day", low=0, high=1, symbol="α_T", source="assumption: days to weeks"
    )
    """Speed of talks with Havana."""


def drift(level: Floats, target: Floats, speed: Floats) -> Floats:
    """Level after one more day, same shape.

    >>> drift(0.0, 1.0, 0.25)
    0.25
    """
    return level + speed * (target - level)
