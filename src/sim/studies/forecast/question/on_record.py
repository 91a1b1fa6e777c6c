"""What was ever counted: beyond it an answer is more likely a slip, such as another unit, than the truth."""

from typing import Self

from pydantic import Field, model_validator

from sim.core.contradictions import Contradiction, refuse
from sim.core.fields import Name, Prose
from sim.core.quantity import Parameters
from sim.studies.forecast.question.baseline import Real, source_fault


class OnRecord(Parameters):
    """The highest or the lowest number that anybody counted, in the unit of its question."""

    value: Real = Field(description="The number.")
    what: Name = Field(description="What it is, such as `the largest month on record`.")
    source: Prose = Field(description="Where it stands in print, or `assumption: why`.")

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        fault = source_fault(self.source)
        refuse([Contradiction(("source",), fault)] if fault else [])
        return self
