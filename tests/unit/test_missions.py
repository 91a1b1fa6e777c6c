"""Missions and states: who serves where, in whole persons that add up."""

import numpy as np
import pytest

from sim.core.draws import drawn
from sim.core.quantity import declared
from sim.core.streams import Streams
from sim.people.missions import (
    MISSIONS,
    N_MISSIONS,
    SECURITY,
    MissionRates,
    Missions,
    contingent_sizes,
    mission,
)
from sim.people.states import N_STATES, STATES, population_shares, spread
from support.numbers import a
from support.worlds import world


def missions(n: int = 3, **changes: float) -> Missions:
    given = {f"missions.{path.replace('__', '.')}": value for path, value in changes.items()}
    return drawn(world(given).missions, Streams(1, np.arange(n)))


def test_there_are_seven_missions_and_24_states() -> None:
    assert (N_MISSIONS, N_STATES) == (7, 24)
    assert len({state.code for state in STATES}) == N_STATES
    assert len({state.tile for state in STATES}) == N_STATES
    assert STATES[0].name == "Capital District"


def test_four_states_border_on_colombia_or_brazil() -> None:
    names = {state.name for state in STATES if state.border}
    assert names == {"Táchira", "Zulia", "Apure", "Bolívar"}


def test_positions_are_those_of_the_scenario() -> None:
    assert [mission(name) for name in MISSIONS] == list(range(N_MISSIONS))
    assert set(SECURITY) <= set(MISSIONS)
    with pytest.raises(ValueError, match="not in tuple"):
        mission("nobody")


def test_population_shares_add_up() -> None:
    shares = population_shares()
    assert shares.sum() == pytest.approx(1)
    # Zulia 3,704 of 26,721 thousand.
    assert shares[-1] == pytest.approx(3704 / sum(state.population for state in STATES))


def test_a_negative_share_of_the_capital_means_by_population() -> None:
    assert (spread(-1) == population_shares()).all()


@pytest.mark.parametrize("share", [0, 0.25, 0.7, 1])
def test_the_rest_of_a_mission_is_spread_by_population(share: float) -> None:
    shares = spread(share)
    assert shares[0] == share
    assert shares.sum() == pytest.approx(1)
    others = population_shares()[1:]
    assert shares[1:] == pytest.approx((1 - share) * others / others.sum())


def test_a_spread_is_made_anew_each_time() -> None:
    spread(0.5)[:] = 0
    assert spread(0.5).sum() == pytest.approx(1)


@pytest.mark.parametrize("heads", [0, 1, 23, 24, 1000, 12_345])
@pytest.mark.parametrize("share", [-1, 0, 0.5, 1])
def test_contingents_are_whole_persons_that_add_up(heads: int, share: float) -> None:
    sizes = contingent_sizes(missions(medical__headcount=heads, medical__capital_share=share))
    medical = sizes.reshape(-1, N_MISSIONS, N_STATES)[:, mission("medical")]
    assert sizes.dtype == np.int64
    assert (medical.sum(axis=1) == heads).all()
    assert (medical >= 0).all()
    exact = heads * spread(share)
    assert (abs(medical - exact) <= 1).all()


def test_sizes_of_a_hundred_with_half_in_the_capital() -> None:
    # 50 in the capital; of the other 50, Amazonas has 146 of 24,777 thousand: 0.29, cumulated
    # 50.29, rounds to 50, so nobody; Anzoátegui 1,469: cumulated 53.26, rounds to 53, so three.
    sizes = contingent_sizes(missions(1, sport__headcount=100, sport__capital_share=0.5))
    sport = sizes.reshape(N_MISSIONS, N_STATES)[mission("sport")]
    assert sport[:3].tolist() == [50, 0, 3]


def test_missions_stand_one_after_the_other() -> None:
    sizes = contingent_sizes(missions(2, sport__headcount=100, education__headcount=7))
    by_mission = sizes.reshape(2, N_MISSIONS, N_STATES).sum(axis=2)
    assert by_mission[:, mission("sport")].tolist() == [100, 100]
    assert by_mission[:, mission("education")].tolist() == [7, 7]


def test_a_table_has_one_column_for_each_mission() -> None:
    drawn_missions = missions(2, medical__own_choice=0.25)
    table = drawn_missions.table("own_choice")
    assert table.shape == (2, N_MISSIONS)
    assert table[:, mission("medical")].tolist() == [0.25, 0.25]


def test_no_order_is_a_rate_of_zero_for_everybody() -> None:
    rates = MissionRates()
    assert tuple(type(rates).model_fields) == MISSIONS
    assert all(each.value == 0 for each in declared(rates))
    assert a(*(getattr(rates, name) for name in MISSIONS)).sum() == 0
