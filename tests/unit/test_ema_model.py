"""The model under the EMA Workbench gives what the engine gives for the same draws."""

import numpy as np
import pytest

from sim.core.distributions import Distribution
from sim.core.quantity import declared
from sim.experiments.batch import run_batch
from sim.model.outcomes import OUTCOME_NAMES
from support.worlds import FREE, world

ema = pytest.importorskip("ema_workbench")


def test_an_experiment_of_the_workbench_is_a_draw_of_the_engine() -> None:
    from sim.experiments.ema_model import ema_model

    scenario = world(FREE, days=40)
    experiments, outcomes = ema.SequentialEvaluator(
        ema_model(scenario, replicates=3)
    ).perform_experiments(2)
    paths = [each.path for each in declared(scenario) if isinstance(each.value, Distribution)]
    assert paths
    for row in range(2):
        given = {path: np.full(3, experiments[path.replace(".", "__")][row]) for path in paths}
        arrays = run_batch(scenario, range(3), given).arrays
        assert (outcomes["presence_share"][row] == arrays["presence_share"].mean(0, float)).all()
        shares = (arrays["first_day"] >= 0).mean(axis=0)
        assert [outcomes[name][row] for name in OUTCOME_NAMES] == shares.tolist()


@pytest.mark.parametrize(
    "prior",
    ["uniform(2, 5)", "loguniform(0.01, 3)", "lognormal(4, 9)", "beta(2, 8)"],
)
def test_priors_are_the_same_for_the_workbench(prior: str) -> None:
    from sim.experiments.ema_model import _parameter

    distribution = Distribution.parse(prior)
    u = np.array([0.01, 0.3, 0.5, 0.95])
    assert _parameter("a.b", distribution).dist.ppf(u) == pytest.approx(distribution.quantile(u))
