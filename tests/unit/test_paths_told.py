"""Names of shapes say what they are, and tell shapes of one name apart."""

from datetime import date, timedelta

import numpy as np
import pytest
import xarray as xr

from sim.core.languages import speaking
from sim.people.missions import MISSIONS
from sim.studies.paths.answer import Cluster, Paths
from sim.studies.paths.told.names import names_of, share_word

DAYS = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(100))


def results(health: list[float], security: list[float]) -> xr.Dataset:
    """Runs in which so much of the health staff and of security is there on the last day."""
    initial = np.full((len(health), len(MISSIONS)), 100)
    present = np.repeat(initial[:, None].astype(float), len(DAYS), axis=1)
    present[:, -1] *= np.array(security)[:, None]
    present[:, -1, list(MISSIONS).index("medical")] = 100 * np.array(health)
    dims = ("replicate", "day", "mission")
    return xr.Dataset(
        {"present": (dims, present), "initial": (("replicate", "mission"), initial)},
        {"replicate": np.arange(len(health)), "mission": list(MISSIONS)},
    )


def paths(*members: list[int]) -> Paths:
    clusters = tuple(Cluster(np.array(runs), runs[0], ()) for runs in members)
    return Paths(clusters, {len(members): 0.5}, sum(map(len, members)))


@pytest.mark.parametrize(
    ("share", "word"),
    [(0.0, "hardly any"), (0.1, "few"), (0.25, "a quarter"), (1 / 3, "a third"), (0.5, "half"),
     (2 / 3, "two thirds"), (0.75, "three quarters"), (0.9, "most"), (1.0, "nearly all"), (1.2, "nearly all")],
)  # fmt: skip
def test_a_share_in_a_word(share: float, word: str) -> None:
    assert share_word(share) == word


def test_a_shape_is_called_by_who_stays() -> None:
    data = results([0.5, 0.52, 0.1, 0.1], [0.02, 0.01, 0.1, 0.1])
    names = names_of(data, paths([0, 1], [2, 3]), DAYS, np.ones((4, len(DAYS))))
    assert names == (
        "half of the health staff and hardly any of security stay",
        "few of the health staff and of security stay",
    )


def test_in_spanish_it_needs_no_verb_that_agrees_with_both() -> None:
    data = results([0.5, 0.52, 0.1, 0.1], [0.02, 0.01, 0.1, 0.1])
    with speaking("es"):
        names = names_of(data, paths([0, 1], [2, 3]), DAYS, np.ones((4, len(DAYS))))
    assert names == ("la mitad en salud y casi nadie en seguridad", "pocos en salud y en seguridad")


def test_shapes_of_one_name_are_told_apart_by_when_they_are_half_way() -> None:
    data = results([0.5] * 2, [0.5] * 2)
    early = np.where(np.arange(len(DAYS)) < 10, 1.0, 0.5)
    late = np.where(np.arange(len(DAYS)) < 80, 1.0, 0.5)
    names = names_of(data, paths([0], [1]), DAYS, np.stack([early, late]))
    assert names == (
        "half of the health staff and of security stay, half way by Jan 2026",
        "half of the health staff and of security stay, half way by Mar 2026",
    )
