"""Answers that tell only so much, that are likely slips, or that cannot all be true; and what they cost."""

import json

import numpy as np
import pytest

from sim.core.errors import Exit, SimError
from sim.core.json_text import json_text
from sim.methods.scores.crps import crps
from sim.studies.forecast.answer.answers import read_answers
from sim.studies.forecast.answer.frozen import Spread
from sim.studies.forecast.answer.score import score, score_question
from sim.studies.forecast.answer.true import Answer
from sim.studies.forecast.told.sheet import rendered
from sim.studies.forecast.told.tables import scores_json
from sim.studies.forecast.told.words import answered
from support.forecasts import ALIKE, CARGO_DAY, COUP, COUP_DAY, OIL, day, frozen, written

HEADER = "question,value,low,high\n"
RECORD = {"value": 120, "what": "the largest month on record", **ALIKE}
BIG = {
    **CARGO_DAY,
    "kind": "binary",
    "reading": "highest",
    "at_least": 40,
    "event": "cargo_day",
    "persistence": {"probability": 0, **ALIKE},
    "trend": None,
}
FORECAST = frozen(
    {
        "oil": OIL | {"largest": RECORD},
        "part": OIL | {"of": ["venezuela"], "part_of": "oil"},
        "rest": OIL | {"of": ["mexico", "others"], "part_of": "oil"},
        "gone": OIL | {"reading": "sum", "unit": "kb"},
        "driest": OIL | {"reading": "lowest"},
        "cargo_day": CARGO_DAY,
        "cargo": BIG,
        "huge": BIG | {"event": "huge", "at_least": 90, "implies": ["cargo_day"]},
        "vast": BIG | {"event": "vast", "at_least": 900, "implies": ["huge"]},
        "coup": COUP,
        "coup_day": COUP_DAY | {"event": "coup"},
        "blockade": BIG | {"reading": "last", "event": None},
    },
    until=(day(19), day(29)),  # windows of 10 and of 20 days from 11 January
)
EARLY, LATE = "2026-01-20", "2026-01-30"


def read(tmp_path, *rows, insist=False):
    text = HEADER + "".join(f"{row}\n" for row in rows)
    return read_answers(written(tmp_path, text), FORECAST, insist=insist)


def refused(tmp_path, *rows, insist=False):
    with pytest.raises(SimError) as caught:
        read(tmp_path, *rows, insist=insist)
    assert caught.value.code == Exit.INVALID
    return str(caught.value)


class TestNotByADate:
    def test_it_is_known_up_to_the_end_of_that_day(self, tmp_path):
        row = f"cargo_day_{LATE},not by 2026-01-15,,"
        [answer] = read(tmp_path, row).values()
        assert (answer.value, answer.censored) == (5, True)  # 11 to 15 January
        question = next(q for q in FORECAST.questions if q.id == f"cargo_day_{LATE}")
        assert answered(question, answer) == "not by 15 Jan 2026"

    @pytest.mark.parametrize("last", ["2026-01-30", "2026-03-01"])
    def test_not_by_the_last_day_is_never(self, tmp_path, last):
        [answer] = read(tmp_path, f"cargo_day_{LATE},not by {last},,").values()
        assert (answer.value, answer.censored) == (20, False)

    def test_a_date_far_off_is_asked_about(self, tmp_path):
        told = refused(tmp_path, f"cargo_day_{LATE},not by 2062-01-30,,")
        assert "value not by 2062-01-30 is more than a year after the last day asked about" in told

    def said(self, values):
        question = next(q for q in FORECAST.questions if q.id == f"cargo_day_{LATE}")
        return question.model_copy(update={"forecast": Spread(values=values, random=True)})

    def test_its_cost_has_its_hand_value(self):
        # Said day 2 or never (20), equally. Not by the fifth day: the integral of F² to 5 is (5 - 2)/4.
        exactly = self.said((2.0, 20.0)).model_copy(
            update={"forecast": Spread(values=(2.0, 20.0), random=False)}
        )
        answer = Answer(5.0, 5.0, 5.0, "not by", censored=True)
        assert score_question(exactly, answer).scores["model"]["crps"] == pytest.approx(0.75)

    def test_nobody_is_judged_on_what_lies_beyond(self):
        answer = Answer(5.0, 5.0, 5.0, "not by", censored=True)
        costs = {
            score_question(self.said((2.0, 2.0, *later)), answer).scores["model"]["crps"]
            for later in [(5.0, 5.0), (6.0, 20.0), (19.0, 20.0)]
        }
        assert len(costs) == 1

    def test_it_costs_what_the_whole_answer_would_up_to_there(self):
        values = np.array([1.0, 3.0, 8.0, 20.0])
        answer = Answer(5.0, 5.0, 5.0, "not by", censored=True)
        cost = score_question(self.said(tuple(values)), answer).scores["model"]["crps"]
        assert cost == pytest.approx(float(crps(np.minimum(values, 5), 5.0, fair=True)))

    def test_the_score_stays_proper(self):
        """Whoever says the law of the day itself has the lowest mean cost over what may become known."""
        rng = np.random.default_rng(4)
        truth = np.minimum(rng.exponential(8, 20_000), 20)
        law = np.sort(np.minimum(-8 * np.log1p(-(np.arange(101) + 0.5) / 101), 20))
        costs = []
        for factor in (0.5, 0.8, 1.0, 1.25, 2.0):
            cut = np.minimum(law * factor, 6)
            costs.append(crps(cut, np.minimum(truth, 6), fair=False).mean())
        assert int(np.argmin(costs)) == 2

    def test_ranges_of_dates_are_cut_there_too(self):
        later = self.said(tuple(np.linspace(1, 20, 20)))
        held = score_question(later, Answer(5.0, 5.0, 5.0, "not by", censored=True))
        assert held.inside == (1, 1)  # three quarters of the runs say 5 or later
        surer = self.said((1.0,) * 99 + (9.0,))
        assert score_question(surer, Answer(5.0, 5.0, 5.0, "x", censored=True)).inside == (0, 0)
        assert held.pit is None

    def test_it_is_told_to_programs_and_drawn(self, tmp_path):
        answers = read(tmp_path, f"cargo_day_{LATE},not by 2026-01-15,,")
        [told] = json.loads(json_text(scores_json(score(FORECAST, answers))))["questions"]
        assert told["answer"] == {
            "value": "not by 2026-01-15", "low": 5, "high": 5, "censored": True,
        }  # fmt: skip
        drawn, blank = rendered(FORECAST, answers, ".svg"), rendered(FORECAST, {}, ".svg")
        assert b"not by 15 Jan 2026" in drawn
        assert b"not by 15 Jan 2026" not in blank


