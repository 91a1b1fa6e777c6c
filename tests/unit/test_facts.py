"""A fact is not changed silently: its reason is asked for, and goes where the scenario goes."""

from pathlib import Path

import pytest

from sim.core.errors import Exit
from sim.core.quantity import declared
from sim.ensemble.manifest import Manifest
from sim.experiments.job import plan_of
from sim.report.choices import facts_changed
from sim.scenario.facts import reason_for
from sim.scenario.load import load
from sim.scenario.problems import ScenarioProblems
from sim.scenario.resolve import digest, resolved
from sim.scenario.schema import Scenario
from sim.scenario.write import resolved_yaml

FOLDER = Path(__file__).parents[2] / "scenarios"
DEMAND = "oil.cuba.demand=100 kb/day"
STRIKE = "events:2026-01-03-strike-maduro-captured"


def changed(*changes, name="blockade"):
    return load(FOLDER / f"{name}.yaml", Scenario, changes)


def sentence(*changes):
    with pytest.raises(ScenarioProblems) as refused:
        changed(*changes)
    assert refused.value.code == Exit.INVALID
    return str(refused.value)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            DEMAND,
            "--set oil.cuba.demand: is a fact, 110 kb/day (cuba_energy:2025-demand); "
            "to change it, give the reason under reasons.oil.cuba.demand",
        ),
        (
            "events.strike.killed=40",
            "--set events.strike.killed: is a fact, 32 persons (personnel:2026-01-03-military-killed); "
            "to change it, give the reason under reasons.events.strike.killed",
        ),
        (
            "events.strike.happens=false",
            f"--set events.strike.happens: it happened ({STRIKE}); "
            "to change it, give the reason under reasons.events.strike.happens",
        ),
        (
            "events.strike.date=2026-02-03",
            f"--set events.strike.date: is a fact ({STRIKE}); "
            "to change it, give the reason under reasons.events.strike.date",
        ),
        ("reasons.oil.cuba.demnad=x", "did you mean 'oil.cuba.demand'?"),
        ("reasons.oil.cuba.demand=", "needs text, is empty"),
    ],
)
def test_a_change_without_its_reason_is_refused(change, expected):
    assert expected in sentence(change)


@pytest.mark.parametrize("path", ["oil.cuba.demand", "oil.cuba", "oil"])
def test_a_reason_for_a_group_covers_what_is_in_it(path):
    scenario = changed(DEMAND, f"reasons.{path}=the rationing plan").scenario
    assert scenario.oil.cuba.demand == 100
    assert reason_for("oil.cuba.demand", scenario.reasons) == "the rationing plan"


def test_a_reason_does_not_cover_a_neighbour_with_a_longer_name():
    assert reason_for("oil.cuba.demand", {"oil.cuba.dem": "x", "oi": "x"}) == ""


def test_what_is_no_fact_needs_no_reason():
    changed(
        "events.strike.injured=50", "missions.medical.headcount=5000", "levers.blockade.level=0.5"
    )


def test_the_same_number_written_in_another_unit_changes_no_fact():
    changed("oil.cuba.demand=0.11 mb/day")


def test_an_event_that_a_scenario_invents_may_change(tmp_path):
    base = tmp_path / "base.yaml"
    base.write_text("name: a\ntitle: A\nevents:\n  coup: {kind: coup_attempt, date: 2026-04-01}\n")
    child = tmp_path / "child.yaml"
    child.write_text("name: b\ntitle: B\nextends: base.yaml\nevents: {coup: {date: 2026-05-01}}\n")
    assert str(load(child, Scenario).scenario.events["coup"].date) == "2026-05-01"


def test_a_file_that_moves_an_event_and_gives_it_another_source_needs_no_reason(tmp_path):
    (tmp_path / "baseline.yaml").write_text((FOLDER / "baseline.yaml").read_text())
    child = tmp_path / "child.yaml"
    child.write_text(
        "name: b\ntitle: B\nextends: baseline.yaml\n"
        'events: {airspace: {until: 2026-01-12, source: "events:2026-01-14-wounded-arrive-in-havana"}}\n'
    )
    load(child, Scenario)


def test_the_reason_is_kept_with_the_scenario_and_does_not_change_its_digest(tmp_path):
    one = changed(DEMAND, "reasons.oil.cuba.demand=the rationing plan")
    other = changed(DEMAND, "reasons.oil=because")
    assert digest(one.scenario) == digest(other.scenario)
    text = resolved_yaml(one)
    assert "  oil.cuba.demand: the rationing plan" in text
    again = tmp_path / "again.yaml"
    again.write_text(text)
    assert resolved(load(again, Scenario).scenario) == resolved(one.scenario)


def test_the_reason_is_in_the_manifest_and_on_the_page():
    scenario = changed(DEMAND, "reasons.oil.cuba.demand=the <rationing> plan").scenario
    assert Manifest.of(plan_of(scenario, jobs=1), "").reasons == scenario.reasons
    assert facts_changed(scenario).rows == (("oil.cuba.demand", "100", "the <rationing> plan"),)


def test_a_source_that_does_not_exist_is_refused():
    text = sentence(f"events.coup={{kind: coup_attempt, date: 2026-04-01, source: {STRIKE}x}}")
    assert f"did you mean '{STRIKE}'?" in text


def test_every_fact_was_measured():
    facts = [
        each for each in declared(Scenario(name="x", title="X")) if each.quantity.role == "fact"
    ]
    assert facts
    assert not [each.path for each in facts if each.quantity.source.startswith("assumption")]


def test_a_list_of_a_fact_is_not_changed_silently_either() -> None:
    """Its entries have places of their own, and none of them is that of the list."""
    change = "events.blockade.suppliers=[venezuela, mexico]"
    assert "reasons.events.blockade.suppliers" in sentence("draws=prior", change)
