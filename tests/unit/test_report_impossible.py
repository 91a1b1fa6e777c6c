"""What a scenario rules out is told with its reason, never happens, and has no range."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from test_report_readings import dataset, scenario

from sim.model.model import AllianceModel
from sim.model.outcomes import OUTCOME_NAMES, OUTCOMES
from sim.report.chances import CANNOT, outcome_chances
from sim.report.headline import headlines_record, print_headlines
from sim.report.impossible import WHY_NOT, cannot_happen
from sim.report.page import CHANCES
from sim.report.readings import DIFFER
from sim.report.table import Table
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from support.worlds import FREE, Changes, script, world

SCENARIOS = Path(__file__).parents[2] / "scenarios"
NO_COUP = {"assumptions.coup.calm_rate": 0}
NO_FALL = {"assumptions.collapse.calm_hazard": 0, "assumptions.collapse.severe_hazard": 0}
PLOT = {"events.plot": {"kind": "coup_attempt", "date": "2025-12-20"}}
BLOCKADE = {"events.blockade": {"kind": "blockade_begins", "date": "2025-12-10"}}
HIGH = {"assumptions.levers_at_start.pressure": "uniform(0.4, 0.8)"}
COERCE = {"actors.washington.script": script((0, "coerce"))}


def free(*changes: Changes, days: int = 40) -> Scenario:
    """A small world in which nothing is dated and nobody follows a script, changed."""
    return world(FREE, *changes, days=days, base={})


def caracas(*steps: tuple[int, str]) -> Changes:
    return {"actors.caracas.script": script(*steps)}


#: What makes an outcome impossible, and what makes it possible again.
CASES: dict[str, tuple[Changes, Changes]] = {
    "rupture": (caracas((0, "hedge")) | NO_COUP, PLOT),
    "rupture ": (  # thirteen days of it, and fourteen
        caracas((0, "hedge"), (10, "rupture"), (23, "hedge")) | NO_COUP,
        caracas((0, "hedge"), (10, "rupture"), (24, "hedge")),
    ),
    "alliance_dissolved": (caracas((0, "drawdown")) | NO_COUP, caracas((9, "rupture"))),
    "hollowed_alliance": (caracas((0, "rupture")) | NO_COUP, caracas((9, "hedge"))),
    "restoration": (caracas((0, "rupture")) | NO_COUP, caracas((9, "hedge"))),
    "havana_deal": ({"assumptions.bargains.deal_rate": "loguniform(0.1, 1)"}, BLOCKADE),
    "deal_broken": ({}, BLOCKADE),
    "coup_attempt": (NO_COUP, PLOT),
    "coup_caracas": (NO_COUP, PLOT),
    "havana_collapse": (NO_FALL, {"assumptions.collapse.severe_hazard": 0.1}),
    "leader_exit_havana": (
        NO_FALL | {"assumptions.collapse.leader_exit": 0},
        {"assumptions.collapse.leader_exit": 0.1},
    ),
    "washington_relents": (HIGH | COERCE, {"levers.pressure": {"level": 0.1}}),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_told_where_it_holds_and_not_where_a_way_is_left(case: str) -> None:
    name, (closed, opened) = case.strip(), CASES[case]
    assert cannot_happen(free(closed)).get(name)
    assert name not in cannot_happen(free(closed, opened))


def test_every_rule_is_about_an_outcome_and_has_a_case() -> None:
    assert set(WHY_NOT) <= set(OUTCOME_NAMES)
    assert {case.strip() for case in CASES} == set(WHY_NOT)


@pytest.mark.parametrize("case", CASES)
def test_what_is_ruled_out_happens_in_no_run(case: str) -> None:
    closed, _ = CASES[case]
    small = free(closed)
    model = AllianceModel(small, range(64))
    model.run()
    for name in cannot_happen(small):
        assert not model.outcomes.happened(name).any(), name


def test_a_window_too_short_is_the_reason() -> None:
    told = cannot_happen(free(days=13))
    for outcome in OUTCOMES:
        if outcome.name in {"rupture", "hollowed_alliance", "alliance_dissolved"}:
            assert told[outcome.name] == (f"it takes {outcome.days} days, and the window has fewer")


def test_a_successor_counts_whatever_the_script_says() -> None:
    assert "rupture" not in cannot_happen(free(caracas((0, "embrace"))))


def test_shipped_scenarios_say_what_their_scripts_rule_out() -> None:
    told = {
        path.stem: cannot_happen(load(path, Scenario).scenario)
        for path in sorted(SCENARIOS.glob("*.yaml"))
    }
    assert told["baseline"] == {}
    assert told["blockade"].keys() == {"washington_relents"}
    assert told["no_shock"].keys() == {"havana_deal", "deal_broken"}


RULED_OUT = scenario(
    actors={"washington": {"script": [{"start": "2025-12-01", "posture": "coerce"}]}}
)


def test_no_range_is_shown_of_what_cannot_happen() -> None:
    results = dataset(RULED_OUT)
    why = cannot_happen(RULED_OUT)
    assert "washington_relents" in why
    screen = StringIO()
    print_headlines(Console(file=screen, width=200), results, RULED_OUT)
    lines = screen.getvalue().splitlines()
    rows = [line.removesuffix(CANNOT) for line in map(str.strip, lines) if line.endswith(CANNOT)]
    assert [row.strip() for row in rows] == [each.label for each in OUTCOMES if each.name in why]
    because = (
        f"Washington relents cannot happen in this scenario, because {why['washington_relents']}."
    )
    assert because in screen.getvalue()
    assert (
        f"{CANNOT} in this scenario, because"
        in Table(CHANCES, outcome_chances(results, RULED_OUT)).html()
    )
    record = headlines_record(results, RULED_OUT)
    assert record["cannot_happen"] == why
    for each in record["outcomes"]:
        ruled_out = each["name"] in why
        assert (
            (each["low"], each["high"], each["standard_error"]) == (None, None, None)
        ) == ruled_out


def test_nothing_is_ruled_out_in_the_runs_of_a_study() -> None:
    results = dataset(RULED_OUT).assign_attrs({DIFFER: 1})
    assert not any(chance.cannot for chance in outcome_chances(results, RULED_OUT))
    assert headlines_record(results, RULED_OUT)["cannot_happen"] == {}
