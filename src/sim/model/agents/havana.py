"""Havana: oil, hardship, and whether to keep people abroad."""

from typing import TYPE_CHECKING

import numpy as np

from sim.core.quantity import Floats, Integers
from sim.mechanisms import alliance, collapse, grid, hardship, oil, orders, returns, stakes
from sim.model.agents.actor import Actor
from sim.postures.base import rates
from sim.postures.havana import MENU, TERMS, View
from sim.postures.terms import column, try_terms

if TYPE_CHECKING:
    from sim.model.model import AllianceModel

try_terms("Havana", MENU, TERMS, View)

OIL_MEMORY = 60  # days over which oil from Venezuela is remembered


class Havana(Actor):
    """The guest; `stock` (kb), `used` (kb/day), `deficit` and `hardship` have shape (R,)."""

    name = "havana"
    motives = TERMS
    at_first = "stand"
    months_before = 13

    def __init__(self, model: "AllianceModel") -> None:
        super().__init__(model, model.scenario_file.actors.havana)
        cuba = model.draws.oil.cuba
        self.stock: Floats = cuba.initial_cover * cuba.comfortable_stock
        self.used: Floats = np.zeros(model.n_replicates)
        self.deficit: Floats = np.zeros(model.n_replicates)
        self.power_deficit: Floats = np.zeros(model.n_replicates)
        self.grid_failures: Integers = np.zeros(model.n_replicates, np.int64)  # of the day
        self.grid_failures_so_far: Integers = np.zeros(model.n_replicates, np.int64)
        self.grid_strain: Floats = np.zeros(model.n_replicates)  # cumulative hazard
        waits = model.streams.exponentials("grid failures", 0, grid.MOST_FAILURES)
        self.grid_arrivals: Floats = waits.cumsum(axis=1)
        self.hardship: Floats = model.draws.assumptions.hardship.initial.copy()
        self.recall_rates = rates(self.menu, "recall")
        self.delay = orders.whole_days(model.draws.assumptions.orders.delay_havana)
        self._weigh_stakes()

    def _weigh_stakes(self) -> None:
        """What recall orders would leave of the missions, and what usually comes in return."""
        draws = self.model.draws
        scale = draws.assumptions.causes.recalled.scale[:, None, None]
        horizon = draws.assumptions.havana.horizon
        self.left = stakes.kept(self.recall_rates[None] * scale, horizon)
        self.back = returns.share_back(horizon, draws.assumptions.returns)
        self.full_missions = draws.assumptions.needs.table().sum(axis=1)
        self.venezuela = draws.oil.suppliers.venezuela
        cargo = (self.venezuela.smallest + self.venezuela.largest) / 2
        self.usual_oil: Floats = np.maximum(self.venezuela.cargoes * cargo, 1e-9)
        self.recent_oil = np.tile(
            self.usual_oil, (OIL_MEMORY, 1)
        )  # before the window all was usual

    def view(self) -> View:
        """What Havana knows now."""
        model, bargaining = self.model, self.model.draws.assumptions.bargaining
        seen, posted = model.washington.seen, model.people.posted
        cost = 0.5 * (seen("pressure") + seen("blockade"))
        staying = (posted[:, None, :] * self.left).sum(axis=2)
        vacant = (model.people.initial - posted).sum(axis=1)
        coming = column(self.back * model.caracas.effect("invites") * vacant)
        staying = staying + coming * self.effects["replacements"]
        return View(
            oil=column(self.oil_arriving()),
            blockade=column(seen("blockade")),
            demand=column(seen("demand")),
            talks=column(seen("talks")),
            insecurity=column(model.insecurity()),
            hardship=column(self.hardship),
            assurance=column(alliance.assurance(cost, self.conceded(), seen("demand"), bargaining)),
            conflict=column(bargaining.conflict_havana),
            abandonment=column(self.fear_of_abandonment),
            people_kept=np.minimum(1.0, staying / column(np.maximum(posted.sum(axis=1), 1))),
            earning=np.minimum(1.0, staying / column(self.full_missions)),
        )

    def conceded(self) -> Floats:
        """Concession to Washington, shape (R,): that of the posture or of the deal in force."""
        return np.maximum(self.effect("concession"), self.model.table.concession)

    def oil_arriving(self) -> Floats:
        """Venezuelan oil that arrives, of the usual, in [0, 1], shape (R,).

        Half is what did over the last weeks, half what may under today's blockade and Caracas.
        """
        washington = self.model.washington
        stopped = washington.stopped("venezuela", self.venezuela.interdiction, washington.seen)
        expected = self.model.caracas.open_to_oil() * (1 - stopped)
        lately = self.recent_oil.mean(axis=0) / self.usual_oil
        return np.asarray(0.5 * np.minimum(1.0, lately) + 0.5 * expected)

    def recall(self) -> Floats:
        """Recall order in force, 1/day, shape (R, M): what was decided `delay` days ago."""
        return np.asarray(self.recall_rates[self.posture_before(self.delay)])

    def receive_oil(self, from_venezuela: Floats) -> None:
        """Remember what arrived from Venezuela today (kb)."""
        self.recent_oil[self.model.day % OIL_MEMORY] = from_venezuela

    def burn_oil(self, delivered: Floats) -> None:
        """Use what rationing allows of stock, own production and today's deliveries (kb)."""
        cuba = self.model.draws.oil.cuba
        inflow = cuba.domestic + delivered
        self.used = oil.use_of_oil(self.stock, inflow, cuba)
        self.stock = self.stock + inflow - self.used
        self.deficit = 1 - self.used / cuba.demand

    def power_the_grid(self) -> None:
        """Power falls short as oil does; the grid fails as often as its strain says."""
        p = self.model.draws.assumptions.grid
        self.power_deficit = grid.power_deficit(self.deficit, p)
        self.grid_strain = self.grid_strain + grid.failure_hazard(self.power_deficit, p) / 365
        so_far = grid.failures_by(self.grid_strain, self.grid_arrivals)
        self.grid_failures = so_far - self.grid_failures_so_far
        self.grid_failures_so_far = so_far

    def feel_hardship(self) -> None:
        """Hardship follows the power and the imported fuel that are missing."""
        p, cuba = self.model.draws.assumptions.hardship, self.model.draws.oil.cuba
        shortage = hardship.felt(self.power_deficit, oil.unmet_by_sea(self.used, cuba), p.fuel)
        self.hardship = hardship.hardship(self.hardship, shortage, p.memory)

    @property
    def solidarity(self) -> Floats:
        """Public solidarity with Caracas, shape (R,)."""
        return self.effect("solidarity")

    @property
    def days_of_cover(self) -> Floats:
        """Days until the stock is empty at today's rationing, shape (R,); at most 365."""
        return oil.days_of_cover(self.stock, self.model.draws.oil.cuba)

    @property
    def fear_of_abandonment(self) -> Floats:
        """Fear of being dropped by Caracas, shape (R,)."""
        model, seen = self.model, self.model.washington.seen
        words = model.caracas.solidarity if model.switches.costly_rhetoric else 0.0
        return alliance.fear_of_abandonment(
            model.oil_dependence,
            model.caracas.effect("compliance"),
            0.5 * (seen("pressure") + seen("inducement")),
            np.broadcast_to(words, self.hardship.shape),
            model.draws.assumptions.fears,
        )

    def collapse_hazard(self) -> Floats:
        """Annual hazard of collapse, shape (R,)."""
        return collapse.collapse_hazard(self.hardship, self.model.draws.assumptions.collapse)

    def leader_exit_hazard(self) -> Floats:
        """Annual hazard that the leader goes while the government stays, shape (R,)."""
        return collapse.leader_exit_hazard(self.hardship, self.model.draws.assumptions.collapse)
