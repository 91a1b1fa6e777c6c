"""A small scenario schema with the fields that the catalogue of bad inputs speaks of."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.core.calendar import CalendarDate, outside_fault, window_fault
from sim.core.contradictions import Contradiction, refuse
from sim.core.errors import did_you_mean
from sim.core.fields import Count, Flag, Name, Prose, Seed, Share
from sim.core.quantity import Number, Parameters, fact, lever

ACTORS = ("washington", "caracas", "havana")


class Horizon(Parameters):
    start: CalendarDate
    end: CalendarDate

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        fault = window_fault(self.start, self.end)
        refuse([Contradiction(("end",), fault)] if fault else [])
        return self


class Contingent(Parameters):
    name: Name
    headcount: Count = Field(100, ge=0, le=100_000)
    exit_rate: Share = 0.0
    posture: Literal["embrace", "hedge", "drawdown", "rupture"] = "hedge"


class Strike(Parameters):
    kind: Literal["strike"]
    date: CalendarDate
    actor: Name = "washington"


class Closure(Parameters):
    kind: Literal["closure"]
    date: CalendarDate
    until: CalendarDate

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        text = f"until ({self.until}) is before date ({self.date})"
        refuse([Contradiction((), text)] if self.until < self.date else [])
        return self


Event = Annotated[Strike | Closure, Field(discriminator="kind")]


class Assumptions(Parameters):
    costly_rhetoric: Flag = True
    voyage_days: Number = fact(12, "days", (1, 60), "assumption: test")
    share: Number = fact(0.5, "1", (0, 1), "assumption: test")
    mission_weights: dict[str, Share] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _weights_add_up(self) -> Self:
        total = sum(self.mission_weights.values())
        text = f"must add up to 1, add up to {total:g}"
        wrong = self.mission_weights and abs(total - 1) > 1e-9
        refuse([Contradiction(("mission_weights",), text)] if wrong else [])
        return self


class Levers(Parameters):
    seats_per_day: Number = lever(100, "persons/day", (0, 500), "assumption: test", whole=True)


class Posture(Parameters):
    posture: Literal["embrace", "hedge", "drawdown", "rupture"] = "hedge"


class Actors(Parameters):
    caracas: Posture = Field(default_factory=Posture)


class StandIn(Parameters):
    name: Name
    description: Prose = "nothing"
    extends: str | None = None
    horizon: Horizon
    seed: Seed = 1
    replicates: Count = Field(10, ge=1, le=100_000)
    contingents: tuple[Contingent, ...] = Field((), min_length=1, max_length=50)
    actors: Actors = Field(default_factory=Actors)
    events: tuple[Event, ...] = ()
    assumptions: Assumptions = Field(default_factory=Assumptions)
    levers: Levers = Field(default_factory=Levers)

    @model_validator(mode="after")
    def _names_and_dates_fit(self) -> Self:
        found = []
        first: dict[str, int] = {}
        for position, contingent in enumerate(self.contingents):
            other = first.setdefault(contingent.name.strip().casefold(), position)
            if other != position:
                text = f"'{contingent.name}' is already used on {{other}}"
                at = ("contingents", position, "name")
                found.append(Contradiction(at, text, other=("contingents", other, "name")))
        for position, event in enumerate(self.events):
            fault = outside_fault(event.date, self.horizon.start, self.horizon.end, "horizon")
            if fault:
                found.append(Contradiction(("events", position, "date"), fault))
            if isinstance(event, Strike) and event.actor not in ACTORS:
                text = f"no actor is named '{event.actor}'{did_you_mean(event.actor, ACTORS)}"
                found.append(Contradiction(("events", position, "actor"), text))
        refuse(found)
        return self
