"""The CSV files: safe to open in a spreadsheet, the same bytes every time, right numbers."""

import csv
from io import StringIO

import numpy as np
import pytest
from test_report_readings import dataset, scenario

from sim.report.csv_text import cell, csv_text
from sim.report.tables import SUMMARY, outcomes_csv, summary_csv

ABOUT = scenario()
RESULTS = dataset(ABOUT)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1+1", '=HYPERLINK("http://x")']
)
def test_no_text_cell_begins_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.25, "-0.25"), (-0.0, "0"), (1 / 3, "0.333333"), (np.float64(2e9), "2e+09"), (-7, "-7")],
)
def test_numbers_stay_numbers(value: float, text: str) -> None:
    assert cell(value) == text


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_is_missing_is_empty(value: float | None) -> None:
    assert cell(value) == ""


def test_lines_end_in_a_line_feed_and_commas_are_quoted() -> None:
    assert csv_text(("a", "b"), [("x,y", 1), ("z", 2.5)]) == 'a,b\n"x,y",1\nz,2.5\n'


def test_a_hostile_entry_of_an_axis_is_disarmed() -> None:
    causes = ["=cmd|' /C calc'!A0", *map(str, RESULTS["cause"].values[1:])]
    hostile = RESULTS[["triggered"]].assign_coords(cause=causes)
    assert ",triggered,'=cmd|' /C calc'!A0,persons," in summary_csv(hostile, ABOUT)


def test_the_summary_has_every_observable_on_every_day() -> None:
    found = rows(summary_csv(RESULTS, ABOUT))
    assert tuple(found[0]) == SUMMARY
    daily = {str(name) for name in RESULTS.data_vars if "day" in RESULTS[name].dims}
    assert {row["variable"] for row in found} == daily
    assert {row["date"] for row in found} >= {"2025-12-01", "2026-02-08"}
    assert all(row["unit"] for row in found)


def test_the_summary_gives_quantiles_over_runs() -> None:
    [last] = [
        row
        for row in rows(summary_csv(RESULTS, ABOUT))
        if (row["date"], row["variable"], row["entry"])
        == ("2026-02-08", "exited", "medical/killed")
    ]
    # The runs end with 20, 30 and 40.
    assert [last[name] for name in ("mean", "p05", "p25", "p50", "p75", "p95")] == [
        "30",
        "21",
        "25",
        "30",
        "35",
        "39",
    ]


def test_a_posture_is_told_as_a_share_of_runs() -> None:
    found = [
        row for row in rows(summary_csv(RESULTS, ABOUT)) if row["variable"] == "havana_posture"
    ]
    first = [row for row in found if row["date"] == "2025-12-01"]
    assert [row["mean"] for row in first] == ["0.333333", "0.333333", "0.333333", "0", "0"]
    assert {row["p50"] for row in first} == {""}


def test_outcomes_have_a_line_for_each_run() -> None:
    found = rows(outcomes_csv(RESULTS, ABOUT))
    assert [row["replicate"] for row in found] == ["0", "1", "2"]
    assert found[0]["hollowed_alliance"] == "2025-12-11"
    assert found[0]["alliance_dissolved"] == ""
    assert found[1]["alliance_dissolved"] == "2025-12-21"
    assert [row["presence_class"] for row in found] == ["none", "covert_only", "civilian"]
    assert found[2]["left_killed"] == str(7 * 40)
    assert {row["seed"] for row in found} == {str(ABOUT.seed)}


def test_the_same_results_give_the_same_text() -> None:
    assert summary_csv(RESULTS, ABOUT) == summary_csv(dataset(ABOUT), ABOUT)
    assert outcomes_csv(RESULTS, ABOUT) == outcomes_csv(dataset(ABOUT), ABOUT)
