"""Whether an outcome that can pass still holds on the last day, read from what is recorded of the days.

A coup, a collapse or the exit of a leader does not pass; an attempt passes at once. For these there is
nothing to read.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from sim.core.never import NEVER
from sim.core.quantity import Flags, Floats
from sim.model.outcomes import (
    EASED,
    GONE,
    HALF,
    OIL_GONE,
    OIL_MEMORY,
    WORD_BROKEN,
    WORD_KEPT,
)
from sim.people.missions import SECURITY
from sim.report import readings

if TYPE_CHECKING:
    import xarray

#: Variables that the conditions are read from.
NEEDED = (
    "caracas_posture",
    "solidarity_caracas",
    "pressure",
    "blockade",
    "posted",
    "initial",
    "oil_delivered",
)


def still_so(results: "xarray.Dataset", outcome: str) -> Flags | None:
    """Where an outcome happened and its condition holds on the last day, shape (R,); None if it cannot be told."""
    condition = STILL.get(outcome)
    if condition is None or not all(readings.of_runs(results, name) for name in NEEDED):
        return None
    happened = readings.first_days(results, outcome) != NEVER
    return np.asarray(happened & condition(results), bool)


def _last(results: "xarray.Dataset", name: str) -> Floats:
    return np.asarray(results[name][:, -1].values, np.float64)


def _security_share(results: "xarray.Dataset") -> Floats:
    posted = readings.along(results.isel(day=[-1]), "posted", "mission", SECURITY)[:, 0]
    start = readings.along(results, "initial", "mission", SECURITY)
    return np.asarray(posted / np.maximum(start, 1))


def _links_cut(results: "xarray.Dataset") -> Flags:
    last = results["oil_delivered"].sel(supplier="venezuela")[:, -OIL_MEMORY:]
    oil = np.asarray(last.values, np.float64).mean(axis=1)
    return np.asarray((_security_share(results) <= GONE) & (oil <= OIL_GONE))


def _ruptured(results: "xarray.Dataset") -> Flags:
    code = readings.codes(results, "caracas_posture").index("rupture")
    return np.asarray(results["caracas_posture"][:, -1].values == code)


def _dissolved(results: "xarray.Dataset") -> Flags:
    broken = _ruptured(results) | (_last(results, "solidarity_caracas") < WORD_BROKEN)
    return np.asarray(_links_cut(results) & broken)


def _hollowed(results: "xarray.Dataset") -> Flags:
    return np.asarray(_links_cut(results) & (_last(results, "solidarity_caracas") >= WORD_KEPT))


def _relents(results: "xarray.Dataset") -> Flags:
    low = (_last(results, name) < EASED for name in ("pressure", "blockade"))
    return np.logical_and(*low)


def _restored(results: "xarray.Dataset") -> Flags:
    return np.asarray(_security_share(results) > HALF)


def _deal_kept(results: "xarray.Dataset") -> Flags:
    return np.asarray(readings.first_days(results, "deal_broken") == NEVER)


#: The condition of every outcome that can pass, as in `sim.model.outcomes`.
STILL: Mapping[str, Callable[["xarray.Dataset"], Flags]] = {
    "hollowed_alliance": _hollowed,
    "alliance_dissolved": _dissolved,
    "rupture": _ruptured,
    "restoration": _restored,
    "havana_deal": _deal_kept,
    "washington_relents": _relents,
}
