"""Havana: oil, hardship, and whether to keep people abroad."""

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.actor import Actor
from sim.core.quantity import Flags, Floats
from sim.mechanisms import alliance, collapse, hardship, orders
from sim.mechanisms.oil import use_of_oil
from sim.postures.base import rates
from sim.postures.havana import TERMS, View
from sim.postures.terms import column

if TYPE_CHECKING:
    from sim.model import AllianceModel


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
        self.hardship: Floats = model.draws.assumptions.hardship.initial.copy()
        self.recall_rates = rates(self.menu, "recall")
        self.delay = orders.whole_days(model.draws.assumptions.orders.delay_havana)

    def view(self) -> View:
        """What Havana knows now."""
        model, bargaining = self.model, self.model.draws.assumptions.bargaining
        washington = model.washington
        assurance = alliance.assurance_havana(
            washington.seen("pressure"), washington.seen("demand"), bargaining
        )
        return View(
            blockade=column(washington.seen("blockade")),
            demand=column(washington.seen("demand")),
            talks=column(washington.seen("talks")),
            insecurity=column(model.insecurity()),
            compliance=column(model.caracas.effect("compliance")),
            hardship=column(self.hardship),
            assurance=column(assurance),
            conflict=column(bargaining.conflict_havana),
        )

    def recall(self) -> Floats:
        """Recall order in force, 1/day, shape (R, M): what was decided `delay` days ago."""
        return np.asarray(self.recall_rates[self.posture_before(self.delay)])

    def burn_oil(self, delivered: Floats) -> None:
        """Use what rationing allows of stock, own production and today's deliveries (kb)."""
        cuba = self.model.draws.oil.cuba
        inflow = cuba.domestic + delivered
        self.used = use_of_oil(self.stock, inflow, cuba)
        self.stock = self.stock + inflow - self.used
        self.deficit = 1 - self.used / cuba.demand

    def feel_hardship(self) -> None:
        """Hardship follows the deficit."""
        p = self.model.draws.assumptions.hardship
        self.hardship = hardship.hardship(self.hardship, self.deficit, p.exponent, p.memory)

    @property
    def solidarity(self) -> Floats:
        """Public solidarity with Caracas, shape (R,)."""
        return self.effect("solidarity")

    @property
    def days_of_cover(self) -> Floats:
        """Days until the stock is empty at today's net draw, shape (R,); at most 999."""
        draw = np.maximum(self.used - self.model.draws.oil.cuba.domestic, 1e-9)
        return np.minimum(self.stock / draw, 999.0)

    @property
    def fear_of_abandonment(self) -> Floats:
        """Fear of being dropped by Caracas, shape (R,)."""
        return alliance.fear_of_abandonment(
            self.model.oil_dependence(),
            self.model.caracas.effect("compliance"),
            self.model.caracas.solidarity,
            self.model.draws.assumptions.fears,
        )

    def sign(self, deal: Flags) -> None:
        """A deal with Washington where `deal`: Havana keeps to what it negotiated."""
        self.bound |= deal

    def at_table(self) -> Floats:
        """1 where Havana negotiates, shape (R,)."""
        return np.asarray(self.posture == self.names.index("negotiate"), float)

    def collapse_hazard(self) -> Floats:
        """Annual hazard of collapse, shape (R,)."""
        return collapse.collapse_hazard(self.hardship, self.model.draws.assumptions.collapse)

    def leader_exit_hazard(self) -> Floats:
        """Annual hazard that the leader goes while the government stays, shape (R,)."""
        return collapse.leader_exit_hazard(self.hardship, self.model.draws.assumptions.collapse)
