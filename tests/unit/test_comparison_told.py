"""A comparison as page, figures, tables and print: everything is told, and nothing written becomes markup."""

import json
from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from test_report_page import HOSTILE, Tags
from test_report_readings import dataset, scenario

from sim.ensemble.manifest import Manifest
from sim.model.outcomes import OUTCOMES
from sim.report.headline_numbers import headline_numbers
from sim.report.limits import CAUSES_FROM_PRIOR, LIMITS, NOT_A_FORECAST
from sim.report.luck import NumberVariance, VarianceShare, VarianceSplit
from sim.report.settings_told import setting
from sim.studies.comparison.answer.contrast import Comparison, compare
from sim.studies.comparison.answer.person_pairs import PersonPairs
from sim.studies.comparison.question import Finished
from sim.studies.comparison.told.fans import chance
from sim.studies.comparison.told.page import comparison_page
from sim.studies.comparison.told.screen import print_comparison
from sim.studies.comparison.told.tables import as_json, differences_csv
from sim.studies.comparison.told.words import in_pairs, interval, luck_of, narrower, points, signed
from sim.studies.comparison.told.write import write_comparison

RUNS = 6
LEFT = 40  # persons of the medical mission whom the second future loses in every run but the first


def made(name, **changes):
    about = scenario(name=name, **changes)
    manifest = Manifest(
        name=name, version="0.1.0+1", digest="a" * 64, seed=about.seed, simulator="x", n_asked=RUNS
    )
    return Finished(Path("results") / f"{name}-3f9a1c07", about, manifest)


def lossy(about):
    """The made results with fewer doctors from day 30 on, in every run but the first."""
    results = dataset(about, RUNS)
    results["present"][1:, 30:, 3] -= LEFT
    results["first_day"][:, 2] = np.where(np.arange(RUNS) % 2, 31, -1)
    return results


def comparison(n_others: int = 1, **changes) -> Comparison:
    settings = {"levers": {"blockade": {"level": 1, "start": "2025-12-31"}}} | changes
    others = [made(f"other{i}" if i else "other", **settings) for i in range(n_others)]
    results = [dataset(scenario(), RUNS), *(lossy(each.scenario) for each in others)]
    pairs = PersonPairs(runs=2, persons=100, same_day=40, earlier=20, stay_in_both=40)
    return compare([made("one"), *others], results, [pairs] * n_others, [{}] * n_others)


@cache
def files() -> dict[str, bytes]:
    """Everything that is written about one comparison."""
    return write_comparison(comparison(), ("sim compare 'a b' c",))


def printed(found: Comparison) -> str:
    screen = StringIO()
    print_comparison(Console(file=screen, width=80), found)
    return screen.getvalue()


def test_differences_are_those_of_pairs():
    [contrast] = comparison().contrasts
    medical = contrast.number("medical")
    assert medical.difference.mean == -LEFT * (RUNS - 1) / RUNS
    assert (medical.difference.fewer, medical.difference.same) == (RUNS - 1, 1)
    assert contrast.number("undercover").difference.gain is None
    assert contrast.n_diverging == RUNS - 1 or contrast.n_diverging == RUNS
    assert str(contrast.input_day) == str(contrast.first_day) == "2025-12-31"


def test_the_chance_of_fewer_persons_is_told_in_words():
    [contrast] = comparison().contrasts
    assert chance(contrast.number("medical")) == "fewer persons: 83 in 100 pairs"
    assert chance(contrast.number("oil")) == "less: 0 in 100 pairs"


