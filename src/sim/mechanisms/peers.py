"""The peer effect: departures in a contingent make the next one likelier (switch `contagion`)."""

from sim.core.distributions import uniform
from sim.core.quantity import Number, Parameters, uncertain


class Peers(Parameters):
    """When departed peers are noticed, under `contagion: threshold`."""

    threshold: Number = uncertain(
        uniform(0.1, 0.5), "1", (0, 1), "Granovetter 1978; assumption: range", symbol="φ*"
    )
    """Share of the contingent departed that sets the peer effect off."""
