"""What differs in the settings of two scenarios."""

from pathlib import Path

import pytest

from sim.scenario.differences import KINDS, ChangedSetting, differences
from sim.scenario.load import load
from sim.scenario.schema import Scenario

FOLDER = Path(__file__).parents[2] / "scenarios"


def shipped(name, *changes):
    given = [*changes, *(f"reasons.{change.partition('=')[0]}=a test" for change in changes)]
    return load(FOLDER / f"{name}.yaml", Scenario, given).scenario


def test_a_scenario_does_not_differ_from_itself_under_another_name():
    one = shipped("blockade")
    renamed = one.model_copy(update={"name": "other", "title": "Other", "claims": ()})
    assert differences(one, renamed) == ()


def test_a_distribution_is_told_with_its_unit_as_an_assumption():
    found = differences(shipped("blockade"), shipped("third_party_relief"))
    assert found == (
        ChangedSetting(
            "oil.suppliers.others.cargoes",
            "loguniform(0.01, 0.06)",
            "loguniform(0.03, 0.18)",
            "assumption",
            "1/day",
        ),
    )


def test_a_lever_that_only_one_scenario_pins_is_one_difference():
    found = {each.path: each for each in differences(shipped("baseline"), shipped("blockade"))}
    assert set(found) == {"levers.blockade", "actors.washington.script"}
    pin = found["levers.blockade"]
    assert (pin.one, pin.role) == (None, "lever")
    assert pin.other == {"level": 1, "start": "2026-02-22", "until": "2200-12-31"}


@pytest.mark.parametrize(
    ("change", "role"),
    [
        ("levers.pressure={level: 0.5}", "lever"),
        ("actors.havana.script=[{start: 2026-03-01, posture: stand}]", "lever"),
        ("events.coup={kind: coup_attempt, date: 2026-05-01}", "lever"),
        ("events.strike.happens=false", "fact"),
        ("events.strike.killed=40", "fact"),
        ("events.strike.injured=40", "assumption"),
        ("oil.cuba.demand=100 kb/day", "fact"),
        ("switches.deterrence=powell", "assumption"),
        ("missions.medical.headcount=5000", "assumption"),
        ("window.end=2026-06-30", "run"),
        ("seed=1", "run"),
        ("replicates=7", "run"),
    ],
)
def test_every_change_has_the_role_of_what_it_changes(change, role):
    (found,) = differences(shipped("baseline"), shipped("baseline", change))
    assert found.role == role
    assert found.path == change.partition("=")[0]
    assert found.one != found.other


def test_levers_come_before_assumptions_and_these_before_facts():
    changes = (
        "seed=1",
        "oil.cuba.demand=100",
        "switches.deterrence=powell",
        "levers.pressure={level: 1}",
    )
    found = differences(shipped("baseline"), shipped("baseline", *changes))
    assert [each.role for each in found] == list(KINDS)


def test_differences_seen_from_the_other_side_are_the_same_turned_round():
    one, other = shipped("no_shock"), shipped("max_pressure")
    here = {each.path: (each.one, each.other, each.role) for each in differences(one, other)}
    there = {each.path: (each.other, each.one, each.role) for each in differences(other, one)}
    assert len(here) > 5
    assert here == there