def test_the_json_has_difference_interval_and_both_widths_of_every_number():
    told = json.loads(json.dumps(as_json(comparison(2))))
    assert told["schema"] == 1
    assert told["runs"] == RUNS
    assert len(told["comparisons"]) == 2
    names = [each.name for each in headline_numbers(dataset(scenario()))]
    for each in told["comparisons"]:
        assert [number["name"] for number in each["numbers"]] == names
        assert [outcome["name"] for outcome in each["outcomes"]] == [o.name for o in OUTCOMES]
        possible = [o for o in each["outcomes"] if not o["cannot_one"] and not o["cannot_other"]]
        assert len(possible) > 5
        for number in each["numbers"] + possible:
            low, high = number["interval"]
            assert low <= number["difference"] <= high
            assert number["paired_width"] == pytest.approx(high - low)
            assert number["unpaired_width"] >= 0
            assert number["higher"] + number["lower"] + number["same"] == pytest.approx(1)
        assert [s["role"] for s in each["settings"]] == ["lever"]
        assert sum(map(sum, each["flows"][0]["runs"])) == RUNS


def test_the_csv_ends_where_the_table_does():
    lines = [line.split(",") for line in differences_csv(comparison()).splitlines()]
    assert lines[0][:6] == ["date", "one", "other", "number", "unit", "mean"]
    last = {line[3]: float(line[5]) for line in lines[1:] if line[0] == "2026-02-08"}
    assert last["medical"] == pytest.approx(-LEFT * (RUNS - 1) / RUNS, rel=1e-5)
    before = [line for line in lines[1:] if line[0] == "2025-12-30"]
    assert all(float(line[5]) == 0 for line in before)


def names_of(n_others: int) -> set[str]:
    names = {"side-by-side"} | {
        f"{figure}{f'-{i + 2}' if n_others > 1 else ''}"
        for figure in ("differences", "flows", "outcomes")
        for i in range(n_others)
    }
    figures = {f"figures/{name}.{kind}" for name in names for kind in ("png", "svg")}
    return figures | {"compare.html", "comparison.json", "differences.csv"}


def test_everything_is_written_and_the_same_bytes_twice():
    assert set(files()) == names_of(1)
    assert files() == write_comparison(comparison(), ("sim compare 'a b' c",))


def test_each_of_several_futures_has_figures_of_its_own():
    assert set(write_comparison(comparison(2), ())) == names_of(2)


def test_the_page_answers_first_and_tells_limits_and_commands():
    page = files()["compare.html"].decode()
    found = Tags(page)
    assert found.open == []
    head = Tags(page[page.index("<header>") : page.index("</header>")]).text
    assert "differs in 1 lever" in head
    assert "levers.blockade" in head
    assert "Medical" in head
    assert NOT_A_FORECAST in head
    assert "sim compare 'a b' c" in found.text
    assert CAUSES_FROM_PRIOR in found.text or all(e in found.text for _, es in LIMITS for e in es)
    assert "confidence" not in found.text
    ids = [a["id"] for _, a in found.tags if "id" in a]
    assert len(ids) == len(set(ids))
    inside = {a["href"][1:] for tag, a in found.tags if tag == "a" and a["href"].startswith("#")}
    assert inside <= set(ids)


def test_nothing_that_people_write_becomes_markup():
    label = {"coup": {"kind": "coup_attempt", "date": "2026-01-20", "label": HOSTILE[:60]}}
    found = Tags(comparison_page(comparison(events=label), None, (), (HOSTILE,)))
    assert all(about.get("type") or not about for tag, about in found.tags if tag == "script")
    assert all(a.get("src", "data:").startswith("data:") for _, a in found.tags)


def test_the_print_fits_a_terminal_and_says_what_it_is_not():
    told = printed(comparison())
    tables = [line for line in told.splitlines() if " to " in line and "  " in line.strip()]
    assert len(tables) > 20
    assert max(map(len, tables)) <= 80
    assert NOT_A_FORECAST in told
    assert "lever: levers.blockade" in told


def test_a_future_beside_itself_says_that_nothing_differs():
    made_once = [made("one"), made("two")]
    found = compare(made_once, [dataset(scenario(), RUNS)] * 2, [None], [{}])
    [contrast] = found.contrasts
    assert contrast.settings == ()
    assert contrast.first_day is None
    page = comparison_page(found, None, (), ())
    assert "the same scenario under two names" in page
    assert "no setting" in page


