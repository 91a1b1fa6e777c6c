"""What the commands say that look at scenarios and at this computer, and how they say it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from support.terminal import ROOT, SCENARIOS, SIM, sim

BLOCKADE = SCENARIOS / "blockade.yaml"
CASES = ROOT / "tests" / "catalogue" / "cases"
TYPO = "name: bad\ntitle: Bad\nlevers:\n  blokade: {level: 1}\nseed: -1\n"


def written(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def plain(done: subprocess.CompletedProcess[str]) -> None:
    """No traceback, no colour, nothing left behind."""
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


# Twenty mistakes of the catalogue that the real schema can have too: code, text, exit code.
MISTAKES = {
    "05a": ("", "the scenario is empty", 3),
    "08a": ("na\x00me: x", "1:3: control character U+0000 is not allowed", 3),
    "10a": ("- a\n- b\n", "1:1: a scenario must be a mapping of keys to values", 3),
    "11a": ("name: a\n---\nname: b\n", "2:1: more than one document (---) in the file", 3),
    "13a": ("window:\n\tstart: 2026-01-01\n", "2:1: tabs cannot be used for indentation", 3),
    "14a": ("claims: [1, 2\n", "expected ',' or ']', got end of file", 3),
    "16": ("!!python/object/apply:os.system [ls]\n", "1:1: tags (!) are not allowed", 3),
    "18a": ("name: &a x\ntitle: *a\n", "1:7: anchors and aliases (& and *) are not allowed", 3),
    "19": ("[" * 30, "1:25: nested deeper than 24", 3),
    "22": ("seed: 1\nseed: 2\n", "2:1: the key 'seed' is given twice (first on line 1)", 3),
    "23b": ("s\u0435ed: 1\n", "unknown key 'sеed' (contains U+0435); did you mean 'seed'?", 3),
    "24a": ("windw: {}\n", "1:1: unknown key 'windw'; did you mean 'window'?", 3),
    "25a": ("1: x\n", "1:1: keys must be text; put quotes around it", 3),
    "26a": ("name: x\n", "1:1: title: is required", 3),
    "27a": ("replicates:\n", "1:12: replicates: needs a whole number, is empty", 3),
    "29a": ("switches: {purge_logic: yes}\n", "must be true or false, is yes", 3),
    "31c": ("seed: 0x1F\n", "seed: must be a whole number from 0 to", 3),
    "42": ("window: {start: 2026-02-30}\n", "2026-02-30 is not a date in the calendar", 3),
    "46a": ("window: {end: 2025-01-01}\n", "must be after start (2025-12-01), is 2025-01-01", 3),
    "48": ("replicates: 0\n", "1:13: replicates: must be at least 1, is 0", 3),
    "59a": (
        "actors: {havana: {script: [{start: 2026-01-01, posture: Stand}]}}\n",
        "must be one of stand, rotate_home, protect_recall, negotiate, withdraw; did you mean 'stand'?",
        3,
    ),
    "62b": ("events: {a: {kind: strik}}\n", "did you mean 'strike'?", 3),
    "69a": ("extends: ../../etc/passwd\n", "1:10: extends: must be a relative path inside", 3),
    "71a": ("extends: mine.yaml\n", "1:10: extends: loop mine.yaml -> mine.yaml", 3),
}


def test_the_mistakes_of_the_catalogue_get_their_sentences_on_the_command_line(
    tmp_path: Path,
) -> None:
    files = {}
    for number, (text, _, _) in MISTAKES.items():
        (tmp_path / number).mkdir()
        files[number] = written(tmp_path / number, text)
    assert len(files) >= 20
    done = sim("validate", *files.values(), "--json", cwd=tmp_path)
    plain(done)
    told = json.loads(done.stdout)["files"]
    for (number, (_, sentence, _)), record in zip(MISTAKES.items(), told, strict=True):
        lines = [f"{p['line']}:{p['column']}: {p['path']}: {p['text']}" for p in record["problems"]]
        assert any(sentence in line.replace(": : ", ": ") for line in lines), (number, lines)
    assert done.returncode == max(code for *_, code in MISTAKES.values())


@pytest.mark.parametrize("number", ["05a", "14a", "24a", "46a", "71a"])
def test_a_refused_scenario_leaves_nothing_behind(number: str, tmp_path: Path) -> None:
    text, sentence, code = MISTAKES[number]
    written(tmp_path, text)
    done = sim("run", "mine.yaml", cwd=tmp_path)
    plain(done)
    assert done.returncode == code
    assert done.stdout == ""
    assert sentence in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_on_a_terminal_the_line_and_a_caret_follow(tmp_path: Path) -> None:
    written(tmp_path, TYPO)
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [SIM, "validate", "mine.yaml"], cwd=tmp_path, stdout=theirs, stderr=theirs, check=False
    )
    os.close(theirs)
    shown = os.read(ours, 10_000).decode().replace("\r\n", "\n")
    os.close(ours)
    assert done.returncode == 3
    assert shown == (
        "mine.yaml:4:3: levers: unknown key 'blokade'; did you mean 'blockade'?\n"
        "     4 |   blokade: {level: 1}\n"
        "           ^^^^^^^\n"
        "mine.yaml:5:7: seed: must be a whole number from 0 to 9223372036854775807, is -1\n"
        "     5 | seed: -1\n"
        "               ^^\n"
        "2 problems, nothing was run; sim explain E101 E108\n"
    )


def test_claims_about_what_does_not_exist_are_refused(tmp_path: Path) -> None:
    written(
        tmp_path,
        "name: c\ntitle: C\nclaims:\n"
        "  - {observable: presnt, expect: lower, than: mine.yaml}\n"
        "  - {observable: present, of: medicl, expect: lower, than: mini.yaml, on: 2027-01-01}\n"
        "  - {observable: rupture, of: medical, expect: lower, than: mine.yaml}\n",
    )
    done = sim("validate", "mine.yaml", cwd=tmp_path)
    assert done.returncode == 3
    sentences = (
        "4:18: claims[0].observable: no observable or outcome is called 'presnt'; did you mean 'present'?",
        "5:31: claims[1].of: must be one of presidential_guard,",
        "5:60: claims[1].than: there is no file 'mini.yaml'; did you mean 'mine.yaml'?",
        "5:75: claims[1].on: must be from 2025-12-01 to 2026-12-31 (window), is 2027-01-01",
        "6:31: claims[2].of: it is not divided, is 'medical'",
    )
    lines = sorted(done.stderr.splitlines())
    assert len(lines) == len(sentences)
    for line, sentence in zip(lines, sentences, strict=True):
        assert sentence in line


def test_resolve_tells_the_origin_of_every_value(tmp_path: Path) -> None:
    done = sim("resolve", BLOCKADE, "--set", "seed=7", "--json")
    told = json.loads(done.stdout)
    assert told["origins"]["levers.blockade.level"] == "blockade.yaml:18"
    assert told["origins"]["events.strike.date"].startswith("baseline.yaml:")
    assert told["origins"]["seed"] == "--set"
    assert told["origins"]["oil.cuba.demand"] == "default"
    assert [file["name"] for file in told["files"]] == ["blockade.yaml", "baseline.yaml"]
    text = sim("resolve", BLOCKADE, "--set", "seed=7").stdout
    assert told["digest"] in text
    assert written(tmp_path, text).exists()
    again = json.loads(sim("resolve", tmp_path / "mine.yaml", "--json").stdout)
    assert (again["digest"], again["scenario"]) == (told["digest"], told["scenario"])


def test_a_broken_scenario_does_not_hide_the_others_of_the_list(tmp_path: Path) -> None:
    written(tmp_path, TYPO)
    written(tmp_path, "name: good\ntitle: A good one\n", "good.yaml")
    done = sim("list", tmp_path, "--json")
    assert done.returncode == 3
    (row,) = json.loads(done.stdout)["scenarios"]
    assert (row["name"], row["differences"]) == ("good", 0)
    assert "did you mean 'blockade'?" in done.stderr


def test_a_title_that_looks_like_markup_is_shown_as_it_is(tmp_path: Path) -> None:
    written(tmp_path, 'name: a\ntitle: "[/b] and [bold]x"\n')
    done = sim("list", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "[/b] and [bold]x" in done.stdout


def test_an_empty_folder_is_told_how_to_begin(tmp_path: Path) -> None:
    done = sim("list", cwd=tmp_path)
    assert done.returncode == 2
    assert "sim init" in done.stderr


def test_init_hands_out_every_file_that_the_pages_name(tmp_path: Path) -> None:
    """Whoever has only the wheel can type what the documentation types."""
    assert sim("init", cwd=tmp_path).returncode == 0
    ours = {file.relative_to(ROOT) for file in (ROOT / "scenarios").rglob("*.*") if file.is_file()}
    assert {file for file in ours if not (tmp_path / file).is_file()} == set()


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    kept = written(tmp_path / "scenarios", "name: mine\n", "baseline.yaml")
    done = sim("init", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith("baseline.yaml: is there already; nothing was written\n")
    assert kept.read_text() == "name: mine\n"
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "scenarios", kept]


def test_describe_browses_by_path() -> None:
    some = json.loads(sim("describe", "missions.medical", "--json").stdout)["quantities"]
    assert {quantity["name"].rpartition(".")[0] for quantity in some} == {"missions.medical"}
    refused = sim("describe", "misions")
    assert refused.returncode == 2
    assert "did you mean 'missions'?" in refused.stderr


def test_a_place_deep_inside_is_found_by_its_name() -> None:
    refused = sim("describe", "protect_recall")
    assert refused.returncode == 2
    assert refused.stderr.endswith("did you mean 'actors.havana.menu.protect_recall'?\n")
    assert "'missions.medical'" in sim("describe", "medical").stderr


def test_what_a_wildcard_finds_too_much_and_a_folder_of_results_get_a_sentence(
    tmp_path: Path,
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / "results" / name).mkdir(parents=True)
    many = sim("story", "results/a", "results/b", "results/c", cwd=tmp_path)
    assert many.returncode == 2
    assert many.stderr.startswith(
        "sim story: takes one folder or file; leave out results/b, results/c\n"
    )
    assert "unexpected" in sim("story", "results/a", "x", cwd=tmp_path).stderr
    (tmp_path / "results" / "b" / "manifest.json").write_text("{}")
    above = sim("show", "results", cwd=tmp_path)
    assert above.returncode == 7
    assert above.stderr == (
        "results holds no results itself; name a folder in it, such as results/b\n"
    )


def test_schema_tells_what_can_be_written_at_a_path() -> None:
    text = sim("schema", "events.strike").stdout
    assert "supplier: one of venezuela, mexico, others; required; only for supplier_stops" in text
    told = json.loads(sim("schema", "oil.cuba.demand", "--json").stdout)
    assert told["default"] == 110
    assert told["allowed"] == "a number of kb/day, from 1 to 1000"
    assert sim("schema", "oil.cuba.demnad").returncode == 2
    assert "departed: " in sim("schema", "decision.milestones", "--of", "case").stdout


@pytest.mark.parametrize(
    ("kind", "files", "wrong"),
    [
        ("case", "src/sim/evidence/data/drawdowns/*.yaml", ("notice:", "notise:")),
        ("questions", "scenarios/questions/*.yaml", ("kind: quantity", "kind: quantty")),
        ("sweep", "scenarios/sweeps/*.yaml", ("steps: 5", "stebs: 5")),
    ],
)
def test_the_schema_of_each_kind_of_file_accepts_the_shipped_ones_and_no_slip(
    kind: str, files: str, wrong: tuple[str, str], tmp_path: Path
) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text(sim("schema", "--of", kind).stdout)
    shipped = sorted(ROOT.glob(files))
    one = next(file for file in shipped if wrong[0] in file.read_text())
    bad = tmp_path / "bad.yaml"
    bad.write_text(one.read_text().replace(*wrong))
    check = ["check-jsonschema", "--schemafile", str(schema)]
    accepted = subprocess.run(
        [*check, *map(str, shipped)], check=False, capture_output=True, text=True
    )
    assert accepted.returncode == 0, accepted.stdout
    assert subprocess.run([*check, str(bad)], check=False, capture_output=True).returncode == 1


def test_how_to_run_is_taken_from_the_nearest_place(tmp_path: Path) -> None:
    def setting(**variables: str) -> dict[str, str]:
        told = sim("config", "--json", cwd=tmp_path, variables=variables)
        assert told.returncode == 0, told.stderr
        return {s["name"]: (s["value"], s["from"]) for s in json.loads(told.stdout)["settings"]}

    assert setting()["out"] == ("results", "default")
    user = tmp_path / "config" / "alliance-sim"
    user.mkdir(parents=True)
    written(user, 'out = "from-user"\njobs = 3\n', "config.toml")
    config = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    assert setting(**config)["out"] == ("from-user", str(user / "config.toml"))
    written(tmp_path, 'out = "from-folder"\n', "sim.toml")
    assert setting(**config)["out"] == ("from-folder", "sim.toml")
    assert setting(**config)["jobs"][0] == 3
    assert setting(**config, SIM_OUT="from-variable")["out"] == ("from-variable", "environment")
    explained = sim("config", "--explain", cwd=tmp_path, variables=config).stdout
    assert "not from-user" in explained


def test_a_setting_is_the_default_of_its_option_and_a_flag_wins(tmp_path: Path) -> None:
    written(tmp_path, 'out = "elsewhere"\njobs = 1\n', "sim.toml")
    run = ("run", BLOCKADE, "--reps", 1, "--no-report", "--no-progress")
    assert sim(*run, cwd=tmp_path).returncode == 0
    assert (tmp_path / "elsewhere").is_dir()
    refused = sim(*run, "--jobs", 0, cwd=tmp_path)
    assert refused.returncode == 2
    assert "is 0" in refused.stderr


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("jobz = 2", "unknown setting 'jobz'; did you mean 'jobs'?"),
        (
            "seed = 2",
            "it says how to run (jobs, out, color, lang, progress), scenario files say what",
        ),
        ("jobs = 0", "jobs: must be a whole number from 1 to 64, is 0"),
        ("progress = 1", "progress: must be true or false, is 1"),
        ("jobs = = 2", "is no TOML file"),
    ],
)
def test_a_wrong_setting_gets_a_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    written(tmp_path, text, "sim.toml")
    done = sim("list", SCENARIOS, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr
    plain(done)


def test_doctor_finds_nothing_wrong_here_and_says_what_it_saw(tmp_path: Path) -> None:
    done = sim("doctor", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    found = {each["what"]: each for each in json.loads(done.stdout)["findings"]}
    assert "mesa 3.5.1" in found["packages"]["told"]
    assert found["results/"]["state"] == "ok"
    missing = [
        each for each in found.values() if each["state"] == "note" and "pip" in each["advice"]
    ]
    assert all("alliance-sim[" in each["advice"] for each in missing)


def test_doctor_says_when_results_cannot_be_written() -> None:
    done = sim("doctor", variables={"SIM_OUT": "/proc/results"})
    assert done.returncode == 7
    assert "choose another with --out" in done.stdout


def test_explain_tells_what_a_code_means() -> None:
    assert sim("explain", "e107").stdout.startswith("E107: Dates are written YYYY-MM-DD")
    assert sim("explain", "E999").returncode == 2


def test_bash_completes_commands_and_keys(tmp_path: Path) -> None:
    def completed(*words: str) -> set[str]:
        script = (
            f'PATH="{SIM.parent}:$PATH"; source <(sim completion bash); '
            f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
            "_sim_completion sim; printf '%s\\n' \"${COMPREPLY[@]}\""
        )
        done = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return set(done.stdout.split())

    assert completed("sim", "va") == {"validate"}
    assert {"oil.cuba", "oil.suppliers"} <= completed("sim", "schema", "oil.")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_answered_in_their_way(shell: str) -> None:
    script = sim("completion", shell)
    assert script.returncode == 0
    assert "_SIM_COMPLETE=complete_" + shell in script.stdout
    asked = {
        "_SIM_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "sim va",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    assert "validate" in sim(variables=asked).stdout


def test_flags_of_every_command_may_stand_anywhere(tmp_path: Path) -> None:
    run = ("run", BLOCKADE, "--reps", 2, "--jobs", 1, "--no-report", "--out", tmp_path)
    loud = sim(*run, "--json-lines")
    assert loud.returncode == 0
    events = [json.loads(line) for line in loud.stderr.splitlines()]
    assert events[-1]["event"] == "progress"
    assert (events[-1]["done"], events[-1]["total"], events[-1]["failed"]) == (2, 2, 0)
    assert sim(*run, "-q").stderr == ""


def test_colour_is_a_matter_of_taste() -> None:
    coloured = sim("schema", "levers", variables={"FORCE_COLOR": "1"})
    assert "\x1b[1m" in coloured.stdout
    plain(sim("schema", "levers"))
    plain(sim("schema", "levers", "--no-color", variables={"FORCE_COLOR": "1"}))
    plain(sim("schema", "levers", variables={"SIM_COLOR": "never", "FORCE_COLOR": "1"}))
    assert "\x1b" in sim("schema", "levers", variables={"SIM_COLOR": "always"}).stdout


def test_a_narrow_alphabet_and_a_closed_pipe_are_no_error(tmp_path: Path) -> None:
    poor = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "TERM": "dumb"}
    narrow = sim("diff", SCENARIOS / "baseline.yaml", BLOCKADE, variables=poor)
    assert narrow.returncode == 0, narrow.stderr
    assert narrow.stdout.isascii()
    command = f'"{SIM}" describe | head -n 1'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_check_tries_the_scenario_and_says_what_holds() -> None:
    done = sim("check", SCENARIOS / "rupture.yaml", "--tries", 1, "--json", "-q")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["broken"] is None
    assert any("people are conserved" in promise for promise in told["promises"])


def test_check_without_hypothesis_names_the_line_that_installs_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['hypothesis'] = None; from sim.cli import main; "
        f"sys.argv = ['sim', 'check', {str(BLOCKADE)!r}]; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 6
    assert done.stderr == "sim check needs Hypothesis; run: uv sync\n"


def test_the_version_is_told() -> None:
    assert sim("--version").stdout.startswith("sim 0.")
