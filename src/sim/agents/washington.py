"""Washington and its five levers."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.actor import Actor
from sim.core.quantity import Flags, Floats
from sim.mechanisms.levers import LEVERS, drift
from sim.postures.terms import column
from sim.postures.washington import DEAL_POSTURES, TERMS, View

if TYPE_CHECKING:
    from sim.model import AllianceModel


class Washington(Actor):
    """The power that presses: its posture moves pressure, inducement, blockade, demand and talks.

    The levers are attributes of these names, shape (R,), each in [0, 1]. The blockade stays at zero
    until an event puts it in force.
    """

    name = "washington"
    motives = TERMS
    at_first = "coerce"
    months_before = 1

    def __init__(self, model: "AllianceModel") -> None:
        super().__init__(model, model.scenario_file.actors.washington)
        self.pins = model.scenario_file.levers
        self.blockade_in_force = False
        self.deal: Flags = np.zeros(model.n_replicates, bool)
        self.ready_for_a_deal = np.isin(self.names, DEAL_POSTURES).astype(float)  # by posture
        self.pressure: Floats
        self.inducement: Floats
        self.blockade: Floats
        self.demand: Floats
        self.talks: Floats
        for lever in LEVERS:
            setattr(self, lever, getattr(model.draws.assumptions.levers_at_start, lever).copy())

    def target(self, lever: str, today: date) -> Floats:
        """Level that a lever moves to, shape (R,): its pin, or the target of the posture."""
        pin = getattr(self.pins, lever)
        if pin is not None and pin.start <= today <= pin.until:
            level = np.full(self.model.n_replicates, pin.level)
        else:
            level = self.effect(lever)
        if lever == "blockade" and not self.blockade_in_force:
            return np.zeros_like(level)
        return np.where(self.deal, 0.0, level) if lever == "blockade" else level

    def sign(self, deal: Flags) -> None:
        """A deal with Havana where `deal`: the blockade is lifted and Washington stays on that track."""
        self.deal |= deal
        self.bound |= deal

    def seen(self, lever: str) -> Floats:
        """Level that the others act on: today's, or where it is heading if Washington moves first."""
        if self.model.switches.move_order == "washington_first":
            return self.target(lever, self.model.today)
        return np.asarray(getattr(self, lever))

    def view(self) -> View:
        """What Washington knows now."""
        model = self.model
        return View(
            compliance=column(model.caracas.effect("compliance")),
            concession=column(model.havana.effect("concession")),
            hardship=column(model.havana.hardship),
        )

    def move_levers(self) -> None:
        """Every lever takes one step towards its target."""
        speed = self.model.draws.assumptions.lever_speed
        for lever in LEVERS:
            level = drift(
                getattr(self, lever), self.target(lever, self.model.today), getattr(speed, lever)
            )
            setattr(self, lever, level)

    def at_table(self) -> Floats:
        """1 where Washington is ready for a deal with Havana, shape (R,)."""
        return np.asarray(self.ready_for_a_deal[self.posture])
