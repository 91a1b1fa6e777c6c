"""The compiled day of the people: thresholds, turns, relief, strike, queue and seats, against hand values."""

from pathlib import Path

import numpy as np
import pytest
from numba import typeof

from sim.core.never import NEVER
from sim.core.streams import purpose_id
from sim.experiments.batch import model_of
from sim.mechanisms.causes import CAUSE_NAMES, cause
from sim.mechanisms.reporting import confusion_rows
from sim.people import kernel as engine
from sim.people.kernel.day import _settle
from sim.people.kernel.marks import pack_ticket
from sim.people.missions import N_MISSIONS, mission
from sim.people.roster import INJURED, POSTED, QUEUED, RELIEVED, VACANT
from sim.people.states import N_STATES
from sim.scenario.draws_from import PRIOR
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from support.crews import Crew
from support.numbers import PlainStreams

ROOT = Path(__file__).parents[2]
CAPITAL = {"missions.medical.capital_share": 1}
SEED = {"seed": 11}
CONTINGENT = mission("medical") * N_STATES  # health staff in the Capital District
PLAIN = PlainStreams(11, 0)
ORDERED = int(purpose_id("stays behind or waits"))


def clock_purpose(name: str) -> int:
    return int(purpose_id(f"clock {name}"))


def thresholds(name: str, n: int, *, theta: float = 0.0) -> list[float]:
    """When the clocks of n health staff in the capital ring."""
    return PLAIN.thresholds(clock_purpose(name), CONTINGENT, n, theta=theta)


def turns(name: str, n: int) -> list[int]:
    """Whose clocks they are."""
    return PLAIN.turns(clock_purpose(name), CONTINGENT, n)


@pytest.mark.parametrize("theta", [0.0, 0.8])
def test_clocks_ring_when_the_cumulative_hazard_passes_their_thresholds(theta: float) -> None:
    """Twelve persons, 0.05 a day: on every evening as many are gone as thresholds were passed."""
    frail = {"assumptions.causes.defected.frailty": theta}
    crew = Crew({"medical": 12}, CAPITAL, SEED, frail)
    crew.rates(defected=0.05)
    expected = thresholds("defected", 12, theta=theta)
    assert expected == sorted(expected)
    for day in range(40):
        crew.advance()
        assert crew.gone("defected") == sum(each <= 0.05 * (day + 1) for each in expected)
    assert crew.gone("defected") > 5


def test_everybodys_turn_comes_once_in_a_shuffled_order() -> None:
    crew = Crew({"medical": 30}, CAPITAL, SEED)
    crew.rates(defected=0.02)
    order = []
    for _ in range(30):
        crew.advance()
        order += crew.flown()
    crew.rates(defected=1e6)
    crew.advance()
    order += crew.flown()
    assert order == turns("defected", 30)
    assert sorted(order) == list(range(30))


def test_a_clock_without_a_rate_never_rings() -> None:
    crew = Crew({"medical": 30}, SEED)
    crew.rates()
    crew.advance(39, seats=100)
    assert (crew.status() == POSTED).all()
    assert crew.roster.triggered.sum() == 0


def test_the_first_clock_of_a_day_decides_the_cause() -> None:
    """One person and two clocks: whoever's threshold is passed after the smaller part of the day."""
    crew = Crew({"medical": 1}, CAPITAL, SEED)
    crew.rates(voluntary=100.0, defected=100.0, recalled=100.0)
    crew.advance()
    rings = {name: thresholds(name, 1)[0] for name in ("voluntary", "defected", "recalled")}
    first = min(rings, key=lambda name: rings[name])
    assert crew.roster.triggered[0, mission("medical"), cause(first)] == 1
    assert crew.roster.triggered.sum() == 1


def test_border_states_multiply_the_hazard_of_their_cause_only() -> None:
    crew = Crew({"medical": 24}, {"assumptions.causes.defected.border_states": 3})
    factors = crew.clocks.by_state[0].T
    border = [3, 6, 20, 23]  # Apure, Bolívar, Táchira, Zulia
    assert (factors[border, crew.clock("defected")] == 3).all()
    assert (np.delete(factors, border, axis=0) == 1).all()
    assert (np.delete(factors, crew.clock("defected"), axis=1) == 1).all()


@pytest.mark.slow
def test_a_contingent_larger_than_sixteen_bits_loses_everybody_once() -> None:
    """A scenario may put up to 200,000 persons of a mission into the capital."""
    crew = Crew({"medical": 70_000}, CAPITAL, {"record.persons": False})
    crew.rates(defected=1e6)
    crew.advance()
    assert crew.gone("defected") == 70_000
    assert (crew.status() == VACANT).all()


