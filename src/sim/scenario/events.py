"""Dated events: what happened (with a source) and what a scenario invents (without one)."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from sim.core.calendar import CalendarDate, backwards_fault
from sim.core.contradictions import Contradiction, refuse
from sim.core.distributions import uniform
from sim.core.errors import BadValueError
from sim.core.fields import Flag, Label, fault_of
from sim.core.quantity import Number, Parameters, fact, uncertain
from sim.evidence.sources import parse_source
from sim.mechanisms.oil import SupplierName

KIND = "What happens; the kinds have different keys."


def _cited(source: str) -> str:
    try:
        return source if not source or parse_source(source) else ""
    except BadValueError as error:
        raise fault_of("source", error) from None


Source = Annotated[str, AfterValidator(_cited)]


class _Event(Parameters):
    date: CalendarDate = Field(description="Day on which it happens, or begins.")
    happens: Flag = Field(True, description="false takes an inherited event out of the scenario.")
    source: Source = Field("", description="Fact id; empty when the scenario invents the event.")
    label: Label = Field("", description="Text for figures; empty means a standard text.")

    @property
    def name(self) -> str:
        """What the event is called in figures and the event log."""
        return self.label or str(getattr(self, "kind", "")).replace("_", " ")


class _Spell(_Event):
    until: CalendarDate = Field(description="Last day on which it holds.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        fault = backwards_fault(self.date, self.until, "date")
        refuse([Contradiction((), fault)] if fault else [])
        return self


class Strike(_Event):
    """The US strike: people of guard and military are killed and injured; an interim government follows."""

    kind: Literal["strike"] = Field(description=KIND)
    killed: Number = fact(
        32, "persons", (0, 10_000), "personnel:2026-01-03-military-killed", whole=True
    )
    """Killed, all of them guard or military advisers."""
    injured: Number = uncertain(
        uniform(8, 71),
        "persons",
        (0, 10_000),
        "personnel:2026-01-03-military-wounded; personnel:2026-01-14-military-wounded-returned",
        whole=True,
    )
    """Injured, all of them guard or military advisers."""


class BlockadeBegins(_Event):
    """From this day on Washington's posture sets the level of an oil blockade."""

    kind: Literal["blockade_begins"] = Field(description=KIND)
    suppliers: tuple[SupplierName, ...] = Field(
        ("venezuela", "mexico", "others"), min_length=1, description="Whose cargoes it stops."
    )


class ExportsControlled(_Event):
    """From this day on Venezuelan cargoes for Cuba need Washington's consent."""

    kind: Literal["exports_controlled"] = Field(description=KIND)


class AirspaceClosed(_Spell):
    """No flights to Cuba."""

    kind: Literal["airspace_closed"] = Field(description=KIND)


class JetFuelGone(_Spell):
    """Cuba has no jet fuel; matters under the switch `jet_fuel_limits_seats`."""

    kind: Literal["jet_fuel_gone"] = Field(description=KIND)


class SupplierStops(_Spell):
    """A supplier sends nothing of its own decision."""

    kind: Literal["supplier_stops"] = Field(description=KIND)
    supplier: SupplierName = Field(description="Which supplier.")


class CoupAttempt(_Event):
    """An attempt at a coup in Caracas; whether it succeeds is left to the model."""

    kind: Literal["coup_attempt"] = Field(description=KIND)


type Event = Annotated[
    Strike
    | BlockadeBegins
    | ExportsControlled
    | AirspaceClosed
    | JetFuelGone
    | SupplierStops
    | CoupAttempt,
    Field(discriminator="kind"),
]
