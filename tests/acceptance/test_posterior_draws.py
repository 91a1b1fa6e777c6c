"""Runs that draw from a posterior, through the command line."""

import json
import shutil

import pytest

from sim.experiments.posterior.meant import KEPT
from support.posteriors import written
from support.terminal import sim
from support.worlds import world

SHORT = """\
name: short
title: A short run
window: {start: 2025-12-01, end: 2025-12-06}
replicates: 4
draws: DRAWS
"""


def scenario_file(folder, draws="mine.nc"):
    file = folder / "short.yaml"
    file.write_text(SHORT.replace("DRAWS", draws))
    return file


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenarios")
    written(folder, world(), "mine (1).nc")
    done = sim(
        "run",
        scenario_file(folder, "mine (1).nc"),
        *("--out", folder / "results", "--jobs", 1, "--no-report"),
    )
    assert done.returncode == 0, done.stderr
    return folder, next((folder / "results").iterdir())


def test_the_result_names_its_posterior_by_hash_and_keeps_it(result):
    folder, made = result
    text = (made / "scenario.resolved.yaml").read_text()
    assert f"\ndraws: {KEPT} " in text
    assert "posterior mine (1).nc" in text.partition("\nposterior_sha256: ")[2].splitlines()[0]
    assert (made / KEPT).read_bytes() == (folder / "mine (1).nc").read_bytes()
    assert str(folder) not in text


def test_a_plan_names_the_folder_that_the_runs_leave(result):
    folder, made = result
    told = sim("plan", scenario_file(folder, "mine (1).nc"), "--out", folder / "results").stdout
    assert f"results/{made.name}\n" in told


def test_runs_go_on_in_the_form_in_which_they_were_begun(result, tmp_path):
    folder, _ = result
    words = ("run", scenario_file(folder, "mine (1).nc"), "--out", tmp_path, "--no-report")
    begun = sim(*words, "--jobs", 1, "--keep", "summary", "--shard", "1/2")
    again = sim(*words, "--jobs", 1)
    assert (begun.returncode, again.returncode) == (0, 0), begun.stderr + again.stderr
    (made,) = tmp_path.iterdir()
    assert json.loads((made / "manifest.json").read_text())["form"] == "summary"


def test_the_result_is_verified_and_found_again_without_the_first_file(result, tmp_path):
    _, made = result
    moved = tmp_path / made.name
    shutil.copytree(made, moved)
    checked = sim("verify", moved, cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    again = sim("resume", moved, "--jobs", 1, cwd=tmp_path)
    assert "already done" in again.stderr
    kept = json.loads((moved / "manifest.json").read_text())["files"]
    assert {KEPT, "scenario.resolved.yaml"} <= kept.keys()


def test_prior_is_one_word_away_and_another_result(result):
    folder, made = result
    words = ("--out", folder / "results", "--jobs", 1, "--no-report", "--prior")
    assert sim("run", folder / "short.yaml", *words).returncode == 0
    other = next(each for each in made.parent.iterdir() if each != made)
    assert "\ndraws: prior " in (other / "scenario.resolved.yaml").read_text()


@pytest.mark.parametrize(
    ("draws", "sentence"),
    [
        ("posteriour", "draws: must be prior, posterior or FILE.nc, is 'posteriour'; did you mean"),
        ("none.nc", "draws: there is no file 'none.nc'"),
    ],
)
def test_draws_from_nowhere_are_refused_with_the_line(tmp_path, draws, sentence):
    done = sim("run", scenario_file(tmp_path, draws), "--out", tmp_path / "results")
    assert done.returncode != 0
    assert f"short.yaml:5:8: {sentence}" in done.stderr
    assert not (tmp_path / "results").exists()


def test_a_file_that_is_no_posterior_is_refused_and_nothing_is_written(tmp_path):
    (tmp_path / "mine.nc").write_text("no")
    done = sim("run", scenario_file(tmp_path), "--out", tmp_path / "results")
    assert (done.returncode, (tmp_path / "results").exists()) == (3, False)
    assert "is damaged or no posterior" in done.stderr
