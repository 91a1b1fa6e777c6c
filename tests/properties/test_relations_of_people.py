"""Relations of docs/relations.md that concern the people: what always holds, and what more of something does.

Pathwise relations compare two scenarios person by person on the same random streams. They hold where
nobody comes back: a replacement takes over a post with its clocks, and when it arrives depends on the
seats. Hence `NO_REPLACEMENTS`; the first relations, which need no comparison, have replacements.
"""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.mechanisms.causes import CAUSES, cause
from sim.model.model import AllianceModel
from sim.model.outcomes import NEVER as NEVER_HAPPENED
from sim.people.missions import MISSIONS, N_MISSIONS, contingent_sizes, mission
from sim.people.roster import INJURED, POSTED, QUEUED, RELIEVED, VACANT
from sim.people.states import N_STATES
from support.worlds import (
    BY_AIR,
    CALM,
    DAYS,
    FREE,
    HEADS,
    LATER,
    NO_REPLACEMENTS,
    NOBODY_LEAVES,
    PLENTY_OF_SEATS,
    REPLICATES,
    STRIKE,
    Film,
    Tree,
    day,
    factors,
    film,
    later,
    lives,
    relation,
    script,
    seats,
    seeds,
    spell,
    strike,
    world,
)

GUARD_AND_MILITARY = [mission("presidential_guard"), mission("military_advisers")]
KILLED, EXPELLED = cause("killed"), cause("expelled")
EVACUATED, ROTATED = cause("evacuated_injured"), cause("rotated")
REMEMBERED: Tree = {"record.persons": True}


def edges(model: AllianceModel, r: int) -> np.ndarray:
    """Where the posts of one contingent end and those of the next begin, (C + 1,)."""
    return np.concatenate([[0], np.cumsum(contingent_sizes(model.draws.missions)[r])])


def mission_of_posts(model: AllianceModel, r: int) -> np.ndarray:
    """Mission of every post of a replicate, shape (posts,)."""
    sizes = contingent_sizes(model.draws.missions)[r]
    return np.repeat(np.arange(N_MISSIONS).repeat(N_STATES), sizes)


def standing_still(model: AllianceModel) -> None:
    """No tour of duty ever ends: the schema allows no tour longer than 10,000 days."""
    model.draws.assumptions.causes.rotated.tour[:] = np.inf


@relation
@given(lives(), seats(), st.sampled_from([{}, FREE]))
def test_relation_01_people_are_conserved(life: Tree, few: Tree, governed: Tree) -> None:
    """posted + relieved + queued + gone = start + arrivals in every mission on every day."""
    shot = film(world(governed, life, few))
    start = shot.model.people.initial
    here = shot.by_mission("posted") + shot.by_mission("relieved") + shot.by_mission("queued")
    gone = shot.days["exited"].sum(axis=3)
    assert (here + gone == start + shot.by_mission("arrived")).all()
    assert (here[-1] == shot.model.people.present).all()
    assert all((shot.days[name] >= 0).all() for name in ("posted", "relieved", "queued", "arrived"))
    assert all((np.diff(shot.days[name], axis=0) >= 0).all() for name in ("exited", "arrived"))


@relation
@given(lives(), seats())
def test_relation_01_counts_are_counts_of_persons(life: Tree, few: Tree) -> None:
    """The tables say of every contingent what its single persons say."""
    shot = film(world(life, few))
    stands_for = {"posted": (POSTED,), "relieved": (RELIEVED, INJURED), "queued": (QUEUED,)}
    for r in range(REPLICATES):
        cuts = edges(shot.model, r)
        for name, statuses in stands_for.items():
            are = np.isin(shot.days["status"][:, r] & 7, statuses)
            counted = np.diff(np.cumsum(are, axis=1), axis=1, prepend=0).cumsum(axis=1)
            per_contingent = np.diff(
                np.concatenate([np.zeros((DAYS, 1), int), counted], axis=1)[:, cuts], axis=1
            )
            assert (per_contingent == shot.days[name][:, r]).all()


