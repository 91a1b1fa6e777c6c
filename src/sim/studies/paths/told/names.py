"""Names of shapes that say what they are: how much of the health staff and of security stays."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.core.languages import _, month_in_short
from sim.core.quantity import Floats
from sim.people.missions import SECURITY
from sim.report import readings
from sim.studies.paths.answer import Cluster, Paths

if TYPE_CHECKING:
    from datetime import date

    import xarray

#: Up to which share of those of the first day a word is true.
WORDS = (
    (0.05, "hardly any"),
    (0.15, "few"),
    (0.29, "a quarter"),
    (0.42, "a third"),
    (0.58, "half"),
    (0.71, "two thirds"),
    (0.85, "three quarters"),
    (0.95, "most"),
    (1.0, "nearly all"),
)


def letter(position: int) -> str:
    """The letter of a shape in tables and files, the largest being A."""
    return chr(ord("A") + position)


def names_of(
    results: "xarray.Dataset", found: Paths, days: "Sequence[date]", paths: Floats
) -> tuple[str, ...]:
    """A name for each shape, from the medians of the last day over its runs.

    Those of one name are told apart by the month in which their path, of shape (R, T), is half way down.
    """
    plain = [_ends(results, cluster) for cluster in found.clusters]
    twice = {name for name, n in Counter(plain).items() if n > 1}
    later = _("{name}, half way by {month}")
    return tuple(
        later.format(name=name, month=_half_way(paths[cluster.members], days))
        if name in twice
        else name
        for name, cluster in zip(plain, found.clusters, strict=True)
    )


def share_word(share: float) -> str:
    """How much of a staff a share is.

    >>> share_word(0.02), share_word(0.5), share_word(1.1)
    ('hardly any', 'half', 'nearly all')
    """
    return next((word for most, word in WORDS if share < most), WORDS[-1][1])


def _ends(results: "xarray.Dataset", cluster: Cluster) -> str:
    health, security = (
        _(share_word(_stays(results, cluster, missions))) for missions in (("medical",), SECURITY)
    )
    if health == security:
        return _("{share} of the health staff and of security stay").format(share=health)
    return _("{health} of the health staff and {security} of security stay").format(
        health=health, security=security
    )


def _stays(results: "xarray.Dataset", cluster: Cluster, missions: tuple[str, ...]) -> float:
    """Share of those of the first day who are in the country on the last, in the median run of a shape."""
    at = [list(readings.entries(results, "mission")).index(name) for name in missions]
    present = results["present"].values[cluster.members, -1][:, at].sum(axis=1, dtype=float)
    initial = results["initial"].values[cluster.members][:, at].sum(axis=1, dtype=float)
    return float(np.median(present / np.maximum(initial, 1)))


def _half_way(paths: Floats, days: "Sequence[date]") -> str:
    """The month in which the mean path has gone half of its way."""
    mean = paths.mean(axis=0)
    day = days[int((mean <= (mean[0] + mean[-1]) / 2).argmax())]
    return f"{month_in_short(day)} {day.year}"
