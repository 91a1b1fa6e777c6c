"""The air bridge: seats of the day, none while the airspace is closed, fewer without jet fuel."""

import numpy as np

from sim.core.distributions import log_normal, uniform
from sim.core.quantity import Floats, Integers, Number, Parameters, uncertain


class AirBridge(Parameters):
    """What can fly from Venezuela to Cuba."""

    seats: Number = uncertain(
        log_normal(110, 280),
        "persons/day",
        (0, 100_000),
        "priors:capacity-venezuela-2026-per-day",
        symbol="K",
    )
    """Seats a day, gross and one way."""
    without_jet_fuel: Number = uncertain(
        uniform(0.2, 0.7),
        "1",
        (0, 1),
        "personnel:2026-02-11-flights-conviasa-havana-roundtrips-10-19-feb",
    )
    """Share of seats left while Cuba has no jet fuel, under the switch `jet_fuel_limits_seats`."""


def seats_of_day(seats: Floats, fuel_share: Floats, open_share: float) -> Integers:
    """Whole seats today, shape (R,); `open_share` is 0 while the airspace is closed."""
    return np.floor(seats * fuel_share * open_share).astype(np.int64)
