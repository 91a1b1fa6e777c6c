"""A sweep: levers (or any settings) that take several values, written in YAML beside the scenarios."""

from math import prod
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from sim.core.contradictions import Contradiction, refuse
from sim.core.fields import Count, Name, Prose, Slug, fault
from sim.core.quantity import Parameters
from sim.core.wording import shown
from sim.scenario.tree import Plain

MOST_POINTS = 10_000
MOST_RUNS = 100_000


def _scalar(raw: object) -> Plain:
    if isinstance(raw, bool | int | float | str):
        return raw
    kind = "nothing" if raw is None else "a mapping" if isinstance(raw, dict) else "a list"
    raise fault("number", f"must be a single value, is {kind}")


def _number(raw: object) -> float:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    raise fault("number", f"must be a number, is {shown(raw)}")


Value = Annotated[bool | int | float | str, BeforeValidator(_scalar)]
Bound = Annotated[float, BeforeValidator(_number)]


class SweptLever(Parameters):
    """One setting and the values it takes: listed, or spread evenly between two numbers."""

    path: str = Field(description="Dotted path of the setting, as for `--set`.")
    label: Name = Field("none given", description="What figures call it; default: its path.")
    values: tuple[Value, ...] | None = Field(
        None, min_length=1, description="The values, one by one."
    )
    low: Bound | None = Field(None, description="Smallest value, instead of a list.")
    high: Bound | None = Field(None, description="Largest value, instead of a list.")
    steps: Count = Field(5, ge=2, le=1000, description="Values from low to high, in a grid.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ends = (self.low is not None) + (self.high is not None)
        if (self.values is None) == (ends == 0) or ends == 1:
            refuse([Contradiction((), "give either values, or low and high")])
        if self.low is not None and self.high is not None and self.low >= self.high:
            refuse(
                [Contradiction(("high",), f"must be above low ({self.low:g}), is {self.high:g}")]
            )
        if self.values is not None and len(set(map(repr, self.values))) < len(self.values):
            refuse([Contradiction(("values",), "has the same value twice")])
        return self

    def grid(self) -> tuple[Plain, ...]:
        """The values in a grid."""
        if self.values is not None:
            return self.values
        low, high = self.low or 0.0, self.high or 0.0
        return tuple(
            round(low + (high - low) * step / (self.steps - 1), 12) for step in range(self.steps)
        )


class Sweep(Parameters):
    """All points of a sweep, and what is shown of them."""

    name: Slug = Field(description="Short name, used for the result folder.")
    title: Name = Field(description="One line for figures.")
    description: Prose = Field("none given", description="What is asked, in plain words.")
    scenario: str = Field(description="Scenario file to start from, relative to this file.")
    design: Literal["grid", "latin_hypercube"] = Field(
        "grid", description="All combinations, or points spread over the ranges (low to high)."
    )
    points: Count = Field(50, ge=2, le=MOST_POINTS, description="Points of a Latin hypercube.")
    replicates: Count = Field(40, ge=1, le=10_000, description="Runs at each point.")
    levers: dict[Slug, SweptLever] = Field(min_length=1, description="Settings by a short name.")
    set: dict[str, Value] = Field(
        {}, description="Settings of the scenario at all points, by path."
    )
    show: tuple[str, ...] = Field(
        ("present", "rupture", "oil_delivered"),
        min_length=1,
        description="Observables (on the last day) and outcomes that figures show.",
    )

    @property
    def n_points(self) -> int:
        """Points of the design."""
        if self.design == "latin_hypercube":
            return self.points
        return prod(
            len(lever.values) if lever.values is not None else lever.steps
            for lever in self.levers.values()
        )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        faults = []
        if self.n_points > MOST_POINTS:
            text = f"{self.n_points} combinations, at most {MOST_POINTS}"
            faults.append(Contradiction(("levers",), text))
        elif self.n_points * self.replicates > MOST_RUNS:
            text = f"{self.n_points} points with {self.replicates} runs each are too many, at most {MOST_RUNS} runs"
            faults.append(Contradiction(("replicates",), text))
        if self.design == "latin_hypercube":
            faults += [
                Contradiction(("levers", name), "a Latin hypercube needs low and high, not values")
                for name, lever in self.levers.items()
                if lever.values is not None
            ]
        paths = [lever.path for lever in self.levers.values()]
        faults += [
            Contradiction(("levers", name, "path"), "is swept twice")
            for position, (name, lever) in enumerate(self.levers.items())
            if lever.path in paths[:position]
        ]
        refuse(faults)
        return self
