"""Suppliers: each cargo of the day is withheld, deterred, turned back or delivered."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import mesa

from twin import equations

if TYPE_CHECKING:
    from twin.model import PlainTwin

FATES = ("withheld", "deterred", "interdicted", "delivered")


class Supplier(mesa.Agent):  # type: ignore[misc] # mesa has no types
    """One supplier; `volume` holds today's kb by fate."""

    model: "PlainTwin"

    def __init__(self, model: "PlainTwin", name: str, terms: Any) -> None:  # noqa: ANN401 - drawn terms as plain numbers
        super().__init__(model)
        self.name, self.terms = name, terms
        self.volume = dict.fromkeys(FATES, 0.0)
        self.usual = terms.cargoes * (terms.smallest + terms.largest) / 2

    def willing(self) -> float:
        """Share of cargoes that the supplier is willing to send."""
        if self.model.within("supplier_stops", self.name):
            return 0.0
        return float(self.model.caracas.held.oil) if self.name == "venezuela" else 1.0

    def stopped(self, level: Callable[[str], float]) -> float:
        """Share of cargoes stopped, with levers read by `level`; only Venezuela has to ask."""
        measures = self.name in self.model.washington.measures
        blockade = level("blockade") if measures else 0.0
        consent = level("consent") if self.name == "venezuela" else 1.0
        return equations.stopped(self.terms.interdiction, blockade, consent)

    def fate(self) -> str:
        """What becomes of one cargo."""
        flip = self.model.random.random
        if flip() >= self.willing():
            return "withheld"
        if flip() >= self.stopped(self.model.washington.levers.__getitem__):
            return "delivered"
        deterred = self.model.numbers.oil.deterrence.deterred_share
        return "deterred" if flip() < deterred else "interdicted"

    def trade(self) -> None:
        """Today's cargoes, as many as a Poisson number says."""
        self.volume = dict.fromkeys(FATES, 0.0)
        for _ in range(self.model.rng.poisson(self.terms.cargoes)):
            size = self.model.random.uniform(self.terms.smallest, self.terms.largest)
            self.volume[self.fate()] += size
