"""What must not change a single bit of a run; among it relation 6 of docs/relations.md."""

import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ensemble.contract import same_bits, simulate
from sim.ensemble.plan import Plan
from sim.ensemble.results import open_results, result_hash
from sim.ensemble.run import HowToRun, run
from sim.experiments.batch import layout, run_batch, simulate_batch, uncertain_paths
from sim.experiments.design import Points
from sim.model.model import AllianceModel
from sim.model.observables import OBSERVABLES, recorder
from sim.model.observables.base import Observable
from sim.people.missions import MISSIONS, mission
from sim.scenario.resolve import digest, resolved
from sim.scenario.schema import Scenario
from support.worlds import (
    DAYS,
    FREE,
    HEADS,
    PLENTY_OF_SEATS,
    REPLICATES,
    SCRIPTED,
    STRIKE,
    Tree,
    day,
    film,
    lives,
    relation,
    script,
    seats,
    seeds,
    shares,
    spell,
    strike,
    world,
)

SIZE = 12  # replicates of an example: enough for odd batches
WINDOW = 30
type Arrays = dict[str, np.ndarray]


def recorded(scenario: Scenario, replicates: Any = range(4), *, observed: bool = True) -> Arrays:
    """Everything a run leaves: daily readings, outcomes, single persons and what was reported."""
    model = AllianceModel(scenario, replicates, observed=observed)
    model.run()
    people = model.people
    return model.recorder.arrays() | {
        "first_day": model.outcomes.first_day,
        "presence_class": model.outcomes.presence_class(),
        "triggered by mission": people.roster.triggered.copy(),
        "initial": people.initial,
        **({"reported": model.observer.reported} if model.observer else {}),
    }


def differences(one: Arrays, other: Arrays) -> list[str]:
    """Names of the arrays that do not agree in every bit."""
    assert one.keys() == other.keys()
    return [name for name, array in one.items() if not same_bits(array, other[name])]


def days_before(arrays: Arrays, day_: int) -> Arrays:
    """The days of a run up to a day, without what is known only at its end."""
    daily = {each.name for each in OBSERVABLES} & arrays.keys()
    return {name: arrays[name][:, :day_] for name in daily}


def test_relation_06_the_same_scenario_and_seed_give_the_same_run() -> None:
    scenario = world(FREE, {"record.persons": True})
    assert differences(recorded(scenario), recorded(scenario)) == []


def test_relation_06_another_seed_gives_another_run() -> None:
    """The comparisons of this file would notice."""
    one, other = (recorded(world(FREE, {"seed": seed})) for seed in (1, 2))
    assert len(differences(one, other)) > len(one) / 2


@relation
@given(lives(), shares(2), shares(1), st.sampled_from(["venezuela", "mexico", "others"]))
def test_relation_06_a_supplier_leaves_the_draws_of_persons_unchanged(
    life: Tree, cargoes: float, interdiction: float, name: str
) -> None:
    """Each process has its own streams: where nobody minds hardship at home, oil moves nobody."""
    minds = {f"assumptions.causes.{cause}.hardship": 0 for cause in ("voluntary", "defected")}
    terms = {
        f"oil.suppliers.{name}.cargoes": cargoes,
        f"oil.suppliers.{name}.interdiction": interdiction,
    }
    one, other = (film(world(life, minds, how, days=WINDOW)) for how in ({}, terms))
    for stock in ("posted", "relieved", "queued", "status", "exited", "triggered"):
        assert (one.days[stock] == other.days[stock]).all(), stock


@relation
@given(lives(), seats(), st.integers(8, DAYS - 1))
def test_a_longer_horizon_leaves_the_first_days_unchanged(
    life: Tree, few: Tree, horizon: int
) -> None:
    short, long = (recorded(world(FREE, life, few, days=days)) for days in (horizon, DAYS))
    assert differences(days_before(short, horizon), days_before(long, horizon)) == []


@relation
@given(lives(), seats(), st.integers(1, SIZE - 1))
def test_more_replicates_leave_the_first_ones_unchanged(life: Tree, few: Tree, n: int) -> None:
    scenario = world(FREE, DRAWN_HEADS, life, few, days=WINDOW)
    few_, many = recorded(scenario, range(n)), recorded(scenario, range(SIZE))
    assert differences(few_, {name: array[:n] for name, array in many.items()}) == []


# Head-counts differ between replicates, so that arrays are as wide as the widest of a batch.
DRAWN_HEADS: Tree = {
    f"missions.{name}.headcount": f"uniform({heads // 2}, {2 * heads})"
    for name, heads in HEADS.items()
}


