"""The plain twin: the whole model again for one replicate, as a user of Mesa would write it.

One Mesa agent a person, a coin flip a day and clock, scalars for the governments. It is the oracle of
`tests/statistical/test_twin_agrees.py` and the yardstick of `benchmarks/engine.py`. It shares with the
engine the scenario and the numbers drawn from it; the process and its equations are written a second time.
"""

from collections import Counter
from datetime import date, timedelta
from math import exp
from typing import Any

import mesa
import numpy as np
from mesa.agentset import AgentSet
from mesa.datacollection import DataCollector

from sim.core.draws import drawn
from sim.core.streams import Streams
from sim.people.missions import contingent_sizes
from sim.scenario.events import Event
from sim.scenario.schema import Scenario
from twin import equations
from twin.air_bridge import AirBridge
from twin.governments import Caracas, Havana, Washington
from twin.names import BORDER, CAUSES, MISSIONS, SECURITY, STATES, TARGETS
from twin.numbers import plain_numbers
from twin.oil import Supplier
from twin.outcomes import Outcomes
from twin.people import INJURED, POSTED, Contingent, Person
from twin.readings import IN_THE_COUNTRY, READINGS, by_mission
from twin.table import Table


class PlainTwin(mesa.Model):  # type: ignore[misc] # mesa has no types
    """One replicate: the parameters are those the engine draws for it, the randomness is its own.

    Parameters
    ----------
    scenario
        The resolved scenario.
    replicate
        Which replicate's parameters to use.
    seed
        Of Mesa's generators, which make everything random here.
    """

    strike_day: int | None
    numbers: Any  # the group of `draws`, with a number for every array
    exited: list[Counter[str]]
    contingents: list[Contingent]
    washington: Washington
    caracas: Caracas
    havana: Havana
    suppliers: dict[str, Supplier]
    air_bridge: AirBridge
    table: Table

    def __init__(self, scenario: Scenario, replicate: int = 0, seed: int = 0) -> None:
        super().__init__(rng=seed)
        self.scenario_file, self.switches = scenario, scenario.switches
        self.day, self.strike_day = 0, None
        self.draws = drawn(scenario, Streams(scenario.seed, np.array([replicate])))
        self.numbers = plain_numbers(self.draws)
        self.exited = [Counter() for _ in MISSIONS]
        self.triggered: Counter[str] = Counter()
        self.leavers: list[tuple[float, Person]] = []
        self.exits_of_day: list[tuple[int, str]] = []
        self.rates: dict[str, list[float]] = {}
        causes = self.numbers.assumptions.causes
        self.frailty = {name: getattr(causes, name).frailty for name in ("voluntary", "defected")}
        linked = self.switches.contagion != "none"
        self.contagion = {name: getattr(causes, name).peers for name in self.frailty if linked}
        sizes = contingent_sizes(self.draws.missions)[0]
        self.contingents = [
            Contingent(self, *divmod(position, STATES), int(size))
            for position, size in enumerate(sizes)
        ]
        self.initial = by_mission(self, POSTED)
        self.table = Table(self)
        self.washington = Washington(self)
        self.caracas = Caracas(self)
        self.havana = Havana(self)
        terms = self.numbers.oil.suppliers
        self.suppliers = {
            name: Supplier(self, name, getattr(terms, name)) for name in type(terms).model_fields
        }
        self.air_bridge = AirBridge(self)
        self.outcomes = Outcomes(self)
        self.reports = equations.names_reported(self.numbers.assumptions.reporting.confusion)
        self.reported = np.zeros((scenario.window.n_days, len(CAUSES)), int)
        self.datacollector = DataCollector(model_reporters=dict(READINGS))

    # ---- what everybody can read -------------------------------------------------------------

    @property
    def today(self) -> date:
        """Calendar date."""
        return self.scenario_file.window.start + timedelta(days=self.day)

    @property
    def persons(self) -> AgentSet:
        """Everybody in the country; nobody is legal."""
        return self.agents_by_type.get(Person, AgentSet([], random=self.random))

    def shock(self, memory: float) -> float:
        """What is left of the shock of the strike, in [0, 1]."""
        return 0.0 if self.strike_day is None else exp(-(self.day - self.strike_day) / memory)

    def insecurity(self) -> float:
        """How unsafe it feels to stay, in [0, 1]."""
        calm = 1 - self.shock(self.numbers.assumptions.orders.shock_memory)
        return float(1 - calm * (1 - self.caracas.held.compliance / 2))

    def present(self, *missions: str) -> int:
        """Persons of some missions in the country."""
        counts = by_mission(self, *IN_THE_COUNTRY)
        return sum(counts[MISSIONS.index(name)] for name in missions)

    def present_share(self, *missions: str) -> float:
        """Persons of some missions in the country as a share of the first day."""
        start = sum(self.initial[MISSIONS.index(name)] for name in missions)
        return self.present(*missions) / max(start, 1)

    def posted_share(self, *missions: str) -> float:
        """Posted persons of some missions as a share of the first day."""
        posted, start = by_mission(self, POSTED), self.initial
        places = [MISSIONS.index(name) for name in missions]
        return sum(posted[p] for p in places) / max(sum(start[p] for p in places), 1)

    def security_share(self) -> float:
        """Posted guard, counterintelligence and military advisers as a share of the first day."""
        return self.posted_share(*SECURITY)

    def border_factor(self, state: int) -> float:
        """Multiplier on desertion."""
        return float(
            self.numbers.assumptions.causes.defected.border_states if state in BORDER else 1
        )

    def posted(self, mission: str) -> int:
        """Persons of a mission at their posts."""
        return by_mission(self, POSTED)[MISSIONS.index(mission)]

    def share_back(self, horizon: float) -> float:
        """Share of vacant posts that will be filled within a horizon if both want it."""
        p = self.numbers.assumptions.returns
        return float(1 - exp(-max(0.0, horizon - p.training) / p.filling))

    # ---- the day -----------------------------------------------------------------------------

    def step(self) -> None:
        """One day in the order of section 3 of docs/ODD.md."""
        for event in self.draws.events.values():
            self.happen(event)
        self.caracas.form_expectations()
        self.choose_postures()
        self.washington.move_levers()
        self.trade_oil()
        self.havana.power_the_grid()
        self.havana.feel_hardship()
        self.hear_orders()
        self.persons.do("live_a_day")
        self.air_bridge.line_up()
        self.air_bridge.fly_home()
        self.caracas.settle_power()
        self.outcomes.settle()
        self.report()
        self.datacollector.collect(self)
        self.day += 1

    def happen(self, event: Event) -> None:
        """Whatever the scenario dates to today."""
        if not event.happens or event.date != self.today:
            return
        match event.kind:
            case "strike":
                self.strike_day = self.day
                self.caracas.lose_power()
                self.strike(int(event.killed[0]), int(event.injured[0]))
            case "blockade_begins":
                self.washington.measures |= set(event.suppliers)
            case "exports_controlled":
                self.washington.exports_controlled = True
            case "coup_attempt":
                self.outcomes.attempt_coup()

    def within(self, kind: str, supplier: str = "") -> bool:
        """Whether today lies in a spell of this kind."""
        return any(
            event.happens
            and event.kind == kind
            and event.date <= self.today <= getattr(event, "until", event.date)
            and getattr(event, "supplier", "") == supplier
            for event in self.draws.events.values()
        )

    def strike(self, killed: int, injured: int) -> None:
        """Guard and military at their posts are hit, whoever they are."""
        there = [
            person
            for person in self.persons
            if person.status == POSTED and MISSIONS[person.post.contingent.mission] in TARGETS
        ]
        hit = self.random.sample(there, min(killed + injured, len(there)))
        for position, person in enumerate(hit):
            person.post.open = False
            if position < killed:
                person.set_off("killed", 0.0)
            else:
                person.become(INJURED)

    def choose_postures(self) -> None:
        """Everybody at once, or Washington first."""
        groups = [[self.washington, self.caracas, self.havana]]
        if self.switches.move_order == "washington_first":
            groups = [[self.washington], [self.caracas, self.havana]]
        for group in groups:
            for actor, posture in [(actor, actor.next_posture()) for actor in group]:
                actor.take(posture)

    def trade_oil(self) -> None:
        """Cargoes sail, Cuba burns."""
        self.agents_by_type[Supplier].shuffle_do("trade")
        self.havana.of_late.append(self.suppliers["venezuela"].volume["delivered"])
        self.havana.burn_oil(sum(each.volume["delivered"] for each in self.suppliers.values()))

    def hear_orders(self) -> None:
        """Postures become hazards."""
        causes = self.numbers.assumptions.causes
        stays = 1 - self.caracas.held.compliance
        calm = equations.clock_rates(
            causes,
            insecurity=self.insecurity(),
            forced_return=1 - stays * self.havana.held.exposed,
            hardship_now=self.havana.hardship,
        )
        free = self.draws.missions.table("own_choice")[0].tolist()
        self.rates = {
            "relief": [self.caracas.relief(name) for name in MISSIONS],
            "recalled": [self.havana.recall(name) * causes.recalled.scale for name in MISSIONS],
            "voluntary": [calm["voluntary"] * each for each in free],
            "rotated": [calm["rotated"]] * len(MISSIONS),
            "defected": [calm["defected"] * each for each in free],
        }
        self.agents_by_type[Contingent].do("hear_orders")

    def report(self) -> None:
        """The press hears of some departures, late, and mixes causes up."""
        appears = self.day + int(self.numbers.assumptions.reporting.lag)
        seen = self.draws.missions.table("reported")[0]
        for mission, cause in self.exits_of_day:
            if appears < len(self.reported) and self.random.random() < seen[mission]:
                odds = self.reports[cause]
                [said] = self.random.choices(list(odds), list(odds.values()))
                self.reported[appears, CAUSES.index(said)] += 1
        self.exits_of_day.clear()

    # ---- the run -----------------------------------------------------------------------------

    def run(self) -> None:
        """All days of the window."""
        for _ in range(self.scenario_file.window.n_days):
            self.step()

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Daily readings by name, time first."""
        return {name: np.array(days) for name, days in self.datacollector.model_vars.items()}
