"""Draws of uncertain quantities: one for each replicate, addressed by the name of the quantity."""

import numpy as np
import pytest
from pydantic import BaseModel, Field

from sim.core.distributions import uniform
from sim.core.draws import drawn
from sim.core.quantity import Number, Parameters, fact, uncertain
from sim.core.streams import Streams, purpose_id
from support.numbers import PlainStreams
from support.worlds import day, world


class Inner(Parameters):
    """A group inside a group."""

    width: Number = uncertain(uniform(2, 4), "1", (0, 9), "assumption: a test")
    """A width."""


class Outer(Parameters):
    """A group with everything a scenario can hold."""

    height: Number = fact(3, "1", (0, 9), "assumption: a test")
    """A height that is known."""
    people: Number = uncertain(
        uniform(10, 20), "persons", (0, 99), "assumption: a test", whole=True
    )
    """Whole persons."""
    inner: Inner = Inner()
    others: dict[str, Inner] = Field(default_factory=dict)
    label: str = "text"


def streams(*replicates: int) -> Streams:
    return Streams(7, np.array(replicates))


def plain(path: str, replicate: int) -> float:
    """The uniform behind the draw of a path."""
    return PlainStreams(7, replicate).uniforms(int(purpose_id(path)), 0, 0)[0]


def test_what_is_fixed_is_the_same_in_every_replicate() -> None:
    assert drawn(Outer(), streams(0, 1, 2)).height.tolist() == [3, 3, 3]


def test_a_draw_is_the_quantile_at_the_uniform_of_its_name() -> None:
    # uniform(2, 4) at u is 2 + 2u.
    draws = drawn(Outer(), streams(4, 9)).inner.width
    assert draws.tolist() == [2 + 2 * plain("draw.inner.width", replicate) for replicate in (4, 9)]


def test_whole_quantities_are_floored() -> None:
    # uniform(10, 20) at u is 10 + 10u, and a person is whole.
    draws = drawn(Outer(), streams(*range(50))).people
    assert draws.tolist() == [float(10 + int(10 * plain("draw.people", r))) for r in range(50)]
    assert (draws == np.floor(draws)).all()


def test_groups_below_and_in_mappings_are_drawn_under_their_names() -> None:
    group = Outer(others={"a": Inner(), "b": Inner(width=3)})
    draws = drawn(group, streams(0))
    assert draws.others["a"].width.tolist() == [2 + 2 * plain("draw.others.a.width", 0)]
    assert draws.others["b"].width.tolist() == [3]
    assert draws.label == "text"
    assert isinstance(draws, Outer)
    assert group.others["b"].width == 3


def test_a_replicate_draws_the_same_alone_and_in_a_batch() -> None:
    alone, together = (drawn(Outer(), streams(*r)) for r in ((5,), (1, 5, 9)))
    assert alone.people[0] == together.people[1]
    assert alone.inner.width[0] == together.inner.width[1]


def test_fixing_one_quantity_leaves_the_draws_of_the_others() -> None:
    free, fixed = (drawn(world(how), streams(0, 1)) for how in ({}, {"air.seats": 3}))
    assert fixed.air.seats.tolist() == [3, 3]
    assert (free.air.seats != fixed.air.seats).all()
    assert (free.air.without_jet_fuel == fixed.air.without_jet_fuel).all()
    assert (free.assumptions.coup.calm_rate == fixed.assumptions.coup.calm_rate).all()


def test_numbers_of_events_are_drawn_under_the_name_of_the_event() -> None:
    hit = {"kind": "strike", "date": day(5), "killed": 1, "injured": "uniform(10, 60)"}
    draws = drawn(world({"events.strike": hit}), streams(3))
    # uniform(10, 60) at u is 10 + 50u.
    expected = int(10 + 50 * plain("draw.events.strike.injured", 3))
    assert draws.events["strike"].injured.tolist() == [expected]


def test_given_values_take_the_place_of_draws_and_leave_the_others() -> None:
    given = {"inner.width": np.array([2.5, 3.5]), "people": np.array([12.9, 13.0])}
    draws, free = drawn(Outer(), streams(4, 9), given), drawn(Outer(), streams(4, 9))
    assert draws.inner.width.tolist() == [2.5, 3.5]
    assert draws.people.tolist() == [12, 13]
    assert (draws.height == free.height).all()


def test_a_group_without_quantities_is_copied() -> None:
    class Plain(BaseModel):
        word: str = "x"

    assert drawn(Plain(), streams(0)) == Plain()


@pytest.mark.parametrize("n", [1, 7])
def test_every_draw_has_one_number_a_replicate(n: int) -> None:
    draws = drawn(world(), streams(*range(n)))
    assert draws.assumptions.coup.calm_rate.shape == (n,)
    assert draws.missions.medical.headcount.shape == (n,)
