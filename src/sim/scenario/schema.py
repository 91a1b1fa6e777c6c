"""The scenario: every choice and every assumption of a run, nothing drawn."""

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, ValidationInfo, create_model, model_validator

from sim.core.calendar import CalendarDate, backwards_fault, window_fault
from sim.core.contradictions import Contradiction, refuse
from sim.core.fields import Count, Flag, Key, Prose, Seed, Sha256
from sim.core.quantity import Number, Parameters, lever, with_defaults
from sim.mechanisms.airlift import AirBridge
from sim.mechanisms.alliance import Bargaining, Fears
from sim.mechanisms.bargains import Bargains
from sim.mechanisms.causes import CAUSES
from sim.mechanisms.choice import Choice
from sim.mechanisms.collapse import Collapse
from sim.mechanisms.coup import Coup
from sim.mechanisms.expectations import Expectations
from sim.mechanisms.grid import Grid
from sim.mechanisms.hardship import Hardship
from sim.mechanisms.levers import LEVERS, LeversAtStart, LeverSpeed
from sim.mechanisms.oil import CubanOil, Deterrence, Mexico, Others, Venezuela
from sim.mechanisms.orders import Orders
from sim.mechanisms.peers import Peers
from sim.mechanisms.reporting import Reporting
from sim.mechanisms.returns import Returns
from sim.mechanisms.stakes import Needs
from sim.mechanisms.survival import Survival
from sim.people.missions import Missions
from sim.postures import caracas, havana, washington
from sim.postures.base import Posture
from sim.postures.caracas import Caracas
from sim.postures.havana import Havana
from sim.postures.washington import Washington
from sim.scenario.claims import Claim
from sim.scenario.deals import ruled_out
from sim.scenario.draws_from import DrawsFrom
from sim.scenario.events import Event
from sim.scenario.facts import unexplained
from sim.scenario.switches import Switches
from sim.scenario.texts import Texts
from sim.scenario.validation import WRITTEN
from sim.scenario.weights import check_weights
from sim.scenario.windows import left_out

ARTICLE_DATE = date(2026, 2, 21)


class Window(Parameters):
    """The days that are simulated, first and last included."""

    start: CalendarDate = Field(date(2025, 12, 1), description="First day.")
    end: CalendarDate = Field(date(2026, 12, 31), description="Last day.")

    @property
    def n_days(self) -> int:
        """Days simulated."""
        return (self.end - self.start).days + 1

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        fault = window_fault(self.start, self.end)
        refuse([Contradiction(("end",), fault, other=("start",))] if fault else [])
        return self


def _forwards[Spell: "Pin | Scripted"](spell: Spell) -> Spell:
    fault = backwards_fault(spell.start, spell.until, "start")
    refuse([Contradiction((), fault)] if fault else [])
    return spell


class Pin(Parameters):
    """A lever held at one level whatever Washington's posture is."""

    level: Number = lever(..., "1", (0, 1), "assumption: the scenario's choice")
    """Level at which the lever is held, after drifting there."""
    start: CalendarDate = Field(
        date(1900, 1, 1), description="First day; default: from the beginning."
    )
    until: CalendarDate = Field(date(2200, 12, 31), description="Last day; default: to the end.")
    _ordered = model_validator(mode="after")(_forwards)

    @property
    def told(self) -> str:
        """Its level in words: a number, or what it is drawn from."""
        level: object = self.level
        return f"{level:g}" if isinstance(level, int | float) else str(level)


class Scripted(Parameters):
    """A posture fixed by date; which ones there are, each actor's menu says."""

    start: CalendarDate = Field(description="First day.")
    until: CalendarDate = Field(date(2200, 12, 31), description="Last day; default: to the end.")
    posture: str = Field(description="A posture of the actor's menu.")
    _ordered = model_validator(mode="after")(_forwards)


def _menu(name: str, menu: dict[str, Any]) -> Any:  # noqa: ANN401 - a class made at run time
    fields: dict[str, Any] = {}
    for posture, record in menu.items():
        group = with_defaults(record, record.source)
        fields[posture] = (group, Field(group.usual(), description=record.meaning))
    return create_model(f"{name}Menu", __base__=Parameters, **fields)


