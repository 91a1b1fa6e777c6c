r"""Oil for Cuba: cargoes that sail, are deterred, stopped or arrive, and a stock that is rationed.

.. math::
   \pi_j &= 1 - (1 - \pi_{max,j} B\,1[measures_j])\,consent_j, \qquad
   I \leftarrow I + q_d + \textstyle\sum delivered - use \\
   use &= \min(avail,\; D - (D - q_d)(1-r)(1 - \min(1, I/I_{ref}))) \\
   cover &= \min(I / ((D - q_d)(r + (1-r)\min(1, I/I_{ref}))),\; 365)

Own crude burns on whatever the stock; what is rationed is the rest, the need for imports, so that cover
stays near :math:`I_{ref}/(D - q_d)` while the stock shrinks. A cargo is stopped when its fixed mark lies
below :math:`\pi_j`: a tighter blockade or less consent stops a superset (Poisson thinning). Measures
begin supplier by supplier; consent concerns Venezuela alone, once Washington controls what it exports.
Volumes are thousand barrels (kb).
"""

from typing import Literal, get_args

import numpy as np

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Integers, Number, Parameters, fact, uncertain

type SupplierName = Literal["venezuela", "mexico", "others"]
SUPPLIERS: tuple[SupplierName, ...] = get_args(SupplierName.__value__)

MOST_DAYS_OF_COVER = 365.0  # a stock that lasts longer is not told apart
MOST_CARGOES_A_DAY = 6  # candidates drawn a day and supplier; more have probability below 1e-6


class CubanOil(Parameters):
    """What Cuba needs, makes and keeps."""

    demand: Number = fact(110, "kb/day", (1, 1000), "cuba_energy:2025-demand", symbol="D")
    """Oil that Cuba would use without shortage."""
    domestic: Number = fact(
        40, "kb/day", (0, 1000), "cuba_energy:2025-domestic-production", symbol="q_d"
    )
    """Own production."""
    essential: Number = uncertain(
        uniform(0, 0.06),
        "1",
        (0, 1),
        "cuba_energy:2026-02-05-distributed-generation-stopped; "
        "assumption: engines that burn imports stood still while thermal plants burnt own crude",
        symbol="r",
    )
    """Share of the need for imports that is served when the stock is nearly empty."""
    comfortable_stock: Number = uncertain(
        log_uniform(900, 2200),
        "kb",
        (200, 100_000),
        "cuba_energy:2026-01-days-of-oil-cover; cuba_energy:2026-02-12-days-of-oil-cover; "
        "cuba_energy:2025-import-need; computed: 15 to 30 days of 70 kb/day",
        symbol="I_ref",
    )
    """Stock below which Cuba rations."""
    initial_cover: Number = uncertain(
        uniform(0.4, 0.75),
        "1",
        (0, 10),
        "cuba_energy:2025-01-to-2025-10-imports-all-suppliers; cuba_energy:2025-import-need; "
        "assumption: the cover at which use equals supply before the blockade",
    )
    """Stock on the first day as a share of the comfortable stock."""

    def need(self) -> Floats:
        """Oil that has to come by sea for use without shortage, kb/day, shape (R,)."""
        return np.maximum(self.demand - self.domestic, 0.0)


class Supplier(Parameters):
    """One source of cargoes for Cuba."""

    cargoes: Number = uncertain(
        log_uniform(0.01, 0.1), "1/day", (0, 2), "assumption: base", symbol="μ"
    )
    """Rate at which cargoes are ready to sail."""
    smallest: Number = uncertain(80, "kb", (1, 3000), "assumption: base")
    """Smallest cargo."""
    largest: Number = uncertain(400, "kb", (1, 3000), "assumption: base")
    """Largest cargo; sizes are uniform between the two."""
    interdiction: Number = uncertain(
        uniform(0.5, 1), "1", (0, 1), "assumption: base", symbol="π_max"
    )
    """Share of cargoes that a full blockade stops."""


class Venezuela(Supplier):
    """Venezuela: the supplier whose oil paid for the missions."""

    cargoes: Number = uncertain(
        log_uniform(0.08, 0.16),
        "1/day",
        (0, 2),
        "oil_shipments:2025-01-to-2025-10-half-year; oil_shipments:2025-annual",
        symbol="μ",
    )
    """Rate at which cargoes are ready to sail."""
    smallest: Number = uncertain(
        85, "kb", (1, 3000), "cuba_energy:2025-12-06-cargo-size-venezuela-to-cuba"
    )
    """Smallest cargo."""
    largest: Number = uncertain(
        400, "kb", (1, 3000), "cuba_energy:2019-04-cargo-size-venezuela-to-cuba"
    )
    """Largest cargo; sizes are uniform between the two."""
    interdiction: Number = uncertain(
        uniform(0.85, 1),
        "1",
        (0, 1),
        "events:2026-02-20-effective-blockade-analysis; events:2025-12-30-exports-halved",
        symbol="π_max",
    )
    """Share of cargoes that a full blockade stops."""


