"""``sim compare`` as a user types it, on two small runs."""

import json
import shlex
from pathlib import Path

import pytest

from support.terminal import SCENARIOS, sim

REPS, END = 4, "window.end=2026-03-10"


def run(out, name, *more, reps=REPS):
    words = ("--reps", reps, "--jobs", 1, "--out", out, "--no-report", "--set", END)
    done = sim("run", SCENARIOS / f"{name}.yaml", *words, *more)
    assert done.returncode == 0, done.stderr
    return next(path for path in Path(out).iterdir() if path.name.startswith(f"{name}-"))


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    out = tmp_path_factory.mktemp("results")
    return run(out, "blockade"), run(out, "deal_track", reps=REPS + 1)


@pytest.fixture(scope="module")
def compared(results, tmp_path_factory):
    out = tmp_path_factory.mktemp("compared")
    done = sim("compare", *results, "--out", out)
    assert done.returncode == 0, done.stderr
    return done, out


def test_two_plain_runs_are_compared_without_flags(compared):
    done, out = compared
    assert f"Full oil blockade → Deal track · {REPS} pairs of runs" in done.stdout
    assert "settings differ from 22 Feb 2026, runs from 22 Feb 2026" in done.stdout
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert {"compare.html", "comparison.json", "differences.csv"} <= names
    assert {f"figures/differences.{kind}" for kind in ("png", "svg")} <= names


def test_the_numbers_are_those_of_the_results_pair_by_pair(compared, results):
    from sim.ensemble.results import open_results

    _, out = compared
    told = json.loads((out / "comparison.json").read_text())
    number = next(n for n in told["comparisons"][0]["numbers"] if n["name"] == "total")
    ends = []
    for folder in results:
        with open_results(folder) as found:
            ends.append(found["present"].values[:REPS, -1].sum(axis=1).astype(float))
    assert number["difference"] == pytest.approx((ends[1] - ends[0]).mean())
    assert number["lower"] == pytest.approx((ends[1] < ends[0]).mean())


@pytest.mark.slow
def test_levers_and_assumptions_are_told_apart_and_add_up(results, tmp_path):
    blockade, deal = results
    other = run(tmp_path, "deal_track", "--set", "oil.suppliers.venezuela.interdiction=0.6")
    words = ("--by", "levers", "--results", tmp_path, "--out", tmp_path / "c", "--json")
    done = sim("compare", blockade, other, *words, "--jobs", 1)
    assert done.returncode == 0, done.stderr
    [told] = json.loads(done.stdout)["comparisons"]
    for number in told["numbers"]:
        parts = told["split"][number["name"]]
        added = parts["levers"]["mean"] + parts["assumptions"]["mean"]
        assert added == pytest.approx(number["difference"], abs=1e-9)
    alone = sim("compare", blockade, deal, "--by", "levers", "--out", tmp_path / "d")
    assert "one kind of setting only" in alone.stderr


@pytest.mark.slow
def test_unpaired_results_are_refused_and_the_command_they_are_told_makes_pairs(results, tmp_path):
    blockade, _ = results
    other = run(tmp_path, "deal_track", "--seed", 77)
    refused = sim("compare", blockade, other, "--out", tmp_path / "c")
    assert refused.returncode == 5
    assert "has seed 77 and not 20260103" in refused.stderr
    assert not (tmp_path / "c").exists()
    words = shlex.split(refused.stderr.splitlines()[-1])
    assert words[0] == "sim"
    again = sim(*words[1:], "--jobs", 1, "--no-report")
    assert again.returncode == 0, again.stderr
    [new] = [p for p in tmp_path.iterdir() if p.name.startswith("deal_track-") and p != other]
    assert sim("compare", blockade, new, "--out", tmp_path / "c").returncode == 0


def test_a_scenario_file_is_run_as_a_pair_first_and_the_json_is_one_object(results, tmp_path):
    blockade, deal = results
    file = deal / "scenario.resolved.yaml"  # of one run more than the other
    words = ("--results", tmp_path, "--out", tmp_path / "c", "--jobs", 1, "--json")
    done = sim("compare", blockade, file, *words)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["schema"], told["runs"]) == (1, REPS)
    [folder] = [path for path in tmp_path.iterdir() if path.name.startswith("deal_track-")]
    assert json.loads((folder / "manifest.json").read_text())["n_asked"] == REPS


def test_one_future_is_no_comparison(results):
    done = sim("compare", results[0])
    assert done.returncode == 2
    assert "at least two" in done.stderr
