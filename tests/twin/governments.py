"""The three governments, scalar: a posture is a record of the menu, a choice is a logit draw."""

from collections import deque
from datetime import date
from math import exp, floor
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from twin import equations
from twin.names import CIVILIAN, DAYS_IN_YEAR, LEVERS, MISSIONS, OIL_OF_LATE
from twin.taste import MONTH, Taste

if TYPE_CHECKING:
    from twin.model import PlainTwin


class Government(mesa.Agent):  # type: ignore[misc] # mesa has no types
    """It follows its script, and otherwise chooses the better posture more often.

    `history` holds the posture of every day so far; `bound` says that it no longer changes.
    """

    name = ""
    at_first = ""
    months_before = 0  # for which it had wanted that posture
    model: "PlainTwin"

    def __init__(self, model: "PlainTwin", choices: Any) -> None:  # noqa: ANN401 - made at run time
        super().__init__(model)
        self.menu = choices.postures()
        self.script = choices.script
        self.posture = self.at_first
        self.history: list[str] = []
        self.bound = False
        self.decided = False
        memory = getattr(model.numbers.assumptions, self.name).memory
        self.taste = Taste(model.rng, len(self.menu), memory)

    @property
    def held(self) -> Any:  # noqa: ANN401 - a record of the menu
        """The record of the posture held now."""
        return self.menu[self.posture]

    def scripted(self, today: date) -> str | None:
        """Posture that the script fixes; the last entry that covers the day counts."""
        fixed = [entry.posture for entry in self.script if entry.start <= today <= entry.until]
        return fixed[-1] if fixed else None

    def utility(self) -> list[float]:
        """Utility of every posture without the cost of change."""
        raise NotImplementedError

    def weighed(self) -> Any:  # noqa: ANN401 - an array over postures
        """Utility less the cost of change, times precision."""
        choice = self.model.numbers.assumptions.choice
        change = equations.cost_of_change(self.menu, self.posture, choice)
        return choice.precision * (np.array(self.utility()) - np.array(change))

    def next_posture(self) -> str:
        """What the script says, or every so many days the best for its utility and taste."""
        model, choice = self.model, self.model.numbers.assumptions.choice
        fixed = self.scripted(model.today)
        if model.day % choice.days_between:
            return self.posture if fixed is None else fixed
        names, weighed = list(self.menu), self.weighed()
        if not self.decided:
            self.decided = True
            months = [model.day - MONTH * n for n in range(self.months_before, 0, -1)]
            self.taste.known += [(day, weighed, names.index(self.posture)) for day in months]
        if fixed is not None:
            if not self.bound:
                self.taste.known.append((model.day, weighed, names.index(fixed)))
            return fixed
        best = int(np.argmax(weighed + self.taste.noise(model.day)))
        return str(names[best])

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
    """The power that presses, by six levers."""

    name = "washington"
    at_first = "coerce"
    months_before = 1

    def __init__(self, model: "PlainTwin") -> None:
        super().__init__(model, model.scenario_file.actors.washington)
        start = model.numbers.assumptions.levers_at_start
        self.levers = {lever: getattr(start, lever) for lever in LEVERS}
        self.measures: set[str] = set()  # suppliers against which there are any
        self.exports_controlled = False
        self.effort = (self.levers["pressure"] + self.levers["blockade"]) / 2
        self.unmet = 1.0

    def without_a_deal(self, lever: str) -> float:
        """Level a lever would head for: its pin, or the posture; neither before its day."""
        if lever == "blockade" and not self.measures:
            return 0.0
        if lever == "consent" and not self.exports_controlled:
            return 1.0
        pin = getattr(self.model.scenario_file.levers, lever)
        if pin is not None and pin.start <= self.model.today <= pin.until:
            return float(pin.level)
        return float(getattr(self.held, lever))

    def target(self, lever: str) -> float:
        """Level a lever heads for: a deal lifts a share of the blockade and of what needs consent."""
        level, lifted = self.without_a_deal(lever), self.model.table.relief
        if lever == "consent":
            return level + (1 - level) * lifted
        return level * (1 - lifted) if lever == "blockade" else level

    def move_levers(self) -> None:
        """Every lever takes a step."""
        speed = self.model.numbers.assumptions.lever_speed
        for lever in LEVERS:
            self.levers[lever] += getattr(speed, lever) * (self.target(lever) - self.levers[lever])
        horizon = self.model.numbers.assumptions.washington.horizon
        done = (self.levers["pressure"] + self.levers["blockade"]) / 2
        met = (self.model.caracas.held.compliance + self.model.havana.conceded()) / 2
        self.effort += (done - self.effort) / horizon
        self.unmet += (1 - met - self.unmet) / horizon

    def seen(self, lever: str) -> float:
        """What the others act on: today's level, or its target if Washington moves first."""
        first = self.model.switches.move_order == "washington_first"
        return self.target(lever) if first else self.levers[lever]

    def utility(self) -> list[float]:
        """Utility of every posture without inertia."""
        model = self.model
        sees = equations.WashingtonSees(
            compliance=model.caracas.held.compliance,
            concession=model.havana.conceded(),
            hardship=model.havana.hardship,
            levers=self.levers,
            effort=self.effort,
            unmet=self.unmet,
            deal=model.table.in_force,
            fallen="havana_collapse" in model.outcomes.first_day,
        )
        return equations.washington_wants(self.menu, model.numbers.assumptions.washington, sees)