class Mexico(Supplier):
    """Mexico: small cargoes until mid-January 2026."""

    cargoes: Number = uncertain(
        log_uniform(0.05, 0.2),
        "1/day",
        (0, 2),
        "cuba_energy:2025-imports-mexico; cuba_energy:2025-01-to-2025-10-imports-mexico",
        symbol="μ",
    )
    """Rate at which cargoes are ready to sail."""
    smallest: Number = uncertain(
        40, "kb", (1, 3000), "events:2025-12-19-two-mexican-cargoes-head-to-cuba"
    )
    """Smallest cargo."""
    largest: Number = uncertain(90, "kb", (1, 3000), "events:2026-01-09-last-mexican-cargo-arrives")
    """Largest cargo; sizes are uniform between the two."""
    interdiction: Number = uncertain(
        uniform(0.6, 1),
        "1",
        (0, 1),
        "events:2026-01-15-mexico-halts-oil; events:2026-02-11-ocean-mariner-turned-back",
        symbol="π_max",
    )
    """Share of cargoes that a full blockade stops."""


class Others(Supplier):
    """Russia and others: few and large cargoes."""

    cargoes: Number = uncertain(
        log_uniform(0.01, 0.03),
        "1/day",
        (0, 2),
        "cuba_energy:2025-imports-russia; cuba_energy:2025-01-to-2025-10-imports-all-suppliers; "
        "computed: 6 to 13 kb/day in cargoes of 445 kb",
        symbol="μ",
    )
    """Rate at which cargoes are ready to sail."""
    smallest: Number = uncertain(
        100, "kb", (1, 3000), "cuba_energy:2026-02-20-tanker-en-route-sea-horse"
    )
    """Smallest cargo."""
    largest: Number = uncertain(790, "kb", (1, 3000), "cuba_energy:2025-02-18-import-cargo-russia")
    """Largest cargo; sizes are uniform between the two."""
    interdiction: Number = uncertain(
        uniform(0.4, 0.95),
        "1",
        (0, 1),
        "events:2026-02-16-nicos-iv-docks; events:2026-02-20-sea-horse-heads-for-cuba",
        symbol="π_max",
    )
    """Share of cargoes that a full blockade stops."""


class Deterrence(Parameters):
    """What stopping a cargo means."""

    deterred_share: Number = uncertain(
        uniform(0.5, 0.95),
        "1",
        (0, 1),
        "events:2026-01-15-mia-grace-diverts; assumption: most never sail",
    )
    """Share of stopped cargoes that never sail; the others are turned back at sea."""


def ready_cargoes(u: Floats, none: Floats, rate: Floats) -> Integers:
    """Poisson number of cargoes ready today by inversion, monotone in the rate, shape of `u`.

    `none` is the probability of no cargo, ``exp(-rate)``, shape (R,); the uniforms `u`, (..., R), decide.
    """
    count = np.zeros(u.shape, np.int64)
    term, total = none, none
    for n in range(1, MOST_CARGOES_A_DAY + 1):
        more = u > total
        if not more.any():
            break
        count += more
        term = term * rate / n
        total = total + term
    return count


FATES = ("withheld", "deterred", "interdicted", "delivered")


def fate(
    marks: Floats, willing_marks: Floats, stopped: Floats, deterred_share: Floats, willing: Floats
) -> Integers:
    """What becomes of candidate cargoes, as positions in `FATES`.

    `marks` and `willing_marks` are uniforms (R, cargoes); `stopped`, `deterred_share` and `willing`
    are shares, shape (R, 1).
    """
    reached = np.where(marks < stopped * deterred_share, 1, np.where(marks < stopped, 2, 3))
    return np.where(willing_marks < willing, reached, 0)


def stopped_share(interdiction: Floats, blockade: Floats, consent: Floats) -> Floats:
    """Share of a supplier's cargoes that Washington's measures stop, same shape.

    >>> stopped_share(0.8, 0.5, 1.0), stopped_share(0.8, 0.5, 0.25)
    (0.4, 0.85)
    """
    return 1 - (1 - interdiction * blockade) * consent


def _served(stock: Floats, oil: CubanOil) -> Floats:
    """Share of the need for imports that rationing serves, in [0, 1]."""
    missing = 1 - np.minimum(1.0, stock / oil.comfortable_stock)
    return np.asarray(1 - (1 - oil.essential) * missing)


def use_of_oil(stock: Floats, inflow: Floats, oil: CubanOil) -> Floats:
    """Oil burnt today in kb, shape (R,): rationed by the stock, never more than there is."""
    wanted = oil.demand - oil.need() * (1 - _served(stock, oil))
    return np.minimum(stock + inflow, wanted)


def days_of_cover(stock: Floats, oil: CubanOil) -> Floats:
    """Days until the stock is empty at today's rationing and own production, shape (R,); at most 365."""
    draw = oil.need() * _served(stock, oil)
    most = np.full_like(stock, MOST_DAYS_OF_COVER)
    lasts = np.divide(stock, draw, out=most, where=stock < draw * MOST_DAYS_OF_COVER)
    return np.where(stock > 0, lasts, 0.0)


def unmet_by_sea(used: Floats, oil: CubanOil) -> Floats:
    """Share of the need for imports that goes unserved, in [0, 1], shape (R,); 0 where there is no need."""
    need = oil.need()
    unserved = np.clip(oil.demand - used, 0.0, need)
    return np.divide(unserved, need, out=np.zeros_like(need), where=need > 0)
