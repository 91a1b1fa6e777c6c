"""What is shown belongs to what was run, and what was read in can be read again."""

import json
import shutil
from pathlib import Path

import h5py
import pytest
from test_large_ensembles import SMALL, sim

from sim.ensemble import store
from sim.ensemble.errors import MismatchError
from sim.ensemble.manifest import add_files, load
from sim.ensemble.results import result_hash
from sim.posterior.meant import KEPT
from sim.runs import RESOLVED, scenario_of
from support.posteriors import made_up, written
from support.worlds import world

QUICK = ("--jobs", 1, "--no-report")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two result folders of different scenarios."""
    home = tmp_path_factory.mktemp("two")
    folders = []
    for name, heads in (("one", 300), ("two", 200)):
        file = home / f"{name}.yaml"
        file.write_text(SMALL.replace("300", str(heads)).replace("name: small", f"name: {name}"))
        assert sim("run", file, "--out", home / "results", *QUICK).exit_code == 0
        folders.append(next((home / "results").glob(f"{name}-*")))
    return folders[0], folders[1]


@pytest.fixture
def folder(two: tuple[Path, Path], tmp_path: Path) -> Path:
    return shutil.copytree(two[0], tmp_path / two[0].name)


def test_the_inputs_are_sealed_together_with_the_results(two: tuple[Path, Path]) -> None:
    assert RESOLVED in load(two[0]).files
    told = sim("verify", two[0], "--sample", 1).stdout
    assert "the same bits again" in told
    assert "not proved: who wrote it" in told


def test_the_scenario_of_other_results_is_refused(two: tuple[Path, Path], folder: Path) -> None:
    shutil.copy(two[1] / RESOLVED, folder / RESOLVED)
    for words in (("show", folder), ("verify", folder), ("compare", folder, two[1])):
        with pytest.raises(MismatchError, match=r"scenario\.resolved\.yaml"):
            sim(*words)


def test_it_is_refused_as_well_where_the_record_does_not_list_it(
    two: tuple[Path, Path], folder: Path
) -> None:
    shutil.copy(two[1] / RESOLVED, folder / RESOLVED)
    manifest = load(folder)
    manifest.files.pop(RESOLVED)
    manifest.save(folder)
    with pytest.raises(MismatchError, match="is not the scenario that these results"):
        sim("show", folder)


def test_swapped_missions_are_not_shown_although_every_checksum_fits(folder: Path) -> None:
    with h5py.File(folder / "results.nc", "a") as file:
        file["mission"][...] = file["mission"][...][::-1]
    manifest = load(folder)
    manifest.files["results.nc"] = store.sha256_of(folder / "results.nc")
    manifest.save(folder)
    with pytest.raises(MismatchError, match="other labels of mission"):
        sim("show", folder)


def test_tables_are_made_again_from_the_data(folder: Path) -> None:
    for name in ("summary.csv", "outcomes.csv"):
        (folder / name).write_text("variable,median\npresent,1\n")
    add_files(folder, ["summary.csv", "outcomes.csv"])
    with pytest.raises(MismatchError, match=r"summary\.csv is not what the results say"):
        sim("verify", folder, "--sample", 1)


def test_a_scenario_in_a_folder_draws_from_nowhere_else(folder: Path, tmp_path: Path) -> None:
    written(tmp_path, world(), "outside.nc")
    text = (folder / RESOLVED).read_text()
    for draws in ("../outside.nc", str(tmp_path / "outside.nc")):
        (folder / RESOLVED).write_text(text.replace("draws: prior", f"draws: {draws}", 1))
        with pytest.raises(MismatchError, match=r"outside\.nc is not a file of this folder"):
            scenario_of(folder)


def _content(folder: Path) -> dict[str, bytes]:
    """Everything but the lock, which says who held it last."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_dry_run_says_what_repair_would_do_and_does_nothing(folder: Path) -> None:
    (folder / "events.jsonl").write_bytes(b"damaged")
    before = _content(folder)
    told = sim("verify", folder, "--repair", "--dry-run").stdout
    assert told.splitlines()[0] == "  damaged: events.jsonl"
    assert "--repair would move these aside" in told
    assert before == _content(folder)


def test_a_lost_scenario_is_made_again_from_its_file_and_no_run_is_lost(
    folder: Path, two: tuple[Path, Path]
) -> None:
    (folder / RESOLVED).write_text("damaged")
    assert "moved scenario.resolved.yaml" in sim("verify", folder, "--repair").stdout
    again = sim("run", two[0].parents[1] / "one.yaml", "--out", folder.parent, *QUICK)
    assert "already done" in again.stderr
    assert load(folder).files.keys() == load(two[0]).files.keys()


def test_a_new_title_keeps_the_runs_and_makes_the_page_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(SMALL)
    assert sim("run", "small.yaml", "--jobs", 1).exit_code == 0
    folder = next(Path("results").iterdir())
    data = load(folder).files["results.nc"]
    Path("small.yaml").write_text(SMALL.replace("A small world", "A renamed world"))
    again = sim("run", "small.yaml", "--jobs", 1)
    assert "already done" in again.stderr
    assert "A renamed world" in (folder / "report.html").read_text()
    assert "A small world" not in (folder / "report.html").read_text()
    assert scenario_of(folder).scenario.title == "A renamed world"
    assert load(folder).files["results.nc"] == data
    assert {"report.html", RESOLVED, "summary.csv"} <= load(folder).files.keys()
    sim("verify", folder, "--sample", 1)
    before = result_hash(folder)
    sim("run", "small.yaml", "--jobs", 1)
    assert result_hash(folder) == before


@pytest.mark.parametrize("name", ["results.nc", "quantiles.nc", "a b (1).nc", "-x.nc", "ä.nc"])
def test_a_posterior_may_bear_any_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, world(), name)
    Path("small.yaml").write_text(SMALL + f"draws: {json.dumps(name, ensure_ascii=False)}\n")
    assert sim("run", "small.yaml", *QUICK, "--reps", 2).exit_code == 0
    folder = next(Path("results").iterdir())
    assert (folder / KEPT).read_bytes() == Path(name).read_bytes()
    Path(name).unlink()
    sim("verify", folder, "--sample", 1)
    assert "nothing is damaged" in sim("verify", folder, "--repair").stdout
    assert "Medical" in sim("show", folder).stdout
    assert made_up(world()).sha256 in (folder / RESOLVED).read_text()
