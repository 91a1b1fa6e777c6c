"""Sweeps: what a file may say, what it may not (with file and line), and the labelled results."""

import numpy as np
import pytest
import xarray as xr

from sim.ensemble.contract import simulate
from sim.experiments.batch import run_batch
from sim.scenario.load import load
from sim.scenario.problems import ScenarioProblems
from sim.scenario.schema import Scenario
from sim.studies.sweep.answer import labelled, read_sweep

BASE = """\
name: base
title: Base
window: {end: 2026-01-15}
events:
  strike: {kind: strike, date: 2026-01-03}
actors:
  caracas: {script: [{start: 2025-12-01, posture: embrace}]}
"""
HEAD = "name: swept\ntitle: Swept\nscenario: base.yaml\nreplicates: 2\n"
PRESSURE = "pressure: {path: levers.pressure.level, low: 0, high: 1, steps: 3}"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "base.yaml").write_text(BASE)
    return tmp_path


def sweep(folder, levers, head=HEAD):
    file = folder / "sweep.yaml"
    file.write_text(f"{head}levers:\n" + "".join(f"  {lever}\n" for lever in levers))
    return read_sweep(file)


def problems(folder, *levers, head=HEAD):
    with pytest.raises(ScenarioProblems) as error:
        sweep(folder, levers, head)
    assert error.value.code in {2, 3}
    return str(error.value).replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("lever", "sentence"),
    [
        ("a: {path: levers.pressure.level, values: []}",
         "sweep.yaml:6:44: levers.a.values: needs at least 1 entry"),
        ("a: {path: levers.pressure.level, values: [1, [2]]}",
         "sweep.yaml:6:48: levers.a.values[1]: must be a single value, is a list"),
        ("a: {path: levers.pressure.level, values: [1, 2]}",
         "sweep.yaml:6:48: levers.a.values[1]: must be from 0 to 1, is 2"),
        ("a: {path: levers.pressure.level, values: [1, 1]}",
         "sweep.yaml:6:44: levers.a.values: has the same value twice"),
        ("a: {path: levers.presure.level, values: [1]}",
         "sweep.yaml:6:13: levers.a.path: levers.presure.level: unknown key 'presure'; did you mean 'pressure'?"),
        ("a: {path: actors.caracas.script.3.posture, values: [hedge]}",
         "sweep.yaml:6:13: levers.a.path: actors.caracas.script.3.posture: actors.caracas.script has 1 entry"),
        ("a: {path: actors.caracas.script.0.posture, values: [hedge, hegde]}",
         "sweep.yaml:6:62: levers.a.values[1]: must be one of"),
        ("a: {path: window.end, values: [2026-01-20]}",
         "sweep.yaml:6:13: levers.a.path: window.end cannot be swept"),
        ("a: {path: levers.pressure.level}",
         "sweep.yaml:6:6: levers.a: give either values, or low and high"),
        ("a: {path: levers.pressure.level, low: 1, high: 0}",
         "sweep.yaml:6:50: levers.a.high: must be above low (1), is 0"),
        ("a: {path: levers.pressure.level, low: 0, high: 2}",
         "sweep.yaml:6:50: levers.a.high: must be from 0 to 1, is 2"),
        ("a: {path: levers.pressure.level, low: none, high: 2}",
         "sweep.yaml:6:41: levers.a.low: must be a number, is 'none'"),
    ],
)  # fmt: skip
def test_a_wrong_lever_is_told_with_its_line(folder, lever, sentence):
    assert problems(folder, lever).startswith(sentence)


def test_ten_million_combinations_are_too_many(folder):
    levers = [
        f"l{i}: {{path: assumptions.orders.x{i}, low: 0, high: 1, steps: 10}}" for i in range(7)
    ]
    assert "sweep.yaml:6:3: levers: 10000000 combinations, at most 10000" in problems(
        folder, *levers
    )


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (
            HEAD.replace("base.yaml", "bse.yaml"),
            "sweep.yaml:3:11: scenario: bse.yaml does not exist",
        ),
        (HEAD + "show: [presnt]\n", "sweep.yaml:5:8: show[0]: no observable or outcome is called"),
        (
            HEAD + "set: {levers.presure.level: 1}\n",
            "sweep.yaml:5:29: set.levers.presure.level: unknown key",
        ),
        (
            HEAD + "design: latin_hypercube\n",
            "sweep.yaml:8:6: levers.b: a Latin hypercube needs low and high",
        ),
        (
            HEAD.replace("replicates: 2", "replicates: none"),
            "sweep.yaml:4:13: replicates: must be a whole",
        ),
        (HEAD + "repli: 2\n", "sweep.yaml:5:1: unknown key 'repli'; did you mean"),
    ],
)
def test_a_wrong_head_is_told_with_its_line(folder, head, sentence):
    levers = [PRESSURE, "b: {path: levers.blockade.level, values: [1]}"]
    assert problems(folder, *levers, head=head).startswith(sentence)


