"""The question file: every mistake gets a sentence at its place, and the shipped set is sound."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from sim.evidence.sources import Fact, parse_source
from sim.scenario.load import load
from sim.scenario.problems import ScenarioProblems
from sim.studies.forecast.question.file import Questions, asked
from sim.studies.forecast.question.question import daily_variables
from support.forecasts import ALIKE, CARGO_DAY, COUP, COUP_DAY, OIL, questions

SHIPPED = Path(__file__).parents[2] / "scenarios" / "questions" / "after_article.yaml"

MISTAKES = {
    "unknown observable": (
        COUP | {"observable": "coup_atempt"},
        "no observable or outcome 'coup_atempt'; did you mean 'coup_attempt'?",
    ),
    "unknown entry": (OIL | {"of": ("mexiko",)}, "has no 'mexiko'; did you mean 'mexico'?"),
    "quantity of an outcome": (COUP | {"kind": "quantity"}, "an outcome is no quantity"),
    "threshold of an outcome": (COUP | {"at_least": 1}, "an outcome happens or not"),
    "no threshold": (CARGO_DAY | {"at_least": None}, "needs at_least or below"),
    "two thresholds": (CARGO_DAY | {"below": 1}, "needs at_least or below, one of them"),
    "threshold of a quantity": (OIL | {"below": 1}, "a quantity is asked for itself"),
    "no reading": (OIL | {"reading": None}, "needs a reading"),
    "reading of a date": (CARGO_DAY | {"reading": "mean"}, "a date is read day by day"),
    "wrong unit": (OIL | {"unit": "kb"}, "unit must be 'kb/day'"),
    "sum of a stock": (
        OIL | {"observable": "oil_stock", "reading": "sum", "unit": "kb"},
        "only flows add up",
    ),
    "a code": (
        OIL | {"observable": "caracas_posture", "reading": "last", "unit": "code"},
        "is a code",
    ),
    "chance for a quantity": (
        OIL | {"persistence": {"probability": 0, **ALIKE}},
        "a quantity needs a value",
    ),
    "chance for a date": (
        COUP_DAY | {"persistence": {"probability": 0, **ALIKE}},
        "a date needs per_year or a value",
    ),
    "value for an outcome": (
        COUP | {"market": {"value": 3, **ALIKE}},
        "an outcome needs probability or per_year",
    ),
    "base rate without width": (
        OIL | {"base_rate": {"value": 3, **ALIKE}},
        "needs low and high",
    ),
    "empty baseline": (COUP | {"base_rate": ALIKE}, "needs one of probability, per_year and value"),
    "two in one baseline": (
        COUP | {"base_rate": {"probability": 0, "per_year": 1, **ALIKE}},
        "has probability and per_year",
    ),
    "low above value": (
        OIL | {"persistence": {"value": 2, "low": 3, **ALIKE}},
        "must be at most value (2)",
    ),
    "slope without value": (
        COUP | {"base_rate": {"per_year": 1, "per_day": 1, **ALIKE}},
        "means nothing without value",
    ),
    "unknown source": (
        COUP | {"base_rate": {"per_year": 1, "source": "article:no-such-thing"}},
        "no source 'article:no-such-thing'",
    ),
    "assumption without reason": (
        COUP | {"base_rate": {"per_year": 1, "source": "assumption:"}},
        "a source must be an id",
    ),
    "starts too early": (COUP | {"start": date(2026, 1, 10)}, "must be after known_until"),
    "ends before it starts": (COUP | {"until": (date(2026, 1, 1),)}, "must be from 2026-01-11"),
    "chance of a percent": (
        COUP | {"base_rate": {"probability": "5 %", **ALIKE}},
        "write 0.05",
    ),
}


@pytest.mark.parametrize(("question", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_question_gets_a_sentence(question, told):
    with pytest.raises(ValidationError) as refused:
        questions({"thing": question})
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"not_yet": ("coup",)}, "no outcome is called 'coup'"),
        ({"not_yet": ()}, "coup_attempt must stand in not_yet"),
        ({"not_yet_source": None}, "needs a not_yet_source"),
        ({"until": ()}, "needs an until"),
        (
            {"not_modelled": {"x": {"text": "a", "why": "b", "nearest": ("koup",)}}},
            "no question 'koup'; did you mean 'coup'?",
        ),
    ],
)
def test_a_mistake_in_the_file_gets_a_sentence(changes, told):
    with pytest.raises(ValidationError) as refused:
        questions({"coup": COUP}, **changes)
    assert told in str(refused.value)


def test_the_loader_says_file_line_and_column(tmp_path):
    text = SHIPPED.read_text().replace("of: [venezuela]", "of: [venezuala]", 1)
    path = tmp_path / "q.yaml"
    path.write_text(text)
    line = 1 + text[: text.index("venezuala")].count("\n")
    with pytest.raises(ScenarioProblems) as refused:
        load(path, Questions)
    assert f"q.yaml:{line}:10: questions.oil_venezuela.of[0]:" in str(refused.value)
    assert "did you mean 'venezuela'?" in str(refused.value)


def test_every_question_is_asked_once_for_each_last_day():
    ids = [each.id for each in asked(questions(until=(date(2026, 1, 30), date(2026, 1, 20))))]
    assert ids[:2] == ["oil_2026-01-20", "oil_2026-01-30"]
    assert len(ids) == len(set(ids)) == 8


def test_what_the_press_reports_can_be_asked_beside_what_is():
    assert daily_variables()["reported"].unit == "persons/day"
    assert "first_day" not in daily_variables()


class TestTheShippedSet:
    file = load(SHIPPED, Questions).scenario

    def test_it_asks_what_the_issue_lists_or_says_that_it_cannot(self):
        topics = {question.observable for question in self.file.questions.values()}
        wanted = {
            "oil_delivered", "days_of_cover", "coup_attempt", "coup_caracas", "havana_deal",
            "leader_exit_havana", "rupture", "present", "reported", "washington_relents",
        }  # fmt: skip
        assert wanted <= topics
        left_out = {"grid_collapse", "venezuela_normalisation", "strike_on_cuba", "other_hosts"}
        assert left_out <= set(self.file.not_modelled)

    def test_no_number_in_it_rests_on_anything_after_the_article(self):
        for name, question in self.file.questions.items():
            for baseline in question.baselines().values():
                for cited in parse_source(baseline.source):
                    if isinstance(cited, Fact) and cited.date[:4].isdigit():
                        assert cited.date[:10] <= "2026-02-21", name

    def test_its_scenario_exists(self):
        assert (SHIPPED.parent / self.file.scenario).is_file()

    def test_resolutions_are_words_for_an_outsider(self):
        for name, question in self.file.questions.items():
            refers = question.resolution.startswith("As ")
            assert refers or len(question.resolution) > 100, name