def test_folders_tell_two_scenarios_of_one_name_apart():
    found = compare([made("one"), made("one")], [dataset(scenario(), RUNS)] * 2, [None], [{}])
    assert [side.label for side in found.sides] == ["one-3f9a1c07", "one-3f9a1c07"]


def test_settings_are_told_as_a_reader_takes_them_in():
    script = [{"start": "2026-02-22", "until": "2200-12-31", "posture": "deal_track"}]
    assert setting(script) == "deal track from 2026-02-22"
    assert setting({"level": 1, "start": "1900-01-01"}) == "level 1"
    assert setting("uniform(0.10000000001, 0.5)") == "uniform(0.1, 0.5)"
    assert setting(None) == "not set"
    assert setting([]) == "none"


def test_small_differences_are_told_in_more_digits_and_nothing_has_no_sign():
    assert signed(-0.45, "persons") == "−0.5"
    assert signed(-1234.5, "persons") == "−1,234"
    assert signed(-1e-9) == "0.000"
    # Of 200 pairs one more is half a run of 100; a nought beside 1 and 2 of 100 would be wrong.
    assert (points(0.005), points(-0.0004), points(0.0104)) == ("+0.5", "0", "+1")
    [contrast] = comparison().contrasts
    found = contrast.number("medical").difference
    assert in_pairs(found) == "0 / 83 / 17"
    assert interval(found, "persons").startswith("−50 to −16")
    assert narrower(contrast.number("undercover").difference) == "no pair differs"


COERCE = {"washington": {"script": [{"start": "2025-12-01", "posture": "coerce"}]}}


def test_what_a_future_rules_out_has_no_interval_and_no_difference():
    found = comparison(actors=COERCE)
    [contrast] = found.contrasts
    [relents] = [each for each in contrast.outcomes if each.name == "washington_relents"]
    assert relents.difference is None
    assert relents.cannot_other
    assert not relents.cannot_one
    told = as_json(found)["comparisons"][0]
    [record] = [each for each in told["outcomes"] if each["name"] == "washington_relents"]
    assert (record["one"], record["other"], record["difference"]) == (0, None, None)
    assert record["interval"] == [None, None]
    assert told["other"]["cannot_happen"]["washington_relents"] == relents.cannot_other
    because = f"Washington relents cannot happen in other, because {relents.cannot_other}."
    assert because in " ".join(printed(found).split())
    page = Tags(comparison_page(found, None, (), ())).text
    assert because in page
    crossed = page.partition("how many have the outcome above in other")[2].partition("persons")[0]
    assert "Hollowed alliance" in crossed
    assert "Washington relents" not in crossed


def test_luck_is_told_of_each_future_where_it_was_measured():
    found = comparison()
    [contrast] = found.contrasts
    assert luck_of(contrast) == ""
    total = NumberVariance(
        name="total",
        label="All",
        unit="persons",
        variance=1,
        luck=VarianceShare(share=0.5, low=0.25, high=0.75),
        unknown=None,
        shift=None,
    )
    made_so = replace(contrast.other.made, split=VarianceSplit(pairs=20, numbers=(total,)))
    measured = replace(contrast, other=replace(contrast.other, made=made_so))
    expected = "Of the spread of All Cuban personnel between runs luck is 50 % (25–75) in other."
    assert luck_of(measured) == expected
    again = replace(found, contrasts=(measured,))
    assert expected in " ".join(printed(again).split())
    page = Tags(comparison_page(again, None, (), ())).text
    assert expected in page
    assert "Luck in other" in page
    assert "Luck in one" not in page
    [number] = [n for n in as_json(again)["comparisons"][0]["numbers"] if n["name"] == "total"]
    assert number["luck"] == {"one": None, "other": {"share": 0.5, "low": 0.25, "high": 0.75}}
