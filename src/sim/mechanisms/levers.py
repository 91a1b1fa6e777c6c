r"""The six levers of Washington, each in [0, 1], moving towards the target of its posture.

.. math:: x \leftarrow x + \alpha (x^* - x)
"""

from sim.core.distributions import uniform
from sim.core.quantity import Floats, Number, Parameters, uncertain

LEVERS = ("pressure", "inducement", "blockade", "demand", "talks", "consent")


class LeverSpeed(Parameters):
    """How fast Washington's levers follow its posture."""

    pressure: Number = uncertain(
        uniform(0.05, 0.3), "1/day", (0, 1), "assumption: days to weeks", symbol="α_P"
    )
    """Speed of pressure on Caracas."""
    inducement: Number = uncertain(
        uniform(0.05, 0.3), "1/day", (0, 1), "assumption: days to weeks", symbol="α_R"
    )
    """Speed of inducements to Caracas."""
    blockade: Number = uncertain(
        uniform(0.05, 0.3), "1/day", (0, 1), "assumption: ships take days", symbol="α_B"
    )
    """Speed of the oil blockade."""
    demand: Number = uncertain(
        uniform(0.05, 0.3), "1/day", (0, 1), "assumption: days to weeks", symbol="α_D"
    )
    """Speed of the demand on Havana."""
    talks: Number = uncertain(
        uniform(0.05, 0.3), "1/day", (0, 1), "assumption: days to weeks", symbol="α_T"
    )
    """Speed of talks with Havana."""
    consent: Number = uncertain(
        uniform(0.2, 1),
        "1/day",
        (0, 1),
        "assumption: licences are given or refused cargo by cargo",
        symbol="α_K",
    )
    """Speed of consent to Venezuelan oil for Cuba."""


class LeversAtStart(Parameters):
    """Where the levers stand on the first day; neither blockade nor control of exports is in force."""

    pressure: Number = uncertain(
        uniform(0.4, 0.8), "1", (0, 1), "events:2025-11-16-carrier-group-arrives"
    )
    """Pressure on Caracas."""
    inducement: Number = uncertain(
        uniform(0, 0.2), "1", (0, 1), "assumption: nothing was on offer to Maduro"
    )
    """Inducement to Caracas."""
    blockade: Number = uncertain(0.0, "1", (0, 1), "events:2025-12-16-blockade-declared")
    """Oil blockade."""
    demand: Number = uncertain(
        uniform(0.4, 0.8), "1", (0, 1), "article:topple-havana; assumption: level"
    )
    """Maximality of the demand on Havana."""
    talks: Number = uncertain(
        uniform(0, 0.2), "1", (0, 1), "assumption: talks became known in January"
    )
    """Talks with Havana."""
    consent: Number = uncertain(
        1.0,
        "1",
        (0, 1),
        "events:2026-01-12-crude-exports-resume; assumption: nobody had to ask before",
    )
    """Consent to Venezuelan oil for Cuba."""


def drift(level: Floats, target: Floats, speed: Floats) -> Floats:
    """Level after one more day, same shape.

    >>> drift(0.0, 1.0, 0.25)
    0.25
    """
    return level + speed * (target - level)
