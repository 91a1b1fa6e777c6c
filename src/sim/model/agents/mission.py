"""A mission: it turns the orders of both capitals into rates, and lets its people decide."""

from typing import TYPE_CHECKING

import numpy as np
from mesa import Agent

from sim.core.quantity import Integers
from sim.people.missions import mission

if TYPE_CHECKING:
    from sim.model.model import AllianceModel


class Mission(Agent):  # type: ignore[misc] # mesa has no types
    """One category of personnel; its counts are read off the roster, shape (R,)."""

    def __init__(self, model: "AllianceModel", name: str) -> None:
        super().__init__(model)
        self.name = name
        self.position = mission(name)

    @property
    def posted(self) -> Integers:
        """Persons at their posts."""
        return np.asarray(self.model.people.posted[:, self.position])

    @property
    def queued(self) -> Integers:
        """Persons waiting for a seat."""
        return np.asarray(self.model.people.queued[:, self.position])

    @property
    def present(self) -> Integers:
        """Persons in the country."""
        return np.asarray(self.model.people.present[:, self.position])

    def receive_orders(self) -> None:
        """Put today's rates of this mission on its people's clocks."""
        self.model.people.set_rates(self.position)
