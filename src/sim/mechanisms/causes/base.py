"""What a cause of departure is made of; each cause is one file beside this one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.core.quantity import Floats, Parameters


@dataclass(frozen=True, slots=True)
class Signals:
    """What the postures do to the people, read by every hazard; R replicates, M missions.

    Hazards read signals, never postures, so actors and causes can vary independently.
    """

    relief: Floats  # (R, M) order of Caracas in force: removal from post, 1/day
    recall: Floats  # (R, M) order of Havana in force: call home, 1/day
    insecurity: Floats  # (R,) in [0, 1]: how unsafe it feels to stay
    forced_return: Floats  # (R,) in [0, 1]: perceived risk of being sent back to Cuba
    hardship: Floats  # (R,) in [0, 1]: hardship at home
    own_choice: Floats  # (R, M) multiplier on leaving of one's own will


@dataclass(frozen=True, slots=True)
class Cause:
    """A named reason to leave; `rate` gives its hazard (R, M) in 1/day, or None when scheduled.

    Attributes
    ----------
    parameters
        Declared quantities of this cause; may have fields `frailty` (variance of gamma frailty) and
        `peers` (strength of the peer effect in the contingent), which the clocks read by these names.
    by_order
        Whether a government orders it: persons who stay behind do not follow.
    overland
        Leaves without a seat on an aircraft.
    replaced
        A rotated person's post can be filled again, so the clock repeats.
    border_factor
        Field of `parameters` that multiplies the hazard in border states, or "".
    """

    name: str
    meaning: str
    source: str
    parameters: type[Parameters] = Parameters
    rate: Callable[[Any, Signals], Floats] | None = None
    by_order: bool = False
    overland: bool = False
    replaced: bool = False
    border_factor: str = ""

    def hazard(self, parameters: Any, signals: Signals) -> Floats:  # noqa: ANN401 - its own class
        """Hazard (R, M) in 1/day of a cause that has a rate."""
        if self.rate is None:
            raise TypeError(f"{self.name} is scheduled, it has no rate")
        return self.rate(parameters, signals)