def test_values_that_cannot_be_together_are_told(folder):
    levers = [
        "start: {path: actors.caracas.script.0.start, values: [2025-12-01, 2026-01-10]}",
        "until: {path: actors.caracas.script.0.until, values: [2025-12-05, 2026-01-12]}",
    ]
    told = problems(folder, *levers)
    assert "not possible together (start 2026-01-10, until 2025-12-05)" in told


def test_a_grid_has_all_combinations_the_last_lever_fastest(folder):
    swept = sweep(folder, [PRESSURE, "b: {path: switches.contagion, values: [none, linear]}"])
    assert [tuple(each.values()) for each in swept.settings] == [
        (0.0, "none"), (0.0, "linear"), (0.5, "none"), (0.5, "linear"), (1.0, "none"), (1.0, "linear"),
    ]  # fmt: skip
    points = swept.points()
    assert points.stream_of.tolist() == [0, 1] * 6
    assert points.variant_of.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_a_latin_hypercube_has_every_lever_once_in_every_cell(folder):
    levers = [PRESSURE, "blockade: {path: levers.blockade.level, low: 0.5, high: 1}"]
    swept = sweep(folder, levers, HEAD + "design: latin_hypercube\npoints: 8\n")
    assert len(swept.settings) == 8
    cells = sorted(int((each["blockade"] - 0.5) * 16) for each in swept.settings)
    assert cells == list(range(8))


def test_a_point_equals_a_plain_run_of_the_same_settings_bit_for_bit(folder):
    levers = [
        PRESSURE,
        "strike: {path: events.strike.date, values: [2026-01-03, 2025-12-20]}",
        "caracas: {path: actors.caracas.script.0.posture, values: [embrace, hedge]}",
    ]
    swept = sweep(folder, levers)
    position = [tuple(each.values()) for each in swept.settings].index((0.5, "2025-12-20", "hedge"))
    batch = simulate(swept.points().job(), (2 * position, 2 * position + 1))
    given = [
        "levers.pressure.level=0.5",
        "events.strike.date=2025-12-20",
        "actors.caracas.script.0.posture=hedge",
    ]
    plain = run_batch(load(folder / "base.yaml", Scenario, given).scenario, [0, 1])
    assert batch.arrays.keys() == plain.arrays.keys()
    for name, array in batch.arrays.items():
        np.testing.assert_array_equal(array, plain.arrays[name], err_msg=name)


def results(n):
    return xr.Dataset(
        {"present": (("replicate", "day"), np.arange(2 * n).reshape(n, 2))},
        {"replicate": np.arange(n)},
    )


def test_results_of_a_grid_have_an_axis_for_each_lever(folder):
    swept = sweep(folder, [PRESSURE, "b: {path: switches.contagion, values: [none, linear]}"])
    found = labelled(results(12), swept.record())
    assert found["present"].dims == ("pressure", "b", "replicate", "day")
    assert found["present"].sel(pressure=0.5, b="linear", replicate=1).values.tolist() == [14, 15]


def test_results_of_a_hypercube_have_points_and_levers_along_them(folder):
    swept = sweep(folder, [PRESSURE], HEAD + "design: latin_hypercube\npoints: 4\n")
    found = labelled(results(8), swept.record())
    assert found["present"].dims == ("point", "replicate", "day")
    assert found["pressure"].values.tolist() == [each["pressure"] for each in swept.settings]


def test_a_run_that_failed_is_missing_in_the_labelled_results(folder):
    swept = sweep(folder, [PRESSURE])
    found = labelled(results(6).isel(replicate=[0, 1, 3, 4, 5]), swept.record())
    assert np.isnan(found["present"].sel(pressure=0.5, replicate=0).values).all()
    assert found["present"].sel(pressure=0.5, replicate=1).values.tolist() == [6, 7]


def test_the_shipped_sweep_is_fine():
    from pathlib import Path

    file = Path(__file__).parents[2] / "scenarios" / "sweeps" / "blockade_and_pressure.yaml"
    swept = read_sweep(file)
    assert swept.sweep.n_points == 25
    assert swept.base.scenario.levers.pressure.start.isoformat() == "2026-02-22"
