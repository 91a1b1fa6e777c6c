"""Clusters of drawdown paths: planted shapes come back, whatever the order of the runs."""

import numpy as np
import pytest

from sim.core.errors import SimError
from sim.core.streams import Streams
from sim.studies.paths.answer import cluster_paths

DAYS, N = 120, 90
QUANTITIES = ("speed", "idle")
PLANTED = np.repeat([0, 1, 2], [45, 30, 15])


def planted():
    """A cliff, a slow slope and nobody leaving, each a little noisy; speed differs, idle does not."""
    day = np.arange(DAYS)
    shapes = np.stack([np.where(day < 30, 1.0, 0.1), 1 - 0.6 * day / DAYS, np.full(DAYS, 0.97)])
    noise = Streams(3, np.arange(N)).uniforms("test", 0, DAYS + 2)
    security = shapes[PLANTED] + 0.03 * (noise[:, :DAYS] - 0.5)
    civilian = 0.5 + 0.5 * shapes[PLANTED]
    draws = np.column_stack([noise[:, -1] - 2.0 * PLANTED, noise[:, -2]])
    return {"security": security, "civilian": civilian}, draws


def test_planted_shapes_come_back_largest_first():
    shares, draws = planted()
    found = cluster_paths(shares, draws, QUANTITIES)
    assert len(found.clusters) == 3
    assert found.silhouette > 0.8
    for position, cluster in enumerate(found.clusters):
        assert (PLANTED[cluster.members] == position).all()
        assert cluster.typical in cluster.members
    assert [len(cluster.members) for cluster in found.clusters] == [45, 30, 15]


def test_what_sets_a_shape_apart_is_found_and_what_does_not_is_not():
    found = cluster_paths(*planted(), QUANTITIES)
    for cluster in found.clusters:
        assert [each.path for each in cluster.apart][:1] in (["speed"], [])
        assert "idle" not in [each.path for each in cluster.apart]
    assert found.clusters[0].apart[0].above == 1.0
    assert found.clusters[2].apart[0].above == 0.0


def test_the_typical_run_is_the_one_nearest_to_all_others_of_its_shape():
    shares, draws = planted()
    shares["security"][7] = shares["security"][PLANTED == 0].mean(axis=0)
    assert cluster_paths(shares, draws, QUANTITIES).clusters[0].typical == 7


def test_the_order_of_the_runs_changes_nothing():
    shares, draws = planted()
    base = cluster_paths(shares, draws, QUANTITIES)
    order = np.argsort(Streams(9, np.arange(N)).uniforms("order", 0, 1)[:, 0])
    moved = cluster_paths({g: d[order] for g, d in shares.items()}, draws[order], QUANTITIES)
    for one, other in zip(base.clusters, moved.clusters, strict=True):
        assert set(one.members.tolist()) == set(order[other.members].tolist())
        assert one.typical == order[other.typical]
        assert one.apart == other.apart
    assert base.silhouettes == pytest.approx(moved.silhouettes)


def test_a_number_of_clusters_that_is_asked_for_is_given():
    assert len(cluster_paths(*planted(), QUANTITIES, 2).clusters) == 2


def test_too_few_runs_and_equal_paths_are_refused():
    shares, draws = planted()
    with pytest.raises(SimError, match="need from 20 to 4000 runs, there are 5"):
        cluster_paths({g: d[:5] for g, d in shares.items()}, draws[:5], QUANTITIES)
    with pytest.raises(SimError, match="all runs have the same path"):
        cluster_paths({"security": np.ones((30, DAYS))}, draws[:30], QUANTITIES)
