r"""The power grid of Cuba: how much of the evening peak goes unserved, and how often all of it fails.

.. math::
   G &= 1 - (1 - broken)(1 - \phi E) \\
   \ln h &= \text{interp}(G;\; (0.4, \ln g_{lo}), (0.6, \ln g_{hi})), \qquad failures = \#\{n : T_n \le \textstyle\int h\}

E is the share of demand for oil that goes unserved, T the arrivals of a Poisson process of rate 1, fixed
for the replicate: a harder shortage never has fewer failures. A failure changes nothing else: hardship
that jumped with each one would be lower on some days of a harder blockade, and relation 14 would not hold.
"""

import numpy as np

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Integers, Number, Parameters, uncertain

ANCHORS = (0.4, 0.6)
MOST_FAILURES = (
    64  # of a window; the last arrivals lie beyond any hazard that the schema allows a year
)
RULED_OUT = 1e-12  # 1/year: stands in for a hazard of 0, which has no logarithm


class Grid(Parameters):
    """What leaves plants without fuel or in pieces, and what brings all of them down."""

    broken: Number = uncertain(
        uniform(0.2, 0.35),
        "1",
        (0, 1),
        "cuba_energy:2025-09-26-power-deficit-max; cuba_energy:2026-01-11-power-deficit-max; "
        "cuba_energy:2026-01-17-power-deficit-max; computed: 600 to 1000 of about 3300 MW out, but not for fuel",
    )
    """Share of peak demand that plants out of order cannot serve."""
    fuel_effect: Number = uncertain(
        uniform(0.7, 1),
        "1",
        (0, 1),
        "cuba_energy:2025-09-26-power-deficit-max; cuba_energy:2025-12-26-power-deficit-max; "
        "cuba_energy:2026-01-17-power-deficit-max; computed: 655, 1214 and 1152 MW out for want of fuel",
        symbol="φ",
    )
    """Share of the rest that would go unserved if no oil were left at all."""
    failures_strained: Number = uncertain(
        log_uniform(1, 6),
        "1/year",
        (0, 50),
        "cuba_energy:2025-09-10-total-grid-failures; computed: 5 in 16 months",
        symbol="g_lo",
    )
    """Total failures of the grid a year while 0.4 of peak demand goes unserved."""
    failures_starved: Number = uncertain(
        log_uniform(1.5, 10),
        "1/year",
        (0, 50),
        "cuba_energy:2025-09-10-total-grid-failures; "
        "assumption: a smaller margin fails more often, none in the first weeks of 2026",
        symbol="g_hi",
    )
    """Total failures of the grid a year while 0.6 of peak demand goes unserved."""


def power_deficit(oil_deficit: Floats, p: Grid) -> Floats:
    """Share of peak demand for power that goes unserved, in [0, 1], shape (R,); rises with the shortage."""
    return 1 - (1 - p.broken) * (1 - p.fuel_effect * oil_deficit)


def failure_hazard(deficit: Floats, p: Grid) -> Floats:
    """Total failures a year, shape (R,); never falls with the power deficit."""
    strained = np.maximum(p.failures_strained, RULED_OUT)
    rise = np.log(np.maximum(p.failures_starved, strained) / strained)
    place = (deficit - ANCHORS[0]) / (ANCHORS[1] - ANCHORS[0])
    return np.asarray(strained * np.exp(place * rise))


def failures_by(cumulative: Floats, arrivals: Floats) -> Integers:
    """Failures so far, shape (R,), from the cumulative hazard (R,) and the arrivals (R, n) in order."""
    return np.asarray((arrivals <= cumulative[:, None]).sum(axis=1))
