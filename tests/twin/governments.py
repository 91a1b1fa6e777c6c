"""The three governments, scalar: a posture is a record of the menu, a choice is a logit draw."""

from datetime import date
from math import floor
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from twin import equations
from twin.names import CIVILIAN, DAYS_IN_YEAR, LEVERS

if TYPE_CHECKING:
    from twin.model import PlainTwin


class Government(mesa.Agent):  # type: ignore[misc] # mesa has no types
    """It follows its script, and otherwise chooses the better posture more often.

    `history` holds the posture of every day so far; `bound` says that it no longer changes.
    """

    name = ""
    at_first = ""
    model: "PlainTwin"

    def __init__(self, model: "PlainTwin", choices: Any) -> None:  # noqa: ANN401 - made at run time
        super().__init__(model)
        self.menu = choices.postures()
        self.script = choices.script
        self.posture = self.at_first
        self.history: list[str] = []
        self.bound = False

    @property
    def held(self) -> Any:  # noqa: ANN401 - a record of the menu
        """The record of the posture held now."""
        return self.menu[self.posture]

    def scripted(self, today: date) -> str | None:
        """Posture that the script fixes; the last entry that covers the day counts."""
        fixed = [entry.posture for entry in self.script if entry.start <= today <= entry.until]
        return fixed[-1] if fixed else None

    def utility(self) -> list[float]:
        """Utility of every posture without inertia."""
        raise NotImplementedError

    def next_posture(self) -> str:
        """What the script says, or every so many days after the strike a draw from the logit."""
        model, choice = self.model, self.model.numbers.assumptions.choice
        fixed = self.scripted(model.today)
        if fixed is not None:
            return fixed
        free = model.strike_day is not None and model.day > model.strike_day
        if not free or model.day % choice.days_between:
            return self.posture
        names = list(self.menu)
        weighted = np.array(self.utility())
        weighted[names.index(self.posture)] += choice.inertia
        odds = np.exp(choice.precision * (weighted - weighted.max()))
        return str(model.rng.choice(names, p=odds / odds.sum()))

    def take(self, posture: str) -> None:
        """Hold a posture from today on, unless bound."""
        if not self.bound:
            self.posture = posture
        self.history.append(self.posture)

    def posture_before(self, delay: float) -> str:
        """Posture held `delay` days ago, before the window the first one."""
        then = self.model.day - floor(delay + 0.5)
        return self.history[then] if then >= 0 else self.at_first

    def fall(self) -> None:
        """A successor takes over and keeps the posture that it starts with."""
        weights = [record.successor for record in self.menu.values()]
        self.posture = self.model.random.choices(list(self.menu), weights)[0]
        self.bound = True


class Washington(Government):
    """The power that presses, by five levers."""

    name = "washington"
    at_first = "coerce"

    def __init__(self, model: "PlainTwin") -> None:
        super().__init__(model, model.scenario_file.actors.washington)
        start = model.numbers.assumptions.levers_at_start
        self.levers = {lever: getattr(start, lever) for lever in LEVERS}
        self.blockade_in_force = False
        self.deal = False

    def target(self, lever: str) -> float:
        """Level a lever heads for: its pin, or the posture; no blockade before its day or after a deal."""
        if lever == "blockade" and (self.deal or not self.blockade_in_force):
            return 0.0
        pin = getattr(self.model.scenario_file.levers, lever)
        if pin is not None and pin.start <= self.model.today <= pin.until:
            return float(pin.level)
        return float(getattr(self.held, lever))

    def move_levers(self) -> None:
        """Every lever takes a step."""
        speed = self.model.numbers.assumptions.lever_speed
        for lever in LEVERS:
            self.levers[lever] += getattr(speed, lever) * (self.target(lever) - self.levers[lever])

    def seen(self, lever: str) -> float:
        """What the others act on: today's level, or its target if Washington moves first."""
        first = self.model.switches.move_order == "washington_first"
        return self.target(lever) if first else self.levers[lever]

    def utility(self) -> list[float]:
        """Utility of every posture without inertia."""
        model = self.model
        return equations.washington_wants(
            self.menu,
            model.numbers.assumptions.washington,
            compliance=model.caracas.held.compliance,
            concession=model.havana.held.concession,
            hardship=model.havana.hardship,
        )

    def at_table(self) -> bool:
        """Whether Washington is ready for a deal with Havana."""
        return self.posture in {"deal_track", "accommodate"}


