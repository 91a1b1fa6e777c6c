"""Caracas: the interim government between Washington and Havana, and what keeps it in power."""

from typing import TYPE_CHECKING

import numpy as np

from sim.core.quantity import Flags, Floats
from sim.mechanisms import alliance, coup, expectations, orders, returns, stakes, survival
from sim.model.agents.actor import Actor
from sim.people.missions import MISSIONS, SECURITY, mission
from sim.postures.base import rates
from sim.postures.caracas import MENU, TERMS, View
from sim.postures.terms import column, try_terms

if TYPE_CHECKING:
    from sim.model.model import AllianceModel

try_terms("Caracas", MENU, TERMS, View)

CIVILIAN = ("medical", "sport", "education")


class Caracas(Actor):
    """The host; `expected_pressure`, `hold`, `loyalty` and the coup-proofing indices have shape (R,)."""

    name = "caracas"
    motives = TERMS
    at_first = "embrace"
    months_before = 13

    def __init__(self, model: "AllianceModel") -> None:
        super().__init__(model, model.scenario_file.actors.caracas)
        n = model.n_replicates
        self.expected_pressure: Floats = model.washington.pressure.copy()
        self.volatility: Floats = np.zeros(n)
        self.hold: Floats = np.ones(n)  # the old order; an interim government starts anew
        self.loyalty: Floats = np.ones(n)
        self.surveillance: Floats = np.ones(n)
        self.counterweight: Floats = np.ones(n)
        self.substitute: Floats = np.zeros(n)
        self.newness: Floats = np.zeros(n)
        self.coup_hazard: Floats = np.zeros(n)
        self.coup_success: Floats = np.zeros(n)
        civilian = np.isin(MISSIONS, CIVILIAN)
        causes = model.draws.assumptions.causes.expelled
        self.relief_scale = np.where(
            civilian, causes.civilian_relief[:, None], causes.security_relief[:, None]
        )
        self.relief_rates = rates(self.menu, "relief")
        self.delay = orders.whole_days(model.draws.assumptions.orders.delay_caracas)
        self._weigh_stakes()

    def _weigh_stakes(self) -> None:
        """What the missions are worth beside one another, and what orders would leave of them."""
        draws = self.model.draws.assumptions
        self.needs = draws.needs.table()
        self.left = stakes.kept(
            self.relief_rates[None] * self.relief_scale[:, None], draws.caracas.horizon
        )
        self.full = stakes.filled(self.model.people.initial, self.needs)
        self.back = returns.share_back(draws.caracas.horizon, draws.returns)
        self.security = coup.mission_weights(draws.coup, MISSIONS)
        overt = self.security * np.isin(MISSIONS, SECURITY)
        self.visible = overt / overt.sum(axis=1, keepdims=True)
        civilian = self.needs * np.isin(MISSIONS, CIVILIAN)
        self.civilian = civilian / civilian.sum(axis=1, keepdims=True)

    def form_expectations(self) -> None:
        """Learn from the pressure of the day."""
        self.expected_pressure, self.volatility = expectations.expect(
            self.expected_pressure,
            self.volatility,
            self.model.washington.pressure,
            self.model.draws.assumptions.expectations.learning,
        )

    @property
    def solidarity(self) -> Floats:
        """Public solidarity with Havana, shape (R,)."""
        return self.effect("solidarity")

    @property
    def grievance(self) -> Floats:
        """Grievance among those who could act, shape (R,)."""
        return survival.grievance(
            self.effect("compliance"),
            self.loyalty,
            self.hold,
            self.model.draws.assumptions.survival,
        )

    def entrapment(self, visible: Floats, compliance: Floats) -> Floats:
        """Fear of being dragged along with so much Cuban security and compliance, shape (R, A)."""
        washington = self.model.washington
        return alliance.fear_of_entrapment(
            self.foreseen_pressure(),
            visible,
            compliance,
            washington.seen("demand") * (1 - washington.seen("talks")),
            self.model.draws.assumptions.fears,
        )

    @property
    def fear_of_entrapment(self) -> Floats:
        """Fear of being dragged along by the alliance as it is, shape (R,)."""
        seen = stakes.together(self.filled()[:, None], self.visible)
        return self.entrapment(seen, column(self.effect("compliance")))[:, 0]

    def filled(self) -> Floats:
        """Share of the Cubans that Venezuela can use who are at post, shape (R, M)."""
        return stakes.filled(self.model.people.posted, self.needs)

    def ahead(self) -> Floats:
        """The same share at the end of the horizon under every posture, shape (R, A, M)."""
        sent = self.model.havana.effect("replacements")
        back = (self.back * sent)[:, None] * self.effects["invites"]
        return stakes.ahead(self.filled(), self.full, self.left, back)

    def linkage(self) -> Floats:
        """Strength of the tie of oil for services, shape (R,)."""
        services = (self.civilian * self.filled()).sum(axis=1)
        return alliance.linkage(self.model.havana.oil_arriving(), services)

    def foreseen_pressure(self) -> Floats:
        """Pressure expected, shape (R,); a Washington that moves first is seen moving."""
        expected = self.expected_pressure
        if self.model.switches.move_order == "washington_first":
            learning = self.model.draws.assumptions.expectations.learning
            expected = expected + learning * (self.model.washington.seen("pressure") - expected)
        return expected

    def uncertainty(self) -> Floats:
        """How open the future is, in [0, 1], shape (R,): surprises in the pressure, and the strike."""
        expectation = self.model.draws.assumptions.expectations
        surprise = expectations.uncertainty(self.volatility) / expectation.unsettling
        shock = self.model.shock(self.model.draws.assumptions.orders.shock_memory)
        return np.asarray(1 - (1 - np.minimum(1.0, surprise)) * (1 - shock))

    def view(self) -> View:
        """What Caracas knows now."""
        model, bargaining = self.model, self.model.draws.assumptions.bargaining
        seen, expected, ahead = model.washington.seen, self.foreseen_pressure(), self.ahead()
        firm = 0.5 * self.hold if model.switches.purge_logic else np.zeros_like(self.hold)
        struck = model.strike_day is not None
        conflict = bargaining.conflict_caracas if struck else bargaining.conflict_old_order
        return View(
            expected_pressure=column(expected),
            inducement=column(seen("inducement")),
            blockade=column(seen("blockade")),
            assurance=column(
                alliance.assurance(
                    expected, self.effect("compliance"), 0.5 * seen("demand"), bargaining
                )
            ),
            conflict=column(conflict),
            hold=column(self.hold),
            need=column(1 - firm),
            uncertainty=column(self.uncertainty()),
            solidarity=column(self.solidarity),
            linkage=column(self.linkage()),
            security_missing=1 - stakes.together(ahead, self.security),
            services_missing=1 - stakes.together(ahead, self.civilian),
            entrapment=self.entrapment(
                stakes.together(ahead, self.visible), self.effects["compliance"]
            ),
        )

    def relief(self) -> Floats:
        """Relief order in force, 1/day, shape (R, M): what was decided `delay` days ago."""
        return np.asarray(self.relief_rates[self.posture_before(self.delay)] * self.relief_scale)

    def settle_power(self) -> None:
        """Coup-proofing follows who is still posted; hold and loyalty follow time and rents."""
        p, survive = self.model.draws.assumptions.coup, self.model.draws.assumptions.survival
        share = self.model.posted_share()
        self.surveillance = coup.strength(
            share[:, mission("counterintelligence")],
            share[:, mission("undercover")],
            p.counterintelligence_weight,
            p.returns,
        )
        self.counterweight = coup.strength(
            share[:, mission("presidential_guard")],
            share[:, mission("military_advisers")],
            p.guard_weight,
            p.returns,
        )
        built = coup.substitute(self.substitute, self.counterweight, p)
        self.newness = np.clip(365 * (built - self.substitute), 0, 1)
        self.substitute = built
        self.hold = survival.hold(self.hold, survive.settling)
        self.loyalty = survival.loyalty(
            self.loyalty, self.model.washington.inducement, self.model.washington.pressure, survive
        )

    @property
    def effective_counterweight(self) -> Floats:
        """Cuban and home-grown counterweight together, shape (R,)."""
        return coup.effective(self.counterweight, self.substitute)

    def weigh_coup(self) -> tuple[Floats, Floats]:
        """Attempts a day and the probability that one succeeds, shape (R,); kept as observables."""
        p = self.model.draws.assumptions.coup
        effective = self.effective_counterweight
        exposed = (
            1 - effective
            if self.model.switches.deterrence == "powell"
            else np.zeros_like(effective)
        )
        self.coup_hazard = coup.attempt_hazard(
            p,
            self.grievance,
            self.model.shock(p.shock_memory),
            self.newness,
            self.surveillance,
            exposed,
        )
        self.coup_success = coup.success_probability(p, effective)
        return self.coup_hazard / 365, self.coup_success

    def lose_power(self) -> None:
        """The strike: the old order ends and an interim government starts with a weak hold."""
        self.hold = self.model.draws.assumptions.survival.initial_hold.copy()

    def open_to_oil(self) -> Floats:
        """Share of cargoes for Cuba that Caracas is willing to send, shape (R,)."""
        return self.effect("oil")

    def deposed(self, where: Flags) -> None:
        """A coup has succeeded where `where`: a successor takes over with a weak hold."""
        self.hold = np.where(where, self.model.draws.assumptions.survival.initial_hold, self.hold)
        self.fall(where)
