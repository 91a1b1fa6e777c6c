r"""Bargains have terms: a deal is (relief r, concession c), both in [0, 1], that both prefer to none.

.. math::
   gain_H &= \chi(1-CE_H)\sqrt[3]{Hd\,B\,q_H}\;r - w_{reg}\,\tfrac12 D\,c \\
   gain_W &= w_{deal}\,c + (w_{hum} Hd + \tfrac12 w_{cost})\,B\,r
             - w_{chg}\,B D\,\tfrac12(1+unmet)\,r - w_{cred}\,D\,unmet\,(1-c)\,r \\
   h_{deal} &= \ell\; ready_W\; ready_H\; \Pr(gain_H > 0, gain_W > 0)

over terms drawn evenly; signed are those with the largest product of gains (Nash 1950). A deal breaks at a
rate that is higher while one side would rather be without it. B is the blockade without the deal.
Pressure and blockade raise what a deal is worth and lower what it is trusted, so they have no sign.
Sources: Pape 1997; Drezner 1999; Morgan, Bapat & Kobayashi 2014.
"""

from dataclasses import dataclass

import numpy as np

from sim.core.distributions import log_uniform
from sim.core.quantity import Flags, Floats, Number, Parameters, uncertain

N_TERMS = 32  # candidate terms, the same on every day of a replicate


class Bargains(Parameters):
    """How fast deals are made and broken."""

    deal_rate: Number = uncertain(
        log_uniform(0.002, 0.03), "1/day", (0, 10), "Pape 1997; Drezner 1999", symbol="ℓ"
    )
    """Rate of a deal between two who are ready for any terms that both prefer to none."""
    break_rate: Number = uncertain(
        log_uniform(0.02, 0.3),
        "1/year",
        (0, 100),
        "Leeds & Savun 2007; assumption: promises between enemies last some years",
        symbol="ℓ_b",
    )
    """Rate at which a deal breaks that both still prefer."""
    walk_out: Number = uncertain(
        log_uniform(1, 12),
        "1/year",
        (0, 1000),
        "assumption: who would rather be without a deal leaves it within a month to a year",
        symbol="ℓ_w",
    )
    """Rate added while one side would rather be without it."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What terms are worth to the two sides, by unit of relief and of concession; all shape (R,)."""

    relief_to_havana: Floats
    concession_to_havana: Floats  # what it costs
    relief_to_washington: Floats  # negative where relief gives up more than it saves
    concession_to_washington: Floats
    backing_down: Floats  # cost to Washington of relief that no concession covers

    def gains(self, relief: Floats, concession: Floats) -> tuple[Floats, Floats]:
        """Gains of Havana and Washington from terms (R, n), shape (R, n) each."""
        havana = (
            self.relief_to_havana[:, None] * relief
            - self.concession_to_havana[:, None] * concession
        )
        washington = (
            self.relief_to_washington[:, None] * relief
            + self.concession_to_washington[:, None] * concession
            - self.backing_down[:, None] * relief * (1 - concession)
        )
        return havana, washington


def room_for_a_deal(sides: Sides, relief: Floats, concession: Floats) -> Floats:
    """Share of the candidate terms (R, n) that both prefer to none, shape (R,)."""
    havana, washington = sides.gains(relief, concession)
    return np.asarray(((havana > 0) & (washington > 0)).mean(axis=1))


def agreed(sides: Sides, relief: Floats, concession: Floats) -> tuple[Floats, Floats]:
    """The candidate terms with the largest product of gains, relief and concession, shape (R,) each."""
    havana, washington = sides.gains(relief, concession)
    both = np.where((havana > 0) & (washington > 0), havana * washington, -1.0)
    best = both.argmax(axis=1)[:, None]
    return (
        np.take_along_axis(relief, best, 1)[:, 0],
        np.take_along_axis(concession, best, 1)[:, 0],
    )


def regretted(sides: Sides, relief: Floats, concession: Floats) -> Flags:
    """Where one side would rather be without the terms in force, shape (R,)."""
    havana, washington = sides.gains(relief[:, None], concession[:, None])
    return np.asarray((havana < 0) | (washington < 0))[:, 0]
