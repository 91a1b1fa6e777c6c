"""Sources that contradict one another within a case are rivals: both are kept, and both widen what may be true."""

from datetime import date

import pytest

from sim.calibration.replay.case import Case, Count
from sim.calibration.replay.rivals import rivals, seen
from sim.calibration.replay.shipped import shipped_cases
from sim.core.errors import Exit
from sim.report.replay.table import rival_lines
from sim.scenario.load import load
from sim.scenario.problems import ScenarioProblems

CASE = """\
name: trial
title: A trial
source: "assumption: made up"
decision: {date: 2020-01-01, decided_by: host, persons: 500}
counts:
"""


def count(day, value, source, low=None, high=None, quantity="departed"):
    return Count(
        date=date(2020, 1, day), quantity=quantity, value=value, low=low, high=high, source=source
    )


def test_two_numbers_for_one_day_are_one_count_in_doubt():
    [found] = seen([count(9, 300, "A 2020"), count(9, 200, "B 2020", 180, 220)])
    assert (found.value, found.range) == (250, (180, 300))
    assert [each.source for each in found.counts] == ["A 2020", "B 2020"]


def test_people_who_would_have_to_come_back_are_a_contradiction():
    one, other = count(9, 300, "A 2020"), count(12, 250, "B 2020", 240, 260)
    assert rivals([one, other]) == ((one, other),)
    assert [each.range for each in seen([one, other])] == [(250, 300), (240, 300)]
    still = [count(9, 100, "A", quantity="remaining"), count(12, 150, "B", quantity="remaining")]
    assert [each.range for each in seen(still)] == [(100, 150), (100, 150)]


@pytest.mark.parametrize(
    "counts",
    [
        [count(9, 200, "A"), count(9, 200, "B")],
        [count(9, 200, "A", 100, 300), count(9, 250, "B")],
        [count(9, 200, "A"), count(12, 250, "B")],
        [count(9, 200, "A", 100, 300), count(12, 150, "B")],
        [count(9, 200, "A"), count(12, 100, "B", quantity="remaining")],
    ],
)
def test_what_can_both_be_true_is_no_contradiction(counts):
    assert rivals(counts) == ()


def test_no_shipped_case_has_rivals_so_that_each_count_counts_once():
    for case in shipped_cases():
        assert len(seen(case.counts)) == len(case.counts), case.name
        assert list(rival_lines(case)) == []


def written(tmp_path, *counts):
    file = tmp_path / "trial.yaml"
    rows = [
        f"  - {{date: 2020-01-{day:02}, quantity: departed, value: {value}, source: {source}}}\n"
        for day, value, source in counts
    ]
    file.write_text(CASE + "".join(rows))
    return file


def test_a_case_with_rivals_is_read_and_says_so(tmp_path):
    case = load(written(tmp_path, (9, 300, "A 2020"), (12, 250, "B 2020")), Case).scenario
    [line] = rival_lines(case)
    assert "sources disagree: 300 departed by 2020-01-09 (A 2020), 250 by 2020-01-12" in line


def test_one_source_that_contradicts_itself_is_a_slip(tmp_path):
    with pytest.raises(ScenarioProblems) as caught:
        load(written(tmp_path, (9, 300, "A 2020"), (12, 250, "A 2020")), Case)
    assert caught.value.code == Exit.INVALID
    assert "departed cannot fall, is 250 after 300 in the same source" in str(caught.value)
