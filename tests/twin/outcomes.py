"""Outcomes of one replicate: sudden ones by a coin flip a day, slow ones by counting days."""

from collections import deque
from math import exp
from typing import TYPE_CHECKING

from twin.names import CIVILIAN, DAYS_IN_YEAR, GONE, OIL_GONE, OIL_MEMORY, OUTCOMES, SECURITY

if TYPE_CHECKING:
    from twin.model import PlainTwin

LONG_ENOUGH = {
    "hollowed_alliance": 30,
    "alliance_dissolved": 30,
    "rupture": 14,
    "restoration": 1,
    "washington_relents": 30,
}


class Outcomes:
    """First day of every outcome that has happened."""

    def __init__(self, model: "PlainTwin") -> None:
        self.model = model
        self.first_day: dict[str, int] = {}
        self.streak = dict.fromkeys(LONG_ENOUGH, 0)
        self.was_halved = False
        self.venezuelan: deque[float] = deque(maxlen=OIL_MEMORY)

    def mark(self, name: str) -> None:
        """It happens today, unless it has happened before."""
        self.first_day.setdefault(name, self.model.day)

    def flips(self, hazard: float) -> bool:
        """A coin flip for a hazard in 1/day."""
        return bool(self.model.random.random() < 1 - exp(-hazard))

    def settle(self) -> None:
        """One day of all outcomes."""
        self.venezuelan.append(self.model.suppliers["venezuela"].volume["delivered"])
        self.settle_caracas()
        self.settle_havana()
        self.settle_slow()

    def settle_caracas(self) -> None:
        """Coups may come on any day, and again."""
        attempts, _ = self.model.caracas.weigh_coup()
        if self.flips(attempts / DAYS_IN_YEAR):
            self.attempt_coup()

    def attempt_coup(self) -> None:
        """Somebody tries; only one coup can succeed."""
        caracas = self.model.caracas
        _, success = caracas.weigh_coup()
        self.mark("coup_attempt")
        if self.model.random.random() < success and "coup_caracas" not in self.first_day:
            self.mark("coup_caracas")
            caracas.lose_power()
            caracas.fall()

    def settle_havana(self) -> None:
        """A deal and its end, a collapse, the leader's exit: each at most once."""
        havana, table = self.model.havana, self.model.table
        if self.flips(table.break_rate()):
            self.mark("deal_broken")
            table.end()
        if "havana_deal" not in self.first_day and self.flips(table.rate()):
            self.mark("havana_deal")
            table.sign()
        collapsed = "havana_collapse" not in self.first_day and self.flips(
            havana.collapse_hazard() / DAYS_IN_YEAR
        )
        if self.flips(havana.leader_exit_hazard() / DAYS_IN_YEAR) or collapsed:
            self.mark("leader_exit_havana")
        if collapsed:
            self.mark("havana_collapse")
            havana.fall()

    def settle_slow(self) -> None:
        """Conditions that must hold for days on end."""
        levers, caracas = self.model.washington.levers, self.model.caracas
        security, words = self.model.security_share(), caracas.held.solidarity
        self.was_halved = self.was_halved or security < 0.5
        oil = sum(self.venezuelan) / len(self.venezuelan)
        cut = security <= GONE and oil <= OIL_GONE
        broken = caracas.posture == "rupture"
        holds = {
            "hollowed_alliance": cut and words >= 0.5,
            "alliance_dissolved": cut and (broken or words < 0.3),
            "rupture": broken,
            "restoration": self.was_halved and security > 0.5,
            "washington_relents": levers["pressure"] < 0.3 and levers["blockade"] < 0.3,
        }
        for name, now in holds.items():
            self.streak[name] = self.streak[name] + 1 if now else 0
            if self.streak[name] >= LONG_ENOUGH[name]:
                self.mark(name)

    def presence_class(self) -> str:
        """Who is left."""
        if self.model.present_share(*SECURITY) >= GONE:
            return "mixed"
        if self.model.present_share(*CIVILIAN) >= GONE:
            return "civilian"
        return "covert_only" if self.model.present("undercover") >= 1 else "none"

    def days(self) -> list[int]:
        """First day of every outcome in the order of the results, -1 if never."""
        return [self.first_day.get(name, -1) for name in OUTCOMES]