def relieved_crew(*changes: dict, heads: int = 20) -> Crew:
    crew = Crew({"medical": heads}, CAPITAL, SEED, *changes)
    crew.rates(relief=1e6)
    crew.advance()
    crew.rates()
    return crew


def test_the_relieved_stay_in_the_country_until_they_are_expelled() -> None:
    """Each waits an exponential time of their own, the second draw at (purpose, person, contingent)."""
    crew = relieved_crew({"assumptions.causes.expelled.after_relief": 0.1})
    assert (crew.roster.history[0, :, 1] == 0).all()
    waits = [-np.log(PLAIN.uniforms(ORDERED, person, CONTINGENT)[1]) / 0.1 for person in range(20)]
    for day in range(1, 30):
        crew.advance()
        # Relieved within the first millionth of day 0, so due on the day that the wait falls in.
        due = sum(wait < day + 1 for wait in waits)
        assert crew.roster.triggered[0, mission("medical"), cause("expelled")] == due
        assert (crew.status() == QUEUED).sum() == due


def test_without_a_rate_of_expulsion_the_relieved_stay_relieved() -> None:
    crew = relieved_crew({"assumptions.causes.expelled.after_relief": 0})
    crew.advance(39, seats=50)
    assert (crew.status() == RELIEVED).all()


def test_the_relieved_can_leave_for_other_causes() -> None:
    crew = relieved_crew({"assumptions.causes.expelled.after_relief": 0})
    crew.rates(voluntary=1e6)
    crew.advance(seats=50)
    assert crew.gone("voluntary") == 20
    history = crew.roster.history[0]
    assert (history[:, 1] == 0).all()
    assert (history[:, 2] == 1).all()


def test_a_share_stays_behind_when_ordered_and_leaves_only_of_its_own_will() -> None:
    stays = {"missions.medical.stay_behind": 0.4}
    marks = [PLAIN.uniforms(ORDERED, person, CONTINGENT)[0] for person in range(20)]
    loyal = [person for person in range(20) if marks[person] >= 0.4]
    assert 5 < len(loyal) < 18
    crew = relieved_crew(stays, {"assumptions.causes.expelled.after_relief": 5})
    crew.advance(10, seats=50)
    assert np.flatnonzero(crew.status() == VACANT).tolist() == loyal
    called = Crew({"medical": 20}, CAPITAL, SEED, stays)
    called.rates(recalled=1e6)
    called.advance(seats=50)
    assert np.flatnonzero(called.status() == VACANT).tolist() == loyal
    called.rates(voluntary=1e6)
    called.advance(seats=50)
    assert (called.status() == VACANT).all()


def test_a_strike_kills_and_injures_as_many_as_it_should() -> None:
    crew = Crew({"presidential_guard": 30, "military_advisers": 50, "medical": 40}, replicates=6)
    crew.strike(killed=12, injured=9)
    assert (crew.roster.exited[:, :, cause("killed")].sum(axis=1) == 12).all()
    for r in range(6):
        assert (crew.status(r) == INJURED).sum() == 9
        assert (crew.status(r)[80:] == POSTED).all()  # health staff come last and are not hit
    assert (crew.roster.posted.sum(axis=1) == 120 - 21).all()
    assert (crew.roster.relieved.sum(axis=1) == 9).all()


@pytest.mark.parametrize(("killed", "injured", "dead", "hurt"), [(5, 9, 5, 2), (8, 1, 7, 0)])
def test_nobody_is_hit_who_is_not_there(killed: int, injured: int, dead: int, hurt: int) -> None:
    crew = Crew({"presidential_guard": 3, "military_advisers": 4})
    crew.strike(killed=killed, injured=injured)
    assert crew.gone("killed") == dead
    assert (crew.status() == INJURED).sum() == hurt


def test_a_strike_on_nobody_ends() -> None:
    crew = Crew({"medical": 5})
    crew.strike(killed=3, injured=3)
    assert (crew.status() == POSTED).all()


def test_victims_are_drawn_from_all_posts_alike() -> None:
    """Of 40 guards and 60 advisers, 20 hit in each of 400 replicates: within five standard errors."""
    crew = Crew({"presidential_guard": 40, "military_advisers": 60}, replicates=400)
    crew.strike(killed=20, injured=0)
    guards = crew.roster.exited[:, mission("presidential_guard"), cause("killed")]
    # Hypergeometric: mean 8, variance 20 * 0.4 * 0.6 * 80/99.
    assert abs(guards.mean() - 8) < 5 * np.sqrt(20 * 0.4 * 0.6 * 80 / 99 / 400)


