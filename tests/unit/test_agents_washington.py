"""Washington: targets, pins, deals and levers, against hand values."""

from datetime import date

import numpy as np
import pytest

from support.mornings import morning
from support.worlds import day

LEVERS = ("pressure", "inducement", "blockade", "demand", "talks")
COERCE = {"pressure": 0.85, "inducement": 0.3, "blockade": 0.9, "demand": 0.7, "talks": 0.4}


def test_a_lever_heads_for_the_posture_unless_it_is_pinned() -> None:
    pin = {"level": 0.2, "start": day(3), "until": day(5)}
    washington = morning({"levers.pressure": pin}).washington
    targets = [washington.target("pressure", date.fromisoformat(day(n)))[0] for n in (2, 3, 5, 6)]
    assert targets == [0.85, 0.2, 0.2, 0.85]


def test_there_is_no_blockade_before_it_is_in_force_and_less_after_a_deal() -> None:
    washington = morning({"levers.blockade": {"level": 1}}).washington
    today = date.fromisoformat(day(3))
    assert washington.target("blockade", today).tolist() == [0, 0]
    washington.measures = {"venezuela"}
    assert washington.target("blockade", today).tolist() == [1, 1]
    washington.model.table.relief = np.array([0.75, 0.0])
    assert washington.target("blockade", today).tolist() == [0.25, 1]
    assert washington.without_a_deal("blockade", today).tolist() == [1, 1]
    assert washington.target("pressure", today).tolist() == [0.85, 0.85]


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


def test_what_washington_sees_when_it_chooses() -> None:
    starts = {"pressure": 0.5, "demand": 0.4}
    model = morning({f"assumptions.levers_at_start.{n}": level for n, level in starts.items()})
    model.caracas.posture[:] = 1  # compliance 0.45
    model.havana.posture[:] = 3  # concession 0.6
    model.havana.hardship = np.array([0.35, 0.35])
    model.table.in_force[:] = [True, False]
    view = model.washington.view()
    assert view.compliance[:, 0].tolist() == [0.45, 0.45]
    assert view.concession[:, 0].tolist() == [0.6, 0.6]
    assert view.hardship[:, 0].tolist() == [0.35, 0.35]
    assert view.demand[:, 0].tolist() == [0.4, 0.4]
    assert view.no_deal[:, 0].tolist() == [0, 1]
    assert view.no_change[:, 0].tolist() == [1, 1]
    # From pressure 0.5, blockade 0 and demand 0.4: accommodate asks 0.35 and 0.5, disengage 0.15 and 0.2.
    back = dict(zip(model.washington.names, view.backing_down[0], strict=True))
    assert back["coerce"] == 0
    assert back["accommodate"] == pytest.approx(0.15 / 3)
    assert back["disengage"] == pytest.approx((0.35 + 0.2) / 3)


def test_effort_tires_and_unmet_aims_harden_over_the_horizon() -> None:
    still = {f"assumptions.lever_speed.{name}": 0 for name in LEVERS}
    starts = {"assumptions.levers_at_start.pressure": 0.5, "assumptions.washington.horizon": 10}
    model = morning(still, starts)
    washington = model.washington
    washington.effort[:], washington.unmet[:] = 0.0, 1.0
    model.caracas.posture[:], model.havana.posture[:] = 1, 3  # compliance 0.45, concession 0.6
    washington.move_levers()
    # Effort 0 + (0.25 - 0)/10; unmet 1 + ((1 - 0.525) - 1)/10
    assert washington.effort == pytest.approx(np.full(2, 0.025))
    assert washington.unmet == pytest.approx(np.full(2, 0.9475))
