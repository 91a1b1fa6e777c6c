"""Windows by simulation: what it lacks, what it refuses, and what it reads otherwise. It was never run there.

Whole commands in a process that finds Windows (`support.windows`) wait for the slow run.
"""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.core.intake import UnfitFileError, read_below
from sim.scenario.load import load
from sim.scenario.problems import ScenarioProblems
from sim.scenario.schema import Scenario
from support.checkout import kept
from support.terminal import ROOT, SCENARIOS
from support.windows import ABSENT, POSIX_MODULES

SOURCE = ROOT / "src" / "sim"
SHORT = ("--reps", "6", "--set", "window.end=2025-12-20", "--set", "seed=3")
#: Names that only POSIX has and a module uses all the same, with what keeps them from Windows.
GUARDED = {
    (
        "ensemble/executors.py",
        "resource",
    ): "HowToRun refuses the limit where there is no such module",
    ("ensemble/executors.py", "SIGKILL"): "below `sys.platform == 'linux'`",
    ("ensemble/executors.py", "SIG_BLOCK"): "after `hasattr(signal, 'pthread_sigmask')`",
    ("ensemble/executors.py", "SIG_SETMASK"): "after `hasattr(signal, 'pthread_sigmask')`",
    ("ensemble/executors.py", "pthread_sigmask"): "after `hasattr(signal, 'pthread_sigmask')`",
    ("ensemble/memory.py", "sysconf"): "after `sys.platform == 'win32'`",
    ("ensemble/worker.py", "setitimer"): "HowToRun refuses the limit where there is no timer",
    ("ensemble/worker.py", "ITIMER_REAL"): "HowToRun refuses the limit where there is no timer",
}
DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def used() -> set[tuple[str, str]]:
    """Every name of a POSIX module, and of what `os` and `signal` have on POSIX only, by file."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        name = file.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    found |= {(name, each.name) for each in names if each.name in POSIX_MODULES}
                case ast.ImportFrom(module=module) if module in POSIX_MODULES:
                    found.add((name, module))
                case ast.ImportFrom(module=module, names=names) if module in ABSENT:
                    found |= {(name, each.name) for each in names if each.name in ABSENT[module]}
                case ast.Attribute(value=ast.Name(id=module), attr=attr) if module in ABSENT:
                    found |= {(name, attr)} if attr in ABSENT[module] else set()
    return found


def test_nothing_that_only_posix_has_is_used_without_a_guard() -> None:
    assert used() == set(GUARDED)


def test_every_text_file_is_opened_with_its_encoding() -> None:
    """The code page of a computer in Madrid is no UTF-8."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            words = {each.arg for each in node.keywords}
            if node.func.attr in {"read_text", "write_text"}:
                own = ast.unparse(node.func.value).startswith("distribution(")
                assert "encoding" in words or own, f"{file}:{node.lineno}"
            if node.func.attr == "write_text":
                assert "newline" in words or "drafts" in file.name, f"{file}:{node.lineno}"


# --- in a process that is Windows ------------------------------------------------------------------


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables of a process that finds Windows when it starts, and so do its workers."""
    folder = tmp_path_factory.mktemp("windows")
    start = "import atexit\nfrom support import windows\nwindows.install()\natexit.register(windows.at_end)\n"
    (folder / "sitecustomize.py").write_text(start)
    paths = os.pathsep.join((str(folder), str(ROOT / "tests")))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SIM_")}
    return clean | {"PYTHONPATH": paths, "XDG_CACHE_HOME": str(folder / "cache")}


def there(
    windows: dict[str, str], *words: object, cwd: Path
) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-P", "-m", "sim", *map(str, words)]
    return subprocess.run(
        command, cwd=cwd, env=windows, capture_output=True, check=False, start_new_session=True
    )


def test_the_simulation_refuses_what_windows_refuses(
    windows: dict[str, str], tmp_path: Path
) -> None:
    """A simulation in which nothing fails would prove nothing."""
    code = """
import os, pathlib
def refused(what, kind):
    try:
        what()
    except kind as error:
        return True
    raise SystemExit(f"{what} was not refused")
file = pathlib.Path("held"); file.write_text("x")
with file.open() as held:
    refused(lambda: file.unlink(), PermissionError)
    refused(lambda: os.replace("other", "held"), PermissionError)
    refused(lambda: os.fsync(held.fileno()), OSError)
