"""The plain twin as other people's runners want it; in a module, because worker processes import it."""

from functools import cache
from pathlib import Path

from sim.scenario.load import load
from sim.scenario.schema import Scenario
from twin.model import PlainTwin

BLOCKADE = Path(__file__).parents[2] / "scenarios" / "blockade.yaml"


@cache
def blockade() -> Scenario:
    """The scenario that is measured."""
    return load(BLOCKADE, Scenario).scenario


class BatchTwin(PlainTwin):
    """For `mesa.batch_run`, which names the parameters it gives; its seed is the replicate."""

    def __init__(self, replicate: int = 0, rng: int | None = None) -> None:
        super().__init__(blockade(), replicate, replicate)
        del rng  # mesa.batch_run gives one


def persons_left(replicate: float) -> dict[str, float]:
    """One run of the plain twin for the EMA Workbench: how many persons left the country."""
    twin = BatchTwin(int(replicate))
    twin.run()
    return {"left": float(sum(sum(counts.values()) for counts in twin.exited))}
