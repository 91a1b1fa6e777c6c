r"""Oil for Cuba: cargoes that sail, are deterred, stopped or arrive, and a stock that is rationed.

.. math:: \pi_j = \pi_{max,j} B, \qquad I \leftarrow I + q_d + \textstyle\sum delivered - use, \qquad
          use = \min(avail,\; D (r + (1-r)\min(1, I/I_{ref})))

A cargo is stopped when its fixed mark lies below :math:`\pi_j`: tightening the blockade stops a
superset (Poisson thinning). Volumes are thousand barrels (kb).
"""

from typing import Literal, get_args

import numpy as np

from sim.core.distributions import log_uniform, uniform
from sim.core.quantity import Floats, Integers, Number, Parameters, fact, uncertain

type SupplierName = Literal["venezuela", "mexico", "others"]
SUPPLIERS: tuple[SupplierName, ...] = get_args(SupplierName.__value__)

MOST_CARGOES_A_DAY = 6  # candidates drawn a day and supplier; more have probability below 1e-6


class CubanOil(Parameters):
    """What Cuba needs, makes and keeps."""

    demand: Number = fact(110, "kb/day", (1, 1000), "cuba_energy:2025-demand", symbol="D")
    """Oil that Cuba would use without shortage."""
    domestic: Number = fact(
        40, "kb/day", (0, 1000), "cuba_energy:2025-domestic-production", symbol="q_d"
    )
    """Own production."""
    rationing_floor: Number = uncertain(
        uniform(0.36, 0.5),
        "1",
        (0, 1),
        "cuba_energy:2025-domestic-production; assumption: own crude burns on at an empty stock",
        symbol="r",
    )
    """Share of demand served when the stock is nearly empty."""
    comfortable_stock: Number = uncertain(
        log_uniform(700, 2500),
        "kb",
        (100, 100_000),
        "cuba_energy:2026-01-01-crude-stock-start-of-year; assumption: products come on top",
        symbol="I_ref",
    )
    """Stock below which Cuba rations."""
    initial_cover: Number = uncertain(
        uniform(0.45, 0.75),
        "1",
        (0, 10),
        "cuba_energy:2025-01-to-2025-10-imports-all-suppliers; "
        "assumption: the cover at which use equals supply before the blockade",
    )
    """Stock on the first day as a share of the comfortable stock."""


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
        log_uniform(0.01, 0.06),
        "1/day",
        (0, 2),
        "cuba_energy:2025-imports-russia; cuba_energy:2025-01-to-2025-10-imports-all-suppliers",
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
    """Poisson number of cargoes ready today by inversion, monotone in the rate, shape (R,).

    `none` is the probability of no cargo, ``exp(-rate)``; the uniform `u` decides.
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


def use_of_oil(stock: Floats, inflow: Floats, oil: CubanOil) -> Floats:
    """Oil burnt today in kb, shape (R,): rationed by the stock, never more than there is."""
    cover = np.minimum(1.0, stock / oil.comfortable_stock)
    wanted = oil.demand * (oil.rationing_floor + (1 - oil.rationing_floor) * cover)
    return np.minimum(stock + inflow, wanted)
