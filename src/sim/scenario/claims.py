"""Claims: what the author of a scenario expects compared with another one, checked by a test."""

from typing import Literal

from pydantic import Field

from sim.core.calendar import CalendarDate
from sim.core.quantity import Parameters


class Claim(Parameters):
    """One expectation about the mean over paired runs."""

    observable: str = Field(description="Name of an observable or outcome.")
    of: str = Field("", description="One entry of its axis (a mission, say); empty adds up all.")
    on: CalendarDate | None = Field(None, description="Day to compare; empty means the last day.")
    expect: Literal["lower", "higher", "same"] = Field(description="Compared with `than`.")
    than: str = Field(description="Scenario file of the same folder to compare with.")
