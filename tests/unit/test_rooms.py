"""The house: the documented order of rooms is the checked one, and nothing new can stand outside it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sim.model import AllianceModel
from sim.model import model as file_of_the_model

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    each["id"]: each
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
LINT = Path(sys.executable).parent / "lint-imports"


def test_the_documented_line_is_the_checked_one():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    line = re.search(r"Imports run one way [^`]*`pyproject\.toml`[^`]*`([^`]+)`", text)
    assert line is not None
    assert [room.strip() for room in line[1].split(">")] == CONTRACTS["layers"]["layers"]


def test_the_model_is_at_hand_and_its_room_needs_no_mesa():
    assert AllianceModel is file_of_the_model.AllianceModel
    code = "import sys, sim.model.observables; sys.exit('mesa' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    with pytest.raises(ImportError, match="Nobody"):
        exec("from sim.model import Nobody")  # noqa: S102 - a name that is not there


def planted(folder, files):
    """What the contracts say of a copy of the code with these files in it."""
    ignore = shutil.ignore_patterns("__pycache__", "data")
    shutil.copytree(ROOT / "src", folder / "src", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, text in files.items():
        path = folder / "src" / "sim" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(folder / "src")}
    command = [str(LINT), "--no-cache"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, " ".join(done.stdout.split())


def test_a_new_study_is_under_contract_from_its_first_line(tmp_path):
    answer = (
        "import matplotlib\nimport mesa\nimport numba\nimport yaml\n\n"
        "from sim.studies.planted import told\nfrom sim.studies.sweep import answer\n"
    )
    files = {
        "studies/planted/__init__.py": "",
        "studies/planted/told.py": "",
        "studies/planted/answer.py": answer,
    }
    code, said = planted(tmp_path, files)
    assert code == 1
    for name in ("studies", "independent-studies", "mesa", "numba", "yaml", "matplotlib"):
        assert f"{CONTRACTS[name]['name']} BROKEN" in said


def test_a_module_outside_the_rooms_is_an_error(tmp_path):
    code, said = planted(tmp_path, {"attic.py": "", "studies/sweep/helpers.py": ""})
    assert code == 1
    assert "sim.attic" in said
    assert "sim.studies.sweep.helpers" in said
