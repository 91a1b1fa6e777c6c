"""The space of uncertain quantities, turned so that the prior is standard normal in every direction."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.core.distributions import Distribution
from sim.core.quantity import Floats, declared
from sim.core.streams import Streams
from sim.scenario.schema import Scenario

SMALLEST = 2.0**-33  # half a step of the streams' uniforms


def normal(marks: Floats) -> Floats:
    """Standard normal numbers from uniform marks in (0, 1)."""
    from scipy.special import ndtri  # noqa: PLC0415 - slow to import

    return np.asarray(ndtri(marks))


@dataclass(frozen=True, slots=True)
class Space:
    """Quantities and their priors. A position `z` (n, quantities) is N(0, 1) when the prior is drawn."""

    priors: Mapping[str, Distribution]

    @classmethod
    def of(cls, scenario: Scenario) -> "Space":
        """All quantities that a scenario draws, in the order in which they are declared."""
        return cls(
            {e.path: e.value for e in declared(scenario) if isinstance(e.value, Distribution)}
        )

    @property
    def paths(self) -> tuple[str, ...]:
        """Names of the quantities, in the order of the columns."""
        return tuple(self.priors)

    def values(self, z: Floats) -> Floats:
        """Quantities at positions, shape (n, quantities)."""
        from scipy.special import ndtr  # noqa: PLC0415 - slow to import

        marks = np.clip(ndtr(z), SMALLEST, 1 - SMALLEST)
        columns = [prior.quantile(marks[:, i]) for i, prior in enumerate(self.priors.values())]
        return np.column_stack(columns)

    def drawn(self, seed: int, first: int, n: int) -> Floats:
        """Positions drawn from the prior with the marks `first` to `first + n` of a seed."""
        streams = Streams(seed, np.arange(first, first + n))
        return normal(streams.uniforms("calibration.prior", 0, len(self.priors)))
