"""The observer: what the press would report of the departures; it changes nothing."""

from typing import TYPE_CHECKING

import numpy as np
from mesa import Agent

from sim.mechanisms.causes import CAUSE_NAMES
from sim.mechanisms.people import report_exits
from sim.mechanisms.reporting import confusion_rows

if TYPE_CHECKING:
    from sim.model import AllianceModel


class Observer(Agent):  # type: ignore[misc] # mesa has no types
    """Reported departures by the day they appear and the cause they name, `reported` (R, T, Z)."""

    def __init__(self, model: "AllianceModel") -> None:
        super().__init__(model)
        reporting = model.draws.assumptions.reporting
        self.seen = model.draws.missions.table("reported")
        self.lag = reporting.lag.astype(np.int64)
        self.confusion = np.stack([confusion_rows(each) for each in reporting.confusion])
        self.reported = np.zeros((model.n_replicates, model.n_days, len(CAUSE_NAMES)), np.int32)

    def report(self) -> None:
        """Report today's exits, late and mixed up."""
        roster = self.model.people.roster
        report_exits(roster, self.seen, self.confusion, self.lag, self.reported, self.model.day)