@relation
@given(lives(), seats())
def test_relation_01_whoever_is_gone_stays_gone(life: Tree, few: Tree) -> None:
    """A vacant post is filled again only on a day on which somebody arrives."""
    shot = film(world(life, few))
    status = shot.days["status"] & 7
    filled = ((status[:-1] == VACANT) & (status[1:] != VACANT)).sum(axis=2)
    assert (filled <= np.diff(shot.days["arrived"].sum(axis=2), axis=0)).all()
    alone = film(world(life, few, NO_REPLACEMENTS))
    vacant = (alone.days["status"] & 7) == VACANT
    assert (vacant[1:] >= vacant[:-1]).all()


@relation
@given(lives(), seats())
def test_relation_02_everybody_gone_has_exactly_one_cause(life: Tree, few: Tree) -> None:
    """One exit a person, and the causes add up to those gone; nobody comes back here."""
    shot = film(world(life, few, NO_REPLACEMENTS))
    for r, exits in enumerate(shot.exits):
        posts = [post for _, post, _ in exits]
        assert len(posts) == len(set(posts)) == shot.days["exited"][-1, r].sum()
        by_cause = np.bincount([why for _, _, why in exits], minlength=len(CAUSES))
        assert (by_cause == shot.days["exited"][-1, r].sum(axis=0)).all()


@relation
@given(lives(), st.integers(0, 60), st.integers(0, 60), st.integers(1, 30))
def test_relation_02_the_killed_are_as_many_as_printed(
    life: Tree, killed: int, injured: int, when: int
) -> None:
    """Exactly the given number die, on that day only, all of them guard or military advisers.

    As many of them must still be at their posts: before the strike nobody is sent home here, and a
    strike on more people than there are hits all there are.
    """
    hit = {"events.strike": strike(when, killed=killed, injured=injured)}
    home = {"actors.caracas.script": script((0, "embrace")), "actors.havana.script": []}
    shot = film(world(life, NOBODY_LEAVES, home, hit), prepare=standing_still)
    dead = shot.days["exited"][..., KILLED]
    there = HEADS["presidential_guard"] + HEADS["military_advisers"]
    assert (dead[:when] == 0).all()
    assert (dead[when:].sum(axis=2) == min(killed, there)).all()
    assert dead[-1].sum() == dead[-1][:, GUARD_AND_MILITARY].sum()
    assert (shot.injured.sum(axis=1) == min(injured, there - min(killed, there))).all()


@relation
@given(
    lives(), seats(), st.integers(0, 30), st.integers(0, 20), st.sampled_from([(0, 10), (6, 30)])
)
def test_relation_05_flights_keep_to_their_rules(
    life: Tree, few: Tree, closed: int, length: int, hits: tuple[int, int]
) -> None:
    """Exits by air stay within the seats, none while closed; the injured first, then by trigger date."""
    no_flights = spell("airspace_closed", closed, closed + length)
    bombs = strike(killed=hits[0], injured=hits[1])
    scenario = world(
        life,
        few,
        NO_REPLACEMENTS,
        REMEMBERED,
        {"events.closed": no_flights, "events.strike": bombs},
    )
    shot = film(scenario, read={"seats": lambda m: m.air_bridge.seats})
    flown = np.diff(shot.days["exited"][..., BY_AIR].sum(axis=(2, 3)), axis=0, prepend=0)
    assert (flown <= shot.days["seats"]).all()
    assert (flown[closed : closed + length + 1] == 0).all()
    for r, exits in enumerate(shot.exits):
        triggered = shot.history("trigger")[r]
        flights = [(when, post, why) for when, post, why in exits if why in BY_AIR]
        queue = [post for _, post, why in flights if why != EVACUATED]
        assert all(triggered[one] <= triggered[next_] for one, next_ in pairwise(queue))
        for when, post, why in flights:
            if why != EVACUATED:
                assert not _injured_waiting(shot, r, when), post


