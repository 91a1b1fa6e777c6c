"""What the catalogue expects of the loader is what a person sees who types the command."""

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from sim.scenario.load import load
from sim.scenario.problems import ScenarioProblems
from sim.scenario.schema import Scenario
from support.terminal import sim

CASES = Path(__file__).parent / "cases"
ENOUGH = 20


def said(name: str, model: type[BaseModel]) -> str:
    """What the loader says of a case; nothing if it accepts it."""
    try:
        load(name, model)
    except ScenarioProblems as problems:
        return f"{problems}\n"
    return ""


def test_the_real_command_says_what_the_catalogue_expects(
    stand_in: type[BaseModel], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All cases that are the same mistake in the real schema: those of reading, above all."""
    monkeypatch.chdir(CASES)
    names = sorted(path.name for path in Path().glob("*.yaml"))
    ours = {name: text for name in names if (text := said(name, stand_in)) == said(name, Scenario)}
    refused = {name: text for name, text in ours.items() if text}
    assert len(refused) >= ENOUGH
    done = sim("validate", *refused, cwd=CASES)
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr == "".join(refused.values())
    expected = {
        name: (CASES / name).with_suffix(".expected").read_text(encoding="utf-8")
        for name in refused
    }
    for name, text in refused.items():
        assert f"exit 3\n{text}".replace(name, "F") == expected[name]


def test_the_codes_of_all_cases_are_told_to_programs() -> None:
    names = sorted(path.name for path in CASES.glob("*.yaml"))
    told = json.loads(sim("validate", "--json", *names, cwd=CASES).stdout)["files"]
    assert [record["file"] for record in told] == names
    assert all(
        problem["code"].startswith("E1") for record in told for problem in record["problems"]
    )
