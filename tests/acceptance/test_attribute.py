"""``sim attribute`` as a user types it, on few runs of two drivers."""

import json

import pytest

from support.terminal import SCENARIOS, sim

WORDS = ("--on", "2026-02-10", "--drivers", "recall,relief", "--reps", 3, "--jobs", 1)


@pytest.fixture(scope="module")
def attributed(tmp_path_factory):
    out = tmp_path_factory.mktemp("results")
    done = sim("attribute", SCENARIOS / "blockade.yaml", "--of", "exited", *WORDS, "--out", out)
    assert done.returncode == 0, done.stderr
    return done, next(out.iterdir())


def test_an_attribution_answers_in_sentences_and_leaves_page_figure_and_data(attributed):
    done, folder = attributed
    assert "Left the country so far on 10 Feb 2026" in done.stdout
    assert "adds up exactly" in done.stdout
    assert (folder / "figures" / "waterfall.png").read_bytes().startswith(b"\x89PNG")
    assert "Shapley" in (folder / "report.html").read_text()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["status"], manifest["n_done"]) == ("complete", 4 * 3)


@pytest.mark.slow
def test_the_same_question_finds_its_runs_and_the_json_adds_up(attributed):
    _, folder = attributed
    words = ("attribute", SCENARIOS / "blockade.yaml", "--of", "exited", *WORDS, "--json")
    again = sim(*words, "--out", folder.parent)
    assert again.returncode == 0, again.stderr
    assert "are there already" in again.stderr
    told = json.loads(again.stdout)
    added = told["with_none"]["mean"] + sum(each["shapley"]["mean"] for each in told["drivers"])
    assert added == pytest.approx(told["with_all"]["mean"], rel=1e-12)


def test_a_driver_that_does_not_exist_is_told_so_and_nothing_is_written(tmp_path):
    words = ("--drivers", "blokade", "--out", tmp_path / "results")
    done = sim("attribute", SCENARIOS / "blockade.yaml", *words)
    assert done.returncode == 2
    assert "--drivers: " in done.stderr
    assert "did you mean 'blockade'" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "results").exists()