class TestBeyondTheRecord:
    @pytest.mark.parametrize(
        ("row", "told"),
        [
            (f"oil_{LATE},730,,", "value 730 for kb/day: more than the largest month on record, 120; did you mean kb?"),
            (f"oil_{LATE},50000,,", "did you mean barrels a day?"),
            (f"oil_{LATE},1e9,,", "the largest month on record, 120; is it right? --insist scores it as it is"),
            (f"oil_{LATE},20,,730", "high 730 for kb/day: more than"),
        ],
    )  # fmt: skip
    def test_it_is_asked_about_with_the_unit_that_was_meant(self, tmp_path, row, told):
        assert f"answers.csv:2: oil_{LATE}: " in refused(tmp_path, row)
        assert told in refused(tmp_path, row)
        assert len(read(tmp_path, row, insist=True)) == 1

    def test_up_to_the_record_nothing_is_asked(self, tmp_path):
        assert len(read(tmp_path, f"oil_{LATE},120,,")) == 1

    def test_none_at_all_is_no_slip(self, tmp_path):
        least = {"value": 5, "what": "the smallest month on record", **ALIKE}
        one = frozen({"x": OIL | {"smallest": least}})
        assert read_answers(written(tmp_path, f"{HEADER}x_{LATE},0,,\n"), one)
        with pytest.raises(SimError, match=r"less than the smallest month on record, 5; is it"):
            read_answers(written(tmp_path, f"{HEADER}x_{LATE},4,,\n"), one)

    @pytest.mark.parametrize(
        ("asked", "value", "meant"),
        [
            (OIL | {"reading": "sum", "unit": "kb"}, "5", "kb/day"),
            (OIL | {"observable": "present", "reading": "last", "unit": "persons"}, "9.5", "thousands of persons"),
            (OIL | {"observable": "days_of_cover", "reading": "last", "unit": "days"}, "4000", "hours"),
            (OIL | {"observable": "hardship", "reading": "last", "unit": "1"}, "4500", "percent"),
        ],
    )  # fmt: skip
    def test_every_unit_has_one_that_is_easily_written_for_it(self, tmp_path, asked, value, meant):
        low, high = {"1": (10, 50), "persons": (100, 20_000)}.get(asked["unit"], (90, 1000))
        records = {
            "smallest": {"value": low, "what": "the least ever", **ALIKE},
            "largest": {"value": high, "what": "the most ever", **ALIKE},
        }
        one = frozen({"x": asked | records})
        path = written(tmp_path, f"{HEADER}x_{LATE},{value},,\n")
        with pytest.raises(SimError, match=rf"did you mean {meant}\?"):
            read_answers(path, one)


