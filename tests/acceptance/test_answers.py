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
HEAVY = (
    "numpy._core",
    "scipy",
    "rich.console",
    "xarray",
    "pandas._libs",
    "matplotlib",
    "mesa.model",
    "numba",
)


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
        (["list"], []),
        (["diff", "scenarios/blockade.yaml", "scenarios/rupture.yaml"], ["rich.console"]),
    ],
)
def test_a_small_command_loads_only_what_it_uses(words, needed):
    done = python(f"NAMES = {HEAVY!r}\n{LOADED}", *words)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == str(needed)
    assert done.stdout


def test_numpy_that_is_put_off_is_the_same_numpy():
    code = """
from sim.core.later import ARRAYS, put_off
put_off(*ARRAYS)
import numpy as np
assert "numpy._core" not in sys.modules
import numpy.random
assert type(np).__name__ == "module" and np.random is numpy.random
assert np.arange(3).sum() == 3
put_off(*ARRAYS)
assert sys.modules["numpy"] is np
"""
    done = python(code)
    assert done.returncode == 0, done.stderr


def test_a_process_of_several_threads_loads_as_python_does():
    """The page is answered in one thread while another loads the model."""
    code = """
from concurrent.futures import ThreadPoolExecutor
from sim.core.later import ARRAYS, UNASKED, WHOLE, put_nothing_off, put_off
put_off(*ARRAYS, *UNASKED, *WHOLE)
import numpy as before
put_nothing_off()
import numpy, numpy.testing
assert numpy is before and numpy.testing is sys.modules["numpy.testing"]
def asked(name):
    module = __import__(name)
    return [getattr(module, each) for each in ("Model", "DataFrame", "ndarray") if hasattr(module, each)]
with ThreadPoolExecutor(6) as threads:
    found = list(threads.map(asked, ["mesa", "pandas", "numpy"] * 2))
assert all(found) and found[:3] == found[3:], found
assert {type(sys.modules[name]).__name__ for name in (*ARRAYS, "pandas", *WHOLE)} == {"module"}
"""
    done = python(code)
    assert done.returncode == 0, done.stderr


def test_a_library_that_is_put_off_is_the_same_library():
    code = """
from sim.core.later import ARRAYS, UNASKED, WHOLE, put_off
put_off(*ARRAYS, *UNASKED, *WHOLE)
import sim.model.model
from scipy.special import ndtri
off = [name for name in (*UNASKED, *WHOLE) if type(sys.modules[name]).__name__ != "module"]
assert off == [*UNASKED, *WHOLE], off
assert "scipy.spatial" not in sys.modules and "networkx" not in sys.modules
import mesa, pandas, mesa.experimental.devs, numpy.testing
assert mesa.Model is sim.model.model.Model and mesa.DataCollector and mesa.__version__
assert mesa.experimental.devs.ABMSimulator and mesa.experimental.continuous_space
assert pandas.Series([1.0]).sum() == 1
numpy.testing.assert_allclose(1, 1)
assert numpy.f2py.get_include()
"""
    done = python(code)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("first", ["mesa", "pandas", "numpy", "mesa.experimental", "numpy.testing"])
def test_what_is_loaded_already_stays_as_it_is(first):
    code = f"""
from importlib import import_module
from sim.core.later import UNASKED, WHOLE, put_off
loaded = import_module({first!r})
put_off(*UNASKED, *WHOLE)
assert type(loaded).__name__ == "module" and sys.modules[{first!r}] is loaded
import sim.model.model
from scipy.special import ndtri
"""
    done = python(code)
    assert done.returncode == 0, done.stderr


def test_the_table_is_told_before_luck_is_measured(tmp_path):
    code = """
from sim.cli import headlines, main
from sim.core.errors import SimError
def no_luck(*_):
    raise SimError("no luck")
headlines.measured = no_luck
main()
"""
    words = ("run", "scenarios/blockade.yaml", "--reps", "2", "--jobs", "1", "--out", str(tmp_path))
    done = python(code, *words)
    assert "All Cuban personnel" in done.stdout
    assert done.stderr.splitlines()[-1] == "no luck"


COMPILING = "  compiling the model, which takes half a minute, once\n"


def test_the_first_run_of_all_says_that_its_workers_compile(tmp_path, monkeypatch):
    code = """
from sim.cli.screen import remark_on_kernels
remark_on_kernels()
remark_on_kernels()
"""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert python(code).stderr == COMPILING
    (tmp_path / "kernel_1").mkdir()
    (tmp_path / "kernel_1" / "day.nbi").touch()
    assert not python(code).stderr


def test_every_command_says_that_it_compiles(tmp_path, monkeypatch):
    """What computes in the process of a command is the model, of which the streams compile soonest."""
    code = """
from sim.cli import main
from sim.experiments import batch
def drawn(*_, **__):
    import numpy as np
    from sim.core.streams import Streams
    Streams(1, np.arange(2)).uniforms("any", 0, 1)
    raise SystemExit(0)
batch.model_of = drawn
from sim.experiments import persons
persons.model_of = drawn
main()
"""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    words = ("persons", "scenarios/blockade.yaml")
    assert python(code, *words).stderr == COMPILING
    assert not python(code, *words).stderr  # it has been kept
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "none"))
    assert not python(code, "-q", *words).stderr


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
    first = python(f"NAMES = ('mesa.model',)\n{LOADED}", *words)
    again = python(f"NAMES = ('mesa.model',)\n{LOADED}", *words)
    assert first.stderr.splitlines()[-1] == "['mesa.model']"
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