@relation
@given(lives(), seats(), st.permutations(range(SIZE)), st.sampled_from([1, 5, 7, SIZE]))
def test_batches_and_their_order_change_nothing(
    life: Tree, few: Tree, order: list[int], size: int
) -> None:
    """A replicate alone, in batches of any size and in any order is the replicate of the ensemble."""
    scenario = world(FREE, DRAWN_HEADS, life, few, days=30)
    batch = order[:size]
    together, part = recorded(scenario, range(SIZE)), recorded(scenario, batch)
    assert differences(part, {name: each[batch] for name, each in together.items()}) == []


@pytest.mark.parametrize("size", [1, 7, 64])
def test_batch_sizes_of_real_ensembles_change_nothing(size: int) -> None:
    scenario = world(FREE, DRAWN_HEADS, days=30)
    together = recorded(scenario, range(64))
    backwards = list(range(63, -1, -1))
    wanted = backwards if size > 1 else [0, 31, 63]
    for at in range(0, len(wanted), size):
        batch = wanted[at : at + size]
        part = recorded(scenario, batch)
        assert differences(part, {name: each[batch] for name, each in together.items()}) == []


NOTHING_HAPPENS: dict[str, Tree] = {
    "an event that does not happen": {"events.other": strike(20) | {"happens": False}},
    "a second strike that hits nobody on the same day": {
        "events.zero": strike(killed=0, injured=0)
    },
    "a shortage of fuel that limits no seats": {"events.fuel": spell("jet_fuel_gone", 10, 20)},
    "a second declaration of the blockade": {
        "events.again": {"kind": "blockade_begins", "date": day(10)}
    },
    "a closure of an airspace that is closed": {"events.nested": spell("airspace_closed", 12, 14)},
    "a stop of a supplier that has stopped": {
        "events.stops": spell("supplier_stops", 12, 14, supplier="mexico")
    },
}


@pytest.mark.parametrize("nothing", NOTHING_HAPPENS)
def test_an_event_of_size_zero_changes_nothing(nothing: str) -> None:
    base: Tree = {
        "events.closed": spell("airspace_closed", 10, 20),
        "events.mexico": spell("supplier_stops", 10, 20, supplier="mexico"),
        "oil.suppliers.mexico.cargoes": 1.5,
        "air.seats": 20,
    }
    plain = recorded(world(FREE, base, days=WINDOW))
    eventful = recorded(world(FREE, base, NOTHING_HAPPENS[nothing], days=WINDOW))
    assert differences(plain, eventful) == []


def test_a_blockade_held_at_nothing_is_no_blockade() -> None:
    """Governments read the lever, never the declaration."""
    held = {"levers.blockade": {"level": 0}}
    declared, undeclared = (
        recorded(world(FREE, held, how, days=WINDOW))
        for how in ({}, {"events.blockade.happens": False})
    )
    assert differences(declared, undeclared) == []


@relation
@given(lives(), seats())
def test_the_observer_changes_nothing(life: Tree, few: Tree) -> None:
    scenario = world(FREE, life, few, days=WINDOW)
    seen = recorded(scenario)
    seen.pop("reported")
    assert differences(seen, recorded(scenario, observed=False)) == []


def test_one_more_observable_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = world(FREE, days=WINDOW)
    before = recorded(scenario)
    extra = Observable("extra", "Any number", "1", "stock", lambda m: m.caracas.grievance * 2)
    monkeypatch.setattr(recorder, "OBSERVABLES", (extra, *OBSERVABLES))
    after = recorded(scenario)
    assert after.pop("extra").any()
    assert differences(before, after) == []


def test_no_reading_changes_what_it_reads() -> None:
    """Every observable read twice on every day, and the run as if it had never been read."""
    scenario = world(FREE, days=WINDOW)
    model = AllianceModel(scenario, range(4))
    for _ in range(model.n_days):
        model.step()
        model.day -= 1  # the day that has just ended
        for each in OBSERVABLES:
            first, again = np.array(each.read(model)), np.array(each.read(model))
            assert same_bits(first, again), each.name
        model.day += 1
    read = recorded(scenario)
    assert [n for n, a in model.recorder.arrays().items() if not same_bits(a, read[n])] == []


@pytest.mark.parametrize("level", [logging.DEBUG, logging.CRITICAL])
def test_the_log_level_changes_nothing(level: int, caplog: pytest.LogCaptureFixture) -> None:
    scenario = world(FREE, days=WINDOW)
    before = recorded(scenario)
    with caplog.at_level(level):
        assert differences(before, recorded(scenario)) == []


LATE_CHANGES: dict[str, Tree] = {
    "a lever": {"levers.pressure": {"level": 0.1, "start": day(20)}},
    "the blockade": {"levers.blockade": {"level": 1.0, "start": day(20)}},
    "a posture of Washington": {"actors.washington.script": script((20, "disengage"))},
    "a posture of Caracas": {"actors.caracas.script": script((20, "rupture"))},
    "a posture of Havana": {"actors.havana.script": script((20, "withdraw"))},
    "a closure": {"events.closed": spell("airspace_closed", 20, 25)},
    "a coup": {"events.coup": {"kind": "coup_attempt", "date": day(20)}},
    "a supplier": {"events.stops": spell("supplier_stops", 20, 25, supplier="venezuela")},
    "a strike": {"events.second": strike(20, killed=5, injured=5)},
}