def _injured_waiting(shot: Film, r: int, when: int) -> bool:
    """Whether an injured person fit to fly was left behind on a day."""
    waiting = (shot.days["status"][when, r] & 7) == QUEUED
    return bool((waiting & shot.injured[r] & (shot.history("trigger")[r] <= when)).any())


@relation
@given(lives(), seats())
def test_relation_07_relief_comes_before_the_trigger_and_the_trigger_before_the_exit(
    life: Tree, few: Tree
) -> None:
    """For every person; the expelled were relieved before, the evacuated were injured."""
    shot = film(world(life, few, NO_REPLACEMENTS, REMEMBERED))
    relief, trigger = shot.history("relief"), shot.history("trigger")
    exit_day, why = later(shot.exit_day), shot.exit_cause
    gone = exit_day < LATER
    assert (relief <= trigger).all()
    assert (trigger <= exit_day).all()
    status = shot.days["status"] & 7
    assert (trigger[gone] < LATER).all()
    for r, exits in enumerate(shot.exits):
        for when, post, cause_of_exit in exits:
            if cause_of_exit == EXPELLED:
                assert _was(RELIEVED, status[:, r, post], relief[r, post], trigger[r, post])
            if cause_of_exit == EVACUATED:
                assert shot.injured[r, post], when
    assert (shot.injured[why == EVACUATED]).all()


def _was(state: int, days: np.ndarray, since: int, until: int) -> bool:
    """Whether somebody was in a state on all evenings from one day up to the one before another."""
    return bool((days[since:until] == state).all())


@relation
@given(seeds(), st.integers(0, 30), seats(), st.sampled_from(["none", "linear", "threshold"]))
def test_relation_08_without_hazards_only_the_killed_leave(
    seed: Tree, killed: int, few: Tree, contagion: str
) -> None:
    """Under any posture. Tours do not end either, which no scenario file can say."""
    quiet = {"events.strike": strike(killed=killed, injured=0), "switches.contagion": contagion}
    shot = film(world(seed, NOBODY_LEAVES, few, quiet), prepare=standing_still)
    gone = shot.days["exited"].sum(axis=2)
    assert (gone[STRIKE:, :, KILLED] == killed).all()
    assert (np.delete(gone, KILLED, axis=2) == 0).all()
    assert (shot.days["triggered"] == shot.days["exited"]).all()
    assert (shot.days["queued"] == 0).all()


@relation
@given(seeds(), seats())
def test_relation_09_without_shock_and_hazards_nothing_ever_happens(seed: Tree, few: Tree) -> None:
    """No strike, no blockade, rates of sudden outcomes at (almost) 0: presence constant, no outcome."""
    free = {"actors.caracas.script": [], "actors.havana.script": [], "events": {}}
    shot = film(world(seed, CALM, free, NOBODY_LEAVES, few), prepare=standing_still)
    assert (shot.by_mission("posted") == shot.model.people.initial).all()
    assert (shot.model.outcomes.first_day == NEVER_HAPPENED).all()


def triggered_by(shot: Film) -> np.ndarray:
    """Everybody set on leaving so far, whatever the cause, shape (T, R, M)."""
    return shot.days["triggered"].sum(axis=3)


def relief_times(life: Tree, factor: float) -> Tree:
    """The same lives with the relief orders of Caracas multiplied; 10 is the schema's limit."""
    causes = "assumptions.causes.expelled"
    scales = (f"{causes}.security_relief", f"{causes}.civilian_relief")
    return life | {scale: min(10.0, life[scale] * factor) for scale in scales}


