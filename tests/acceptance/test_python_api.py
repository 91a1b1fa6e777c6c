"""``import sim``: the same runs as the command line's, from scripts, pools, workbenches and notebooks."""

import doctest
import multiprocessing
import os
import pickle
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.core.errors import Exit
from sim.experiments.batch import run_batch
from sim.methods.extra import quiet_workbench
from support import python_page
from support.notebooks import FOLDER, cells

ROOT = Path(__file__).parents[2]
ROOMS = sorted({place for place, _ in sim._PLACES.values() if place.startswith("sim.api")})
SLOW_TO_LOAD = ("numpy", "pandas", "xarray", "mesa", "numba", "matplotlib", "pydantic", "yaml")


@pytest.fixture(scope="module")
def short():
    """A scenario that everything happens in, in few days."""
    return sim.load("blockade").set("window.end", "2026-02-25")


@pytest.fixture(scope="module")
def runs(short):
    return sim.run(short, runs=6, seed=7)


def test_import_sim_loads_nothing_and_offers_everything():
    told = f"import sys, sim; print([m for m in {SLOW_TO_LOAD} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
    assert all(callable(getattr(sim, name)) for name in sim.__all__)
    assert set(sim.__all__) == set(sim._PLACES) | {"evidence"}
    assert {name for names in python_page.GROUPS.values() for name in names} == set(sim.__all__)
    with pytest.raises(AttributeError, match="no attribute 'simulate'"):
        sim.simulate  # noqa: B018


@pytest.mark.parametrize("room", ROOMS)
def test_the_examples_of_docstrings_hold(room):
    assert doctest.testmod(import_module(room)).failed == 0


def test_the_page_is_current():
    assert python_page.PAGE.read_text() == python_page.page(), (
        "in tests: uv run python -m support.python_page"
    )


def test_the_block_of_the_page_runs(monkeypatch, tmp_path):
    """With few runs; the slow test of the wheel takes it as it stands."""
    monkeypatch.chdir(tmp_path)  # where there is no folder `scenarios`: the shipped ones are meant
    code = python_page.BLOCK.replace("runs=200", "runs=3").replace(", jobs=2", "")
    names = {}
    exec(code, names)  # noqa: S102
    assert names["answer"].again == ("deal_track",)  # another seed: made again, to be pairs
    assert names["answer"].differences.loc["oil", "difference"] != 0
    assert names["model"].day == 1


def test_runs_have_the_bits_of_the_engine_and_say_units_and_sources(short, runs):
    wanted = run_batch(short.set("seed", 7).resolved, range(6)).arrays
    for name, array in wanted.items():
        assert np.array_equal(runs.data[name].values, array, equal_nan=True), name
        assert "source" in runs.data[name].attrs
        assert "units" in runs.data[name].attrs or "declared_unit" in runs.data[name].attrs
    seats = runs.data["draws"].sel(quantity="air.seats")
    assert str(seats.coords["unit"].values) == "persons/day"
    assert str(seats.coords["source"].values)
    assert runs.headlines.loc["total", "unit"] == "persons"
    assert runs.outcomes.loc["rupture", "n"] == 6
    assert runs.failed == {}


def test_what_a_scenario_rules_out_has_a_reason_and_no_range():
    held = sim.run(sim.load("blockade").set("window.end", "2026-03-20"), runs=2)
    relents = held.outcomes.loc["washington_relents"]
    assert "keeps pressure above" in relents["cannot"]
    assert np.isnan(relents[["low", "high"]].astype(float)).all()
    assert "cannot happen" in held._repr_html_()


def test_a_folder_is_found_again_opened_and_reported(short, runs, tmp_path):
    first = sim.run(short, runs=6, seed=7, to=tmp_path)
    manifest = (first.folder / "manifest.json").read_bytes()
    again = sim.run(short, runs=6, seed=7, to=tmp_path)
    opened = sim.open(first.folder)
    assert (first.folder / "manifest.json").read_bytes() == manifest
    for each in (first, again, opened):
        assert each.data.drop_attrs().equals(runs.data.drop_attrs())
        assert each.folder.name == runs.folder.name
    assert first.manifest.command.startswith("sim run ")
    assert "--set replicates=6 --set seed=7" in first.manifest.command
    assert opened.report().read_text().startswith("<!")
    assert "report.html" in sim.open(first.folder).manifest.files
    with pytest.raises(sim.Error, match="in memory"):
        runs.report()