class Caracas(Government):
    """The host and what keeps it in power."""

    name = "caracas"
    at_first = "embrace"
    expected: float
    hold: float
    loyalty: float
    surveillance: float
    counterweight: float
    substitute: float
    coup_hazard: float
    coup_success: float

    def __init__(self, model: "PlainTwin") -> None:
        super().__init__(model, model.scenario_file.actors.caracas)
        self.expected = model.washington.levers["pressure"]
        self.volatility = 0.0
        self.hold, self.loyalty = 1.0, 1.0
        self.surveillance, self.counterweight = 1.0, 1.0
        self.substitute, self.newness = 0.0, 0.0
        self.coup_hazard, self.coup_success = 0.0, 0.0

    def form_expectations(self) -> None:
        """Learn from the pressure."""
        learning = self.model.numbers.assumptions.expectations.learning
        surprise = self.model.washington.levers["pressure"] - self.expected
        self.expected += learning * surprise
        self.volatility += learning * (surprise**2 - self.volatility)

    def utility(self) -> list[float]:
        """Utility of every posture without inertia."""
        model, numbers = self.model, self.model.numbers.assumptions
        bargaining, pressure = numbers.bargaining, model.washington.seen("pressure")
        expected = self.expected
        if model.switches.move_order == "washington_first":
            expected += numbers.expectations.learning * (pressure - expected)
        sees = equations.CaracasSees(
            expected=expected,
            surprise=self.volatility**0.5,
            inducement=model.washington.seen("inducement"),
            assured=equations.assurance(pressure, bargaining),
            hold=self.hold,
            words=self.held.solidarity,
            weight=bargaining.concession_pull * (1 - bargaining.conflict_caracas),
        )
        return equations.caracas_wants(self.menu, numbers.caracas, sees, model.switches)

    def relief(self, mission: str) -> float:
        """Relief order in force for a mission, 1/day."""
        decided = self.menu[
            self.posture_before(self.model.numbers.assumptions.orders.delay_caracas)
        ]
        causes = self.model.numbers.assumptions.causes.expelled
        civilian = mission in CIVILIAN
        scale = causes.civilian_relief if civilian else causes.security_relief
        return float(getattr(decided.relief, mission) * scale)

    def settle_power(self) -> None:
        """Coup-proofing follows who is posted, loyalty follows rents."""
        model, p = self.model, self.model.numbers.assumptions.coup
        share = model.posted_share
        self.surveillance = equations.strength(
            share("counterintelligence"),
            share("undercover"),
            p.counterintelligence_weight,
            p.returns,
        )
        self.counterweight = equations.strength(
            share("presidential_guard"), share("military_advisers"), p.guard_weight, p.returns
        )
        before = self.substitute
        self.substitute += (
            p.substitute_ceiling * (1 - self.counterweight) - before
        ) / p.substitute_time
        self.newness = min(max(DAYS_IN_YEAR * (self.substitute - before), 0.0), 1.0)
        levers, survive = model.washington.levers, model.numbers.assumptions.survival
        self.hold += (1 - self.hold) / survive.settling
        self.loyalty = equations.loyalty(
            self.loyalty, levers["inducement"], levers["pressure"], survive
        )

    def grievance(self) -> float:
        """Grievance among those who could act."""
        p = self.model.numbers.assumptions.survival
        return equations.grievance(self.held.compliance, self.loyalty, self.hold, p)

    def weigh_coup(self) -> tuple[float, float]:
        """Attempts a year and the probability that one succeeds."""
        p = self.model.numbers.assumptions.coup
        effective = 1 - (1 - self.counterweight) * (1 - self.substitute)
        self.coup_hazard = equations.attempts(
            p,
            sore=self.grievance(),
            shock=self.model.shock(p.shock_memory),
            newness=self.newness,
            surveillance=self.surveillance,
            exposed=1 - effective if self.model.switches.deterrence == "powell" else 0.0,
        )
        self.coup_success = equations.success(p, effective)
        return self.coup_hazard, self.coup_success

    def lose_power(self) -> None:
        """A government ends and another begins with a weak hold."""
        self.hold = self.model.numbers.assumptions.survival.initial_hold


class Havana(Government):
    """The guest: its oil, its hardship, its people abroad."""

    name = "havana"
    at_first = "stand"
    stock: float
    used: float
    deficit: float
    hardship: float

    def __init__(self, model: "PlainTwin") -> None:
        super().__init__(model, model.scenario_file.actors.havana)
        cuba = model.numbers.oil.cuba
        self.stock = cuba.initial_cover * cuba.comfortable_stock
        self.used, self.deficit = 0.0, 0.0
        self.hardship = model.numbers.assumptions.hardship.initial

    def utility(self) -> list[float]:
        """Utility of every posture without inertia."""
        model, seen = self.model, self.model.washington.seen
        numbers = model.numbers.assumptions
        bargaining = numbers.bargaining
        sees = equations.HavanaSees(
            blockade=seen("blockade"),
            demand=seen("demand"),
            talks=seen("talks"),
            insecurity=model.insecurity(),
            compliance=model.caracas.held.compliance,
            hardship=self.hardship,
            assured=equations.assurance(seen("pressure"), bargaining, seen("demand")),
            weight=bargaining.concession_pull * (1 - bargaining.conflict_havana),
        )
        return equations.havana_wants(self.menu, numbers.havana, sees)

    def recall(self, mission: str) -> float:
        """Recall order in force for a mission, 1/day."""
        decided = self.menu[self.posture_before(self.model.numbers.assumptions.orders.delay_havana)]
        return float(getattr(decided.recall, mission))

    def burn_oil(self, delivered: float) -> None:
        """Use what rationing allows."""
        cuba = self.model.numbers.oil.cuba
        inflow = cuba.domestic + delivered
        self.used = equations.oil_used(self.stock, inflow, cuba)
        self.stock += inflow - self.used
        self.deficit = 1 - self.used / cuba.demand

    def feel_hardship(self) -> None:
        """Hardship follows the deficit."""
        p = self.model.numbers.assumptions.hardship
        self.hardship = equations.hardship(self.hardship, self.deficit, p)

    def collapse_hazard(self) -> float:
        """Collapses a year."""
        return equations.collapses(self.hardship, self.model.numbers.assumptions.collapse)

    def leader_exit_hazard(self) -> float:
        """Exits of the leader a year."""
        return equations.leader_exits(self.hardship, self.model.numbers.assumptions.collapse)