def _scripted(name: str, menu: dict[str, Posture]) -> Any:  # noqa: ANN401 - likewise
    told = "; ".join(f"{posture}: {record.meaning}" for posture, record in menu.items())
    literal: Any = Literal
    words = literal[tuple(menu)]
    return create_model(
        f"{name}Scripted", __base__=Scripted, posture=(words, Field(description=told))
    )


if TYPE_CHECKING:

    class Composed(Parameters):
        """A group made of the parts that exist; its fields are known at run time only."""

        def __getattr__(self, name: str) -> Any: ...  # noqa: ANN401

    class WashingtonMenu(Composed):
        """Postures of Washington."""

    class CaracasMenu(Composed):
        """Postures of Caracas."""

    class HavanaMenu(Composed):
        """Postures of Havana."""

    class WashingtonScripted(Scripted):
        """A posture of Washington fixed by date."""

    class CaracasScripted(Scripted):
        """A posture of Caracas fixed by date."""

    class HavanaScripted(Scripted):
        """A posture of Havana fixed by date."""

    class Causes(Composed):
        """Causes of departure that have parameters."""

    class Levers(Composed):
        """Levers of Washington."""

else:
    # Composed from the parts: the schema never lists postures, causes or levers itself.
    WashingtonMenu = _menu("Washington", dict(washington.MENU))
    CaracasMenu = _menu("Caracas", dict(caracas.MENU))
    HavanaMenu = _menu("Havana", dict(havana.MENU))
    WashingtonScripted = _scripted("Washington", dict(washington.MENU))
    CaracasScripted = _scripted("Caracas", dict(caracas.MENU))
    HavanaScripted = _scripted("Havana", dict(havana.MENU))
    Causes = create_model(
        "Causes",
        __base__=Parameters,
        __doc__="Causes of departure that have parameters.",
        **{
            cause.name: (
                cause.parameters,
                Field(default_factory=cause.parameters.usual, description=cause.meaning),
            )
            for cause in CAUSES
            if cause.parameters is not Parameters
        },
    )
    Levers = create_model(
        "Levers",
        __base__=Parameters,
        __doc__="Levers of Washington, each of which can be held at one level.",
        **{
            name: (Pin | None, Field(None, description=f"Hold {name} at one level."))
            for name in LEVERS
        },
    )


SCRIPT = "Postures fixed by date; it chooses by itself in between."
MENU = "What each posture means, and its effects."


class Actor(Parameters):
    """One government: what it must do by date, and what its postures mean."""

    script: tuple[Scripted, ...] = ()
    menu: Parameters

    def postures(self) -> dict[str, Posture]:
        """The menu as a mapping, in its order."""
        return {name: getattr(self.menu, name) for name in type(self.menu).model_fields}


class WashingtonActor(Actor):
    """Washington."""

    script: tuple[WashingtonScripted, ...] = Field((), description=SCRIPT)
    menu: WashingtonMenu = Field(default_factory=WashingtonMenu.usual, description=MENU)


class CaracasActor(Actor):
    """Caracas."""

    script: tuple[CaracasScripted, ...] = Field((), description=SCRIPT)
    menu: CaracasMenu = Field(default_factory=CaracasMenu.usual, description=MENU)


class HavanaActor(Actor):
    """Havana."""

    script: tuple[HavanaScripted, ...] = Field((), description=SCRIPT)
    menu: HavanaMenu = Field(default_factory=HavanaMenu.usual, description=MENU)


class Actors(Parameters):
    """The three governments."""

    washington: WashingtonActor = Field(default_factory=WashingtonActor.usual)
    caracas: CaracasActor = Field(default_factory=CaracasActor.usual)
    havana: HavanaActor = Field(default_factory=HavanaActor.usual)


class Suppliers(Parameters):
    """Where Cuba's imported oil comes from."""

    venezuela: Venezuela = Field(default_factory=Venezuela.usual)
    mexico: Mexico = Field(default_factory=Mexico.usual)
    others: Others = Field(default_factory=Others.usual)


