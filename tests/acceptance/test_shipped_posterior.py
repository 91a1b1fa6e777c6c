"""The posterior that ships: it belongs to this model, and its draws show the patterns."""

import json
from functools import cache
from pathlib import Path

import h5py
import numpy as np
import pytest

from sim.experiments.batch import uncertain_paths
from sim.experiments.posterior.file import SHIPPED, read
from sim.report.identified import contested_causes
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.studies.calibration.answer.fit import targets_of, worlds_of
from sim.studies.calibration.answer.simulator import job_of, simulate_readings
from sim.studies.calibration.question.readings import asked
from sim.studies.calibration.question.schema import Calibration
from sim.studies.calibration.question.scoring import holds, score

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "scenarios" / "calibration" / "article.yaml"
BASELINE = ROOT / "scenarios" / "baseline.yaml"
SAMPLE = 4


def test_pages_name_the_share_of_a_cause_that_is_mostly_assumed():
    assert contested_causes(load(BASELINE, Scenario).scenario) == ("expelled",)
    for page, said in (
        ("README.md", "The share expelled comes mostly from the priors"),
        ("docs/tutorial.md", "an assumption speaking: the share expelled."),
        ("docs/limits.md", "the share expelled is mostly the priors"),
    ):
        assert said in " ".join((ROOT / page).read_text(encoding="utf-8").split())


@cache
def calibration():
    return load(ARTICLE, Calibration).scenario


@cache
def sample_stats():
    with h5py.File(str(SHIPPED)) as file:
        group = file["sample_stats"]
        return {name: group[name][0] for name in ("stream_seed", "stream_replicate", "reading")}


def again(rows):
    """Readings of posterior draws, under the very streams they were accepted with."""
    posterior, stats = read("posterior"), sample_stats()
    job = job_of(worlds_of(calibration()), 0)
    found = []
    for row in rows:
        given = dict(zip(posterior.paths, posterior.draws.values[row : row + 1].T, strict=True))
        seed, replicate = int(stats["stream_seed"][row]), int(stats["stream_replicate"][row])
        found.append(
            simulate_readings(job.scenario_json, seed, (replicate,), given).arrays["readings"][0]
        )
    return np.array(found)


def test_the_baseline_and_what_extends_it_draw_from_the_posterior_that_ships():
    for file in BASELINE.parent.glob("*.yaml"):
        assert load(file, Scenario).scenario.draws == "posterior", file.name


def test_it_has_every_quantity_of_the_baseline_and_says_how_it_was_made():
    posterior = read("posterior")
    assert posterior.paths == uncertain_paths(load(BASELINE, Scenario).scenario)
    assert posterior.facts["command"] == "sim calibrate scenarios/calibration/article.yaml"
    assert int(posterior.facts["seed"]) == calibration().seed
    assert posterior.facts["revision"]
    assert SHIPPED.stat().st_size < 3_000_000


def test_every_draw_was_taken_with_all_hard_patterns_met_and_soft_ones_within_the_tolerance():
    targets, readings = targets_of(calibration()), sample_stats()["reading"]
    scores = score(targets, readings)
    assert scores.stands.all()
    assert (scores.distance <= calibration().steps.tolerance + 1e-9).all()
    for column, each in enumerate(targets):
        if each.counts:  # together within one tolerance, so each by itself in every draw
            assert holds(each, readings[:, column]).all(), each.name


def test_a_sample_of_draws_is_accepted_again_to_the_bit():
    rows = range(0, len(sample_stats()["reading"]), 1000 // SAMPLE)
    assert np.array_equal(again(rows), sample_stats()["reading"][list(rows)], equal_nan=True)


@pytest.mark.slow
def test_every_draw_is_accepted_again():
    readings = again(range(len(sample_stats()["reading"])))
    assert score(targets_of(calibration()), readings).stands.all()


def test_the_pages_in_docs_are_about_the_posterior_that_ships():
    page = (ROOT / "docs" / "posterior.md").read_text(encoding="utf-8")
    assert f"hash `{read('posterior').sha256[:16]}`" in page
    together = ", ".join(each.name for each in asked() if each.reading.ensemble)
    assert f"A target about all runs together ({together}) is met by their mean, 1, or not" in page
    summary = json.loads((SHIPPED.parent / "article.summary").read_text(encoding="utf-8"))
    assert summary["posterior"] == read("posterior").sha256
