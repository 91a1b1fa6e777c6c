"""Whether Cuba's oil adds up: stock, own production, deliveries and use in every run on every day."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.core.distributions import Distribution
from sim.core.quantity import Floats
from sim.report import readings
from sim.report.numerals import number

if TYPE_CHECKING:
    import xarray

    from sim.scenario.schema import Scenario

ROUNDING = 0.01  # kb; flows are recorded with seven digits


@dataclass(frozen=True, slots=True)
class Balance:
    """Cuba's oil from the end of the first day to the end of the last, kb, means of runs.

    `gap` is the largest difference in any run on any day between the stock and what the flows make it.
    """

    start: float
    domestic: float
    delivered: float
    used: float
    end: float
    gap: float

    @property
    def told(self) -> str:
        """The books as a sentence, and whether they close."""
        flows = (self.start, self.domestic, self.delivered, self.used, self.end)
        books = "stock {} + own production {} + delivered {} − used {} = stock {} kb".format(
            *(number(flow, "kb") for flow in flows)
        )
        verdict = "The books balance" if self.gap <= ROUNDING else "THE BOOKS DO NOT BALANCE"
        return f"{verdict}: {books} (mean of runs). Largest gap in any run on any day: {self.gap:.2f} kb."


def balance(results: "xarray.Dataset", scenario: "Scenario") -> Balance:
    """Add up the books."""
    stock, used = readings.values(results, "oil_stock"), readings.values(results, "oil_used")[:, 1:]
    delivered = readings.values(results, "oil_delivered").sum(axis=2)[:, 1:]
    domestic = _domestic(results, scenario)[:, None] + np.zeros_like(used)
    gap = np.abs(np.diff(stock, axis=1) - (domestic + delivered - used))
    flows = [float(flow.sum(axis=1).mean()) for flow in (domestic, delivered, used)]
    ends = (float(stock[:, 0].mean()), float(stock[:, -1].mean()))
    return Balance(ends[0], flows[0], flows[1], flows[2], ends[1], float(gap.max(initial=0.0)))


def _domestic(results: "xarray.Dataset", scenario: "Scenario") -> Floats:
    """Own production of every run, kb/day, whether the scenario fixes it or draws it."""
    value = scenario.oil.cuba.domestic
    if isinstance(value, Distribution):
        position = readings.entries(results, "quantity").index("oil.cuba.domestic")
        return readings.values(results, "draws")[:, position]
    return np.full(readings.n_runs(results), float(value))
