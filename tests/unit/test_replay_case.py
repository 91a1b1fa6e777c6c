"""A case file: what is possible, and a sentence with the line for what is not."""

import pytest

from sim.calibration.replay.case import Case
from sim.calibration.replay.shipped import shipped_cases
from sim.core.errors import Exit
from sim.evidence.sources import known
from sim.scenario.load import load
from sim.scenario.problems import ScenarioProblems

HEAD = """\
name: trial
title: A trial
source: "assumption: made up"
"""
DECISION = "decision: {date: 2020-01-01, decided_by: host, persons: 'uniform(80, 100)'}\n"


def count(day, quantity, value, more=""):
    return (
        f"  - {{date: {day}, quantity: {quantity}, value: {value}{more}, source: 'Author 2020'}}\n"
    )


def problems(tmp_path, text):
    file = tmp_path / "trial.yaml"
    file.write_text(text)
    with pytest.raises(ScenarioProblems) as caught:
        load(file, Case)
    assert caught.value.code == Exit.INVALID
    return str(caught.value)


@pytest.mark.parametrize(
    ("counts", "line", "sentence"),
    [
        (count("2020-01-05", "departed", -3), 6, "counts[0].value: must be at least 0"),
        (count("2020-01-05", "remaining", 101), 6, "101 remaining of at most 100 persons"),
        (count("2020-01-05", "departed", 101), 6, "101 departed of at most 100 persons"),
        (count("2020-01-01", "departed", 5), 6, "must be after the decision (2020-01-01)"),
        (
            count("2020-01-09", "departed", 5) + count("2020-01-08", "departed", 6),
            7,
            "is before the count above (2020-01-09)",
        ),
        (
            count("2020-01-08", "departed", 6) + count("2020-01-09", "departed", 5),
            7,
            "departed cannot fall, is 5 after 6",
        ),
        (
            count("2020-01-05", "departed", 50, ", low: 60, high: 70"),
            6,
            "must lie between low and high",
        ),
        (count("2030-01-05", "departed", 50), 6, "at most 1825 days after the decision"),
    ],
)
def test_an_impossible_count_gets_a_sentence_with_its_line(tmp_path, counts, line, sentence):
    told = problems(tmp_path, HEAD + DECISION + "counts:\n" + counts)
    assert f"trial.yaml:{line}:" in told
    assert sentence in told


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        ("{date: 2020-01-01, decided_by: host}", "decision.persons: is required"),
        ("{date: 2020-01-01, decided_by: hots, persons: 5}", "did you mean 'host'?"),
        ("{date: 2020-01-01, decided_by: host, persons: 0}", "nobody is to leave"),
        ("{date: 2020-01-01, decided_by: host, persons: -4}", "must be from 0"),
        (
            "{date: 2020-01-01, decided_by: host, persons: 5, notice: 7, earliest: 9}",
            "must not be after the notice ends (7 days)",
        ),
        ("{date: 2020-01-01, decided_by: host, persons: 5, notice: 0}", "leave it out"),
        ("{date: 2020-01-01, decided_by: host, persons: 5, seats: 0}", "leave it out"),
        ("{date: 2020-01-01, decided_by: host, persons: 5, seat: 3}", "did you mean 'seats'?"),
        (
            "{date: 2020-01-01, decided_by: host, persons: 5, milestones: "
            "[{date: 2020-01-03, departed: 2}]}",
            "need a notice",
        ),
        (
            "{date: 2020-01-01, decided_by: host, persons: 5, notice: 7, milestones: "
            "[{date: 2020-01-09, departed: 2}]}",
            "must be before the notice ends (7 days), is 2020-01-09",
        ),
        (
            "{date: 2020-01-01, decided_by: host, persons: 5, notice: 7, milestones: "
            "[{date: 2020-01-03, departed: 2}, {date: 2020-01-03, departed: 3}]}",
            "after the step above, is 2020-01-03",
        ),
        (
            "{date: 2020-01-01, decided_by: host, persons: 5, notice: 7, milestones: "
            "[{date: 2020-01-03, departed: 2}, {date: 2020-01-05, departed: 1}]}",
            "must be at least 2 and at most 5 persons, is 1",
        ),
        (
            "{date: 2020-01-01, decided_by: host, persons: 5, not_before: 2020-01-01}",
            "must be after the decision (2020-01-01)",
        ),
        (
            "{date: 2020-01-01, decided_by: host, persons: 5, earliest: 3, not_before: 2020-01-03}",
            "says the same as earliest",
        ),
        (
            "{date: 2020-01-01, decided_by: host, persons: 5, notice: 9, not_before: 2020-02-01}",
            "must be within 9 days of the decision",
        ),
        (
            "{date: 2020-01-01, decided_by: host, persons: 5, notice: 9, not_before: 2020-01-05, "
            "milestones: [{date: 2020-01-03, departed: 2}]}",
            "after the step above, is 2020-01-03",
        ),
        (
            "{date: 2020-01-01, decided_by: host, persons: 5, notice: 7, milestones: "
            "[{departed: 6}]}",
            "at most 5 persons, is 6",
        ),
        ("{date: 2020-13-01, decided_by: host, persons: 5}", "not a date in the calendar"),
    ],
)
def test_a_decision_that_cannot_be_gets_a_sentence(tmp_path, decision, sentence):
    told = problems(tmp_path, f"{HEAD}decision: {decision}\n")
    assert "trial.yaml:4" in told
    assert sentence in told


@pytest.mark.parametrize(
    "more",
    [
        "not_before: 2020-01-20",
        "notice: 30, not_before: 2020-01-20",
        "notice: 30, milestones: [{departed: 10}, {departed: 40}]",
        "notice: 30, milestones: [{date: 2020-01-10, departed: 0}, {departed: 40}]",
        "notice: 30, milestones: [{departed: 10}, {date: 2020-01-20, departed: 10}]",
    ],
)
def test_pauses_and_steps_without_a_day_can_be_written(tmp_path, more):
    file = tmp_path / "trial.yaml"
    decision = f"decision: {{date: 2020-01-01, decided_by: host, persons: 80, {more}}}\n"
    file.write_text(HEAD + decision)
    assert load(file, Case).scenario.decision.persons == 80


@pytest.mark.parametrize(
    "character", [r"\u202e", r"\u2066", r"\u200b", r"\u2028", r"\n", r"\e", r"\u00ad", r"\ufeff"]
)
def test_what_cannot_be_seen_is_refused_in_the_label_of_a_case(tmp_path, character):
    head = HEAD.replace("A trial", f'"A {character} trial"')
    told = problems(tmp_path, head + DECISION)
    assert "trial.yaml:2:" in told
    assert "is not allowed" in told


def test_more_who_stayed_than_were_to_leave_are_refused(tmp_path):
    told = problems(tmp_path, HEAD + DECISION + "stayed_behind: {value: 300, source: 'A 2020'}\n")
    assert "trial.yaml:5" in told
    assert "more than the 100 persons who were to leave" in told


def test_the_shipped_cases_cite_rows_that_exist():
    cases = shipped_cases()
    assert len(cases) == 37
    for case in cases:
        cited = [case.source, *(count.source for count in case.counts)]
        cited += [case.stayed_behind.source] if case.stayed_behind else []
        assert [each for each in cited if not known(each)] == [], case.name


def test_every_shipped_case_without_a_last_day_says_how_urgent_and_how_heavy_it_was():
    for case in shipped_cases():
        assert case.decision.equipment is not None, case.name
        assert case.decision.notice is not None or case.decision.pace is not None, case.name
