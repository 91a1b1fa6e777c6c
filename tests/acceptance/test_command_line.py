"""What a user types: the real command line in a process of its own."""

import json
import re
import subprocess
import sys

import pytest

from support.terminal import ROOT, SCENARIOS, sim


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """One small run through the command line, in two worker processes."""
    out = tmp_path_factory.mktemp("results")
    done = sim(
        "run", SCENARIOS / "blockade.yaml", "--reps", 8, "--jobs", 2, "--seed", 11, "--out", out
    )
    assert done.returncode == 0, done.stderr
    return done, next(out.iterdir())


def test_a_run_leaves_the_promised_folder(result):
    done, folder = result
    assert folder.name.startswith("blockade-")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    promised = {
        "manifest.json",
        "scenario.resolved.yaml",
        "results.nc",
        "summary.csv",
        "outcomes.csv",
        "events.jsonl",
        "report.html",
    }
    assert promised <= names
    assert not any(name.endswith(".png") for name in names)  # drawn where somebody asks for them
    assert any(name.startswith("figures/") and name.endswith(".svg") for name in names)
    assert "not forecasts" in done.stdout
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["status"] == "complete"
    assert manifest["n_done"] == 8


def test_one_altered_digit_of_the_page_is_found_and_named(result, tmp_path):
    _, folder = result
    page = (folder / "report.html").read_text()
    [told] = re.findall(r"<p>(All Cuban personnel: [^<]*)</p>", page)
    changed = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), told, count=1)
    copy = tmp_path / "brief.html"
    copy.write_text(page.replace(told, changed))
    done = sim("factcheck", copy, "--beside", folder)
    assert done.returncode == 5, done.stderr
    assert f'first screen: "{changed}" stands, "{told}" should' in done.stdout
    assert re.search(r"\n  1 of [\d,]+ texts", done.stdout)  # and all else is as it should be


def test_a_card_says_it_all(result, tmp_path):
    _, folder = result
    done = sim("card", folder, "--phone", "--out", tmp_path / "cards")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "cards").iterdir()} == {
        "card-phone.png",
        "card-phone.svg",
    }
    drawn = (tmp_path / "cards" / "card-phone.svg").read_text()
    headline = done.stdout.splitlines()[0].strip()
    assert headline in (folder / "report.html").read_text()
    assert headline in " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn))
    assert "not forecasts." in " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn))


def test_the_same_input_finds_its_result(result):
    _, folder = result
    again = sim(
        "run", SCENARIOS / "blockade.yaml", "--reps", 8, "--seed", 11, "--out", folder.parent
    )
    assert again.returncode == 0
    assert "already done" in again.stderr
    assert len(list(folder.parent.iterdir())) == 1


def test_one_worker_and_two_give_the_same_bits(result, tmp_path):
    _, folder = result
    done = sim(
        "run",
        SCENARIOS / "blockade.yaml",
        "--reps",
        8,
        "--seed",
        11,
        "--jobs",
        1,
        "--out",
        tmp_path,
        "--no-report",
    )
    assert done.returncode == 0, done.stderr
    other = next(tmp_path.iterdir())
    for name in ("results.nc", "events.jsonl"):
        assert (other / name).read_bytes() == (folder / name).read_bytes(), name


def test_a_result_is_shown_and_verified(result):
    _, folder = result
    shown, verified = sim("show", folder), sim("verify", folder, "--sample", 2)
    assert shown.returncode == 0
    assert "not forecasts" in shown.stdout
    assert verified.returncode == 0, verified.stderr
    assert "same bits" in verified.stdout


def test_the_headlines_are_told_to_programs_too(result):
    _, folder = result
    told = json.loads(sim("show", folder, "--json").stdout)
    assert (told["folder"], told["scenario"], told["n_done"]) == (str(folder), "blockade", 8)
    assert {number["unit"] for number in told["numbers"]} >= {"persons", "kb/day"}
    assert all(0 <= outcome["count"] <= 8 for outcome in told["outcomes"])


