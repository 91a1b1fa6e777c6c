"""Exploring from the command line: sweeps, sensitivity, paths, discovery."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.cli.study import load_scenario
from sim.core.errors import SimError
from sim.ensemble import faults
from sim.studies.sweep.answer import open_sweep
from support.study_pages import BASE, SWEEP

ROOT = Path(__file__).parents[2]
FIGURES = ("png", "svg")
runner = CliRunner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("study")
    (made / "base.yaml").write_text(BASE)
    (made / "swept.yaml").write_text(SWEEP)
    return made


def test_quantities_of_a_scenario_with_a_posterior_are_varied_over_their_priors(capsys):
    loaded = load_scenario(ROOT / "scenarios" / "blockade.yaml", ["seed=5"])
    assert (loaded.scenario.draws, loaded.scenario.seed) == ("prior", 5)
    assert "varied over their priors, not over posterior" in capsys.readouterr().err


@pytest.fixture
def answered(folder, monkeypatch, capsys):
    """Calls a command in this process; gives its JSON, its folder and what it said meanwhile."""
    monkeypatch.chdir(folder)

    def call(*words):
        app([*map(str, words), "--json", "--jobs", "1"], standalone_mode=False)
        printed = capsys.readouterr()
        content = json.loads(printed.out)
        assert content["schema"] == 1
        return content, folder / content["folder"], printed.err

    return call


def promised(made, kind, *figures):
    manifest = json.loads((made / "manifest.json").read_text())
    names = {f"figures/{figure}.{end}" for figure in figures for end in FIGURES}
    names |= {"report.html", f"{kind}.json"}
    assert names <= set(manifest["files"])
    assert manifest["status"] == "complete"
    page = (made / "report.html").read_text()
    assert "not forecasts" in page
    assert "<script src" not in page
    assert 'href="http' not in page


def test_a_sweep_is_one_labelled_ensemble_and_found_again(answered):
    content, made, said = answered("sweep", "swept.yaml")
    promised(made, "sweep", "sweep-present")
    early = [line for line in said.splitlines() if line.startswith("  after ")]
    assert [line.partition(":")[0].split()[1:4] for line in early] == [
        ["2", "of", "4"],
        ["all", "4", "points"],
    ]
    assert early[-1].endswith(f": {content['answer'][0]}")
    assert [point["settings"] for point in content["points"]] == [
        {"pressure": 0.0, "strike": "2025-12-20"},
        {"pressure": 0.0, "strike": "2026-01-03"},
        {"pressure": 1.0, "strike": "2025-12-20"},
        {"pressure": 1.0, "strike": "2026-01-03"},
    ]
    with open_sweep(made) as results:
        assert results["present"].dims[:3] == ("pressure", "strike", "replicate")
        last = results["present"].isel(day=-1).sum("mission").mean("replicate")
        told = content["points"][2]["means"]["present"]
        assert float(last.sel(pressure=1.0, strike="2025-12-20")) == pytest.approx(told)
    again, same, said = answered("sweep", "swept.yaml")
    assert "are there already" in said
    assert (again, same) == (content, made)
    assert answered("--quiet", "sweep", "swept.yaml") == (content, made, "")
    assert "after all" not in answered("--no-progress", "sweep", "swept.yaml")[2]
    told = [
        json.loads(line)
        for line in answered("--json-lines", "sweep", "swept.yaml")[2].split("\n")[:-1]
    ]
    assert told[-1] == {
        "schema": 1,
        "event": "partial",
        "done": 4,
        "of": 4,
        "units": "points",
        "text": content["answer"][0],
    }
    shapes, grouped, _ = answered("paths", made, "--clusters", 2)
    promised(grouped, "paths", "paths")
    assert sum(shape["runs"] for shape in shapes["shapes"]) == 24
    assert len((grouped / "clusters.csv").read_text().splitlines()) == 25
    app(["verify", str(made), "--sample", "2"], standalone_mode=False)


def test_screening_ranks_every_factor_and_says_how_sure_it_is(folder, answered, monkeypatch):
    words = ("sensitivity", "base.yaml", "--of", "present", "--method", "morris", "--budget", 720)
    command = f"run the command that began it: {' '.join(map(str, ('sim', *words)))}"
    monkeypatch.setattr(sys, "argv", ["sim", *map(str, words)])
    faults.arm("ENOSPC@results.write")
    with pytest.raises(SimError, match="no space left"):
        answered(*words)
    faults.arm("")
    (begun,) = folder.glob("results/base-sensitivity-*")
    for asked, answer in (("resume", "holds a study"), ("verify", "not finished")):
        with pytest.raises(SimError) as error:
            app([asked, str(begun)], standalone_mode=False)
        assert str(error.value) == f"{begun}: {answer}; {command}"
    content, made, _ = answered(*words)
    assert made == begun
    promised(made, "sensitivity", "screening")
    factors = content["screening"]["factors"]
    kinds = {factor["kind"] for factor in factors}
    assert kinds == {"quantity", "switch", "chance"}
    assert [factor["place"] for factor in factors] == list(range(1, len(factors) + 1))
    assert content["screening"]["verdict"] in " ".join(content["answer"])
    assert (made / "screening" / "manifest.json").exists()
    _proved_and_repaired(made, "screening", command)
    answered(*words)
    assert f"{made}: 5 files as recorded\n" in runner.invoke(app, ["verify", str(made)]).output


def _proved_and_repaired(made, part, command):
    """A study is verified with its runs; what is damaged in either is refused, and removed on demand."""
    result = runner.invoke(app, ["verify", str(made)])
    assert f"{made}: 5 files as recorded\n" in result.output
    assert f"{made / part}: 4 files as recorded; the same bits again for runs " in result.output
    for name in ("screening.csv", f"{part}/design.npz"):
        with (made / name).open("ab") as file:
            file.write(b"x")
    result = runner.invoke(app, ["verify", str(made)])
    assert f"{made}: screening.csv does not match its checksum" in str(result.exception)
    result = runner.invoke(app, ["verify", "--repair", str(made)])
    removed = ("screening.csv", "report.html", f"{part}/design.npz")
    assert result.output.startswith("".join(f"  damaged: {name}\n" for name in removed))
    for name in removed:
        assert f"  moved {name} to {Path(name).name}.damaged-1\n" in result.output
    assert result.output.endswith(f"{command.removeprefix('run the command that began it: ')}\n")


@pytest.mark.slow
def test_discovery_varies_draws_and_switches_and_compares_policies(folder, answered):
    (folder / "calm.yaml").write_text(
        BASE.replace("name: base", "name: calm") + "levers: {pressure: {level: 0}}\n"
    )
    words = ("discover", "base.yaml", "--where", "present<12000", "--budget", 400)
    content, made, said = answered(*words, "--policies", "calm.yaml")
    promised(made, "discovery", "peeling")
    assert 0 < content["cases"] < 400
    assert {each["name"] for each in content["policies"]} == {"base", "calm"}
    assert "400/400 runs" in said


@pytest.mark.slow
def test_indices_follow_screening_and_report_replicate_noise(answered):
    words = ("sensitivity", "base.yaml", "--of", "present", "--budget", 1000, "--top", 3)
    content, made, _ = answered(*words)
    promised(made, "sensitivity", "screening", "indices")
    paths = [factor["path"] for factor in content["indices"]["factors"]]
    assert len(paths) == 5
    assert paths[-1] == "others"
    assert "chance" in paths
    assert 0 <= content["indices"]["replicate_noise"] <= 1.2


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("sensitivity", "base.yaml", "--of", "presnt"), 2, "did you mean 'present'?"),
        (("sensitivity", "base.yaml", "--of", "present", "--on", "2027-05-05"), 2, "must be from"),
        (
            ("discover", "base.yaml", "--where", "present"),
            2,
            "write a limit, such as 'present<3000",
        ),
        (("sweep", "base.yaml"), 3, "base.yaml:"),
        (("sweep", "nothing.yaml"), 2, "nothing.yaml: no such file"),
        (("paths", "nothing"), 2, "nothing: no such file"),
    ],
)
def test_a_mistake_ends_in_a_sentence_and_nothing_is_written(
    tmp_path, monkeypatch, words, code, sentence
):
    (tmp_path / "base.yaml").write_text(BASE)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SimError) as error:
        app(list(words), standalone_mode=False)
    assert error.value.code == code
    assert sentence in str(error.value)
    assert not (tmp_path / "results").exists()


def test_a_missing_extra_gives_the_line_that_installs_it(folder, monkeypatch):
    parts = [name for name in sys.modules if name.partition(".")[0] == "SALib"]
    for name in ("SALib", *parts):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.chdir(folder)
    with pytest.raises(SimError, match="uv sync --extra analysis") as error:
        app(
            ["sensitivity", "base.yaml", "--of", "present", "--on", "2026-01-10"],
            standalone_mode=False,
        )
    assert error.value.code == 6
