"""How soon an answer comes: what small commands leave unloaded, and what is told before figures are drawn."""

import json
import subprocess
import sys

import pytest

from support.terminal import ROOT

LOADED = """
import sys
from sim.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
loaded = {name for name in NAMES if name in sys.modules}
print(sorted(loaded), file=sys.stderr)
"""
HEAVY = ("scipy", "rich.console", "xarray", "pandas", "matplotlib", "mesa", "numba")


def python(code, *words):
    """Run code with words as those of a command line."""
    command = [sys.executable, "-c", f"import sys; sys.argv = {['sim', *words]!r}\n{code}"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["validate", "scenarios/blockade.yaml"], []),
        (["resolve", "scenarios/blockade.yaml"], []),
        (["describe", "missions"], []),
        (["explain", "E101"], []),
        (["list"], ["rich.console"]),
        (["diff", "scenarios/blockade.yaml", "scenarios/rupture.yaml"], ["rich.console"]),
    ],
)
def test_a_small_command_loads_only_what_it_uses(words, needed):
    done = python(f"NAMES = {HEAVY!r}\n{LOADED}", *words)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == str(needed)
    assert done.stdout


def test_the_table_is_told_before_figures_are_drawn(tmp_path):
    code = """
from sim.cli import main, run
from sim.core.errors import SimError
def no_ink(*_):
    raise SimError("no ink")
run.report_in = no_ink
main()
"""
    words = ("run", "scenarios/blockade.yaml", "--reps", "2", "--jobs", "1", "--out", str(tmp_path))
    done = python(code, *words)
    assert "All Cuban personnel" in done.stdout
    assert done.stderr.splitlines()[-1] == "no ink"
    assert done.returncode == 2


def test_a_plan_goes_by_what_runs_took_here_before(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    words = ("plan", "scenarios/blockade.yaml", "--jobs", "1", "--json")
    first = python(f"NAMES = ('mesa',)\n{LOADED}", *words)
    again = python(f"NAMES = ('mesa',)\n{LOADED}", *words)
    assert first.stderr.splitlines()[-1] == "['mesa']"
    assert again.stderr.splitlines()[-1] == "[]"
    plans = [json.loads(done.stdout)["plans"][0] for done in (first, again)]
    same = ("folder", "runs", "days", "batches", "seconds", "memory_bytes", "disk_bytes")
    assert [plans[0][key] for key in same] == [plans[1][key] for key in same]
    (kept,) = tmp_path.rglob("costs.json")
    known = json.loads(kept.read_text())
    (shape,) = known["measured"]
    known["measured"][shape] |= {"fixed": 0.0, "each": 36.0}
    kept.write_text(json.dumps(known))
    told = json.loads(python("from sim.cli import main; main()", *words).stdout)["plans"][0]
    assert told["core_hours"] == 2.0
