"""What somebody without the model would say: a chance, a rate, or a line; every number with its source."""

from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from sim.core.contradictions import Contradiction, refuse
from sim.core.errors import BadValueError
from sim.core.fields import Prose, Share
from sim.core.quantity import Floats, Parameters
from sim.evidence.sources import parse_source
from sim.methods.scores.doubt import spread

LARGEST = 1e15  # beyond it lines and sums of squares stop being numbers
Real = Annotated[float, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
"""A number of a sensible size in the unit of its question."""

N_PATHS = 101  # lines that stand for the spread of a baseline; odd, so that one is its middle


def source_fault(text: str) -> str:
    """What is wrong with a source string, or an empty text."""
    try:
        parse_source(text)
    except BadValueError as error:
        return str(error)
    return ""


class Baseline(Parameters):
    """A simple forecast: one of `probability`, `per_year` and `value`."""

    probability: Share | None = Field(None, description="Probability of yes.")
    per_year: Real | None = Field(None, ge=0, le=1000, description="Events a year, at any time.")
    value: Real | None = Field(None, description="What the series is a day, on the last known one.")
    low: Real | None = Field(
        None, description="Lowest; half of the chances lie from it to `value`."
    )
    high: Real | None = Field(None, description="Highest; the other half lie from `value` to it.")
    per_day: Real = Field(0.0, description="What every further day adds to `value`.")
    per_day_low: Real | None = Field(None, description="Lowest of `per_day`.")
    per_day_high: Real | None = Field(None, description="Highest of `per_day`.")
    share_per_day: Share | None = Field(
        None,
        description="Share of what is left that every further day takes, instead of `per_day`.",
    )
    source: Prose = Field(description="Where the numbers stand in print, or `assumption: why`.")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        said = [
            name for name in ("probability", "per_year", "value") if getattr(self, name) is not None
        ]
        found = []
        if len(said) != 1:
            told = f"has {' and '.join(said)}" if said else "has none"
            rule = f"needs one of probability, per_year and value, {told}"
            found.append(Contradiction((), rule))
        for name in ("value", "per_day"):
            found += self._around(name)
        slopes = (self.per_day_low, self.per_day_high)
        if self.share_per_day is not None and (self.per_day or slopes != (None, None)):
            rule = "a day takes a share of what is left or adds a number, not both"
            found.append(Contradiction(("share_per_day",), rule))
        fault = source_fault(self.source)
        found += [Contradiction(("source",), fault)] if fault else []
        refuse(found)
        return self

    def _around(self, name: str) -> list[Contradiction]:
        """What is wrong with the spread of `value` or `per_day`."""
        low, high = ("low", "high") if name == "value" else (f"{name}_low", f"{name}_high")
        middle, lowest, highest = (getattr(self, each) for each in (name, low, high))
        if self.value is None:
            given = [each for each in (low, high) if getattr(self, each) is not None]
            given += [name] if name == "per_day" and middle else []
            given += ["share_per_day"] if name == "per_day" and self.share_per_day else []
            return [Contradiction((each,), "means nothing without value") for each in given]
        found = []
        if lowest is not None and lowest > middle:
            found.append(Contradiction((low,), f"must be at most {name} ({middle:g})"))
        if highest is not None and highest < middle:
            found.append(Contradiction((high,), f"must be at least {name} ({middle:g})"))
        return found

    @property
    def is_spread(self) -> bool:
        """Whether there is a range around the value or around what every day adds to it."""
        ends = (
            (self.low, self.value, self.high),
            (self.per_day_low, self.per_day, self.per_day_high),
        )
        return any(each not in {None, middle} for low, middle, high in ends for each in (low, high))

    def paths(self, days: Floats, least: float | None, most: float | None) -> Floats:
        """Lines that stand for the baseline, shape (paths, days); `days` count from the last known."""
        at = spread(self.value or 0.0, self.low, self.high, N_PATHS)
        slope = spread(self.per_day, self.per_day_low, self.per_day_high, N_PATHS)
        left = np.exp(-(self.share_per_day or 0.0) * days)
        return np.asarray(np.clip(at[:, None] * left + slope[:, None] * days, least, most))
