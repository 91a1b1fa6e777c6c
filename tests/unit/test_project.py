"""The project's own promises: pins agree, the shipped schema is current, imports run one way."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sim.core.quantity import declared
from sim.evidence.sources import parse_source
from sim.scenario.schema import Scenario
from sim.scenario.schema_json import json_schema

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_two_sets_of_pins_agree():
    lock = (ROOT / "requirements.lock").read_text()
    locked = re.findall(r"^([a-z0-9._-]+==[^\s;\\]+)", lock, re.MULTILINE)
    assert sorted(locked) == PROJECT["tool"]["uv"]["constraint-dependencies"]
    assert "://" not in lock


def test_mesa_is_pinned_and_comes_with_what_it_cannot_be_imported_without():
    assert "mesa[network]==3.5.1" in PROJECT["project"]["dependencies"]


def test_the_shipped_schema_is_current():
    shipped = json.loads((ROOT / "scenarios" / "schema.json").read_text())
    assert shipped == json_schema(Scenario), "run: uv run sim schema > scenarios/schema.json"


def test_the_schema_accepts_every_shipped_scenario():
    checked = run("check-jsonschema", "--schemafile", "scenarios/schema.json", *map(str, SCENARIOS))
    assert checked.returncode == 0, checked.stdout


def test_the_schema_refuses_an_unknown_key(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: bad\ntitle: Bad\nlevers:\n  blokade: {level: 1}\n")
    checked = run("check-jsonschema", "--schemafile", "scenarios/schema.json", str(bad))
    assert checked.returncode == 1
    assert "blokade" in checked.stdout


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_every_shipped_scenario_names_itself_and_its_schema(file):
    text = file.read_text()
    assert text.startswith("# yaml-language-server: $schema=schema.json\n")
    assert f"\nname: {file.stem}\n" in text


def test_every_quantity_has_a_source_and_a_default_in_its_range():
    for each in declared(Scenario(name="defaults", title="Defaults")):
        assert parse_source(each.quantity.source), each.path
        assert each.quantity.check(each.value) == each.value, each.path
        assert each.meaning, each.path


def test_imports_run_one_way():
    checked = run(str(Path(sys.executable).parent / "lint-imports"))
    assert checked.returncode == 0, checked.stdout
