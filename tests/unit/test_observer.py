"""The observer: which departures are reported, when, and under which name."""

import numpy as np

from sim.mechanisms.causes import CAUSE_NAMES, cause
from sim.people.missions import MISSIONS
from support.crews import Crew

HEADS = {"medical": 50, "sport": 20}


def reported(lag, confusion, seen, *, day=3):
    """What an observer says of a day on which everybody goes of their own will, (T, Z)."""
    crew = Crew(
        HEADS,
        {f"missions.{name}.reported": seen.get(name, 0) for name in MISSIONS},
        {f"missions.{name}.own_choice": 0.5 for name in MISSIONS},
        {"assumptions.reporting.lag": lag, "assumptions.reporting.confusion": confusion},
    )
    crew.day = day
    crew.rates(voluntary=1e6)
    crew.advance(seats=100)
    assert crew.gone("voluntary") == 70
    crew.model.day = day
    crew.model.observer.report()
    crew.model.day = crew.model.n_days
    return crew.model.observer.reported[0]


def test_a_departure_is_news_when_the_lag_is_over() -> None:
    said = reported(5, 0, {"medical": 1, "sport": 1})
    assert said[8].tolist() == [70 if name == "voluntary" else 0 for name in CAUSE_NAMES]
    assert said.sum() == 70


def test_each_mission_is_seen_as_far_as_it_is_said_to_be() -> None:
    assert reported(5, 0, {"sport": 1}).sum() == 20
    assert reported(5, 0, {"medical": 1}).sum() == 50


def test_what_would_appear_after_the_last_day_never_does() -> None:
    assert reported(36, 0, {"medical": 1, "sport": 1})[39].sum() == 70
    assert reported(37, 0, {"medical": 1, "sport": 1}).sum() == 0


def test_confusion_names_other_contested_causes_and_no_others() -> None:
    said = reported(5, 1, {"medical": 1, "sport": 1})[8]
    contested = [cause(name) for name in ("expelled", "recalled", "rotated", "voluntary")]
    assert said.sum() == said[contested].sum() == 70
    assert (np.array(said[contested]) > 0).all()
