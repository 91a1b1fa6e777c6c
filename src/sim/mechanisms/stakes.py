r"""Stakes are stocks and flows: what a posture would take away within a government's planning horizon.

.. math::
   f_m = \min(1, posted_m / need_m), \qquad
   f_m(a) = f_m\,e^{-rate_m(a)\,H} + back(a)\,(full_m - f_m)

Headcounts count: what is nearly gone is no longer worth much, and five hundred doctors are not worth
twelve thousand.
"""

import numpy as np

from sim.core.quantity import Floats, Integers, Number, Parameters, uncertain


class Needs(Parameters):
    """How many persons of each mission are as many as Venezuela can use; more are worth no more.

    A field a mission, in the order of the missions.
    """

    presidential_guard: Number = uncertain(
        130,
        "persons",
        (1, 200_000),
        "events:2025-11-19-maduro-enlarges-cuban-guard; assumption: the usual size of the mission",
    )
    """Bodyguards."""
    counterintelligence: Number = uncertain(
        170,
        "persons",
        (1, 200_000),
        "personnel:2022-09-27-dgcim-agreement; assumption: the usual size of the mission",
    )
    """Advisers in DGCIM."""
    military_advisers: Number = uncertain(
        320, "persons", (1, 200_000), "assumption: the usual size of the mission"
    )
    """Military advisers."""
    medical: Number = uncertain(
        12_500,
        "persons",
        (1, 200_000),
        "personnel:2026-01-07-medical-total-health-personnel; assumption: what clinics were built for",
    )
    """Health staff."""
    sport: Number = uncertain(
        390,
        "persons",
        (1, 200_000),
        "personnel:2018-04-sports-sports-collaborators; assumption: the usual size of the mission",
    )
    """Coaches."""
    education: Number = uncertain(
        80, "persons", (1, 200_000), "assumption: the usual size of the mission"
    )
    """Professors."""
    undercover: Number = uncertain(
        170, "persons", (1, 200_000), "assumption: the usual size of the mission"
    )
    """Undercover staff."""

    def table(self) -> Floats:
        """Needs of all missions, shape (R, M)."""
        return np.stack([getattr(self, name) for name in type(self).model_fields], axis=1)


def filled(posted: Integers, needs: Floats) -> Floats:
    """Share of what is needed that is at post, shape (R, M), in [0, 1]."""
    return np.minimum(1.0, posted / needs)


def kept(rates: Floats, horizon: Floats) -> Floats:
    """Share of those at post that an order leaves there within the horizon, shape (R, A, M).

    `rates` in 1/day, shape (R, A, M); `horizon` in days, shape (R,).
    """
    return np.asarray(np.exp(-rates * horizon[:, None, None]))


def ahead(stock: Floats, full: Floats, left: Floats, back: Floats) -> Floats:
    """Share of what is needed that will be at post at the end of the horizon, shape (R, A, M).

    `stock` and `full` (R, M) are the shares today and when all posts are filled, `left` (R, A, M) what
    orders leave of it, `back` (R, A) the share of vacant posts that will be filled again.
    """
    vacant = (full - stock)[:, None, :]
    return np.asarray(stock[:, None, :] * left + back[:, :, None] * vacant)


def together(shares: Floats, weights: Floats) -> Floats:
    """Shares of missions (R, A, M) as one, weighed by (R, M) that sum to 1: shape (R, A)."""
    return np.asarray((weights[:, None, :] * shares).sum(axis=2))
