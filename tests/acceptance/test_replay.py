"""``sim replay`` as a user types it."""

import json
import re

import pytest

from support.terminal import ROOT, sim

EXAMPLE = ROOT / "docs" / "examples" / "case.yaml"


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    folder = tmp_path_factory.mktemp("replay")
    done = sim("replay", EXAMPLE, "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    return done, folder


def test_a_case_is_told_from_some_of_the_earlier_cases_and_in_the_end_from_all(example):
    done, _ = example
    early = [line for line in done.stderr.splitlines() if line.startswith("  after ")]
    assert [line.partition(" earlier cases: ")[0] for line in early] == [
        *(f"  after {n} of 37" for n in (4, 8, 16, 32)),
        "  after all 37",
    ]
    assert len(set(early)) == len(early)
    half = json.loads(done.stdout)["cases"][0]["half_life_days"]
    spread = f"{half['median']:.1f} [{half['low90']:.1f}–{half['high90']:.1f}]"
    assert f": half gone after {spread} days" in early[-1]


def test_the_documented_example_is_the_file_and_runs(example):
    text = (ROOT / "docs" / "replay.md").read_text()
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert EXAMPLE.read_text() in blocks


def test_a_case_gives_counts_with_intervals_half_life_and_scores(example):
    done, _ = example
    found = json.loads(done.stdout)
    assert found["schema"] == 1
    [case] = found["cases"]
    assert [(c["date"], c["quantity"], c["seen"]) for c in case["counts"]] == [
        ("2015-03-09", "departed", 120),
        ("2015-03-16", "departed", None),
        ("2015-03-30", "remaining", 15),
    ]
    for spread in (*case["counts"], case["half_life_days"], case["stay_behind_persons"]):
        ends = [spread[name] for name in ("low90", "low50", "median", "high50", "high90")]
        assert ends == sorted(ends)
    assert case["scores"]["counts"] == 2
    assert case["scores"]["half_life_between_days"] == [7, 28]
    assert found["totals"]["inside_90"] <= found["totals"]["counts"] == 2


def test_it_leaves_a_folder_with_data_table_and_figure(example):
    done, folder = example
    [result] = (folder / "results").iterdir()
    assert result.name.startswith("replay-example-")
    assert json.loads((result / "replay.json").read_text()) == json.loads(done.stdout)
    assert (result / "replay.csv").read_text().startswith("case,decided_by,half_life_seen_days")
    names = {path.name for path in (result / "figures").iterdir()}
    assert names == {"example.png", "example.svg"}


def test_bad_input_gets_a_sentence_and_nothing_is_written(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text(EXAMPLE.read_text().replace("value: 15,", "value: 1500,"))
    done = sim("replay", "bad.yaml", cwd=tmp_path)
    assert done.returncode == 3
    line = 1 + file.read_text()[: file.read_text().index("1500")].count("\n")
    assert re.search(rf"bad\.yaml:{line}:\d+: .*1500 remaining of at most 950", done.stderr)
    assert done.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["bad.yaml"]


@pytest.mark.parametrize("words", [(), ("case.yaml", "--all")])
def test_it_needs_one_case_or_all(words, tmp_path):
    done = sim("replay", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert "name one case file, or --all" in done.stderr


@pytest.mark.slow
def test_the_shipped_cases_from_one_another_are_scored_as_documented(tmp_path):
    done = sim("replay", "--all", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    totals = json.loads(done.stdout)["totals"]
    page = " ".join((ROOT / "docs" / "replay.md").read_text(encoding="utf-8").split())
    inside = f"**{totals['inside_90']:.1f} of {totals['counts']} counts ("
    middle = f"{totals['inside_50']:.1f} (50 %) inside the 50 % interval"
    error = f"**The median half-life error is {totals['median_half_life_error']:.0%}**"
    assert [said for said in (inside, middle, error.replace("%", " %")) if said not in page] == []
    assert totals["cases"] == 37
    assert totals["inside_90"] / totals["counts"] >= 0.8
    assert 0.4 <= totals["inside_50"] / totals["counts"] <= 0.65
    assert totals["median_half_life_error"] <= 0.33  # 0.29 to 0.31 by seed; see docs/replay.md
    assert totals["median_half_life_error_beyond_counts"] <= 0.05
    assert totals["crps_share"] <= 0.17