def test_a_damaged_result_is_refused(result, tmp_path):
    _, folder = result
    copy = tmp_path / folder.name
    copy.mkdir()
    for name in ("manifest.json", "scenario.resolved.yaml", "results.nc"):
        (copy / name).write_bytes((folder / name).read_bytes())
    data = bytearray((copy / "results.nc").read_bytes())
    data[len(data) // 2] ^= 1
    (copy / "results.nc").write_bytes(data)
    refused = sim("show", copy)
    assert refused.returncode == 5
    assert "checksum" in refused.stderr


def test_setting_a_value_changes_the_result_and_is_recorded(tmp_path):
    done = sim(
        "run",
        SCENARIOS / "baseline.yaml",
        "--reps",
        2,
        "--jobs",
        1,
        "--out",
        tmp_path,
        "--set",
        "missions.medical.headcount=5000",
        "--no-report",
    )
    assert done.returncode == 0, done.stderr
    resolved = (next(tmp_path.iterdir()) / "scenario.resolved.yaml").read_text()
    assert re.search(r"headcount: 5000 .*--set", resolved)


def test_a_bad_scenario_lists_all_problems_and_writes_nothing(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        "name: bad\ntitle: Bad\nseed: -1\nreplicates: 3\nreplicates: 4\n"
        "oil:\n  cuba: {demand: lots}\nlevers:\n  blokade: {level: 1}\n"
        "window: {start: 2026-02-30}\n"
    )
    refused = sim("run", bad, "--out", tmp_path / "results")
    assert refused.returncode == 3
    for text in ("bad.yaml:5:1:", "given twice", "did you mean 'blockade'", "not a date", "seed"):
        assert text in refused.stderr, refused.stderr
    assert not (tmp_path / "results").exists()
    assert "Traceback" not in refused.stderr


def test_wrong_usage_is_told_apart(tmp_path):
    assert sim("run", tmp_path / "nothing.yaml").returncode == 2
    nothing = sim("run")
    assert nothing.returncode == 2
    assert nothing.stderr == "sim run: Missing argument 'file'.\nTry 'sim run --help' for help.\n"
    assert sim("run", SCENARIOS / "baseline.yaml", "--jobs", 0).returncode == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("export", "results/x"),
            "sim export: Missing option '--to'. Choose from: xlsx, csv, png, bundle, hubverse",
        ),
        (
            ("schema", "--of", "swep"),
            "sim schema: Invalid value for '--of': 'swep' is not one of 'scenario', 'sweep', 'questions', 'case'.",
        ),
    ],
)
def test_a_choice_is_told_in_one_plain_line(words, sentence):
    assert sim(*words).stderr.splitlines()[0] == sentence


def test_describe_lists_every_quantity_with_its_source():
    told = json.loads(sim("describe", "--json").stdout)
    assert len(told["quantities"]) > 200
    for quantity in told["quantities"]:
        assert {"name", "unit", "role", "range", "default", "source"} <= set(quantity)
        assert quantity["source"]


@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["schema"],
        ["schema", "levers"],
        ["validate", SCENARIOS / "blockade.yaml"],
        ["list"],
        ["describe", "oil"],
        ["config"],
        ["doctor"],
    ],
)
def test_quick_commands_load_nothing_heavy(command):
    words = [str(word) for word in command]
    code = f"""
import sys
from sim.cli import main
sys.argv = ["sim", *{words!r}]
try:
    main()
except SystemExit as stop:
    assert stop.code == 0, stop.code
heavy = {{"mesa", "numba", "pandas", "matplotlib", "xarray"}} & set(sys.modules)
loaded = [name for name in heavy if type(sys.modules[name]).__name__ != "_LoadedLater"]
assert not loaded, loaded
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_two_commands_of_the_readme_are_there():
    readme = (ROOT / "README.md").read_text()
    assert "\npip install uv && uv run python -m sim run scenarios/blockade.yaml\n" in readme
    assert "\npip install uv && uv run pytest\n" in readme