CONTRADICTIONS = {
    "a date and never": (
        [f"cargo_day_{LATE},2026-01-15,,", f"cargo_day_{EARLY},never,,"],
        "cargo_day happened on a day on which it did not",
    ),
    "two dates": (
        [f"cargo_day_{LATE},2026-01-15,,", f"cargo_day_{EARLY},2026-01-18,,"],
        "cargo_day happened on a day on which it did not",
    ),
    "a date and not by a later one": (
        [f"cargo_day_{LATE},2026-01-15,,", f"cargo_day_{EARLY},not by 2026-01-17,,"],
        "cargo_day happened on a day on which it did not",
    ),
    "yes and never": (
        [f"cargo_{EARLY},1,,", f"cargo_day_{LATE},never,,"],
        "cargo_day happened on a day on which it did not",
    ),
    "a date and no": (
        [f"cargo_{EARLY},0,,", f"cargo_day_{LATE},2026-01-12,,"],
        "cargo_day happened on a day on which it did not",
    ),
    "yes by an early day and no by a later": (
        [f"coup_{EARLY},1,,", f"coup_{LATE},0,,"],
        "coup happened on a day on which it did not",
    ),
    "what another implies": (
        [f"vast_{EARLY},1,,", f"cargo_{LATE},0,,"],
        "vast, and so cargo_day, happened on a day on which it did not",
    ),
    "parts above their whole": (
        [f"oil_{LATE},10,8,12", f"part_{LATE},9,8,20", f"rest_{LATE},7,6,20"],
        "the parts are 14 at least, the whole 12 at most",
    ),
    "a sum that shrinks": (
        [f"gone_{EARLY},100,80,110", f"gone_{LATE},50,40,60"],
        "it cannot be less by a later day",
    ),
    "a lowest that grows": (
        [f"driest_{EARLY},3,,", f"driest_{LATE},5,,"],
        "it cannot be more by a later day",
    ),
}

FINE = {
    "a later date and no by an early day": [f"coup_{EARLY},0,,", f"coup_day_{LATE},2026-01-25,,"],
    "in doubt": [f"coup_{EARLY},1,0,1", f"coup_{LATE},0,,"],
    "a range of dates that leaves a day": [
        f"cargo_day_{LATE},2026-01-19,2026-01-12,2026-01-25",
        f"cargo_{EARLY},0,,",
    ],
    "parts within what the whole may be": [
        f"oil_{LATE},10,8,14",
        f"part_{LATE},9,8,20",
        f"rest_{LATE},7,6,20",
    ],
    "on the last day of a lift and a fall": [f"blockade_{EARLY},1,,", f"blockade_{LATE},0,,"],
    "what is implied may happen alone": [f"cargo_{EARLY},1,,", f"vast_{EARLY},0,,"],
    "not by two dates": [f"coup_day_{EARLY},not by 2026-01-12,,", f"coup_day_{LATE},not by 2026-01-14,,"],
}  # fmt: skip


class TestTogether:
    @pytest.mark.parametrize(("rows", "told"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
    def test_answers_that_cannot_all_be_true_are_named_in_one_message(self, tmp_path, rows, told):
        for order in (rows, rows[::-1]):
            [line] = refused(tmp_path, *order).splitlines()
            assert line.endswith(f"contradict one another: {told}")
            assert f"answers.csv:{len(rows) + 1}: " in line  # the last of their lines
            for position, row in enumerate(order):
                name, value = row.split(",")[:2]
                assert f"{name} ({value}, line {position + 2})" in line

    def test_no_insisting_makes_both_true(self, tmp_path):
        assert "contradict one another" in refused(
            tmp_path, f"coup_{EARLY},1,,", f"coup_{LATE},0,,", insist=True
        )

    @pytest.mark.parametrize("rows", FINE.values(), ids=FINE)
    def test_what_can_all_be_true_is_taken(self, tmp_path, rows):
        assert len(read(tmp_path, *rows)) == len(rows)

    def test_only_those_that_leave_no_day_are_named(self, tmp_path):
        rows = f"cargo_{EARLY},1,,", f"cargo_day_{LATE},never,,", f"huge_{LATE},0,,"
        told = refused(tmp_path, *rows)
        assert f"huge_{LATE}" not in told

    def test_other_mistakes_are_told_beside_them(self, tmp_path):
        rows = "none,1,,", f"coup_{EARLY},1,,", f"coup_{LATE},0,,", "nothing,1,,"
        told = refused(tmp_path, *rows).splitlines()
        assert [line.split(":")[1] for line in told] == ["2", "4", "5"]  # in the order of the file