@relation
@given(lives(), factors())
def test_relation_10_more_relief_delays_nobodys_exit(life: Tree, factor: float) -> None:
    """Person by person, with a seat for everybody, nobody replaced and orders after the strike.

    Before the strike it would matter who is still at post to be hit: a relieved person's place
    among the victims is taken by another.
    """
    wide = (NO_REPLACEMENTS, PLENTY_OF_SEATS, REMEMBERED)
    less, more = film(world(life, *wide)), film(world(relief_times(life, factor), *wide))
    assert (later(more.exit_day) <= later(less.exit_day)).all()
    assert (more.history("relief") <= less.history("relief")).all()


@relation
@given(lives(), seats(), factors())
def test_relation_11_more_relief_triggers_nobody_later(
    life: Tree, few: Tree, factor: float
) -> None:
    """With any seats, because the trigger does not wait for one; other conditions as in relation 10."""
    less = film(world(life, few, NO_REPLACEMENTS, REMEMBERED))
    more = film(world(relief_times(life, factor), few, NO_REPLACEMENTS, REMEMBERED))
    assert (more.history("trigger") <= less.history("trigger")).all()
    assert (triggered_by(more) >= triggered_by(less)).all()


@relation
@given(lives(), seats(), factors())
def test_relation_11_more_recall_triggers_nobody_later(
    life: Tree, few: Tree, factor: float
) -> None:
    """The same for the orders of Havana."""
    scale = "assumptions.causes.recalled.scale"
    harder = life | {scale: min(10.0, life[scale] * factor)}
    less = film(world(life, few, NO_REPLACEMENTS, REMEMBERED))
    more = film(world(harder, few, NO_REPLACEMENTS, REMEMBERED))
    assert (more.history("trigger") <= less.history("trigger")).all()
    assert (triggered_by(more) >= triggered_by(less)).all()


@relation
@given(
    lives(),
    seats(),
    factors(5),
    st.sampled_from(["voluntary.base", "defected.base", "expelled.after_relief"]),
)
def test_relation_11_a_higher_hazard_triggers_nobody_later(
    life: Tree, few: Tree, factor: float, which: str
) -> None:
    """Of any cause, and not only of an order; conditions as before.

    The counts of the *other* causes have no sign, and neither have exits under finite seats.
    """
    path = f"assumptions.causes.{which}"
    quiet = life | {"events.strike": strike(injured=0, killed=0)}
    less = film(world(quiet, few, NO_REPLACEMENTS, REMEMBERED))
    more = film(world(quiet, {path: life[path] * factor}, few, NO_REPLACEMENTS, REMEMBERED))
    assert (more.history("trigger") <= less.history("trigger")).all()


@relation
@given(lives(), seats(), st.sampled_from(["linear", "threshold"]), factors(4))
def test_relation_12_more_contagion_triggers_nobody_later(
    life: Tree, few: Tree, kind: str, factor: float
) -> None:
    """Contagion attracts: none, weak and strong peer effects trigger ever more, person by person."""
    peers = {f"assumptions.causes.{name}.peers": 1.0 for name in ("voluntary", "defected")}
    strong = {path: strength * factor for path, strength in peers.items()}
    common = (few, NO_REPLACEMENTS, REMEMBERED, {"events.strike": strike(killed=0, injured=0)})
    worlds = (
        world(life, *common, {"switches.contagion": "none"}),
        world(life, *common, {"switches.contagion": kind}, peers),
        world(life, *common, {"switches.contagion": kind}, strong),
    )
    for less, more in pairwise([film(each) for each in worlds]):
        assert (more.history("trigger") <= less.history("trigger")).all()
        assert (triggered_by(more) >= triggered_by(less)).all()


@relation
@given(lives(), seats(8), st.integers(0, 20))
def test_relation_13_more_seats_never_leave_more_people_behind(
    life: Tree, few: Tree, extra: int
) -> None:
    """Exits never fewer, queues never longer; nobody is replaced, so triggers do not depend on seats."""
    narrow = film(world(life, few, NO_REPLACEMENTS))
    wide = film(world(life, {"air.seats": few["air.seats"] + extra}, NO_REPLACEMENTS))
    assert (wide.days["triggered"] == narrow.days["triggered"]).all()
    gone = {shot is wide: shot.days["exited"].sum(axis=(2, 3)) for shot in (wide, narrow)}
    assert (gone[True] >= gone[False]).all()
    assert (wide.days["queued"].sum(axis=2) <= narrow.days["queued"].sum(axis=2)).all()


