"""The table at which Washington and Havana bargain."""

from typing import TYPE_CHECKING

from twin import equations
from twin.names import DAYS_IN_YEAR

if TYPE_CHECKING:
    from twin.model import PlainTwin

N_TERMS = 32


class Table:
    """The deal in force, and the terms that come to anybody's mind."""

    def __init__(self, model: "PlainTwin") -> None:
        self.model = model
        self.in_force = False
        self.relief, self.concession = 0.0, 0.0
        flip = model.random.random
        self.terms = [(flip(), flip()) for _ in range(N_TERMS)]

    def gains(self, relief: float, concession: float) -> tuple[float, float]:
        """What terms are worth today to Havana and to Washington."""
        numbers, havana = self.model.numbers.assumptions, self.model.havana
        washington, p = self.model.washington, self.model.numbers.assumptions.washington
        levers, b = washington.levers, washington.levers["blockade"]
        if self.in_force:
            b = washington.without_a_deal("blockade")
        believed = equations.assurance(
            (levers["pressure"] + b) / 2, havana.conceded(), levers["demand"], numbers.bargaining
        )
        eased = equations.mean_of_three(havana.hardship * b * believed)
        pull = numbers.bargaining.concession_pull * (1 - numbers.bargaining.conflict_havana)
        danger = numbers.havana.regime * levers["demand"] / 2
        spared = p.humanitarian * havana.hardship + p.cost / 2
        strangling = p.change * levers["demand"] * (1 + washington.unmet) / 2
        shame = p.credibility * levers["demand"] * washington.unmet
        ours = p.deal * concession + b * relief * (spared - strangling)
        return (
            pull * eased * relief - danger * concession,
            ours - shame * relief * (1 - concession),
        )

    def acceptable(self) -> list[tuple[float, float, float]]:
        """Terms that both prefer to none, with the product of gains first."""
        valued = [(self.gains(*each), each) for each in self.terms]
        return [(h * w, *each) for (h, w), each in valued if h > 0 and w > 0]

    def rate(self) -> float:
        """Deals a day."""
        if self.in_force:
            return 0.0
        ready = self.model.washington.held.readiness * self.model.havana.held.readiness
        room = len(self.acceptable()) / N_TERMS
        return float(self.model.numbers.assumptions.bargains.deal_rate * ready * room)

    def break_rate(self) -> float:
        """Ends of the deal a day."""
        if not self.in_force:
            return 0.0
        p = self.model.numbers.assumptions.bargains
        unhappy = min(self.gains(self.relief, self.concession)) < 0
        return float((p.break_rate + p.walk_out * unhappy) / DAYS_IN_YEAR)

    def sign(self) -> None:
        """The best terms for both come into force."""
        _, self.relief, self.concession = max(self.acceptable())
        self.in_force = True

    def end(self) -> None:
        """The deal is off."""
        self.in_force, self.relief, self.concession = False, 0.0, 0.0
