"""The scenarios that the package hands out are those of the repository, and work anywhere."""

import tomllib
from pathlib import Path

from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.scenario.shipped import FOLDERS, SCHEMA, shipped

ROOT = Path(__file__).parents[2]


def test_all_scenarios_and_their_schema_are_handed_out(tmp_path):
    content = shipped()
    assert set(content) == {path.name for path in (ROOT / "scenarios").glob("*.yaml")} | {SCHEMA}
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    for file in tmp_path.glob("*.yaml"):
        load(file, Scenario)


def test_a_wheel_has_them_where_they_are_looked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included["scenarios"] == f"sim/{FOLDERS[0].name}"
    assert all((ROOT / name).exists() for name in included)
