"""The project's automatic checks notice what they are there for: each fault is planted and must be seen."""

import os
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from sim.core.draws import drawn
from sim.core.quantity import uncertain
from sim.core.streams import Streams
from sim.mechanisms.causes import CAUSES
from sim.mechanisms.causes.base import Signals
from sim.postures.caracas import MENU, CaracasPosture
from sim.scenario.schema import Scenario

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
HEAVY = ("matplotlib", "mesa", "numba", "numpy", "pandas", "xarray")

# A module, what it suddenly imports, and the contract that this breaks.
IMPORTS = [
    ("sim.core.calendar", "sim.scenario.schema", "Imports run one way"),
    ("sim.model.agents.supplier", "sim.model.outcomes", "Imports run one way"),
    ("sim.mechanisms.causes.voluntary", "sim.mechanisms.causes.defected", "No cause knows another"),
    ("sim.postures.caracas", "sim.postures.havana", "No menu knows another"),
    ("sim.mechanisms.hardship", "mesa", "Mesa only in the model"),
    ("sim.mechanisms.survival", "yaml", "YAML only in scenario"),
    ("sim.mechanisms.peers", "matplotlib", "matplotlib only in report"),
    ("sim.model.agents.supplier", "numba", "numba only in people"),
    ("sim.mechanisms.collapse", "twin.equations", "Nothing that is checked knows the twin"),
    ("twin.oil", "sim.mechanisms.oil", "The plain twin shares nothing that computes"),
]


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(root / "src"), str(root / "tests")])
    environment = os.environ | {"PYTHONPATH": paths}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """A copy of the project with every import of the list, a part without a layer and an eager root."""
    root = tmp_path_factory.mktemp("faulty")
    ignore = shutil.ignore_patterns("__pycache__")
    for folder in ("src", "tests/twin"):
        shutil.copytree(ROOT / folder, root / folder, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", root)
    for module, imported, _ in IMPORTS:
        base = "tests" if module.startswith("twin") else "src"
        with (root / base / f"{module.replace('.', '/')}.py").open("a") as file:
            file.write(f"\nimport {imported}\n")
    (root / "src/sim/utils.py").write_text('"""Anything."""\n')
    return root


@pytest.fixture(scope="module")
def seen(faulty):
    """What the import contracts say of the copy."""
    checked = run(faulty, str(TOOLS / "lint-imports"), "--no-cache")
    assert checked.returncode == 1, checked.stdout + checked.stderr
    return checked.stdout


@pytest.mark.parametrize(("module", "imported", "contract"), IMPORTS)
def test_a_forbidden_import_is_seen(seen, module, imported, contract) -> None:
    assert f"{module} -> {imported} (l." in seen
    [line] = [
        each for each in seen.splitlines() if each.startswith(contract) and "..." not in each
    ][:1]
    assert "BROKEN" in line


def test_a_part_that_has_no_layer_is_seen(seen) -> None:
    assert "utils" in seen


def heavy(root: Path) -> list[str]:
    """Heavy packages that importing the root loads."""
    script = f"import sys, sim; print(*[n for n in {HEAVY!r} if n in sys.modules])"
    return run(root, sys.executable, "-c", script).stdout.split()


def test_the_root_imports_no_part_eagerly(tmp_path) -> None:
    assert heavy(ROOT) == []
    shutil.copytree(ROOT / "src/sim/core", tmp_path / "src/sim/core")
    (tmp_path / "src/sim/__init__.py").write_text("import sim.core.quantity\n")
    assert "numpy" in heavy(tmp_path)


LINES = {
    "from .streams import Streams": "TID252",
    "import random": "TID251",
    "import numpy as np\n\nnp.random.seed(1)": "NPY002",
    "import numpy as np\n\nGENERATOR = np.random.default_rng(1)": "TID251",
    "from mesa import batch_run\n\nbatch_run()": "TID251",
    "def rate(**kwargs) -> None:": "ANN003",
    "from typing import Any\n\n\ndef rate(**kwargs: Any) -> None:": "ANN401",
    "print(1)": "T201",
}


@pytest.mark.parametrize(("line", "rule"), LINES.items(), ids=LINES.values())
def test_a_forbidden_line_is_seen(line, rule) -> None:
    text = f'"""A mechanism."""\n\n{line}\n' + (
        '    """Nothing."""\n' if line.endswith(":") else ""
    )
    command = [str(TOOLS / "ruff"), "check", "--output-format=concise", "--stdin-filename"]
    checked = subprocess.run(
        [*command, "src/sim/mechanisms/planted.py", "-"],
        cwd=ROOT, input=text, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 1
    assert f" {rule} " in checked.stdout


def test_a_posture_without_an_effect_is_refused() -> None:
    whole = dict(MENU["hedge"])
    CaracasPosture(**whole)
    for name in CaracasPosture.__quantities__:
        with pytest.raises(ValidationError, match=name):
            CaracasPosture(**{key: value for key, value in whole.items() if key != name})


def test_a_number_without_a_unit_is_refused() -> None:
    told = {"unit": "1", "between": (0, 1), "source": "assumption: a test"}
    uncertain(0.5, **told)
    for missing in ("unit", "source"):
        with pytest.raises(TypeError, match=missing):
            uncertain(0.5, **{key: value for key, value in told.items() if key != missing})


def frozen_signals() -> Signals:
    """Signals that nobody can change."""
    shapes = {"relief": (3, 7), "recall": (3, 7), "own_choice": (3, 7)}
    signals = Signals(
        **{each.name: np.full(shapes.get(each.name, 3), 0.5) for each in fields(Signals)}
    )
    for each in fields(Signals):
        getattr(signals, each.name).flags.writeable = False
    return signals


def test_no_hazard_changes_the_world_and_one_that_does_is_seen() -> None:
    draws = drawn(Scenario(name="any", title="Any"), Streams(1, np.arange(3)))
    for each in CAUSES:
        if each.rate is not None:
            parameters = getattr(draws.assumptions.causes, each.name)
            assert each.hazard(parameters, frozen_signals()).shape == (3, 7)

    def changes(signals: Signals) -> None:
        signals.hardship[:] *= 2

    with pytest.raises(ValueError, match="read-only"):
        changes(frozen_signals())