space = {"__name__": "sim.somewhere"}
exec("import os, signal, sys", space)
assert space["sys"].platform == "win32" and space["os"].name == "nt"
refused(lambda: exec("import fcntl", space), ModuleNotFoundError)
refused(lambda: space["os"].fork, AttributeError)
refused(lambda: space["signal"].SIGALRM, AttributeError)
refused(lambda: space["os"].kill(os.getpid(), 0), AssertionError)
"""
    command = [sys.executable, "-P", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=windows, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture(scope="module")
def made(windows: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run by two spawned workers, made by a process that finds Windows."""
    home = tmp_path_factory.mktemp("made")
    words = ("run", SCENARIOS / "no_shock.yaml", *SHORT, "--jobs", 2, "--out", "results", "--json")
    done = there(windows, *words, cwd=home)
    assert done.returncode == 0, done.stderr.decode()
    assert b"opened as text" not in done.stderr
    return home / json.loads(done.stdout)["folder"]


@pytest.mark.slow
def test_a_run_with_spawned_workers_has_the_bits_of_every_other_system(
    made: Path, tmp_path: Path
) -> None:
    words = ("run", SCENARIOS / "no_shock.yaml", *SHORT, "--jobs", "1", "--out", tmp_path, "--json")
    command = [sys.executable, "-P", "-m", "sim", *map(str, words)]
    here = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    other = Path(json.loads(here.stdout)["folder"])
    assert other.name == made.name
    for name in (
        "results.nc",
        "events.jsonl",
        "summary.csv",
        "outcomes.csv",
        "scenario.resolved.yaml",
    ):
        assert (other / name).read_bytes() == (made / name).read_bytes(), name


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("run", SCENARIOS / "no_shock.yaml", *SHORT, "--jobs", "1", "--no-report"),
        ("run", SCENARIOS / "no_shock.yaml", *SHORT, "--jobs", "1", "--no-report", "--force"),
        ("show", "{made}"),
        ("verify", "{made}", "--sample", "1"),
        ("verify", "{made}", "--repair"),
        ("compare", "{made}", "{made}"),
        ("export", "{made}", "--to", "csv", "--out", "exports"),
        ("why", "{made}", "--day", "2025-12-19", "--of", "havana"),
        ("plan", SCENARIOS / "no_shock.yaml"),
        ("doctor",),
        ("resume", "{made}"),
    ],
    ids=lambda words: " ".join(map(str, words[:1])),
)
def test_commands_go_their_way(windows: dict[str, str], made: Path, words: tuple) -> None:
    given = [str(made) if word == "{made}" else word for word in words]
    done = there(windows, *given, cwd=made.parents[1])
    assert done.returncode == 0, done.stderr.decode()
    assert b"opened as text" not in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (("--time-limit", "5"), "--time-limit: this system ends no run by time; leave it out"),
        (("--max-memory", "8GiB"), "--max-memory: this system bounds no process; leave it out"),
    ],
)
def test_a_limit_that_nobody_would_keep_is_refused(
    windows: dict[str, str], tmp_path: Path, option: tuple[str, str], sentence: str
) -> None:
    done = there(windows, "run", SCENARIOS / "no_shock.yaml", *SHORT, *option, cwd=tmp_path)
    assert done.returncode in {2, 3}
    assert done.stderr.decode().strip().endswith(sentence)
    assert not (tmp_path / "results").exists()


def test_a_folder_in_use_is_told_without_ending_whoever_uses_it(
    windows: dict[str, str], tmp_path: Path
) -> None:
    code = """
import subprocess, sys
from pathlib import Path
from sim.core.errors import SimError
from sim.ensemble.lock import locked
try:
    with locked(Path("held")):
        if len(sys.argv) < 3:
            words = [sys.executable, "-P", "-c", sys.argv[1], sys.argv[1], "again"]
            print(subprocess.run(words, capture_output=True, text=True))
except SimError as error:
    print(error)
"""
    command = [sys.executable, "-P", "-c", code, code]
    done = subprocess.run(
        command, cwd=tmp_path, env=windows, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"held is in use by process \d+ since", done.stdout), done.stdout


def test_links_are_refused_where_no_file_is_opened_step_by_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_text("secret")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "home" / "plain").write_text("plain")
    monkeypatch.setattr("sim.core.intake.NO_FOLLOW", 0)
    monkeypatch.setattr("sim.core.intake.os.supports_dir_fd", frozenset())
    assert read_below(tmp_path / "home", "plain", 100) == b"plain"
    with pytest.raises(UnfitFileError, match="is a link"):
        read_below(tmp_path / "home", "link/secret", 100)


