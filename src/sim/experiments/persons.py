"""Every person's history in one replicate: computed again on request, because a replicate is pure."""

from sim.experiments.batch import model_of
from sim.model.histories import lives
from sim.people.lives import Person
from sim.scenario.schema import Scenario


def histories(scenario: Scenario, replicate: int) -> list[Person]:
    """Everybody who was ever in the country: who left, by day of leaving, then who is left."""
    return lives(model_of(scenario, (replicate,), observed=False, histories=True))
