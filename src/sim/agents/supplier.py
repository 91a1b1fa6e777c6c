"""A supplier of oil: its cargoes are withheld, deterred, interdicted or delivered."""

from typing import TYPE_CHECKING

import numpy as np
from mesa import Agent

from sim.core.quantity import Floats
from sim.mechanisms.oil import MOST_CARGOES_A_DAY, fate, ready_cargoes
from sim.mechanisms.oil import Supplier as Terms

if TYPE_CHECKING:
    from sim.model import AllianceModel

FATES = ("withheld", "deterred", "interdicted", "delivered")


class Supplier(Agent):  # type: ignore[misc] # mesa has no types
    """One supplier in all replicates; `volume` holds today's kb by fate, shape (R, 4)."""

    def __init__(self, model: "AllianceModel", name: str, terms: Terms) -> None:
        super().__init__(model)
        self.name = name
        self.terms = terms
        self.stopped_of_its_own = False
        self.volume = np.zeros((model.n_replicates, len(FATES)))
        self.usual = terms.cargoes * (terms.smallest + terms.largest) / 2  # kb/day without blockade

    def willing(self) -> Floats:
        """Share of cargoes that the supplier is willing to send, shape (R,)."""
        if self.stopped_of_its_own:
            return np.zeros(self.model.n_replicates)
        if self.name == "venezuela":
            return np.asarray(self.model.caracas.open_to_oil())
        return np.ones(self.model.n_replicates)

    def trade(self) -> None:
        """Draw the candidates of the day and settle what becomes of each."""
        terms, model = self.terms, self.model
        n = MOST_CARGOES_A_DAY
        u = model.streams.uniforms(f"cargoes {self.name}", model.day, 1 + 3 * n)
        marks, willing, sizes = u[:, 1 : 1 + n], u[:, 1 + n : 1 + 2 * n], u[:, 1 + 2 * n :]
        ready = np.arange(n) < ready_cargoes(u[:, 0], terms.cargoes)[:, None]
        became = fate(
            marks,
            willing,
            (terms.interdiction * model.washington.blockade)[:, None],
            model.draws.oil.deterrence.deterred_share[:, None],
            self.willing()[:, None],
        )
        size = terms.smallest[:, None] + (terms.largest - terms.smallest)[:, None] * sizes
        volume = np.where(ready, size, 0.0)
        for position in range(len(FATES)):
            kept = np.where(became == position, volume, 0.0)
            self.volume[:, position] = kept.cumsum(axis=1)[:, -1]

    @property
    def delivered(self) -> Floats:
        """Oil that arrived today in kb, shape (R,)."""
        return self.volume[:, FATES.index("delivered")]