# --- names, encodings, line ends -------------------------------------------------------------------


def test_no_file_of_the_project_has_a_name_that_windows_refuses() -> None:
    names = kept()
    for name in names:
        for part in name.split("/"):
            assert not DEVICES.fullmatch(part), name
            assert not re.search(r'[<>:"\\|?*\x00-\x1f]|[. ]$', part), name
    folded = [name.casefold() for name in names]
    assert len(set(folded)) == len(folded)
    assert max(len(name) for name in names) < 140


@pytest.mark.slow
def test_names_in_a_result_folder_are_plain_short_and_apart(made: Path) -> None:
    names = [file.relative_to(made).as_posix() for file in made.rglob("*")]
    folded = {name.casefold() for name in names}
    assert len(folded) == len(names) > 15
    for name in names:
        assert re.fullmatch(r"[A-Za-z0-9._/-]+", name), name
        assert not any(DEVICES.fullmatch(part) or part.endswith(".") for part in name.split("/"))
    longest_name_of_a_scenario, while_it_is_written = (
        64 + len("-12345678"),
        len(".12345678.partial"),
    )
    longest = max(map(len, names)) + longest_name_of_a_scenario + while_it_is_written
    assert longest < 160  # of the 259 that Windows takes, the rest is for where the folder lies


@pytest.mark.parametrize("name", ["con", "nul", "aux.v2", "com1.old", "lpt9", "prn"])
def test_a_scenario_is_not_called_like_a_device(name: str, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(f"name: {name}\ntitle: A\n")
    with pytest.raises(ScenarioProblems, match=f"name: is a device on Windows.*{re.escape(name)}"):
        load(file, Scenario)
    file.write_text(f"name: {name}sole\ntitle: A\n")
    if "." not in name:
        assert load(file, Scenario).scenario.name == f"{name}sole"


@pytest.mark.parametrize(
    "elsewhere", ["C:\\a.yaml", "C:a.yaml", "..\\a.yaml", "\\\\host\\share\\a.yaml", "sub\\a.yaml"]
)
def test_paths_of_windows_lead_nowhere_from_a_scenario(elsewhere: str, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(f"name: a\ntitle: A\nextends: '{elsewhere}'\n")
    with pytest.raises(
        ScenarioProblems, match="must be a relative path inside the scenario folder"
    ):
        load(file, Scenario)


def test_a_scenario_with_the_line_ends_of_windows_is_the_same(tmp_path: Path) -> None:
    files = sorted(SCENARIOS.glob("*.yaml"))
    for file in files:
        text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
        (tmp_path / file.name).write_text(text, encoding="utf-8-sig", newline="")
    for file in files:
        plain, theirs = load(file, Scenario), load(tmp_path / file.name, Scenario)
        assert theirs.scenario == plain.scenario, file
        assert theirs.origins == plain.origins, file


TEXTS = {".json", ".csv", ".yaml", ".html", ".svg", ".jsonl", ".txt"}


@pytest.mark.slow
def test_what_is_written_has_one_line_end_everywhere(made: Path) -> None:
    written = [file for file in made.rglob("*") if file.suffix in TEXTS]
    assert {file.suffix for file in written} >= {
        ".json",
        ".csv",
        ".yaml",
        ".html",
        ".svg",
        ".jsonl",
    }
    for file in written:
        assert b"\r" not in file.read_bytes(), file


@pytest.mark.parametrize("encoding", ["cp1252", "cp437"])
@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("list", SCENARIOS),
        ("evidence", "show", "medical"),
        ("resolve", SCENARIOS / "blockade.yaml", "--json"),
        ("validate", "nowhere_é.yaml"),
    ],
    ids=lambda words: words[0],
)
def test_a_console_with_few_letters_loses_none(encoding: str, words: tuple) -> None:
    given = [str(word) for word in words]
    variables = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-P", "-m", "sim", *given]
    done = subprocess.run(command, env=variables, capture_output=True, check=False)
    assert done.returncode == (2 if "nowhere_é.yaml" in words else 0), done.stderr
    for text in (done.stdout, done.stderr):
        assert b"?" * 3 not in text
        text.decode(encoding)
    if "--json" in words:
        assert json.loads(done.stdout.decode(encoding))["schema"] == 1
