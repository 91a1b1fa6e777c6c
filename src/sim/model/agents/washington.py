"""Washington and its six levers."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.core.quantity import Floats
from sim.mechanisms.levers import LEVERS, drift
from sim.mechanisms.oil import stopped_share
from sim.model.agents.actor import Actor
from sim.postures.terms import column, try_terms
from sim.postures.washington import MENU, TERMS, View

if TYPE_CHECKING:
    from sim.model.model import AllianceModel

try_terms("Washington", MENU, TERMS, View)

PRESSING = ("pressure", "blockade", "demand")  # levers that it can back down from


class Washington(Actor):
    """The power that presses: its posture moves pressure, inducement, blockade, demand, talks, consent.

    The levers are attributes of these names, shape (R,), each in [0, 1]. The blockade stays at zero
    until an event takes measures against a supplier, consent at one until Venezuela's exports are
    under control. `effort` and `unmet`, shape (R,), are what tires and what hardens.
    """

    name = "washington"
    motives = TERMS
    at_first = "coerce"
    months_before = 1

    def __init__(self, model: "AllianceModel") -> None:
        super().__init__(model, model.scenario_file.actors.washington)
        self.pins = model.draws.levers
        self.measures: set[str] = set()  # suppliers against which there are measures
        self.exports_controlled = False
        self.pressure: Floats
        self.inducement: Floats
        self.blockade: Floats
        self.demand: Floats
        self.talks: Floats
        self.consent: Floats
        for lever in LEVERS:
            setattr(self, lever, getattr(model.draws.assumptions.levers_at_start, lever).copy())
        self.effort: Floats = (self.pressure + self.blockade) / 2
        self.unmet: Floats = np.ones(model.n_replicates)

    def without_a_deal(self, lever: str, today: date | None = None) -> Floats:
        """Level that a lever would move to, shape (R,): its pin, or the target of the posture."""
        today = today or self.model.today
        pin = getattr(self.pins, lever)
        if pin is not None and pin.start <= today <= pin.until:
            level = np.asarray(pin.level)
        else:
            level = self.effect(lever)
        if lever == "blockade" and not self.measures:
            return np.zeros_like(level)
        if lever == "consent" and not self.exports_controlled:
            return np.ones_like(level)
        return level

    def target(self, lever: str, today: date) -> Floats:
        """Level that a lever moves to, shape (R,): a deal in force lifts some of the blockade."""
        level, relief = self.without_a_deal(lever, today), self.model.table.relief
        if lever == "blockade":
            return level * (1 - relief)
        return level + (1 - level) * relief if lever == "consent" else level

    def seen(self, lever: str) -> Floats:
        """Level that the others act on: today's, or where it is heading if Washington moves first."""
        if self.model.switches.move_order == "washington_first":
            return self.target(lever, self.model.today)
        return np.asarray(getattr(self, lever))

    def stopped(
        self, supplier: str, interdiction: Floats, level: Callable[[str], Floats] | None = None
    ) -> Floats:
        """Share of a supplier's cargoes that are stopped, shape (R,), by the levers as they are.

        `level` reads a lever otherwise, such as `seen`. There are measures against the supplier or not;
        only Venezuela needs consent.
        """
        read = level or partial(getattr, self)
        free = np.ones(self.model.n_replicates)
        blockade = read("blockade") if supplier in self.measures else 1 - free
        consent = read("consent") if supplier == "venezuela" else free
        return stopped_share(interdiction, blockade, consent)

    def view(self) -> View:
        """What Washington knows now."""
        model = self.model
        fallen = model.outcomes.happened("havana_collapse")
        back = [
            np.maximum(0.0, column(getattr(self, lever)) - self.effects[lever])
            for lever in PRESSING
        ]
        return View(
            compliance=column(model.caracas.effect("compliance")),
            concession=column(model.havana.conceded()),
            hardship=column(model.havana.hardship),
            demand=column(self.demand),
            effort=column(self.effort),
            unmet=column(self.unmet),
            no_deal=column(np.where(model.table.in_force, 0.0, 1.0)),
            no_change=column(np.where(fallen, 0.0, 1.0)),
            backing_down=np.asarray(np.mean(back, axis=0)),
        )

    def move_levers(self) -> None:
        """Every lever takes one step towards its target."""
        speed, today = self.model.draws.assumptions.lever_speed, self.model.today
        for lever in LEVERS:
            level = drift(getattr(self, lever), self.target(lever, today), getattr(speed, lever))
            setattr(self, lever, level)
        self._tire()

    def _tire(self) -> None:
        """What it has kept up, and how little came of it, over the horizon."""
        horizon = self.model.draws.assumptions.washington.horizon
        met = (self.model.caracas.effect("compliance") + self.model.havana.conceded()) / 2
        self.effort = self.effort + ((self.pressure + self.blockade) / 2 - self.effort) / horizon
        self.unmet = self.unmet + ((1 - met) - self.unmet) / horizon