def test_what_is_wrong_is_said_as_on_the_command_line_with_its_place(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("name: mine\ntitle: Mine\nseeed: 4\n")
    with pytest.raises(sim.Error) as refused:
        sim.load(file)
    found = refused.value
    assert (found.file, found.line, found.column) == (str(file), 3, 1)
    assert str(found) == f"{file}:3:1: unknown key 'seeed'; did you mean 'seed'?"
    assert found.code is Exit.INVALID
    with pytest.raises(sim.Error, match="did you mean 'level'") as refused:
        sim.load("blockade").set("levers.blockade.levle", 1)
    assert (refused.value.file, refused.value.line) == ("--set", 0)
    with pytest.raises(sim.Error, match=r"there is no 'levle'; did you mean 'level'\?"):
        sim.load("blockade").get("levers.blockade.levle")
    with pytest.raises(sim.Error, match="missing") as refused:
        sim.load("missing.yaml")
    assert refused.value.code is Exit.USAGE


def test_set_takes_what_a_file_can_say_and_changes_a_copy(short):
    changed = (
        short.set("levers.blockade.level", 0.5)
        .set("air.seats", "uniform(90, 110)")
        .set("switches.contagion", "none")
        .set("events.strike.happens", False, why="What if: no strike")
        .set("actors.havana.script", [{"start": "2025-12-01", "posture": "stand"}])
    )
    assert changed.get("air.seats") == "uniform(90, 110)"
    assert changed.get("events.strike.happens") is False
    assert changed.get("actors.havana.script[0].posture") == "stand"
    assert short.get("events.strike.happens") is True
    assert changed.resolved.reasons == {"events.strike.happens": "What if: no strike"}
    with pytest.raises(sim.Error, match="give the reason"):
        short.set("events.strike.happens", False)
    assert sim.load(changed) is changed


def test_a_model_steps_with_the_bits_of_the_runs(short, runs):
    import mesa

    model = sim.Model(short, runs=6, seed=7)
    model.step()
    model.run()
    assert isinstance(model, mesa.Model)
    assert (model.recorder.arrays()["present"] == runs.data["present"].values).all()
    pinned = sim.Model(short, runs=2, given={"air.seats": 40})
    assert pinned.draws.air.seats.tolist() == [40, 40]


def test_comparisons_take_runs_scenarios_and_folders(short, runs, tmp_path):
    calm = short.set("levers.blockade.level", 0).set("name", "calm")
    folder = sim.run(calm, runs=6, seed=7, to=tmp_path).folder
    answers = [sim.compare(runs, each) for each in (calm, folder)]
    assert (
        answers[0]
        .differences.drop(columns="future")
        .equals(answers[1].differences.drop(columns="future"))
    )
    assert answers[0].outcomes.loc["rupture", "low"] <= answers[0].outcomes.loc["rupture", "high"]
    both = sim.compare(runs, calm, short.set("air.seats", 50).set("name", "few_seats"))
    assert set(both.differences.index.get_level_values("future")) == {"calm", "few_seats"}
    assert answers[0].figure("fans").name == "differences"
    page = answers[0].save(tmp_path / "told")
    assert page.read_text().startswith("<!")
    with pytest.raises(sim.Error, match="at least two"):
        sim.compare(runs)
    with pytest.raises(sim.Error, match="not paired"):
        sim.compare(runs, sim.run(short.set("window.end", "2026-02-22"), runs=6, seed=7))
    with pytest.raises(sim.Error, match="no figure is called 'fan'; did you mean"):
        answers[0].figure("fan")


def test_cards_tell_and_nothing_a_person_wrote_becomes_markup(short, runs):
    hostile = short.set("title", '"<script>alert(1)</script>"')
    few = sim.run(hostile, runs=2)
    cards = [
        (hostile, ("What it sets", "window.end", "--set", "What happens when")),
        (few, ("Medical", "90 % of runs", "In the country at the end", "not forecasts")),
        (runs.person(0, 5), ("Person 5 of run 0", "At the post when the window begins")),
        (runs.figure("personnel"), ('role="img"', "<svg viewBox")),
        (sim.compare(few, hostile.set("air.seats", 50)), ("2 pairs of runs", "95 % range")),
        (sim.evidence("medical"), ("What the article says",)),
    ]
    for thing, words in cards:
        html = thing._repr_html_()
        assert repr(thing).startswith(f"<sim.{type(thing).__name__} ")
        assert len(repr(thing)) < 300
        assert "<script" not in html
        assert [word for word in words if word not in html] == []


def test_persons_are_those_of_the_run(runs):
    everybody = runs.persons(2)
    left = runs.data["exited"].sel(replicate=2).isel(day=-1)
    for cause in left["cause"].values:
        assert (everybody.cause == cause).sum() == left.sel(cause=cause).sum()
    life = runs.person(2, 0)
    assert life.record.left == everybody.left[0] == life.days[-1][0]
    with pytest.raises(sim.Error, match="persons 0 to"):
        runs.person(0, 10**6)
    with pytest.raises(sim.Error, match="from 0 to 5"):
        runs.persons(6)


def test_a_script_without_a_guard_starts_once(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        'import sim\nprint("once")\nweek = sim.load("no_shock").set("window.end", "2025-12-08")\n'
        'print(sim.run(week, runs=4, jobs=2).data.sizes["replicate"])\n'
    )
    found = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=True, timeout=500
    )
    assert found.stdout.split() == ["once", "4"]


