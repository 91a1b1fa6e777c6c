"""A replay told: what was missed comes first, and what is known today is said apart."""

from datetime import date

import numpy as np
import pytest

from sim.core.languages import languages, speaking
from sim.report.drawing.lettering import width
from sim.report.drawing.style import SMALL
from sim.studies.replay.answer.predict import Intervals
from sim.studies.replay.answer.rivals import Seen
from sim.studies.replay.answer.score import Predicted, Verdict
from sim.studies.replay.question.case import Case
from sim.studies.replay.question.shipped import shipped_cases
from sim.studies.replay.told import overview
from sim.studies.replay.told.page import replay_page
from sim.studies.replay.told.sentences import (
    answer,
    half_life,
    hindsight,
    known_today,
    missed,
    misses,
    worst_first,
)

START = date(2015, 3, 2)


def verdict(name: str, seen: float, *, half: float = 10.0) -> Verdict:
    """A case of 100 persons of whom 20 to 60 were expected to have left by day 10."""
    case = Case.model_validate(
        {
            "name": name,
            "title": f"People of {name} leave",
            "source": "assumption: test",
            "decision": {"date": START, "decided_by": "host", "persons": 100},
            "counts": [
                {"date": date(2015, 3, 12), "quantity": "departed", "value": seen, "source": "assumption: test"}
            ],
        }
    )  # fmt: skip
    spread = Intervals(40, 30, 50, 20, 60)
    found = Seen(date(2015, 3, 12), "departed", seen, seen, seen, case.counts)
    counts = (Predicted(date(2015, 3, 12), "departed", spread, found),)
    daily = np.linspace([100] * 5, [0, 0, 20, 40, 60], 40).T
    return Verdict(case, Intervals(20, 15, 25, 10, 2000), counts, spread, daily, half, (5, 15), 0.1)


def test_what_was_seen_outside_is_told_with_what_was_expected() -> None:
    outside, inside = verdict("chl1973", 90), verdict("inside", 45)
    assert list(misses(outside)) == [
        "On 12 Mar 2015, day 10, 90 had left; expected were 20 to 60 (90 %)."
    ]
    assert list(misses(inside)) == []
    assert missed(outside)
    assert not missed(inside)
    assert half_life(outside) == (
        "Half were gone after 10 days (between the counts of day 5 and 15); expected were 20 days "
        "(90 %: 10 days to over 1,825 days)."
    )


def test_misses_come_first_in_the_answer_and_in_the_gallery() -> None:
    cases = [verdict("inside", 45, half=20.0), verdict("chl1973", 90)]
    assert [each.case.name for each in worst_first(cases)] == ["chl1973", "inside"]
    told = " ".join(answer(cases))
    assert "1 of 2 printed counts" in told
    assert (
        "In 1 of 2 drawdowns something was seen that the range left out: People of chl1973 leave (2015)."
        in told
    )
    facts = {"seed": "1", "version": "0", "command": "sim replay --all"}
    html = replay_page(cases, facts, "sim replay --all").files()["report.html"].decode()
    assert html.index("Missed: 1 with a count") < html.index("The other 1, in order of date")
    assert html.index('id="figure-chl1973"') < html.index('id="figure-inside"')
    assert f"Known today: {hindsight()['chl1973'][:20]}" in html


def test_in_spanish_numbers_and_days_are_written_as_there() -> None:
    with speaking("es"):
        assert half_life(verdict("chl1973", 90)) == (
            "La mitad se había ido en 10 días (entre los recuentos del día 5 y del 15); se esperaban 20 días "
            "(90 %: de 10 días a más de 1.825 días)."
        )
        assert list(misses(verdict("chl1973", 90))) == [
            "El 12 de marzo de 2015, día 10, habían salido 90; se esperaban de 20 a 60 (90 %)."
        ]


@pytest.mark.parametrize("language", languages())
def test_the_name_of_every_shipped_case_has_room_beside_its_row(language: str) -> None:
    with speaking(language):
        names = [f"{case.titled}, {case.decision.date.year}" for case in shipped_cases()]
    assert [name for name in names if width(name, SMALL) > overview.NAMES] == []


def test_hindsight_is_of_shipped_cases_alone() -> None:
    assert set(hindsight()) <= {case.name for case in shipped_cases()}
    assert not list(known_today(verdict("inside", 45)))


@pytest.mark.parametrize("name", ["lbn2005", "syr2024"])
def test_hindsight_is_whole_sentences(name: str) -> None:
    assert hindsight()[name].endswith(".")
