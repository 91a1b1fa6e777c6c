"""What luck does, what a scenario changes and what it rules out, as a user meets them."""

import csv
import html
import json
import re

import numpy as np
import pytest
from test_large_ensembles import sim

RUNS = 100
BASE = """\
name: calm
title: A calm fortnight
description: A base for tests.
draws: prior
seed: 11
window: {start: 2025-12-01, end: 2025-12-14}
missions:
  presidential_guard: {headcount: 20}
  counterintelligence: {headcount: 20}
  military_advisers: {headcount: 20}
  medical: {headcount: 200}
  sport: {headcount: 10}
  education: {headcount: 10}
  undercover: {headcount: 10}
actors:
  caracas:
    script: [{start: 2025-12-01, posture: hedge}]
assumptions:
  coup: {calm_rate: 0}
"""
CHILD = """\
name: broken
title: Caracas breaks
extends: calm.yaml
description: As calm, but Caracas breaks.
actors:
  caracas:
    script: [{start: 2025-12-01, posture: rupture}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("luck")
    (place / "calm.yaml").write_text(BASE)
    (place / "broken.yaml").write_text(CHILD)
    return place


def ran(folder, name, *more, reps=RUNS):
    words = ("--reps", reps, "--jobs", 1, "--out", folder / "results", "--json", *more)
    done = sim("run", folder / f"{name}.yaml", *words)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def told(folder):
    return ran(folder, "broken", "--no-report")


def opened(place):
    from sim.ensemble.results import open_results

    return open_results(place)


def test_every_headline_number_says_what_luck_does(told):
    assert told["luck"]["pairs"] == RUNS // 5
    assert told["luck"]["parent_pairs"] == RUNS // 8
    for each in told["numbers"]:
        varies = each["low90"] != each["high90"]
        if varies:
            assert 0 <= each["luck_low"] <= each["luck_high"] <= 1, each["name"]
            assert each["luck"] + each["unknown_alone"] == pytest.approx(1)
        assert each["shift_low"] <= each["shift"] <= each["shift_high"]


def test_it_follows_from_the_runs_that_are_there(told, folder):
    place = folder / "results" / told["folder"].rsplit("/", 1)[-1]
    with opened(place) as runs, opened(place / "luck" / "crossed") as crossed:
        n = told["luck"]["pairs"]
        end = runs["present"].values[:, -1].sum(axis=1).astype(float)
        third = crossed["present"].values[:, -1].sum(axis=1).astype(float)
        mine, other = end[0 : 2 * n : 2], end[1 : 2 * n : 2]
        variance = np.concatenate([mine, other, third]).var(ddof=1)
        luck = min(((mine - third) ** 2).mean() / 2 / variance, 1)
        total = next(each for each in told["numbers"] if each["name"] == "total")
        assert total["luck"] == pytest.approx(luck)
    [parent] = (place / "luck").glob("parent-*")
    with opened(parent) as before:
        k = told["luck"]["parent_pairs"]
        theirs = before["present"].values[:, -1].sum(axis=1).astype(float)
        assert total["shift"] == pytest.approx((end[:k] - theirs).mean())


def test_given_draws_and_streams_make_the_same_run(told, folder):
    """A run made anew with its own draws given and its own streams is the same bit for bit."""
    from sim.ensemble.contract import simulate
    from sim.experiments.design import Points
    from sim.experiments.run import finished_scenario

    place = folder / "results" / told["folder"].rsplit("/", 1)[-1]
    scenario = finished_scenario(place)
    with opened(place) as runs:
        paths = tuple(runs["quantity"].values.tolist())
        draws = runs["draws"].values[:2]
        streams = np.arange(2)
        points = Points(scenario, ({},), np.zeros(2, np.int64), streams, paths, draws, ("present",))
        again = simulate(points.job(), (0, 1))
        np.testing.assert_array_equal(again.arrays["present"], runs["present"].values[:2])


def test_the_first_page_and_the_last_lines_say_the_same(told, folder):
    place = folder / "results" / told["folder"].rsplit("/", 1)[-1]
    words = ("--reps", RUNS, "--jobs", 1, "--out", folder / "results")
    done = sim("run", folder / "broken.yaml", *words)
    assert done.exit_code == 0, done.stderr
    assert "runs for luck" not in done.stderr  # they are there already
    page = (place / "report.html").read_text()
    head, text = (
        html.unescape(re.sub(r"<[^>]+>", "", part))
        for part in (page[page.index("<header>") : page.index("</header>")], page)
    )
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert (n := len(told["sentences"])) >= 3
    assert lines[-1 - n : -1] == told["sentences"]
    for each in told["sentences"]:
        assert each in head
    for each in (
        'Compared with "A calm fortnight", one setting is changed.',
        "Script of Caracas: hedge from 2025-12-01 → rupture from 2025-12-01",
    ):
        assert each in text
        assert each in lines
    for name, why in told["cannot_happen"].items():
        assert f"because {why}." in text, name
    assert told["compared_with"]["title"] == "A calm fortnight"


@pytest.mark.slow
def test_the_table_is_listed_and_proved(told, folder):
    place = folder / "results" / told["folder"].rsplit("/", 1)[-1]
    with (place / "luck.csv").open() as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert rows.keys() == {each["name"] for each in told["numbers"]}
    listed = json.loads((place / "manifest.json").read_text())["files"]
    assert {"luck.json", "luck.csv", "parent.resolved.yaml"} <= listed.keys()
    assert sim("verify", place).exit_code == 0


@pytest.mark.slow
def test_the_same_again_from_nothing(told, folder, tmp_path):
    words = ("--reps", RUNS, "--jobs", 2, "--out", tmp_path, "--json", "--no-report")
    again = json.loads(sim("run", folder / "broken.yaml", *words).stdout)
    assert again["numbers"] == told["numbers"]
    assert again["sentences"] == told["sentences"]


@pytest.mark.slow
def test_without_it_the_answer_says_so(folder):
    few = ran(folder, "calm", "--no-report", reps=8)
    assert few["luck"] is None
    assert few["compared_with"] is None
    assert "was not measured: that takes 100 runs or more" in few["sentences"][1]
    words = ("--reps", RUNS, "--jobs", 1, "--no-luck", "--no-report", "--out", folder / "plain")
    done = sim("run", folder / "calm.yaml", *words)
    assert "sim resume on this folder does it" in done.stdout
    assert "starts from no other" in done.stdout
    [place] = (folder / "plain").iterdir()
    assert sim("resume", place).exit_code == 0
    assert (place / "luck.json").exists()


def test_a_comparison_tells_both_and_keeps_what_cannot_happen_apart(told, folder, tmp_path):
    calm = ran(folder, "calm", "--no-report")
    done = sim("compare", calm["folder"], told["folder"], "--out", tmp_path, "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    [contrast] = found["comparisons"]
    assert found["reference"]["cannot_happen"] == calm["cannot_happen"]
    assert contrast["other"]["cannot_happen"] == told["cannot_happen"]
    assert "rupture" in calm["cannot_happen"]
    assert "rupture" not in told["cannot_happen"]
    outcomes = {each["name"]: each for each in contrast["outcomes"]}
    rupture = outcomes["rupture"]
    assert rupture["one"] is None
    assert rupture["other"] == 1
    assert rupture["difference"] is None
    assert rupture["interval"] == [None, None]
    assert rupture["cannot_one"] == calm["cannot_happen"]["rupture"]
    total = next(each for each in contrast["numbers"] if each["name"] == "total")
    assert total["luck"]["other"]["share"] == pytest.approx(
        next(each["luck"] for each in told["numbers"] if each["name"] == "total")
    )
    page = re.sub(r"<[^>]+>", "", (tmp_path / "compare.html").read_text())
    assert (
        f"Rupture cannot happen in A calm fortnight, because {calm['cannot_happen']['rupture']}."
        in page
    )
