r"""Stakes are stocks and flows: what a posture would take away within a government's planning horizon.

.. math:: f_m = \min(1, posted_m / need_m), \qquad lost_m(a) = f_m\,(1 - e^{-rate_m(a)\,H})

Headcounts count: what is nearly gone is no longer worth much, and five hundred doctors are not worth
twelve thousand.
"""

import numpy as np

from sim.core.quantity import Floats, Integers, Number, Parameters, uncertain
from sim.world.missions import MISSIONS


class Needs(Parameters):
    """How many persons of each mission are as many as Venezuela can use; more are worth no more."""

    presidential_guard: Number = uncertain(
        130,
        unit="persons",
        low=1,
        high=200_000,
        source="events:2025-11-19-maduro-enlarges-cuban-guard; assumption: the usual size of the mission",
    )
    """Bodyguards."""
    counterintelligence: Number = uncertain(
        170,
        unit="persons",
        low=1,
        high=200_000,
        source="personnel:2022-09-27-dgcim-agreement; assumption: the usual size of the mission",
    )
    """Advisers in DGCIM."""
    military_advisers: Number = uncertain(
        320,
        unit="persons",
        low=1,
        high=200_000,
        source="assumption: the usual size of the mission",
    )
    """Military advisers."""
    medical: Number = uncertain(
        12_500,
        unit="persons",
        low=1,
        high=200_000,
        source="personnel:2026-01-07-medical-total-health-personnel; assumption: what clinics were built for",
    )
    """Health staff."""
    sport: Number = uncertain(
        390,
        unit="persons",
        low=1,
        high=200_000,
        source="personnel:2018-04-sports-sports-collaborators; assumption: the usual size of the mission",
    )
    """Coaches."""
    education: Number = uncertain(
        80, unit="persons", low=1, high=200_000, source="assumption: the usual size of the mission"
    )
    """Professors."""
    undercover: Number = uncertain(
        170, unit="persons", low=1, high=200_000, source="assumption: the usual size of the mission"
    )
    """Undercover staff."""

    def table(self) -> Floats:
        """Needs of all missions, shape (R, M)."""
        return np.stack([getattr(self, name) for name in MISSIONS], axis=1)


def filled(posted: Integers, needs: Floats) -> Floats:
    """Share of what is needed that is at post, shape (R, M), in [0, 1]."""
    return np.minimum(1.0, posted / needs)


def kept(rates: Floats, horizon: Floats) -> Floats:
    """Share of those at post that an order leaves there within the horizon, shape (R, A, M).

    `rates` in 1/day, shape (R, A, M); `horizon` in days, shape (R,).
    """
    return np.asarray(np.exp(-rates * horizon[:, None, None]))


def together(stock: Floats, left: Floats, weights: Floats) -> Floats:
    """What is left of a stock (R, M) of which postures leave shares (R, A, M), weighed: (R, A).

    Weights (R, M) sum to 1 over missions.
    """
    return np.asarray(((weights * stock)[:, None, :] * left).sum(axis=2))