class Oil(Parameters):
    """Oil for Cuba."""

    cuba: CubanOil = Field(default_factory=CubanOil.usual)
    suppliers: Suppliers = Field(default_factory=Suppliers.usual)
    deterrence: Deterrence = Field(default_factory=Deterrence.usual)


class Assumptions(Parameters):
    """What nobody knows: one group for each mechanism and each actor's aims."""

    choice: Choice = Field(default_factory=Choice.usual)
    expectations: Expectations = Field(default_factory=Expectations.usual)
    levers_at_start: LeversAtStart = Field(default_factory=LeversAtStart.usual)
    lever_speed: LeverSpeed = Field(default_factory=LeverSpeed.usual)
    bargaining: Bargaining = Field(default_factory=Bargaining.usual)
    bargains: Bargains = Field(default_factory=Bargains.usual)
    fears: Fears = Field(default_factory=Fears.usual)
    needs: Needs = Field(default_factory=Needs.usual)
    washington: Washington = Field(default_factory=Washington.usual)
    caracas: Caracas = Field(default_factory=Caracas.usual)
    havana: Havana = Field(default_factory=Havana.usual)
    orders: Orders = Field(default_factory=Orders.usual)
    causes: Causes = Field(default_factory=Causes.usual)
    returns: Returns = Field(default_factory=Returns.usual)
    peers: Peers = Field(default_factory=Peers.usual)
    grid: Grid = Field(default_factory=Grid.usual)
    hardship: Hardship = Field(default_factory=Hardship.usual)
    collapse: Collapse = Field(default_factory=Collapse.usual)
    coup: Coup = Field(default_factory=Coup.usual)
    survival: Survival = Field(default_factory=Survival.usual)
    reporting: Reporting = Field(default_factory=Reporting.usual)


check_weights(Assumptions)


class Record(Parameters):
    """What is written besides the results that every run leaves."""

    persons: Flag = Field(
        False, description="Every person's history, a table for each run (persons/*.csv)."
    )


class Scenario(Texts):
    """Everything a run needs to know, with defaults for all that a scenario file leaves out."""

    claims: tuple[Claim, ...] = Field((), description="What the author expects against the parent.")
    extends: str = Field("", description="Scenario file of the same folder to start from.")
    reasons: dict[str, Prose] = Field(
        {},
        description="Why a fact is changed, by its path (oil.cuba.demand) or the path of its group.",
    )
    window: Window = Field(default_factory=Window.usual)
    seed: Seed = Field(20260103, description="Seed of all random streams.")
    replicates: Count = Field(200, ge=1, le=10_000_000, description="Runs to make.")
    switches: Switches = Field(default_factory=Switches.usual)
    levers: Levers = Field(default_factory=Levers.usual)
    actors: Actors = Field(default_factory=Actors.usual)
    missions: Missions = Field(default_factory=Missions.usual)
    oil: Oil = Field(default_factory=Oil.usual)
    air: AirBridge = Field(default_factory=AirBridge.usual)
    events: dict[Key, Event] = Field({}, description="Dated events by name.")
    assumptions: Assumptions = Field(default_factory=Assumptions.usual)
    draws: DrawsFrom = Field(
        "prior", description="Where uncertain quantities are drawn from: prior, posterior, FILE.nc."
    )
    posterior_sha256: Sha256 = Field(
        "", description="Hash of the posterior that is meant; written by sim, empty for any."
    )
    record: Record = Field(default_factory=Record.usual)

    @model_validator(mode="after")
    def _events_in_window(self, seen: ValidationInfo) -> Self:
        refuse(list(left_out(self, (seen.context or {}).get(WRITTEN))))
        return self

    @model_validator(mode="after")
    def _deals_are_not_ruled_out(self) -> Self:
        refuse(list(ruled_out(self)))
        return self

    @model_validator(mode="after")
    def _facts_have_reasons(self, seen: ValidationInfo) -> Self:
        written = (seen.context or {}).get(WRITTEN)
        if written is not None:  # otherwise it comes from no file
            refuse(list(unexplained(self, written)))
        return self
