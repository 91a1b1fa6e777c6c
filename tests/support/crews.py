"""A few persons and their clocks without a model around them: rates, seats and days as a test likes."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.mechanisms.causes import cause
from sim.model.model import AllianceModel
from sim.people import kernel as engine
from sim.people.missions import MISSIONS, mission
from sim.people.states import N_STATES
from support.worlds import world

N_CONTINGENTS = len(MISSIONS) * N_STATES


class Crew:
    """The people of a scenario, driven by hand; the model that built them never runs.

    Missions are empty unless `heads` names them; `changes` are those of `support.worlds.world`.
    """

    def __init__(
        self,
        heads: Mapping[str, int],
        *changes: Mapping[str, Any],
        days: int = 40,
        replicates: int = 1,
    ) -> None:
        crowd = {f"missions.{name}.headcount": heads.get(name, 0) for name in MISSIONS}
        plain = {
            "record.persons": True,
            "switches.contagion": "none",
            **{f"missions.{name}.stay_behind": 0 for name in MISSIONS},
            **{f"assumptions.causes.{name}.frailty": 0 for name in ("voluntary", "defected")},
            "assumptions.causes.defected.border_states": 1,
        }
        self.model = AllianceModel(world(crowd, plain, *changes, days=days), range(replicates))
        self.people = self.model.people
        self.roster, self.clocks = self.people.roster, self.people.clocks
        self.day = 0

    def clock(self, name: str) -> int:
        """Position of a clock: relief comes first, then the causes with a rate."""
        return ["relief", *(each.name for each in self.people.clocked)].index(name)

    def rates(self, **rates: float) -> None:
        """Rates for all missions from now on, 1/day; those not named are 0."""
        self.clocks.rate[:] = 0
        for name, rate in rates.items():
            self.clocks.rate[:, :, self.clock(name)] = rate

    def advance(self, days: int = 1, *, seats: int = 0, inflow: float = 0.0) -> None:
        """Days of clocks and flights."""
        for _ in range(days):
            self.roster.log_length[:] = 0
            engine.advance_clocks(self.roster, self.clocks, self.day)
            offered = np.full(len(self.roster.replicates), seats)
            shares = np.full(len(offered), inflow)
            engine.fly_home(self.roster, self.clocks, offered, shares, self.day)
            self.day += 1

    def come_back(self, **wanted: int) -> None:
        """Newcomers of missions in every replicate, this evening."""
        persons = np.array([wanted.get(name, 0) for name in MISSIONS])
        everywhere = np.tile(persons, (len(self.roster.replicates), 1))
        engine.come_back(self.roster, self.clocks, everywhere, self.day)

    def strike(self, killed: int, injured: int, healing: float = 5.0) -> None:
        """A strike on guard and military this morning."""
        n = len(self.roster.replicates)
        targets = np.concatenate(
            [
                np.arange(N_STATES) + N_STATES * mission(name)
                for name in ("presidential_guard", "military_advisers")
            ]
        )
        hit = (np.full(n, killed), np.full(n, injured), np.full(n, float(healing)))
        engine.strike(self.roster, targets, *hit, cause("killed"), self.day)

    def status(self, replicate: int = 0) -> np.ndarray:
        """State of every post."""
        return self.roster.status[replicate] & 7

    def gone(self, name: str) -> int:
        """Exits of one cause in all replicates and missions."""
        return int(self.roster.exited[:, :, cause(name)].sum())

    def flown(self) -> list[int]:
        """Posts left today, in order."""
        tickets = self.roster.log[: self.roster.log_length[0], 0]
        return [int(engine.read_ticket(int(ticket))[0]) for ticket in tickets]
