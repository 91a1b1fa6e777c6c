"""The table at which Washington and Havana bargain, and the deal that may be in force."""

from typing import TYPE_CHECKING

import numpy as np

from sim.core.quantity import Flags, Floats
from sim.mechanisms.alliance import assurance
from sim.mechanisms.bargains import N_TERMS, Sides, agreed, regretted, room_for_a_deal
from sim.postures.havana import offer

if TYPE_CHECKING:
    from sim.model.model import AllianceModel


class BargainingTable:
    """The deal in force and the terms on which one was signed.

    `relief` of the blockade and `concession`, shape (R,), are those in force, 0 where there is none;
    `signed` (R, 2) has both as they were signed, NaN where no deal ever was.
    """

    def __init__(self, model: "AllianceModel") -> None:
        self.model = model
        n = model.n_replicates
        self.in_force: Flags = np.zeros(n, bool)
        self.relief: Floats = np.zeros(n)
        self.concession: Floats = np.zeros(n)
        self.signed: Floats = np.full((n, 2), np.nan)
        terms = model.streams.uniforms("terms of a deal", 0, 2 * N_TERMS)
        self.possible = terms[:, :N_TERMS], terms[:, N_TERMS:]

    def sides(self) -> Sides:
        """What terms would be worth today, against no deal."""
        p, washington, havana = (
            self.model.draws.assumptions,
            self.model.washington,
            self.model.havana,
        )
        blockade = np.where(
            self.in_force, washington.without_a_deal("blockade"), washington.blockade
        )
        cost = 0.5 * (washington.pressure + blockade)
        believed = assurance(cost, havana.conceded(), washington.demand, p.bargaining)
        worth = offer(havana.hardship, blockade, np.ones_like(blockade), believed)
        unmet = washington.demand * washington.unmet
        spared = p.washington.humanitarian * havana.hardship + 0.5 * p.washington.cost
        strangling = p.washington.change * washington.demand * 0.5 * (1 + washington.unmet)
        return Sides(
            relief_to_havana=p.bargaining.concession_pull
            * (1 - p.bargaining.conflict_havana)
            * worth,
            concession_to_havana=p.havana.regime * washington.demand * 0.5,  # bargained down
            relief_to_washington=blockade * (spared - strangling),
            concession_to_washington=p.washington.deal,
            backing_down=p.washington.credibility * unmet,
        )

    def rate(self) -> Floats:
        """Rate of a deal, 1/day, shape (R,); none while one is in force."""
        ready = self.model.washington.effect("readiness") * self.model.havana.effect("readiness")
        ready = np.where(self.in_force, 0.0, ready)
        if not ready.any():
            return ready
        room = room_for_a_deal(self.sides(), *self.possible)
        return self.model.draws.assumptions.bargains.deal_rate * ready * room

    def break_rate(self) -> Floats:
        """Rate at which the deal in force breaks, 1/day, shape (R,)."""
        if not self.in_force.any():
            return np.zeros(self.model.n_replicates)
        p = self.model.draws.assumptions.bargains
        unhappy = regretted(self.sides(), self.relief, self.concession)
        return np.where(self.in_force, (p.break_rate + p.walk_out * unhappy) / 365, 0.0)

    def sign(self, where: Flags) -> None:
        """A deal where `where`, on the best terms for both."""
        if where.any():
            relief, concession = agreed(self.sides(), *self.possible)
            self.relief = np.where(where, relief, self.relief)
            self.concession = np.where(where, concession, self.concession)
            self.signed[where] = np.stack([relief, concession], axis=1)[where]
            self.in_force |= where

    def end(self, where: Flags) -> None:
        """The deal is off where `where`."""
        if where.any():
            self.in_force &= ~where
            self.relief = np.where(where, 0.0, self.relief)
            self.concession = np.where(where, 0.0, self.concession)