@relation
@given(seeds(), st.integers(20, 90), st.integers(20, 90), st.integers(0, 90))
def test_relation_20_coup_proofing_is_inert_to_the_strike(
    seed: Tree, guard: int, military: int, counter: int
) -> None:
    """Other head-counts of guard, military and counterintelligence: same day, same capture, same dead."""
    heads = {
        "missions.presidential_guard.headcount": guard,
        "missions.military_advisers.headcount": military,
        "missions.counterintelligence.headcount": counter,
    }
    killed = {"events.strike": strike(killed=32, injured=0)}
    one, other = film(world(seed, killed)), film(world(seed, killed, heads))
    for shot in (one, other):
        assert shot.model.strike_day == STRIKE
        dead = shot.days["exited"][..., KILLED].sum(axis=2)
        assert (dead[STRIKE - 1] == 0).all()
        assert (dead[STRIKE:] == 32).all()
    assert (one.model.caracas.hold == other.model.caracas.hold).all()


@relation
@given(lives(), seats(), st.sets(st.sampled_from(MISSIONS), max_size=5))
def test_relation_21_missions_of_nobody_are_legal(life: Tree, few: Tree, empty: set[str]) -> None:
    """Any missions may be empty; with guard and military empty a strike finds nobody to hit."""
    nobody = {f"missions.{name}.headcount": 0 for name in empty}
    shot = film(world(FREE, life, few, nobody))
    here = shot.by_mission("posted") + shot.by_mission("relieved") + shot.by_mission("queued")
    gone = shot.days["exited"].sum(axis=3)
    assert (here + gone == shot.model.people.initial + shot.by_mission("arrived")).all()
    for name in empty:
        assert (here[:, :, mission(name)] == 0).all()
    there = shot.model.people.initial[:, GUARD_AND_MILITARY].sum(axis=1)
    assert (shot.days["exited"][-1][..., KILLED].sum(axis=1) == np.minimum(8, there)).all()


@relation
@given(lives(), st.integers(2, 400))
def test_relation_21_nobody_is_special_within_a_contingent(life: Tree, medical: int) -> None:
    """Whom a clock names is a permutation of the contingent: everybody's turn comes exactly once.

    With rates so high that everybody leaves on the first day, and no seat needed, each post of the
    mission is left once; which person a clock names never changes how many have left.
    """
    rush = {
        "missions.medical.headcount": medical,
        "assumptions.causes.defected.base": 1.0,
        "assumptions.causes.defected.frailty": 0,
        "assumptions.causes.defected.forced_return": 10,
        "actors.caracas.script": script((0, "rupture")),
        "switches.contagion": "none",
    }
    shot = film(world(life, rush, CALM, days=8), 4, prepare=standing_still)
    for r, exits in enumerate(shot.exits):
        theirs = np.flatnonzero(mission_of_posts(shot.model, r) == mission("medical"))
        left = [post for _, post, _ in exits if post in set(theirs.tolist())]
        assert sorted(left) == theirs.tolist()