def test_a_pool_of_ones_own_gives_the_same_runs(runs, short):
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        theirs = pool.submit(sim.run, short, 6, seed=7).result()
    assert theirs.data.identical(runs.data)


def test_a_scenario_is_the_same_in_another_process(short):
    """Groups of a menu are of classes that were made; another process makes them, too."""
    hedging = short.set("actors.caracas.menu.hedge.compliance", 0.3)
    for each in (short, hedging):
        again = pickle.loads(pickle.dumps(each.loaded.scenario))  # noqa: S301 - our own
        assert again == each.loaded.scenario
        assert type(again.actors.caracas.menu) is type(each.loaded.scenario.actors.caracas.menu)
    read = "import pickle, sys; print(pickle.load(sys.stdin.buffer).actors.caracas.menu.hedge.compliance)"
    done = subprocess.run(
        [sys.executable, "-c", read],
        input=pickle.dumps(hedging.loaded.scenario),
        capture_output=True,
        check=True,
    )
    assert done.stdout.strip() == b"0.3"


def test_it_runs_under_the_workbench(short):
    with quiet_workbench():
        from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments

        def left(level):
            found = sim.run(short.set("levers.blockade.level", level), runs=1)
            return {"left": float(found.data["exited"].isel(day=-1).sum())}

        model = Model("blockade", function=left)
        model.uncertainties = [RealParameter("level", 0, 1)]
        model.outcomes = [ScalarOutcome("left")]
        _, outcomes = perform_experiments(model, 2)
    assert (outcomes["left"] > 0).all()


