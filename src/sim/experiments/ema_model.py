"""The model as a model of the EMA Workbench: its samplers, evaluators, PRIM and trees then run on it.

    from ema_workbench import MultiprocessingEvaluator
    from sim.experiments.ema_model import ema_model

    with MultiprocessingEvaluator(ema_model(scenario)) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(100)

Needs the extra `analysis`. An experiment of the workbench is one draw of the uncertain quantities; it
is run for a few replicates at once, because the engine works on arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.distributions import Distribution
from sim.core.never import NEVER
from sim.core.quantity import Floats, declared
from sim.experiments.batch import run_batch
from sim.model.outcomes import OUTCOME_NAMES
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from ema_workbench import Model, RealParameter

FOLLOWED = ("presence_share", "days_of_cover")
DOT = "__"  # the workbench wants names that are Python's


def ema_model(
    scenario: Scenario, *, replicates: int = 1, observables: Sequence[str] = FOLLOWED
) -> "Model":
    """A scenario as a model of the workbench.

    Its uncertainties are the scenario's uncertain quantities with their priors; an outcome is the share
    of runs in which it happened, an observable its mean over the runs of every day.

    Parameters
    ----------
    scenario
        The resolved scenario.
    replicates
        Runs of every experiment; the same random streams in each, so that experiments are paired.
    observables
        Daily observables without further axes to give as time series.
    """
    from ema_workbench import Model, ScalarOutcome, TimeSeriesOutcome  # noqa: PLC0415 - slow

    model = Model(scenario.name, function=Experiment(scenario, replicates, tuple(observables)))
    model.uncertainties = [
        _parameter(each.path, each.value)
        for each in declared(scenario)
        if isinstance(each.value, Distribution)
    ]
    model.outcomes = [
        *(ScalarOutcome(name) for name in OUTCOME_NAMES),
        *(TimeSeriesOutcome(name) for name in observables),
    ]
    return model


@dataclass(frozen=True, slots=True)
class Experiment:
    """What the workbench calls for each experiment; travels to worker processes."""

    scenario: Scenario
    replicates: int
    observables: tuple[str, ...]

    def __call__(self, **uncertain: float) -> dict[str, Any]:
        """Outcomes and observables of one draw, by name."""
        given: dict[str, Floats] = {
            name.replace(DOT, "."): np.full(self.replicates, value)
            for name, value in uncertain.items()
        }
        arrays = run_batch(self.scenario, range(self.replicates), given).arrays
        shares = (arrays["first_day"] != NEVER).mean(axis=0)
        series = {name: arrays[name].mean(axis=0, dtype=float) for name in self.observables}
        return dict(zip(OUTCOME_NAMES, shares.tolist(), strict=True)) | series


def _parameter(path: str, prior: Distribution) -> "RealParameter":
    """A parameter that the workbench draws by our own quantile function, tails cut off alike."""
    from ema_workbench import RealParameter  # noqa: PLC0415
    from scipy import stats  # noqa: PLC0415

    class AsDrawn(stats.rv_continuous):  # type: ignore[misc] # scipy has no types
        def _ppf(self, q: Floats) -> Floats:
            return prior.quantile(np.asarray(q))

    low, high = prior.span()
    return RealParameter.from_dist(path.replace(".", DOT), AsDrawn(a=low, b=high)())
