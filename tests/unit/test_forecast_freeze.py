"""Freezing: what is read of runs and of baselines, what is known is held, and the file tells any change."""

import json

import numpy as np
import pytest

from sim.core.errors import Exit, SimError
from sim.methods.scores.logarithmic import FLOOR
from sim.studies.forecast.answer.frozen import content_of, hash_of, read_frozen
from support.forecasts import (
    ALIKE,
    ALL,
    CARGO_DAY,
    COUP,
    FIRST,
    N_DAYS,
    OIL,
    day,
    first_days,
    frozen,
    oil,
    results,
)

RUNS, DAYS = 40, 30


def only(found):
    [question] = found.questions
    return question


def test_a_mean_is_taken_over_the_window_alone():
    daily = np.zeros((RUNS, DAYS))
    daily[:, :FIRST] = 999  # before the window
    daily[:, FIRST:] = np.arange(RUNS)[:, None]
    asked = only(frozen({"oil": OIL}, results(oil_delivered=oil(venezuela=daily))))
    assert asked.forecast.values == tuple(float(run) for run in range(RUNS))
    assert asked.forecast.quantiles[49] == pytest.approx(19.5)
    assert asked.forecast.random
    assert (asked.start, asked.n_days) == (day(FIRST), N_DAYS)


def test_entries_of_an_axis_are_chosen_and_all_are_added_up_without():
    data = results(oil_delivered=oil(venezuela=np.ones((RUNS, DAYS)), mexico=2.0))
    for of, total in (((), 3.0), (("venezuela",), 1.0), (("mexico", "others"), 2.0)):
        assert only(frozen({"oil": OIL | {"of": of}}, data)).forecast.values == (total,)


@pytest.mark.parametrize(
    ("reading", "unit", "value"),
    [
        ("mean", "kb/day", 9.5),
        ("sum", "kb", 190.0),
        ("highest", "kb/day", 19.0),
        ("lowest", "kb/day", 0.0),
        ("last", "kb/day", 19.0),
    ],
)
def test_every_reading_has_its_hand_value(reading, unit, value):
    daily = np.tile(np.arange(DAYS) - float(FIRST), (RUNS, 1))
    data = results(oil_delivered=oil(venezuela=daily))
    asked = only(frozen({"oil": OIL | {"reading": reading, "unit": unit}}, data))
    assert asked.forecast.values == (value,)


def test_a_chance_is_the_share_of_runs_with_its_error_and_never_surer_than_the_floor():
    happens = np.where(np.arange(RUNS) < 10, FIRST + 3, -1)
    chance = only(frozen({"coup": COUP}, results(first_day=first_days(RUNS, coup_attempt=happens))))
    assert (chance.forecast.count, chance.forecast.runs) == (10, 40)
    assert chance.forecast.probability == 0.25
    assert chance.forecast.standard_error == pytest.approx(np.sqrt(0.25 * 0.75 / 40), abs=1e-6)
    assert only(frozen({"coup": COUP})).forecast.probability == FLOOR


def test_an_outcome_after_the_window_does_not_count():
    late = first_days(RUNS, coup_attempt=FIRST + N_DAYS)
    assert only(frozen({"coup": COUP}, results(first_day=late))).forecast.count == 0


def test_runs_that_contradict_what_is_known_are_not_used():
    early = np.where(np.arange(RUNS) < 15, FIRST - 1, -1)
    found = frozen({"coup": COUP}, results(first_day=first_days(RUNS, coup_attempt=early)))
    assert (found.made_by.runs, found.made_by.runs_used) == (40, 25)
    with pytest.raises(SimError, match="agree with not_yet"):
        frozen({"coup": COUP}, results(first_day=first_days(RUNS, coup_attempt=0)))


def test_days_are_counted_from_the_start_and_never_is_the_length_of_the_window():
    cargo = np.zeros((RUNS, DAYS))
    cargo[:20, FIRST + 4 :] = 50
    cargo[:, FIRST - 1] = 500  # the day before does not count
    asked = only(frozen({"cargo": CARGO_DAY}, results(oil_delivered=oil(venezuela=cargo))))
    assert asked.forecast.values == (4.0,) * 20 + (20.0,) * 20
    assert asked.forecast.never == 0.5
    assert asked.scale == N_DAYS


def test_a_line_is_read_as_a_run_is():
    asked = only(frozen({"oil": OIL}))
    mean = np.mean(np.maximum(2 - 0.1 * np.arange(1, N_DAYS + 1), 0))
    assert asked.baselines["trend"].values == (pytest.approx(mean, rel=1e-5),)
    assert asked.baselines["persistence"].values == (2.0,)
    crossing = only(frozen({"cargo": CARGO_DAY})).baselines["trend"]
    assert crossing.values == (9.0,)  # 4 a day from the last known day: 40 on the tenth


