"""Base rates beside the prior: what the model says of a year after the article before anything is fitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sim.evidence.base_rates import BaseRate, base_rates
from sim.experiments.batch import run_batch
from sim.scenario.draws_from import PRIOR
from sim.scenario.schema import ARTICLE_DATE, Scenario
from sim.studies.base_rates.question import READINGS, PredictedRate

BATCH = 64


@dataclass(frozen=True, slots=True)
class RateRow:
    """A reference class and, by scenario, what the prior says."""

    past: BaseRate
    prior: Mapping[str, PredictedRate]

    def agrees(self, scenario: str) -> bool:
        """Whether past and prior have a rate in common."""
        found = self.prior[scenario].rate
        return found is not None and self.past.past.overlaps(found)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Scenarios of this class that disagree and are not told why."""
        return tuple(
            name
            for name in self.past.compares
            if not self.agrees(name) and name not in self.past.why
        )


def rows(scenarios: Mapping[str, Scenario], runs: int) -> tuple[RateRow, ...]:
    """Every reference class beside the prior predictive of the scenarios, which are run for it."""
    found = {name: _predicted(scenario, runs) for name, scenario in scenarios.items()}
    return tuple(
        RateRow(each, {name: prior[each.outcome] for name, prior in found.items()})
        for each in base_rates()
    )


def _predicted(scenario: Scenario, runs: int) -> dict[str, PredictedRate]:
    unfitted = scenario.model_copy(update={"draws": PRIOR})
    first = (ARTICLE_DATE + timedelta(days=1) - scenario.window.start).days
    counts: dict[str, list[PredictedRate]] = {}
    for start in range(0, runs, BATCH):
        arrays = run_batch(unfitted, range(start, min(start + BATCH, runs))).arrays
        for outcome, read in READINGS.items():
            counts.setdefault(outcome, []).append(read(arrays, first, scenario.window.n_days))
    return {outcome: _together(parts) for outcome, parts in counts.items()}


def _together(parts: Sequence[PredictedRate]) -> PredictedRate:
    return PredictedRate(sum(each.events for each in parts), sum(each.years for each in parts))