class Caracas(Government):
    """The host and what keeps it in power."""

    name = "caracas"
    at_first = "embrace"
    months_before = 13
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

    def foreseen(self) -> float:
        """Pressure expected; a Washington that moves first is seen moving."""
        if self.model.switches.move_order != "washington_first":
            return self.expected
        learning = self.model.numbers.assumptions.expectations.learning
        return float(
            self.expected + learning * (self.model.washington.seen("pressure") - self.expected)
        )

    def ahead(self, name: str, posture: Any) -> float:  # noqa: ANN401 - a record of the menu
        """Share of what is needed of a mission that a posture leaves at the end of the horizon."""
        model, numbers = self.model, self.model.numbers.assumptions
        place, need = MISSIONS.index(name), getattr(numbers.needs, name)
        now = min(1.0, model.posted(name) / need)
        full = min(1.0, model.initial[place] / need)
        horizon = numbers.caracas.horizon
        left = now * exp(-self.relief_rate(name, posture) * horizon)
        back = posture.invites * model.havana.held.replacements * model.share_back(horizon)
        return float(left + back * (full - now))

    def security_ahead(self, posture: Any, *, overt: bool = False) -> float:  # noqa: ANN401 - likewise
        """Cuban security likewise, all of it or what is seen of it."""
        p = self.model.numbers.assumptions.coup
        weights = {
            "presidential_guard": p.guard_weight,
            "military_advisers": 1 - p.guard_weight,
            "counterintelligence": p.counterintelligence_weight,
        }
        if not overt:
            weights["undercover"] = 1 - p.counterintelligence_weight
        whole = sum(weights.values())
        return float(sum(w * self.ahead(name, posture) for name, w in weights.items()) / whole)

    def services_ahead(self, posture: Any) -> float:  # noqa: ANN401 - likewise
        """Cuban services likewise; a head is a head."""
        needs = self.model.numbers.assumptions.needs
        whole = sum(getattr(needs, name) for name in CIVILIAN)
        return float(
            sum(getattr(needs, name) * self.ahead(name, posture) for name in CIVILIAN) / whole
        )

    def linkage(self) -> float:
        """Strength of the tie of oil for services."""
        needs = self.model.numbers.assumptions.needs
        there = sum(min(self.model.posted(name), getattr(needs, name)) for name in CIVILIAN) / sum(
            getattr(needs, name) for name in CIVILIAN
        )
        return float(min(there, self.model.havana.oil_arriving(), 1.0))

    def fear(self, visible: float, compliance: float) -> float:
        """Fear of entrapment with so much Cuban security and compliance."""
        seen = self.model.washington.seen
        quarrel = seen("demand") * (1 - seen("talks"))
        fears = self.model.numbers.assumptions.fears
        return equations.fear_of_entrapment(self.foreseen(), visible, compliance, quarrel, fears)

    def uncertain(self) -> float:
        """How open the future is: surprises and the strike."""
        numbers = self.model.numbers.assumptions
        surprise = min(1.0, self.volatility**0.5 / numbers.expectations.unsettling)
        return float(1 - (1 - surprise) * (1 - self.model.shock(numbers.orders.shock_memory)))

    def utility(self) -> list[float]:
        """Utility of every posture without the cost of change."""
        model, numbers = self.model, self.model.numbers.assumptions
        seen, p, menu = model.washington.seen, numbers.bargaining, self.menu.values()
        struck = model.strike_day is not None
        sees = equations.CaracasSees(
            expected=self.foreseen(),
            inducement=seen("inducement"),
            blockade=seen("blockade"),
            assured=equations.assurance(
                self.foreseen(), self.held.compliance, seen("demand") / 2, p
            ),
            conflict=p.conflict_caracas if struck else p.conflict_old_order,
            hold=self.hold,
            uncertain=self.uncertain(),
            words=self.held.solidarity,
            linkage=self.linkage(),
            security=[self.security_ahead(posture) for posture in menu],
            services=[self.services_ahead(posture) for posture in menu],
            entrapment=[
                self.fear(self.security_ahead(posture, overt=True), posture.compliance)
                for posture in menu
            ],
        )
        return equations.caracas_wants(
            self.menu, numbers.caracas, p.concession_pull, sees, model.switches
        )

    def relief_rate(self, mission: str, posture: Any) -> float:  # noqa: ANN401 - a record of the menu
        """Relief of a mission that a posture orders, 1/day."""
        causes = self.model.numbers.assumptions.causes.expelled
        scale = causes.civilian_relief if mission in CIVILIAN else causes.security_relief
        return float(getattr(posture.relief, mission) * scale)

    def relief(self, mission: str) -> float:
        """Relief order in force for a mission, 1/day."""
        delay = self.model.numbers.assumptions.orders.delay_caracas
        return self.relief_rate(mission, self.menu[self.posture_before(delay)])

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
    months_before = 13
    stock: float
    used: float
    deficit: float
    power_deficit: float
    hardship: float
    grid_failures: int  # of the day

    def __init__(self, model: "PlainTwin") -> None:
        super().__init__(model, model.scenario_file.actors.havana)
        cuba = model.numbers.oil.cuba
        self.stock = cuba.initial_cover * cuba.comfortable_stock
        self.used, self.deficit, self.power_deficit = 0.0, 0.0, 0.0
        self.grid_failures = 0
        self.hardship = model.numbers.assumptions.hardship.initial
        terms = model.numbers.oil.suppliers.venezuela
        usual = terms.cargoes * (terms.smallest + terms.largest) / 2
        self.of_late: deque[float] = deque([usual] * OIL_OF_LATE, maxlen=OIL_OF_LATE)

    def conceded(self) -> float:
        """Concession of the posture, or of the deal in force."""
        return float(max(self.held.concession, self.model.table.concession))

    def oil_arriving(self) -> float:
        """Venezuelan oil that arrives and is expected to, of the usual."""
        venezuela = self.model.suppliers["venezuela"]
        lately = sum(self.of_late) / len(self.of_late) / max(venezuela.usual, 1e-9)
        passing = 1 - venezuela.stopped(self.model.washington.seen)
        return float((min(1.0, lately) + self.model.caracas.held.oil * passing) / 2)

    def abandoned(self) -> float:
        """Fear of being dropped."""
        model, seen, host = self.model, self.model.washington.seen, self.model.caracas.held
        usual = {name: supplier.usual for name, supplier in model.suppliers.items()}
        return equations.fear_of_abandonment(
            usual["venezuela"] / max(sum(usual.values()), 1e-9),
            host.compliance,
            (seen("pressure") + seen("inducement")) / 2,
            host.solidarity if model.switches.costly_rhetoric else 0.0,
            model.numbers.assumptions.fears,
        )

    def staying(self, posture: Any) -> float:  # noqa: ANN401 - a record of the menu
        """Persons at post that a posture leaves at the end of the horizon, newcomers included."""
        model, numbers = self.model, self.model.numbers.assumptions
        horizon, scale = numbers.havana.horizon, numbers.causes.recalled.scale
        left = sum(
            model.posted(name) * exp(-getattr(posture.recall, name) * scale * horizon)
            for name in MISSIONS
        )
        vacant = sum(model.initial) - sum(model.posted(name) for name in MISSIONS)
        back = model.caracas.held.invites * posture.replacements * model.share_back(horizon)
        return float(left + back * vacant)

    def utility(self) -> list[float]:
        """Utility of every posture without the cost of change."""
        model, seen = self.model, self.model.washington.seen
        numbers, menu = model.numbers.assumptions, self.menu.values()
        cost = (seen("pressure") + seen("blockade")) / 2
        there = max(sum(model.posted(name) for name in MISSIONS), 1)
        full = sum(getattr(numbers.needs, name) for name in MISSIONS)
        sees = equations.HavanaSees(
            oil=self.oil_arriving(),
            blockade=seen("blockade"),
            demand=seen("demand"),
            talks=seen("talks"),
            insecurity=model.insecurity(),
            hardship=self.hardship,
            assured=equations.assurance(cost, self.conceded(), seen("demand"), numbers.bargaining),
            conflict=numbers.bargaining.conflict_havana,
            abandoned=self.abandoned(),
            kept=[min(1.0, self.staying(posture) / there) for posture in menu],
            earning=[min(1.0, self.staying(posture) / full) for posture in menu],
        )
        return equations.havana_wants(
            self.menu, numbers.havana, numbers.bargaining.concession_pull, sees
        )

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

    def power_the_grid(self) -> None:
        """Power falls short as oil does; a Poisson number of times all of it goes down."""
        p = self.model.numbers.assumptions.grid
        self.power_deficit = equations.power_deficit(self.deficit, p)
        a_day = equations.failures(self.power_deficit, p) / DAYS_IN_YEAR
        self.grid_failures = int(self.model.rng.poisson(a_day))

    def feel_hardship(self) -> None:
        """Hardship follows what is missing in plugs and at pumps."""
        sea = equations.unmet_by_sea(self.used, self.model.numbers.oil.cuba)
        p = self.model.numbers.assumptions.hardship
        self.hardship = equations.hardship(self.hardship, self.power_deficit, sea, p)

    def collapse_hazard(self) -> float:
        """Collapses a year."""
        return equations.collapses(self.hardship, self.model.numbers.assumptions.collapse)

    def leader_exit_hazard(self) -> float:
        """Exits of the leader a year."""
        return equations.leader_exits(self.hardship, self.model.numbers.assumptions.collapse)