def test_studies_answer_in_sentences_tables_and_figures(runs, tmp_path):
    week = sim.load("no_shock").set("window.end", "2025-12-12").set("draws", "prior")
    left = sim.run(week, runs=50).data["exited"].isel(day=-1).sum(("mission", "cause"))
    found = [
        sim.attribute("blockade", "exited", "2026-02-10", drivers=["blockade", "relief"], runs=2),
        sim.sensitivity(week, "exited", method="morris", budget=720),
        sim.discover(week, f"exited>{int(left.median())}", budget=80, to=tmp_path),
    ]
    for each in found:
        html = each._repr_html_()
        assert each.answer
        assert each.study.as_json["runs"] == each.study.n_runs
        assert all(sentence for sentence in each.study.answer)
        assert each.study.title in html
    kept = found[-1].folder
    assert (kept / "report.html").exists()
    assert found[0].folder is None
    drawn = found[0].figure(found[0].figures[0])
    assert drawn.save(tmp_path / "drawn.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(sim.Error, match="6 of 6 runs; at least 20"):
        sim.discover(runs, "exited>1")
    with pytest.raises(sim.Error, match="holds a study"):
        sim.open(kept / "runs")
    with pytest.raises(sim.Error, match="is saved as"):
        drawn.save(tmp_path / "drawn.jpg")


def test_a_sweep_has_a_table_with_every_point(tmp_path):
    shutil.copytree(ROOT / "scenarios", tmp_path, dirs_exist_ok=True)
    (tmp_path / "sweep.yaml").write_text(
        "name: seats\ntitle: Seats\nscenario: no_shock.yaml\nreplicates: 2\nshow: [exited]\n"
        "levers:\n  seats: {path: air.seats, values: [20, 90]}\n"
    )
    found = sim.sweep(tmp_path / "sweep.yaml", ["window.end=2025-12-08", "draws=prior"])
    (table,) = found.tables.values()
    assert sorted(table["seats"].unique()) == [20, 90]


def test_a_forecast_is_frozen_once_and_scored(tmp_path):
    questions = ROOT / "scenarios" / "questions" / "after_article.yaml"
    made = sim.forecast(questions, runs=60, until="2026-05-31")
    file = made.save(tmp_path / "frozen.json")
    with pytest.raises(sim.Error, match="exists"):
        made.save(file)
    binary = next(q for q in made.frozen.questions if q.kind == "binary")
    (tmp_path / "answers.csv").write_text(
        f"question,value,low,high,note\n{binary.id},0,,,invented\n"
    )
    found = [sim.score(each, tmp_path / "answers.csv") for each in (made, file)]
    assert found[0].summary.equals(found[1].summary)
    assert {"brier", "log"} <= set(found[0].summary.score)
    assert made.answers.loc[binary.id, "said"]
    for each in (made, found[0]):
        assert made.frozen.title in each._repr_html_()


@pytest.mark.slow
def test_a_drawdown_is_replayed():
    found = sim.replay("hun1990")
    assert found.table.index.tolist() == ["hun1990"]
    assert "half gone" in found._repr_html_()
    assert "svg" in found.figure()._repr_html_()


@pytest.mark.slow
def test_the_block_and_the_notebooks_run_from_a_wheel_in_an_empty_environment(tmp_path):
    """Outside the repository, as it stands: 200 runs on two workers, from a script without a guard."""
    home = tmp_path / "elsewhere"
    home.mkdir()
    python = home / "venv" / "bin" / "python"
    (home / "block.py").write_text(python_page.BLOCK)
    notebooks = [home / f"{file.stem}.py" for file in FOLDER.glob("*.ipynb")]
    for script in notebooks:
        script.write_text("\n".join(cells(FOLDER / f"{script.stem}.ipynb")))
    uv("build", "--wheel", "--out-dir", str(tmp_path), cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    # What it needs comes from the lock and the cache, as in every checkout; nothing else is there.
    needs = ("sync", "--offline", "--no-dev", "--no-install-project")
    uv(*needs, cwd=ROOT, UV_PROJECT_ENVIRONMENT=str(home / "venv"))
    uv("pip", "install", "--offline", "--no-deps", "--python", python, wheel, cwd=ROOT)
    typed = "import sim, pathlib; print(pathlib.Path(sim.__file__).with_name('py.typed').exists())"
    assert ran(python, "-c", typed, cwd=home) == "True\n"
    for script in (home / "block.py", *notebooks):
        ran(python, script, cwd=home)


def uv(*words, cwd, **settings):
    found = [shutil.which("uv"), *words]
    subprocess.run(found, cwd=cwd, check=True, capture_output=True, env=os.environ | settings)


def ran(*words, cwd):
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        words, cwd=cwd, check=True, capture_output=True, text=True, env=alone
    ).stdout
