"""``sim why``: the trace of one decision adds up, says who chose, and refuses what it cannot trace."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.core.errors import SimError
from sim.core.languages import speaking
from sim.experiments.batch import model_of
from sim.model.model import AllianceModel
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.studies.why.answer import GOVERNMENTS, spread, why
from sim.studies.why.told import lines
from support.worlds import CALM, FREE, day, script, world

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PLAN = {"actors.caracas.script": script((6, "hedge")), "replicates": 8}
SMALL = world(FREE, PLAN, days=30)
NAMES = ("Washington", "Caracas", "Gumbel")


@pytest.mark.parametrize("of", GOVERNMENTS)
@pytest.mark.parametrize("number", [0, 3, 11, 29])
def test_terms_inertia_and_taste_add_up_to_the_margin(of: str, number: int) -> None:
    for run in range(4):
        found = why(SMALL, run, date.fromisoformat(day(number)), of)
        assert sum(found.terms.values()) == pytest.approx(found.margin, abs=1e-9)
        assert found.terms.keys() >= {"inertia", "taste"}
        assert found.chosen != found.runner_up
        assert found.decided_on == date.fromisoformat(day(number - number % 3))


@pytest.mark.parametrize("of", GOVERNMENTS)
def test_it_tells_the_posture_of_the_run(of: str) -> None:
    """The same posture as in a batch, and worth at least as much as any other where it was chosen."""
    model = AllianceModel(SMALL, range(4))
    model.run_for(20)
    for run in range(4):
        found = why(SMALL, run, date.fromisoformat(day(19)), of)
        actor = getattr(model, of)
        assert found.chosen == actor.names[actor.posture[run]]
        assert found.bound == bool(actor.bound[run])
        if not found.bound:
            assert found.margin >= 0


def test_a_run_whose_draws_come_from_a_posterior_is_traced() -> None:
    shipped = load(SCENARIOS / "blockade.yaml", Scenario, ["window.end=2026-02-24"]).scenario
    model = model_of(shipped, range(2))
    model.run()
    for run in range(2):
        found = why(shipped, run, shipped.window.end, "caracas")
        assert found.chosen == model.caracas.names[model.caracas.posture[run]]
        assert sum(found.terms.values()) == pytest.approx(found.margin, abs=1e-9)


def test_a_script_is_named_and_reveals_a_taste_that_favours_it() -> None:
    calm = world(CALM, PLAN, days=30)
    found = why(calm, 2, date.fromisoformat(day(20)), "caracas")
    assert (found.chosen, found.scripted) == ("hedge", True)
    assert found.margin >= 0
    assert not why(SMALL, 2, date.fromisoformat(day(3)), "caracas").scripted


@pytest.mark.parametrize(
    ("run", "when", "of", "told"),
    [
        (8, day(3), "caracas", "--run: must be from 0 to 7, is 8"),
        (0, day(30), "caracas", "--day: must be from 2025-12-01 to 2025-12-30, is 2025-12-31"),
        (0, day(3), "caracs", "did you mean 'caracas'"),
    ],
)
def test_what_cannot_be_traced_is_a_sentence(run: int, when: str, of: str, told: str) -> None:
    with pytest.raises(SimError, match=told):
        why(SMALL, run, date.fromisoformat(when), of)


def test_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    tree = "name: small\ntitle: A small world\nwindow: {start: 2025-12-01, end: 2025-12-20}\n"
    heads = "missions: {medical: {headcount: 200}}\n"
    file.write_text(tree + heads, encoding="utf-8")
    run = CliRunner().invoke
    done = run(app, ["-q", "run", str(file), "--reps", "2", "--jobs", "1", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    (folder,) = [path for path in tmp_path.iterdir() if path.is_dir()]
    which = ["why", str(folder), "--run", "1", "--day", "2025-12-10", "--of", "havana"]
    told = json.loads(run(app, [*which, "--json"]).stdout)
    assert sum(told["terms"].values()) == pytest.approx(told["margin"], abs=1e-9)
    assert told["decided_on"] == "2025-12-08"
    words = run(app, which).stdout
    assert told["chosen"] in words
    assert told["runner_up"] in words
    for term in told["terms"]:
        assert term in words


@pytest.mark.parametrize("of", GOVERNMENTS)
def test_in_spanish_the_same_numbers_stand_beside_names_in_spanish(of: str) -> None:
    found = why(SMALL, 3, date.fromisoformat(day(11)), of)
    english = "\n".join(lines(found, 3))
    with speaking("es"):
        spanish = "\n".join(lines(found, 3))
    assert re.findall(r"\d+", spanish) == re.findall(r"\d+", english)
    words = {word for word in re.findall(r"[a-zA-Z_]{4,}", english) if word not in NAMES}
    assert words & set(re.findall(r"[a-zA-Z_]{4,}", spanish)) == set()
    ends = {len(line) for line in spanish.splitlines() if line.startswith("  ")}
    assert len(ends) == 1  # columns stay below one another


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    arguments = ["why", str(tmp_path), "--day", "2025-12-10", "--of", "havana"]
    done = CliRunner().invoke(app, arguments)
    assert isinstance(done.exception, SimError)
    assert "holds no results" in str(done.exception)


def test_spread_is_precision_times_the_difference_between_postures() -> None:
    model = AllianceModel(Scenario(name="small", title="Small"), range(3))
    found = spread(model)
    precision, parts = model.draws.assumptions.choice.precision, model.havana.weighed()
    expected = precision * (parts["standing"].max(axis=1) - parts["standing"].min(axis=1))
    assert found["havana"]["standing"] == pytest.approx(expected)
    assert found.keys() == set(GOVERNMENTS)
