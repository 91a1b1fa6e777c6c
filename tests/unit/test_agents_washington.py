"""Washington: targets, pins, deals and levers, against hand values."""

from datetime import date

import numpy as np
import pytest

from sim.agents import washington as module
from support.mornings import morning
from support.worlds import day

LEVERS = ("pressure", "inducement", "blockade", "demand", "talks")
COERCE = {"pressure": 0.85, "inducement": 0.3, "blockade": 0.9, "demand": 0.7, "talks": 0.4}


def test_a_lever_heads_for_the_posture_unless_it_is_pinned() -> None:
    pin = {"level": 0.2, "start": day(3), "until": day(5)}
    washington = morning({"levers.pressure": pin}).washington
    targets = [washington.target("pressure", date.fromisoformat(day(n)))[0] for n in (2, 3, 5, 6)]
    assert targets == [0.85, 0.2, 0.2, 0.85]


def test_there_is_no_blockade_before_it_is_in_force_nor_after_a_deal() -> None:
    washington = morning({"levers.blockade": {"level": 1}}).washington
    today = date.fromisoformat(day(3))
    assert washington.target("blockade", today).tolist() == [0, 0]
    washington.measures = {"venezuela"}
    assert washington.target("blockade", today).tolist() == [1, 1]
    washington.sign(np.array([True, False]))
    assert washington.target("blockade", today).tolist() == [0, 1]
    assert washington.target("pressure", today).tolist() == [0.85, 0.85]


def test_a_deal_binds_for_good() -> None:
    washington = morning().washington
    washington.sign(np.array([True, False]))
    washington.sign(np.array([False, False]))
    assert washington.bound.tolist() == [True, False]
    assert washington.deal.tolist() == [True, False]


def test_every_lever_has_its_own_speed_and_start() -> None:
    speeds = {name: (position + 1) / 10 for position, name in enumerate(LEVERS)}
    starts = {name: (position + 1) / 20 for position, name in enumerate(LEVERS)}
    model = morning(
        {f"assumptions.lever_speed.{name}": speed for name, speed in speeds.items()},
        {f"assumptions.levers_at_start.{name}": start for name, start in starts.items()},
    )
    model.washington.measures = {"venezuela"}
    model.washington.move_levers()
    for name in LEVERS:
        moved = starts[name] + speeds[name] * (COERCE[name] - starts[name])
        assert getattr(model.washington, name) == pytest.approx(np.full(2, moved)), name


def test_others_see_today_or_where_it_is_heading() -> None:
    for order, seen in (("simultaneous", 0.5), ("washington_first", 0.85)):
        start = {"assumptions.levers_at_start.pressure": 0.5, "switches.move_order": order}
        assert morning(start).washington.seen("pressure").tolist() == [seen, seen]


def test_what_washington_weighs(monkeypatch) -> None:
    model = morning()
    model.caracas.posture[:] = 1  # compliance 0.45
    model.havana.posture[:] = 3  # concession 0.6
    model.havana.hardship = np.array([0.35, 0.35])
    monkeypatch.setattr(module, "utility", lambda menu, p, *seen: [each[0] for each in seen])
    assert model.washington.utility() == [0.45, 0.6, 0.35]


def test_two_postures_are_ready_for_a_deal() -> None:
    washington = morning(replicates=5).washington
    washington.posture = np.arange(5)
    at_table = dict(zip(washington.names, washington.at_table().tolist(), strict=True))
    assert at_table == {
        "accommodate": 1, "coerce": 0, "max_pressure": 0, "deal_track": 1, "disengage": 0,
    }  # fmt: skip