def test_a_spread_has_half_of_its_chances_on_each_side():
    spread = only(frozen({"oil": OIL})).baselines["base_rate"]
    values = spread.array()
    assert np.median(values) == 10
    assert np.mean(values < 10) == pytest.approx(0.5, abs=0.01)
    assert (values.min(), values.max()) == (
        pytest.approx(0.1, abs=0.05),
        pytest.approx(29.8, abs=0.1),
    )
    assert not spread.random


def test_a_rate_gives_a_chance_and_waiting_days():
    assert only(frozen({"coup": COUP})).baselines["base_rate"].probability == pytest.approx(
        1 - np.exp(-0.5 * N_DAYS / 365)
    )
    waits = only(frozen({"cargo": CARGO_DAY})).baselines["base_rate"]
    assert waits.never == pytest.approx(np.exp(-2), abs=0.01)  # 0.1 a day for 20 days


def test_a_line_decides_a_yes_or_no():
    asked = {
        **COUP,
        "observable": "days_of_cover",
        "reading": "lowest",
        "below": 2,
        "persistence": {"value": 18, "low": 15, "high": 20, **ALIKE},
        "trend": {"value": 18, "per_day": -1, **ALIKE},
    }
    found = only(frozen({"dry": asked}))
    assert found.baselines["persistence"].probability == FLOOR
    assert found.baselines["trend"].probability == 1 - FLOOR
    assert found.forecast.probability == 1 - FLOOR  # no cover at all in these runs


def test_without_a_trend_a_straight_line_is_persistence():
    asked = only(frozen({"coup": COUP}))
    assert asked.baselines["trend"] == asked.baselines["persistence"]


def test_errors_of_a_quantity_are_scaled_by_the_middle_of_its_base_rate():
    assert only(frozen({"oil": OIL})).scale == pytest.approx(28 - 1, rel=0.01)


def test_questions_that_end_later_are_left_out_by_name():
    late = OIL | {"until": (day(29), day(60))}
    found = frozen({"oil": late})
    assert [each.id for each in found.questions] == ["oil_2026-01-30"]
    assert found.left_out == ("oil_2026-03-02",)


class TestTheFile:
    def test_it_reads_back_as_it_was(self, tmp_path):
        found = frozen(ALL)
        path = tmp_path / "f.json"
        path.write_bytes(content_of(found))
        again = read_frozen(path)
        assert again == found
        assert hash_of(again) == json.loads(path.read_text())["sha256"]
        assert content_of(again) == path.read_bytes()

    def test_lists_of_numbers_stand_on_one_line(self):
        lines = content_of(frozen(ALL)).decode().splitlines()
        assert max(map(len, lines)) > 300
        assert len(lines) < 400

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ('"probability": 0.005', '"probability": 0.9'),
            ('"frozen_on": "2026-01-11"', '"frozen_on": "2025-01-11"'),
            ('"resolution": "By hand."', '"resolution": "By foot."'),
            ('"seed": 7', '"seed": 8'),
            ('"scale"', '"scales"'),
        ],
    )
    def test_any_later_change_is_told(self, tmp_path, before, after):
        path = tmp_path / "f.json"
        text = content_of(frozen(ALL)).decode()
        assert before in text
        path.write_text(text.replace(before, after, 1))
        with pytest.raises(SimError, match="changed after it was frozen") as refused:
            read_frozen(path)
        assert refused.value.code == Exit.MISMATCH

    @pytest.mark.parametrize(
        ("text", "code", "told"),
        [
            ("", Exit.INVALID, ": is no forecast file: it is not JSON (line 1)"),
            ("{\n\n]", Exit.INVALID, ": is no forecast file: it is not JSON (line 3)"),
            ("[]", Exit.INVALID, "is no forecast file (needs format"),
            ('{"format": "other"}', Exit.INVALID, "is no forecast file (needs format"),
            ('{"format": "alliance-sim forecast 1"}', Exit.MISMATCH, "changed after it was frozen"),
        ],
    )
    def test_what_is_no_forecast_is_refused(self, tmp_path, text, code, told):
        path = tmp_path / "f.json"
        path.write_text(text)
        with pytest.raises(SimError) as refused:
            read_frozen(path)
        assert told in str(refused.value)
        assert refused.value.code == code

    def test_a_missing_file_is_wrong_usage(self, tmp_path):
        with pytest.raises(SimError, match="no such file") as refused:
            read_frozen(tmp_path / "none.json")
        assert refused.value.code == Exit.USAGE