@pytest.mark.parametrize("change", LATE_CHANGES)
def test_what_changes_on_a_day_leaves_the_days_before_unchanged(change: str) -> None:
    one, other = (
        recorded(world(FREE, {"air.seats": 10, "oil.suppliers.venezuela.cargoes": 1}, how, days=30))
        for how in ({}, LATE_CHANGES[change])
    )
    assert differences(days_before(one, 20), days_before(other, 20)) == []
    assert differences(days_before(one, 30), days_before(other, 30)) != []


@relation
@given(
    lives(),
    st.sampled_from(["counterintelligence", "medical", "sport", "education", "undercover"]),
    st.integers(0, 200),
)
def test_another_mission_leaves_the_people_of_the_others_unchanged(
    life: Tree, name: str, heads: int
) -> None:
    """Without feedback: scripted postures and seats for all; guard and military share the strike."""
    other_size = {f"missions.{name}.headcount": heads}
    one, other = (film(world(life, PLENTY_OF_SEATS, how, days=WINDOW)) for how in ({}, other_size))
    rest = [mission(each) for each in MISSIONS if each != name]
    for stock in ("posted", "relieved", "queued", "arrived"):
        pair = [shot.by_mission(stock)[:, :, rest] for shot in (one, other)]
        assert (pair[0] == pair[1]).all(), stock
    for stock in ("exited", "triggered"):
        assert (one.days[stock][:, :, rest] == other.days[stock][:, :, rest]).all(), stock


@relation
@given(seeds(), st.permutations(sorted(SCRIPTED["events"])))
def test_the_order_in_which_a_scenario_lists_its_events_changes_nothing(
    seed: Tree, order: list[str]
) -> None:
    """Identity is by name, and what happens on one day is settled by the model."""
    more = {
        "closed": spell("airspace_closed", STRIKE, 20),
        "mexico": spell("supplier_stops", STRIKE, 20, supplier="mexico"),
        "coup": {"kind": "coup_attempt", "date": day(STRIKE)},
    }
    listed = {name: SCRIPTED["events"][name] for name in order}
    one = world(FREE, seed, {"events": listed | more}, days=WINDOW)
    other = world(FREE, seed, {"events": more | listed}, days=WINDOW)
    assert differences(recorded(one), recorded(other)) == []


def test_a_resolved_scenario_read_back_gives_the_same_run() -> None:
    scenario = world(FREE, days=WINDOW)
    text = json.dumps(resolved(scenario), sort_keys=True)
    again = Scenario.model_validate_json(text)
    assert digest(again) == digest(scenario)
    assert differences(recorded(scenario), recorded(again)) == []
    batch = simulate_batch(text, scenario.seed, (3, 1), {})
    direct = recorded(scenario, (3, 1))
    assert [n for n, a in batch.arrays.items() if n in direct and (a != direct[n]).any()] == []


def with_chosen(scenario: Scenario, paths: tuple[str, ...], values: np.ndarray) -> Points:
    """One variant, on the streams of a plain run, with values chosen beforehand."""
    runs = np.arange(len(values))
    return Points(scenario, ({},), np.zeros_like(runs), runs, paths, values)


def test_draws_given_as_they_were_drawn_change_nothing() -> None:
    scenario = world(FREE, DRAWN_HEADS, days=WINDOW)
    free = run_batch(scenario, range(6))
    paths = uncertain_paths(scenario)
    assert len(paths) > 50
    job = with_chosen(scenario, paths, free.arrays["draws"]).job()
    for batch in ((0, 1, 2, 3, 4, 5), (4, 2), (5,)):
        again = simulate(job.part(batch), batch)
        expected = {name: array[list(batch)] for name, array in free.arrays.items()}
        assert differences(again.arrays, expected) == []


def test_one_worker_and_two_leave_the_same_bytes(tmp_path: Path) -> None:
    scenario = world(FREE, DRAWN_HEADS, days=20)
    chosen = np.linspace(20, 200, REPLICATES)
    job = with_chosen(scenario, ("air.seats",), chosen[:, None]).job()
    hashes = set()
    for jobs, size in ((1, REPLICATES), (2, 3)):
        folder = tmp_path / str(jobs)
        outcome = run(
            Plan(job, "small", "1", REPLICATES, size), folder, layout(scenario), HowToRun(jobs=jobs)
        )
        assert (outcome.n_done, outcome.failed) == (REPLICATES, ())
        hashes.add(result_hash(folder))
        with open_results(folder) as results:
            direct = run_batch(scenario, range(REPLICATES), {"air.seats": chosen}).arrays
            assert (results["posted"].to_numpy() == direct["posted"]).all()
    assert len(hashes) == 1