def test_only_those_at_their_posts_are_hit() -> None:
    crew = Crew({"presidential_guard": 10, "military_advisers": 10})
    crew.clocks.rate[:, mission("presidential_guard"), crew.clock("relief")] = 1e6
    crew.advance()
    crew.strike(killed=4, injured=4)
    assert (crew.status()[:10] == RELIEVED).all()
    assert crew.gone("killed") == 4


def test_the_injured_fly_first_and_only_once_they_are_fit() -> None:
    crew = Crew({"presidential_guard": 6, "military_advisers": 0, "medical": 30}, days=400)
    crew.rates(recalled=1e6)
    crew.clocks.rate[:, mission("presidential_guard")] = 0
    crew.strike(killed=0, injured=6, healing=10)
    crew.advance(seats=0)
    assert crew.roster.queued.sum() == 30 + crew.roster.urgent_length[0]
    left = []
    for _ in range(399):
        waiting = crew.roster.urgent_length[0]
        crew.advance(seats=1)
        left += crew.flown()
        if waiting:
            assert left[-1] < 6  # guards come first in the roster, and flew although others wait
    assert crew.gone("evacuated_injured") == 6
    assert sorted(left) == list(range(36))


def test_people_fly_in_the_order_in_which_they_were_set_on_leaving() -> None:
    crew = Crew({"medical": 15}, CAPITAL, SEED)
    crew.rates(voluntary=1e6)
    crew.advance(seats=4)
    left = crew.flown()
    assert len(left) == 4
    for _ in range(3):
        crew.advance(seats=4)
        left += crew.flown()
    assert left == turns("voluntary", 15)
    assert crew.roster.queued.sum() == 0


def test_deserters_need_no_seat() -> None:
    crew = Crew({"medical": 15}, SEED)
    crew.rates(defected=1e6)
    crew.advance(seats=0)
    assert crew.gone("defected") == 15
    assert crew.roster.queued.sum() == 0


def test_a_rotated_person_is_replaced_on_the_day_of_the_flight() -> None:
    crew = Crew({"medical": 40}, CAPITAL, SEED)
    crew.rates(rotated=0.05)
    crew.advance(8, seats=0)
    waiting = int(crew.roster.queued.sum())
    assert waiting > 3
    crew.rates()
    crew.advance(seats=2, inflow=1.0)
    assert crew.gone("rotated") == crew.roster.arrived.sum() == 2
    assert crew.roster.posted.sum() == 40 - waiting + 2
    back = crew.flown()
    assert (crew.status()[back] == POSTED).all()
    assert (crew.roster.history[0, back] == [8, NEVER, NEVER]).all()


def test_without_inflow_nobody_comes() -> None:
    crew = Crew({"medical": 40}, CAPITAL, SEED)
    crew.rates(rotated=0.5)
    crew.advance(39, seats=40, inflow=0.0)
    assert crew.roster.arrived.sum() == 0
    assert crew.gone("rotated") == 40


def test_half_an_inflow_replaces_about_half() -> None:
    crew = Crew({"medical": 400}, CAPITAL, SEED)
    crew.rates(rotated=1.0)
    crew.advance(1, seats=400, inflow=0.5)
    left = crew.gone("rotated")
    assert abs(crew.roster.arrived.sum() - left / 2) < 5 * np.sqrt(left / 4)


def test_a_post_whose_other_clocks_have_rung_is_not_filled_again() -> None:
    """The clocks of a post ring once, and a replacement would have none left."""
    crew = Crew({"medical": 40}, CAPITAL, SEED, {"assumptions.causes.expelled.after_relief": 0})
    crew.rates(relief=0.05)
    crew.advance(10)
    relieved = np.flatnonzero(crew.status() == RELIEVED)
    assert 5 < len(relieved) < 35
    crew.rates(rotated=10.0)
    crew.advance(seats=40, inflow=1.0)
    assert (crew.status()[relieved] == VACANT).all()
    assert crew.roster.arrived.sum() == 40 - len(relieved)


def test_the_last_days_of_a_queue_longer_than_its_ring_buffer() -> None:
    """Posts are left and filled again and again; the queue wraps around and loses nobody."""
    crew = Crew({"medical": 7}, CAPITAL, SEED, days=200)
    crew.rates(rotated=0.6)
    for _ in range(199):
        crew.advance(seats=2, inflow=1.0)
        here = crew.roster.posted.sum() + crew.roster.queued.sum()
        assert here == 7 + crew.roster.arrived.sum() - crew.gone("rotated")
        assert (crew.status() == QUEUED).sum() == crew.roster.queued.sum()
    assert crew.gone("rotated") > 300


