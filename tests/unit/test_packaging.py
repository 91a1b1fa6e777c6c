"""What is said of the package in several files is one thing: version, needs, systems."""

import json
import re
import runpy
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
RECIPE = yaml.safe_load((ROOT / "packaging" / "conda" / "recipe.yaml").read_text())
PLATFORMS = ROOT / "docs" / "platforms"
#: What conda calls otherwise, and packages that stand for an extra, which conda has not.
CALLED = {"matplotlib": "matplotlib-base"}
FOR_EXTRAS = {"mesa[network]": "networkx", "h5netcdf[h5py]": "h5py"}


def test_the_version_is_the_one_of_the_project() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest
    said = {citation["version"], newest[1], RECIPE["context"]["version"]}
    assert said == {PROJECT["version"]}
    assert citation["license"] == PROJECT["license"] == RECIPE["about"]["license"]


def test_no_file_of_the_package_or_the_site_writes_the_version_again() -> None:
    files = [*(ROOT / "src").rglob("*.py"), ROOT / "docs" / "conf.py"]
    literal = re.compile(rf"""version\w*\s*=\s*["']{re.escape(PROJECT["version"])}["']""")
    assert [file for file in files if literal.search(file.read_text(encoding="utf-8"))] == []


def test_the_recipe_needs_what_the_project_needs() -> None:
    needs = {f"python {PROJECT['requires-python']}"}
    for need in PROJECT["dependencies"]:
        found = re.fullmatch(r"([\w-]+)(?:\[\w+\])?([<>=].*)", need)
        assert found, need
        needs.add(f"{CALLED.get(found[1], found[1])} {found[2]}")
        needs |= {name for extra, name in FOR_EXTRAS.items() if need.startswith(extra)}
    assert set(RECIPE["requirements"]["run"]) == needs


def test_the_recipe_starts_what_the_project_starts() -> None:
    scripts = {f"{name} = {place}" for name, place in PROJECT["scripts"].items()}
    assert set(RECIPE["build"]["python"]["entry_points"]) == scripts


def test_every_declared_python_was_run_and_nothing_undeclared_is_claimed() -> None:
    declared = {
        each.rpartition(" :: ")[2]
        for each in PROJECT["classifiers"]
        if re.search(r":: 3\.\d+$", each)
    }
    run = tomllib.loads((PLATFORMS / "run.toml").read_text())["run"]
    assert {".".join(each["python"].split(".")[:2]) for each in run} == declared
    assert all(each["what"].endswith(".") and each["on"] for each in run)


def test_what_was_asked_is_answered_for_every_system_and_python() -> None:
    script = runpy.run_path(str(ROOT / ".ci" / "platforms"))
    rows = tomllib.loads((PLATFORMS / "resolves.toml").read_text())["platform"]
    asked = {(system, python) for system in script["SYSTEMS"] for python in script["PYTHONS"]}
    assert {(row["system"], row["python"]) for row in rows} == asked
    assert all(row["core"] or not row["extras"] for row in rows)


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / ".ci" / "bill"))


def test_a_licence_is_what_the_package_says(bill: dict[str, Any]) -> None:
    assert bill["licence_of"]("numpy").startswith("BSD-3-Clause")
    assert bill["licence_of"]("no-such-package") == bill["ELSEWHERE"]


def test_the_bill_has_every_need_with_its_pinned_version_and_is_the_same_twice(
    bill: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def exported(time: str) -> dict[str, Any]:
        parts = [{"name": "numpy", "version": "2.0"}, {"name": "elsewhere", "version": "1"}]
        made = {"serialNumber": time, "metadata": {"timestamp": time}, "components": parts}
        done = subprocess.CompletedProcess([], 0, json.dumps(made))
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
        return bill["bill"]()

    first = exported("yesterday")
    assert first == exported("today")
    rows = bill["page"](first).splitlines()[4:]
    assert rows[0] == f"| elsewhere | 1 | {bill['ELSEWHERE']} |"
    assert rows[1].startswith("| numpy | 2.0 | BSD-3-Clause")
