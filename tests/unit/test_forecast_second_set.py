"""What the second question set asks and the first did not: hand values of readings, baselines and the set itself."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from sim.evidence.sources import Fact, parse_source
from sim.postures import caracas
from sim.scenario.load import load
from sim.scenario.resolve import digest
from sim.studies.forecast.answer.frozen import content_of, hash_of, read_frozen
from sim.studies.forecast.question.file import Questions, asked
from support.forecasts import (
    ALIKE,
    COUP,
    FIRST,
    N_DAYS,
    OIL,
    WORDS,
    frozen,
    oil,
    questions,
    results,
)

FOLDER = Path(__file__).parents[2]
SHIPPED = FOLDER / "scenarios" / "questions" / "after_article_2.yaml"
RUNS, DAYS = 40, 30
BREAK = {
    **WORDS,
    "kind": "binary",
    "observable": "caracas_posture",
    "takes": ["rupture"],
    "persistence": {"probability": 0, **ALIKE},
    "base_rate": {"per_year": 0.5, **ALIKE},
}
BREAK_DAY = BREAK | {"kind": "date", "persistence": {"per_year": 0, **ALIKE}}
COME = {
    **WORDS,
    "kind": "date",
    "observable": "arrived",
    "counted_from": "start",
    "at_least": 50,
    "persistence": {"value": 7, **ALIKE},
    "base_rate": {"value": 7, "per_day": 10, **ALIKE},
}
FAILS = {
    **WORDS,
    "kind": "quantity",
    "observable": "grid_failures",
    "reading": "sum",
    "unit": "failures",
    "least": 0,
    "persistence": {"per_year": 0, **ALIKE},
    "base_rate": {"per_year": 36.5, **ALIKE},
}
PRESENT = {
    **WORDS,
    "kind": "quantity",
    "observable": "present",
    "reading": "last",
    "unit": "persons",
    "least": 0,
    "persistence": {"value": 1000, "share_per_day": 0.01, **ALIKE},
    "base_rate": {"value": 1000, "low": 500, "high": 2000, **ALIKE},
}


def only(found):
    [question] = found.questions
    return question


def postures(*spells):
    """Results with the postures of Caracas by day: embrace, but for the days of `spells`."""
    names = list(caracas.MENU)
    held = np.zeros((RUNS, DAYS))
    for first, last, posture in spells:
        held[:, first : last + 1] = names.index(posture)
    data = results(caracas_posture=held)
    data["caracas_posture"].attrs["flag_meanings"] = " ".join(names)
    return data


class TestPosturesThatAreTaken:
    def test_the_day_is_that_on_which_it_follows_another(self):
        data = postures((FIRST + 6, DAYS, "rupture"))
        assert only(frozen({"break": BREAK_DAY}, data)).forecast.values == (6.0,)

    def test_one_that_is_held_since_before_is_not_taken(self):
        data = postures((FIRST - 3, DAYS, "rupture"))
        assert only(frozen({"break": BREAK}, data)).forecast.count == 0

    def test_one_that_is_left_and_taken_again_is(self):
        spells = (FIRST - 3, FIRST + 2, "rupture"), (FIRST + 9, DAYS, "rupture")
        assert only(frozen({"break": BREAK_DAY}, postures(*spells))).forecast.values == (9.0,)

    def test_one_of_several_that_follows_another_of_them_is_not_news(self):
        several = BREAK_DAY | {"takes": ["drawdown", "rupture"]}
        data = postures((FIRST + 1, FIRST + 4, "drawdown"), (FIRST + 5, DAYS, "rupture"))
        assert only(frozen({"break": several}, data)).forecast.values == (1.0,)

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"takes": ["ruptur"]}, "has no 'ruptur'; did you mean 'rupture'?"),
            ({"takes": []}, "at least 1"),
            ({"observable": "oil_stock"}, "oil_stock has no postures to take"),
            ({"observable": "coup_attempt"}, "coup_attempt has no postures to take"),
            ({"kind": "quantity"}, "a posture is no quantity"),
            ({"at_least": 1}, "a posture is taken or not and has no such key"),
            ({"reading": "last"}, "a posture is taken or not and has no such key"),
            ({"market": {"value": 3, **ALIKE}}, "a posture needs probability or per_year"),
        ],
    )
    def test_a_mistake_gets_a_sentence(self, changes, told):
        with pytest.raises(ValidationError) as refused:
            questions({"break": BREAK | changes})
        assert told in str(refused.value)


class TestCountedFromTheStart:
    def test_what_came_before_does_not_count(self):
        come = np.tile(np.maximum(np.arange(DAYS) - FIRST + 1, 0) * 10.0 + 400, (RUNS, 1))
        come[:, :FIRST] = 400
        assert only(frozen({"come": COME}, results(arrived=come))).forecast.values == (4.0,)

    def test_a_line_is_counted_in_the_same_way(self):
        said = only(frozen({"come": COME})).baselines
        assert said["base_rate"].values == (4.0,)  # 10 a day: 50 on the fifth
        assert said["persistence"].never == 1

    def test_only_a_stock_is(self):
        with pytest.raises(ValidationError, match="only a stock is counted from a day"):
            questions({"oil": OIL | {"counted_from": "start"}})
        with pytest.raises(ValidationError, match="an outcome happens or not"):
            questions({"coup": COUP | {"counted_from": "start"}})


class TestMonths:
    def test_a_month_is_asked_about_by_itself(self):
        file = questions({"oil": OIL | {"months": ["2026-03", "2026-02"]}})
        assert [(each.id, each.start, each.until) for each in asked(file)] == [
            ("oil_2026-02", date(2026, 2, 1), date(2026, 2, 28)),
            ("oil_2026-03", date(2026, 3, 1), date(2026, 3, 31)),
        ]

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"months": ["2026-13"]}, "write a month YYYY-MM, is '2026-13'"),
            ({"months": ["2026-2"]}, "write a month YYYY-MM, is '2026-2'"),
            ({"months": ["2026-01"]}, "must be after known_until (2026-01-10), is 2026-01-01"),
            (
                {"months": ["2026-02"], "until": (date(2026, 1, 30),)},
                "months have a first and a last day already",
            ),
        ],
    )
    def test_a_mistake_gets_a_sentence(self, changes, told):
        with pytest.raises(ValidationError) as refused:
            questions({"oil": OIL | changes})
        assert told in str(refused.value)


class TestBaselines:
    def test_a_rate_counts_events(self):
        said = only(frozen({"fails": FAILS})).baselines
        counts = said["base_rate"].array()
        assert counts.mean() == pytest.approx(0.1 * N_DAYS, abs=0.05)  # 36.5 a year, 20 days
        assert np.mean(counts == 0) == pytest.approx(np.exp(-2), abs=0.01)
        assert set(counts) <= set(range(8))
        assert said["persistence"].values == (0.0,)

    def test_what_is_used_up_runs_out(self):
        said = only(frozen({"present": PRESENT})).baselines["persistence"]
        assert said.values == (pytest.approx(1000 * np.exp(-0.01 * N_DAYS), rel=1e-5),)

    def test_a_flow_that_empties_its_stock_never_takes_more_than_there_is(self):
        out = FAILS | {"persistence": {"value": 10, "share_per_day": 0.1, **ALIKE}}
        taken = only(frozen({"out": out})).baselines["persistence"].values[0]
        assert taken == pytest.approx(10 * np.exp(-0.1 * np.arange(1, N_DAYS + 1)).sum(), rel=1e-5)
        assert taken < 100  # what there is at 10 a day and a tenth a day

    @pytest.mark.parametrize(
        ("baseline", "told"),
        [
            ({"value": 1, "share_per_day": 0.1, "per_day": -1, **ALIKE}, "not both"),
            ({"value": 1, "share_per_day": 0.1, "per_day_low": -1, **ALIKE}, "not both"),
            ({"per_year": 1, "share_per_day": 0.1, **ALIKE}, "means nothing without value"),
            ({"value": 1, "share_per_day": "5 %", **ALIKE}, "write 0.05"),
        ],
    )
    def test_a_mistake_gets_a_sentence(self, baseline, told):
        with pytest.raises(ValidationError) as refused:
            questions({"present": PRESENT | {"persistence": baseline}})
        assert told in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"largest": {"value": 9, "what": "a month", **ALIKE}}, "only a quantity has one"),
        ({"part_of": "oil"}, "only a quantity has one"),
        ({"implies": ["cuop"]}, "no question is about an event 'cuop'; did you mean 'coup'?"),
        ({"event": "oil", "kind": "binary", "observable": "oil_stock", "reading": "last", "at_least": 1},
         "it asks for nothing that happens on a day"),
    ],
)  # fmt: skip
def test_a_mistake_about_other_questions_gets_a_sentence(changes, told):
    with pytest.raises(ValidationError) as refused:
        questions({"oil": OIL, "coup": COUP | changes})
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"part_of": "oli"}, "no other quantity is called 'oli'; did you mean 'oil'?"),
        ({"part_of": "part"}, "no other quantity is called 'part'"),
        ({"part_of": "present"}, "'present' has another unit, 'persons'"),
        (
            {
                "largest": {"value": 1, "what": "a", **ALIKE},
                "smallest": {"value": 2, "what": "b", **ALIKE},
            },
            "must be above smallest (2)",
        ),
        (
            {"largest": {"value": 1, "what": "a", "source": "oil_shipments:none"}},
            "no source 'oil_shipments:none'",
        ),
    ],
)
def test_a_mistake_about_wholes_and_records_gets_a_sentence(changes, told):
    with pytest.raises(ValidationError) as refused:
        questions({"oil": OIL, "present": PRESENT, "part": OIL | changes})
    assert told in str(refused.value)


class TestTheShippedSet:
    file = load(SHIPPED, Questions).scenario

    def test_it_asks_what_the_first_set_could_not(self):
        by_name = self.file.questions
        months = {name for name, each in by_name.items() if each.months}
        assert {"cargo_venezuela", "cargo_mexico", "cargo_others", "grid_failures"} <= months
        assert by_name["oil_exhausted_day"].kind == "date"
        taken = {posture for each in by_name.values() for posture in each.takes or ()}
        assert {"rupture", "withdraw"} <= taken
        assert by_name["replacements_resume"].observable == "arrived"
        assert by_name["deal_announced_day"].observable == "havana_deal"

    def test_every_question_has_windows_of_its_own_and_other_dates_than_before(self):
        assert self.file.until == ()
        first = load(SHIPPED.with_name("after_article.yaml"), Questions).scenario
        ids = {each.id for each in asked(self.file)}
        assert not ids & {each.id for each in asked(first)}
        assert len(ids) > 90

    def test_stocks_that_are_used_up_run_down_in_persistence(self):
        known = self.file.known_until
        stocks = {"days_of_cover", "oil_stock", "present"}
        found = [each for each in asked(self.file) if each.question.observable in stocks]
        assert len(found) > 10
        for each in found:
            days = (each.start - known).days + np.arange(each.n_days, dtype=float)
            line = each.question.persistence.paths(days, 0, None)
            assert (line[:, -1] < line[:, 0]).all(), each.id

    def test_no_more_leave_in_persistence_than_were_there(self):
        departures = self.file.questions["departures_reported"].persistence
        all_days = np.arange(1, 3650, dtype=float)
        assert departures.paths(all_days, 0, None).sum(axis=1).max() < 20_000

    def test_no_number_in_it_rests_on_anything_after_the_article(self):
        for name, question in self.file.questions.items():
            sources = [each.source for each in question.baselines().values()]
            sources += [each.source for each in (question.largest, question.smallest) if each]
            for source in sources:
                for cited in parse_source(source):
                    if isinstance(cited, Fact) and cited.date[:4].isdigit():
                        assert cited.date[:10] <= "2026-02-21", name

    def test_what_a_reader_might_miss_is_listed_with_the_nearest_question(self):
        left_out = self.file.not_modelled
        wanted = {"products", "partial_blackouts", "protests", "mexico_resumes", "talks"}
        assert wanted <= set(left_out)
        assert all(each.nearest for each in left_out.values())

    def test_resolutions_are_words_for_an_outsider(self):
        for name, question in self.file.questions.items():
            refers = question.resolution.startswith(("As ", "Yes if the government falls"))
            assert refers or len(question.resolution) > 100, name


@pytest.mark.parametrize("vintage", ["2026-02-21", "2026-02-21-v2"])
def test_forecasts_that_were_frozen_before_keep_their_bytes_and_hash(vintage):
    path = FOLDER / "forecasts" / vintage / "after_article.json"
    found = read_frozen(path)
    assert content_of(found) == path.read_bytes()
    assert hash_of(found) in path.read_text()


def test_keys_of_the_second_set_leave_the_digest_of_the_first_alone():
    first = load(SHIPPED.with_name("after_article.yaml"), Questions).scenario
    assert digest(first) == "ea216680ef0ae1811c9077bcf2cdda318ba81d4a6726b99d046d090dd1c53637"


def test_what_is_new_is_frozen_and_reads_back(tmp_path):
    record = {"value": 120, "what": "the largest month on record", **ALIKE}
    found = frozen(
        {"oil": OIL | {"largest": record}, "part": OIL | {"part_of": "oil"}, "coup": COUP}
    )
    path = tmp_path / "f.json"
    path.write_bytes(content_of(found))
    assert read_frozen(path) == found
    whole, part, coup = found.questions
    assert (whole.largest.value, part.part_of, coup.event) == (120, "oil", "coup")
    assert (whole.name, coup.name) == ("oil", "coup")


def test_oil_by_months_is_read_in_the_month_alone():
    daily = np.zeros((RUNS, DAYS))
    daily[:, :] = 1.0
    month = OIL | {"reading": "sum", "unit": "kb", "months": ["2026-02"]}
    found = frozen({"oil": month}, results(oil_delivered=oil(venezuela=daily)))
    assert found.questions == ()  # February ends after the runs
    assert found.left_out == ("oil_2026-02",)


def test_a_window_may_begin_later_than_what_is_known():
    start = date(2026, 1, 1) + timedelta(days=FIRST + 5)
    daily = np.tile(np.arange(DAYS, dtype=float), (RUNS, 1))
    late = OIL | {"reading": "lowest", "start": start}
    found = only(frozen({"oil": late}, results(oil_delivered=oil(venezuela=daily))))
    assert found.forecast.values == (float(FIRST + 5),)
    assert found.n_days == N_DAYS - 5