def test_more_rings_in_a_day_than_there_is_room_for() -> None:
    """Seven posts have room for 35 rings; 7,000 are settled some at a time, and in their order."""
    crew = Crew({"medical": 7}, CAPITAL, SEED)
    crew.rates(rotated=1000.0)
    crew.advance(seats=7)
    picks = (
        PLAIN.uniforms(clock_purpose("rotated"), rank + 1, CONTINGENT)[1] for rank in range(99)
    )
    assert crew.flown() == list(dict.fromkeys(int(7 * pick) for pick in picks))
    assert crew.gone("rotated") == 7


def test_the_tally_counts_by_mission_and_by_state() -> None:
    crew = Crew({"medical": 100, "education": 10, "undercover": 0}, replicates=3)
    crew.rates(voluntary=0.02, relief=0.02)
    crew.advance(5, seats=1)
    arrays = [np.full((3, N_MISSIONS), 99) for _ in range(3)]
    arrays += [np.full((3, N_STATES), 99), np.full(3, 99)]
    engine.tally(crew.roster, *arrays)
    posted, queued, present, by_state, arrived = arrays
    assert (posted.sum(axis=1) == crew.roster.posted.sum(axis=1)).all()
    assert (queued.sum(axis=1) == crew.roster.queued.sum(axis=1)).all()
    assert (present.sum(axis=1) == 110 - crew.roster.exited.sum(axis=(1, 2))).all()
    assert (by_state.sum(axis=1) == present.sum(axis=1)).all()
    assert (arrived == crew.roster.arrived.sum(axis=1)).all()
    assert (present[:, mission("undercover")] == 0).all()


def test_one_run_and_many_share_what_is_compiled() -> None:
    """A minute of compiling the day twice, unless numbers from a posterior lie in one piece."""
    scenario = load(ROOT / "scenarios" / "blockade.yaml", Scenario).scenario
    assert scenario.draws != PRIOR
    one, many = (model_of(scenario, range(n)) for n in (1, 3))
    assert typeof(one.people.clocks) == typeof(many.people.clocks)
    assert typeof(one.people.roster) == typeof(many.people.roster)
    healing = [m.draws.assumptions.causes.evacuated_injured.healing for m in (one, many)]
    assert typeof(healing[0]) == typeof(healing[1])


def test_the_day_has_its_parts_compiled_once() -> None:
    """A number that numba takes for a type of its own doubles the compiling; found on disk, there is none."""
    Crew({"medical": 1}).advance()
    assert len(_settle.signatures) <= len(engine.advance_clocks.signatures)


def test_a_ticket_gives_back_what_was_packed() -> None:
    for post, contingent, why in ((0, 0, 0), (199_999, 167, 6), (1, 100, 3)):
        ticket = pack_ticket.py_func(post, contingent, why)
        assert engine.read_ticket(int(ticket)) == (post, contingent, why)


def reported(seen: float, confusion: float, lag: int, n: int = 60) -> np.ndarray:
    """What the press says of n departures of the first day, (T, Z)."""
    crew = Crew({"medical": n}, CAPITAL, SEED)
    crew.rates(voluntary=1e6)
    crew.advance(seats=n)
    out = np.zeros((1, 40, len(CAUSE_NAMES)), np.int32)
    rows = confusion_rows(confusion)[None]
    engine.report_exits(crew.roster, np.full((1, N_MISSIONS), seen), rows, np.array([lag]), out, 0)
    return out[0]


def test_all_that_is_seen_is_reported_late_and_under_its_name() -> None:
    said = reported(seen=1.0, confusion=0.0, lag=7)
    assert said[7, cause("voluntary")] == said.sum() == 60


def test_what_nobody_sees_is_not_reported() -> None:
    assert reported(seen=0.0, confusion=0.5, lag=0).sum() == 0


def test_news_after_the_last_day_is_lost() -> None:
    assert reported(seen=1.0, confusion=0.0, lag=40).sum() == 0


def test_confusion_spreads_reports_over_the_contested_causes() -> None:
    said = reported(seen=1.0, confusion=1.0, lag=0, n=400)[0]
    contested = [cause(name) for name in ("expelled", "recalled", "voluntary", "rotated")]
    assert said.sum() == said[contested].sum() == 400
    assert (abs(said[contested] - 100) < 5 * np.sqrt(400 * 3 / 16)).all()


def test_a_share_is_seen() -> None:
    assert abs(reported(seen=0.3, confusion=0.0, lag=0, n=400).sum() - 120) < 5 * np.sqrt(84)
