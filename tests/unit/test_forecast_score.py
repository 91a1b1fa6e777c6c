"""Answers with every mistake by its line, and scores of frozen forecasts against hand values."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.core.errors import Exit, SimError
from sim.core.json_text import json_text
from sim.methods.scores.crps import crps
from sim.methods.scores.logarithmic import FLOOR
from sim.studies.forecast.answer.answers import read_answers
from sim.studies.forecast.answer.frozen import Chance, Spread, read_frozen
from sim.studies.forecast.answer.score import score, score_question
from sim.studies.forecast.answer.true import Answer
from sim.studies.forecast.told.tables import scores_json
from sim.studies.forecast.told.words import few_questions
from support.forecasts import COUP, OIL, day, first_days, frozen, oil, results, written

HEADER = "question,value,low,high\n"
FORECAST = frozen()
OIL_ID, COUP_ID, COUP_DAY_ID, CARGO_ID = (each.id for each in FORECAST.questions)
RUNS, DAYS = 40, 30


def read(tmp_path, rows, header=HEADER):
    return read_answers(written(tmp_path, header + rows), FORECAST)


class TestAnswers:
    def test_every_kind_is_read(self, tmp_path):
        rows = f"{OIL_ID},5,4,8\n{COUP_ID},1,,\n{COUP_DAY_ID},2026-01-15,,\n{CARGO_ID},never,,\n"
        found = read(tmp_path, rows)
        assert (found[OIL_ID].value, found[OIL_ID].low, found[OIL_ID].high) == (5, 4, 8)
        assert found[COUP_ID].value == 1
        assert found[COUP_DAY_ID].value == 4  # days from 11 January
        assert found[CARGO_ID].value == 20  # the length of the window

    def test_comments_blank_lines_marks_and_other_columns_do_no_harm(self, tmp_path):
        text = f"\ufeff# made up\r\nquestion,value,low,high,source\r\n\r\n{COUP_ID},0,,,Reuters\r\n"
        assert read(tmp_path, text, "")[COUP_ID].value == 0

    def test_the_order_of_columns_is_free(self, tmp_path):
        assert read(tmp_path, f"9,3,{OIL_ID},5\n", "high,low,question,value\n")[OIL_ID].value == 5

    def test_a_row_without_value_is_no_answer_yet(self, tmp_path):
        assert read(tmp_path, f"{OIL_ID},,,\n") == {}

    def test_a_day_after_the_window_is_never(self, tmp_path):
        assert read(tmp_path, f"{CARGO_ID},2027-01-01,,\n")[CARGO_ID].value == 20

    @pytest.mark.parametrize(
        ("rows", "told"),
        [
            ("oli_2026-01-30,5,,", ":2: no question is called 'oli_2026-01-30'; did you mean 'oil_"),
            (",5,,", ":2: names no question"),
            (f"{OIL_ID},5,,\n\n{OIL_ID},6,,", ":4: question 'oil_2026-01-30' is answered twice, first on line 2"),
            (f"{OIL_ID},much,,", ":2: oil_2026-01-30: value must be a number, is 'much'"),
            (f"{OIL_ID},nan,,", "value must be a plain finite number"),
            (f"{OIL_ID},1_0,,", "value must be a plain finite number"),
            (f"{OIL_ID},5,x,", "low must be a number, is 'x'"),
            (f"{OIL_ID},-1,,", "value cannot be lower than 0, is -1"),
            (f"{OIL_ID},5,6,", "value must lie between low and high, is 5 (6 to -)"),
            (f"{OIL_ID},,4,6", "low and high mean nothing without a value"),
            (f"{OIL_ID},5,", ":2: has 3 cells, the header has 4"),
            (f"{COUP_ID},0.5,,", "value must be 0 (no) or 1 (yes), is 0.5"),
            (f"{COUP_ID},yes,,", "value must be a number, is 'yes'"),
            (f"{COUP_ID},1,0,2", "high must be from 0 to 1, is 2"),
            (f"{CARGO_ID},12,,", "value must be a date, 'never' or 'not by DATE': write YYYY-MM-DD, is '12'"),
            (f"{CARGO_ID},never,12,", "low must be a date or 'never'"),
            (f"{CARGO_ID},not by 2026-01-10,,", "value 'not by 2026-01-10' says nothing: 2026-01-11 is the first day"),
            (f"{CARGO_ID},not by 2026-01-20,,never", "low and high mean nothing beside 'not by 2026-01-20'"),
            (f"{CARGO_ID},not by then,,", "value must be a date, 'never' or 'not by DATE': write YYYY-MM-DD, is 'then'"),
            (f"{COUP_ID},not by 2026-01-20,,", "value must be a number, is 'not by 2026-01-20'"),
            (f"{CARGO_ID},2026-02-30,,", "2026-02-30 is not a date in the calendar"),
            (f"{CARGO_ID},2026-01-10,,", "value 2026-01-10 is before 2026-01-11, the first day asked about"),
        ],
    )  # fmt: skip
    def test_a_mistake_gets_a_sentence_with_its_line(self, tmp_path, rows, told):
        with pytest.raises(SimError) as refused:
            read(tmp_path, rows + "\n")
        assert f"answers.csv{told}" in str(refused.value) or f": {told}" in str(refused.value)
        assert refused.value.code == Exit.INVALID

    @pytest.mark.parametrize(
        ("row", "told"),
        [
            (f"{OIL_ID},5000,,", "value '5000' is far from everything that was forecast"),
            (f"{OIL_ID},5,,5000", "high '5000' is far from everything"),
            (f"{OIL_ID},1e14,,", "is it in kb/day? --insist scores it as it is"),
            (f"{CARGO_ID},2062-01-15,,", "more than a year after the last day asked about"),
            (f"{COUP_DAY_ID},2026-01-15,,2106-01-15", "high 2106-01-15 is more than a year after"),
        ],
    )
    def test_what_looks_like_a_slip_is_asked_about(self, tmp_path, row, told):
        with pytest.raises(SimError) as refused:
            read(tmp_path, row + "\n")
        assert refused.value.code == Exit.INVALID
        assert f"answers.csv:2: {row.partition(',')[0]}: " in str(refused.value)
        assert told in str(refused.value)
        insisted = read_answers(written(tmp_path, f"{HEADER}{row}\n"), FORECAST, insist=True)
        assert len(insisted) == 1
        written_json = json_text(scores_json(score(FORECAST, insisted)))
        assert "null" not in str(json.loads(written_json)["questions"][0]["scores"])

    @pytest.mark.parametrize("row", [f"{OIL_ID},45,30,60", f"{CARGO_ID},2026-12-24,,"])
    def test_what_merely_surprises_is_not(self, tmp_path, row):
        assert len(read(tmp_path, row + "\n")) == 1

    @pytest.mark.parametrize("number", ["1e308", "-1e308", "2e15"])
    def test_no_insisting_makes_a_number_of_what_cannot_be_squared(self, tmp_path, number):
        path = written(tmp_path, f"{HEADER}{OIL_ID},{number},,\n")
        with pytest.raises(SimError, match="too large to be scored"):
            read_answers(path, FORECAST, insist=True)

    def test_all_mistakes_are_told_at_once(self, tmp_path):
        with pytest.raises(SimError) as refused:
            read(tmp_path, f"{OIL_ID},x,,\nnone,1,,\n{COUP_ID},3,,\n")
        assert [line.split(":")[1] for line in str(refused.value).splitlines()] == ["2", "3", "4"]

    @pytest.mark.parametrize(
        ("header", "told"),
        [
            ("question,value,low\n", ":1: the header has no column 'high'"),
            ("question,value,low,high,hihg\n", ":1: unknown column 'hihg'"),
            ("question,value,low,high,low\n", ":1: column 'low' stands twice"),
            ("", ":1: the header has no column 'question'"),
        ],
    )
    def test_a_bad_header_is_refused(self, tmp_path, header, told):
        with pytest.raises(SimError, match=r"answers\.csv") as refused:
            read(tmp_path, "", header)
        assert told in str(refused.value)

    def test_a_question_beyond_the_horizon_is_told_apart_from_an_unknown_one(self, tmp_path):
        asked = frozen({"oil": OIL | {"until": (day(29), day(60))}})
        path = written(tmp_path, HEADER + "oil_2026-03-02,1,,\n")
        with pytest.raises(SimError, match="ends after the last day that was forecast"):
            read_answers(path, asked)

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"question\xff", "is not UTF-8"),
            (b'question,value,low,high\n"open', "is not a CSV file"),
        ],
    )
    def test_what_is_no_table_is_refused(self, tmp_path, content, told):
        path = tmp_path / "a.csv"
        path.write_bytes(content)
        with pytest.raises(SimError, match=told) as refused:
            read_answers(path, FORECAST)
        assert refused.value.code == Exit.INVALID


def exact(value):
    return Answer(value, value, value, str(value))


class TestScores:
    def test_a_chance_has_its_hand_values(self):
        happens = first_days(RUNS, coup_attempt=np.where(np.arange(RUNS) < 10, 15, -1))
        [question] = frozen({"coup": COUP}, results(first_day=happens)).questions
        found = score_question(question, exact(1.0)).scores
        assert found["model"]["brier"] == pytest.approx(0.75**2)
        assert found["model"]["log"] == pytest.approx(-np.log(0.25))
        assert found["persistence"]["brier"] == pytest.approx((1 - FLOOR) ** 2)
        assert found["persistence"]["log"] == pytest.approx(-np.log(FLOOR))

    def test_a_yes_in_doubt_counts_three_quarters(self):
        assert Answer(1.0, 0.0, 1.0, "1").probability() == 0.75
        assert Answer(0.0, 0.0, 1.0, "0").probability() == 0.25
        assert exact(1.0).probability() == 1

    def test_a_quantity_has_its_hand_values(self):
        daily = np.repeat(np.arange(RUNS, dtype=float)[:, None], DAYS, axis=1)
        [question] = frozen({"oil": OIL}, results(oil_delivered=oil(venezuela=daily))).questions
        found = score_question(question, exact(20.0))
        values = np.arange(RUNS, dtype=float)
        assert found.scores["model"]["crps"] == pytest.approx(float(crps(values, 20.0, fair=True)))
        assert found.scores["persistence"]["crps"] == 18.0  # a point: the absolute error
        assert found.scores["persistence"]["interval_90"] == pytest.approx(2 / 0.1 * 18)
        low, high = np.quantile(values, [0.25, 0.75], method="hazen")
        assert found.scores["model"]["interval_50"] == pytest.approx(high - low)
        assert found.inside == (1.0, 1.0)
        assert found.pit == pytest.approx(20.5 / 40)

    def test_an_answer_in_doubt_costs_the_mean_over_what_may_be_true(self):
        [question] = frozen({"oil": OIL}).questions  # the model says 0
        doubtful = Answer(10.0, 5.0, 20.0, "10")
        mean = (7.5 + 15) / 2  # half from 5 to 10, half from 10 to 20
        assert score_question(question, doubtful).scores["model"]["crps"] == pytest.approx(
            mean, 0.01
        )

    def test_doubt_leaves_the_best_forecast_the_best(self):
        """Averaging over the answer keeps the score proper: the forecast that equals the doubt wins."""
        truths = Answer(10.0, 5.0, 20.0, "10").truths()
        costs = [crps(truths + shift, truths, fair=False).mean() for shift in (-2, -0.5, 0, 0.5, 2)]
        assert int(np.argmin(costs)) == 2

    def test_a_day_is_scored_up_to_the_horizon_only(self):
        _, _, coup_day, _ = FORECAST.questions  # never, in all runs
        assert score_question(coup_day, exact(20.0)).scores["model"]["crps"] == 0
        assert score_question(coup_day, exact(4.0)).scores["model"]["crps"] == 16

    def test_questions_without_answer_are_named(self):
        report = score(FORECAST, {COUP_ID: exact(0.0)})
        assert report.unanswered == (OIL_ID, COUP_DAY_ID, CARGO_ID)
        assert [each.kind for each in report.summaries] == ["binary", "binary"]
        assert report.brier_parts.total == pytest.approx(FLOOR**2)

    def test_errors_are_added_up_in_units_of_their_scale(self):
        report = score(FORECAST, {COUP_DAY_ID: exact(4.0), CARGO_ID: exact(20.0)})
        [dates] = [each for each in report.summaries if each.kind == "date"]
        assert dates.model == pytest.approx((16 / 20 + 0) / 2)
        assert dates.against["persistence"].skill == pytest.approx(0)

    def test_no_answer_at_all_is_said(self):
        report = score(FORECAST, {})
        assert report.summaries == ()
        assert "nothing to score" in few_questions(report)
        assert scores_json(report)["n_answered"] == 0

    def test_few_topics_are_told_as_few(self):
        one = few_questions(score(FORECAST, {COUP_ID: exact(0.0)}))
        assert one.startswith("1 answered question on 1 topic: enough to be wrong")
        two = few_questions(score(FORECAST, {COUP_ID: exact(0.0), OIL_ID: exact(3.0)}))
        assert two.startswith("2 answered questions on 2 topics are few")


N_WORLDS = 400


def worlds(seed):
    """Scores in worlds in which the truth is one more draw of what was forecast from a sample of 40."""
    rng, law, reports = np.random.default_rng(seed), stats.norm(0, 2), []
    [question] = frozen({"oil": OIL}).questions
    for _ in range(N_WORLDS):
        drawn = np.maximum(law.rvs(RUNS + 1, random_state=rng) + rng.uniform(3, 12), 0)
        said = Spread(values=tuple(np.sort(drawn[1:])), random=True)
        world = question.model_copy(update={"forecast": said})
        reports.append(score_question(world, exact(float(drawn[0]))))
    return reports


@pytest.fixture(scope="module")
def itself():
    return worlds(3)


class TestForecastOfItself:
    """Answers drawn from what was frozen: the forecast must come out as calibrated, and as better."""

    def test_pit_is_uniform(self, itself):
        assert stats.kstest([each.pit for each in itself], "uniform").pvalue > 1e-3

    def test_ranges_hold_their_share(self, itself):
        for position, level in enumerate((0.5, 0.9)):
            hits = sum(each.inside[position] for each in itself)
            # A new draw falls inside the range of 40 a little less often than the range says.
            assert stats.binomtest(int(hits), N_WORLDS, level - 0.5 / RUNS).pvalue > 1e-3

    @pytest.mark.parametrize("baseline", ["persistence", "base_rate", "trend"])
    def test_it_beats_every_baseline_on_average(self, itself, baseline):
        costs = ((e.scores[baseline]["crps"], e.scores["model"]["crps"]) for e in itself)
        gains = np.array([theirs - ours for theirs, ours in costs])
        assert gains.mean() > 5 * gains.std() / np.sqrt(N_WORLDS)

    def test_the_check_would_find_a_forecast_half_as_wide_as_it_should_be(self, itself):
        normal = stats.norm.ppf(np.clip([each.pit for each in itself], 0.001, 0.999))
        assert stats.kstest(stats.norm.cdf(2 * normal), "uniform").pvalue < 1e-3

    def test_chances_that_come_true_as_often_as_they_say_beat_the_base_rate(self):
        rng = np.random.default_rng(9)
        [question] = frozen({"coup": COUP}).questions
        p = rng.uniform(0.02, 0.98, N_WORLDS)
        happened = rng.uniform(size=N_WORLDS) < p
        gains = []
        for chance, yes in zip(p, happened, strict=True):
            said = question.model_copy(update={"forecast": Chance(probability=chance)})
            costs = score_question(said, exact(float(yes))).scores
            gains.append(costs["base_rate"]["brier"] - costs["model"]["brier"])
        assert np.mean(gains) > 5 * np.std(gains) / np.sqrt(N_WORLDS)


def _brackets(path):
    path.write_bytes(b"[" * 200_000)


def _million_digits(path):
    path.write_bytes(b'{"format": ' + b"9" * 1_000_000 + b"}")


def _endless(path):
    path.symlink_to("/dev/zero")


def _wide(path):
    path.write_bytes(b"question," + b"x" * 500_000 + b"\n")


HOSTILE = {
    "pipe": (os.mkfifo, Exit.USAGE),
    "device": (_endless, Exit.USAGE),
    "folder": (Path.mkdir, Exit.USAGE),
    "brackets": (_brackets, Exit.INVALID),
    "digits": (_million_digits, Exit.INVALID),
    "cell": (_wide, Exit.INVALID),
    "bytes": (lambda path: path.write_bytes(b"\xff\xfe\x00"), Exit.INVALID),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_forecast_or_table_of_answers_is_one_sentence(kind, tmp_path):
    path = tmp_path / "given"
    make, code = HOSTILE[kind]
    make(path)
    for reading in (read_frozen, lambda given: read_answers(given, FORECAST)):
        with pytest.raises(SimError) as caught:
            reading(path)
        assert caught.value.code == code
        assert str(caught.value).startswith(str(path))
        assert len(str(caught.value)) < 500