def test_relation_22_splitting_a_contingent_leaves_the_law_of_departures() -> None:
    """One contingent of 240 and ten of 24: the same number set on leaving, by mean and by spread.

    Equality of laws, tested with 1,500 replicates of each at 4.5 standard errors; no contagion, no
    border effect. The two worlds have different streams, because contingents have addresses.
    """
    alone = {f"missions.{name}.headcount": 0 for name in MISSIONS} | {
        "missions.medical.headcount": 240,
        "missions.medical.stay_behind": 0,
        "events": {},
        "switches.contagion": "none",
        "actors.havana.script": script((0, "withdraw")),
        "actors.caracas.script": script((0, "embrace")),
        "assumptions.orders.delay_havana": 0,
        "assumptions.causes.defected.base": 0.01,
        "assumptions.causes.defected.border_states": 1,
        "assumptions.causes.recalled.scale": 0.25,
        "assumptions.causes.voluntary.base": 0.005,
        **{f"assumptions.causes.{name}.frailty": 0.5 for name in ("defected", "voluntary")},
        **{f"assumptions.causes.defected.{name}": 0 for name in ("forced_return", "hardship")},
        **{f"assumptions.causes.voluntary.{name}": 0 for name in ("insecurity", "hardship")},
        "assumptions.causes.defected.family_tie": 0,
    }
    together = world(alone, {"missions.medical.capital_share": 1}, NO_REPLACEMENTS, days=20)
    apart = world(alone, NO_REPLACEMENTS, days=20)
    counts = []
    for scenario in (together, apart):
        model = AllianceModel(scenario, range(1500))
        model.run()
        counts.append(model.people.roster.triggered.sum(axis=(1, 2)))
    one, other = counts
    error = np.sqrt((one.var() + other.var()) / 1500)
    assert 40 < one.mean() < 200
    assert abs(one.mean() - other.mean()) < 4.5 * error
    assert abs(np.log(one.var() / other.var())) < 4.5 * np.sqrt(4 / 1500)


@relation
@given(seeds(), st.integers(1, 400), st.sampled_from(["none", "frailty"]), st.integers(1, 8))
def test_relation_23_two_days_at_a_rate_are_one_day_at_twice_the_rate(
    seed: Tree, thousandths: int, kind: str, steps: int
) -> None:
    """The same persons are set on leaving for the same causes; relief, which starts a wait, is off."""
    frailty = {"assumptions.causes.voluntary.frailty": 0.7 if kind == "frailty" else 0}
    rate = thousandths / 2000

    def leavers(days: int, rate: float) -> Film:
        def steady(model: AllianceModel) -> None:
            rates = np.array([0.0, *np.linspace(rate, rate / 4, len(model.people.clocked))])
            model.people.hear = lambda signals: None  # type: ignore[method-assign]
            model.people.clocks.rate[:] = rates

        scenario = world(
            seed,
            NO_REPLACEMENTS,
            REMEMBERED,
            frailty,
            {"events": {}, "switches.contagion": "none"},
            days=max(days, 2),
        )
        model_days = scenario.window.n_days
        shot = film(scenario, 4, prepare=steady)
        assert model_days == len(shot.days["posted"])
        shot.days["last"] = shot.days["triggered"][days - 1]
        shot.days["who"] = shot.history("trigger") < days
        return shot

    slow, fast = leavers(2 * steps, rate), leavers(steps, 2 * rate)
    assert (slow.days["who"] == fast.days["who"]).all()
    assert (slow.days["last"] == fast.days["last"]).all()
    assert slow.days["who"].any() or rate * steps < 0.05


@pytest.mark.parametrize("first", [True, False])
def test_relation_05_the_airspace_is_closed_while_any_closure_holds(first: bool) -> None:
    """Two closures that overlap close the days of both, in whatever order a scenario lists them."""
    spells = [spell("airspace_closed", 10, 20), spell("airspace_closed", 15, 30)]
    after = [spell("airspace_closed", 40, 44), spell("airspace_closed", 45, 50)]
    listed = [*spells, *after] if first else [*after[::-1], *spells[::-1]]
    events = {f"events.closed_{n}": each for n, each in enumerate(listed)}
    scenario = world(events, {"air.seats": 5}, days=60)
    shot = film(scenario, 1, read={"seats": lambda m: m.air_bridge.seats})
    flying = shot.days["seats"][:, 0] > 0
    closed = np.zeros(60, bool)
    closed[10:31] = closed[40:51] = True
    assert [day(int(n)) for n in np.flatnonzero(flying == closed)] == []
