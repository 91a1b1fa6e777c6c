"""`sim mcp` asked by the client of the protocol's own SDK: the numbers of the command line, and nothing outside a folder."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from typer.testing import CliRunner

import sim as sim_package
from sim.cli.app import app
from sim.cli.mcp_server import _answer
from sim.cli.mcp_tools import KEPT, TOOLS, StudyFolder
from sim.core.errors import Exit, SimError
from sim.core.languages import catalogue
from sim.report.limits import NOBODY_KNOWS_WHO, NOT_A_FORECAST
from support.terminal import sim

FIRST, OTHER = "scenarios/first.yaml", "scenarios/other.yaml"
#: The package that is tested: a client hands on few of its variables.
IMPORTED = str(Path(sim_package.__file__).parents[1])


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked") / "study"
    assert sim("init", folder).returncode == 0
    for name, seats in ((FIRST, 100), (OTHER, 50)):
        text = f"name: {Path(name).stem}\ntitle: Short\nextends: no_shock.yaml\n"
        text += f"window: {{end: 2025-12-20}}\nair: {{seats: {seats}}}\n"
        (folder / name).write_text(text)
    return folder


def ask(study: Path, talk: Callable[[Client], Awaitable[Any]], *options: str) -> Any:
    """Start the server as a client does, and talk to it."""
    command = ["-P", "-m", "sim", "mcp", *options, "--", str(study)]
    server = StdioServerParameters(
        command=sys.executable, args=command, cwd=study.parent, env={"PYTHONPATH": IMPORTED}
    )

    async def talked() -> Any:
        async with Client(server) as client:
            return await talk(client)

    return anyio.run(talked)


def answers(study: Path, *questions: tuple[str, dict[str, Any]], options: tuple[str, ...] = ()):
    async def talk(client: Client) -> list[Any]:
        return [await client.call_tool(name, given) for name, given in questions]

    return ask(study, talk, *options)


def typed(study: Path, *words: object) -> Any:
    """The same on the command line."""
    done = sim(*words, "--json", "-q", cwd=study)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_ten_questions_get_the_numbers_of_the_command_line(study: Path) -> None:
    few = {"scenario": FIRST, "runs": 3}
    ran = typed(study, "run", FIRST, "--reps", 3, "--no-report")
    questions: list[tuple[str, dict[str, Any], tuple[object, ...]]] = [
        ("list", {}, ("list",)),
        ("describe", {}, ("describe",)),
        ("describe", {"group": "levers.blockade"}, ("describe", "levers.blockade")),
        ("resolve", {"scenario": FIRST}, ("resolve", FIRST)),
        (
            "resolve",
            {"scenario": OTHER, "changes": ["air.seats=70"]},
            ("resolve", OTHER, "--set", "air.seats=70"),
        ),
        ("run", few, ("show", ran["folder"])),
        (
            "run",
            few | {"seed": 7, "changes": ["air.seats=70"]},
            ("run", FIRST, "--reps", 3, "--seed", 7, "--set", "air.seats=70", "--no-report"),
        ),
        (
            "compare",
            {"futures": [ran["folder"], OTHER], "runs": 3},
            ("compare", ran["folder"], OTHER, "--reps", 3),
        ),
        ("evidence", {"about": "medical"}, ("evidence", "show", "medical")),
        (
            "why",
            {"results": ran["folder"], "run": 2, "day": "2025-12-19", "of": "caracas"},
            ("why", ran["folder"], "--run", 2, "--day", "2025-12-19", "--of", "caracas"),
        ),
    ]
    got = answers(study, *((name, given) for name, given, _ in questions))
    for (name, _, words), answer in zip(questions, got, strict=True):
        assert not answer.is_error, answer.content[0].text
        content = answer.structured_content
        assert json.loads(answer.content[0].text) == content
        assert content["answer"] == typed(study, *words), name
        assert content["caveat"] == f"{NOT_A_FORECAST} {NOBODY_KNOWS_WHO}"
        assert content["version"].startswith("0.")
        for proof in content["proved_by"]:
            done = sim(*proof["command"].split()[1:], cwd=study)
            assert done.returncode == 0
            assert proof["digest"] in done.stdout
    proofs = [len(each.structured_content["proved_by"]) for each in got]
    assert proofs == [0, 0, 0, 1, 1, 1, 1, 2, 0, 1]


def test_folders_of_results_are_compared_without_a_number_of_runs(study: Path) -> None:
    """Their number stands already: of two folders nothing is run, a file is run as often as a folder before it."""
    folders = [
        typed(study, "run", each, "--reps", 2, "--no-report")["folder"] for each in (FIRST, OTHER)
    ]
    both, mixed, told, dear = answers(
        study,
        ("compare", {"futures": folders}),
        ("compare", {"futures": [folders[0], OTHER]}),
        ("compare", {"futures": folders, "runs": 2}),
        ("compare", {"futures": [folders[0], OTHER, OTHER]}),
        options=("--most-runs", "3"),
    )
    assert both.structured_content["answer"] == typed(study, "compare", *folders)
    assert mixed.structured_content["answer"] == both.structured_content["answer"]
    assert "all result folders, of which no runs are made" in told.content[0].text
    assert "2 times 2 runs are more than one question may take" in dear.content[0].text


@pytest.mark.parametrize("said", ["by the folder", "by a flag"])
def test_answer_and_caveat_are_told_in_one_language(study: Path, said: str) -> None:
    settings = study / "sim.toml"
    options = ("--lang", "es") if said == "by a flag" else ()
    if not options:
        settings.write_text("lang = 'es'\n")
    try:
        [answer] = answers(study, ("run", {"scenario": FIRST, "runs": 2}), options=options)
    finally:
        settings.unlink(missing_ok=True)
    caveat = " ".join(map(catalogue("es").gettext, (NOT_A_FORECAST, NOBODY_KNOWS_WHO)))
    assert answer.structured_content["caveat"] == caveat
    assert "en la simulación mediana" in answer.structured_content["answer"]["sentences"][0]


def test_tools_say_what_they_do_and_what_they_leave_alone(study: Path) -> None:
    async def talk(client: Client) -> Any:
        return client.instructions, (await client.list_tools()).tools

    told, tools = ask(study, talk, "--most-runs", "40")
    assert "40 runs and 300 seconds" in told
    assert {each.name for each in tools} == set(TOOLS)
    for each in tools:
        assert each.annotations.destructive_hint is False
        assert each.annotations.read_only_hint is (each.name not in {"run", "compare"})
        assert each.input_schema["additionalProperties"] is False


ASKED = {"scenario": FIRST}
HOSTILE: list[tuple[str, dict[str, Any], str]] = [
    ("run", {"scenario": "/etc/passwd"}, "leads outside the study folder"),
    ("run", {"scenario": "scenarios/../../outside.yaml"}, "leads outside the study folder"),
    ("run", {"scenario": "..\\outside.yaml"}, "leads outside the study folder"),
    ("run", {"scenario": "C:outside.yaml"}, "leads outside the study folder"),
    ("run", {"scenario": "scenarios/linked.yaml"}, "leads outside the study folder"),
    ("run", {"scenario": "scenarios/a\0b.yaml"}, "leads outside the study folder"),
    ("resolve", {"scenario": "scenarios/extends.yaml"}, "inside the scenario folder"),
    ("resolve", {"scenario": "scenarios/through.yaml"}, "leads outside the scenario folder"),
    ("resolve", ASKED | {"changes": ["draws=../outside.nc"]}, "there is no file"),
    ("resolve", ASKED | {"changes": ["draws=linked.nc"]}, "there is no file"),
    ("list", {"folder": "/"}, "leads outside the study folder"),
    ("why", {"results": "..", "day": "2026-01-01", "of": "caracas"}, "leads outside"),
    ("compare", {"futures": [FIRST, "/tmp"]}, "leads outside the study folder"),  # noqa: S108
    ("run", ASKED | {"runs": 41}, "41 runs are more than one question may take, at most 40"),
    ("run", ASKED | {"runs": 10**30}, "runs"),
    ("run", ASKED | {"runs": -1}, "'runs': input should be greater than or equal to 1"),
    ("run", ASKED | {"runs": "many"}, "'runs': input should be a valid integer"),
    (
        "compare",
        {"futures": [FIRST, OTHER], "runs": 21},
        "2 times 21 runs are more than one question may take, at most 40",
    ),
    ("run", ASKED | {"runs": 2, "changes": ["--out=/tmp/x"]}, "--set"),
    ("run", {"runs": 2, "scenario": "--help"}, "no such file"),
    ("run", {"runs": 2, "scenario": "scenarios/bad.yaml"}, "scenarios/bad.yaml:3:"),
    ("run", {"runs": 2, "scenario": "scenarios/blokade.yaml"}, "did you mean 'blockade.yaml'?"),
    ("run", ASKED | {"jobs": 64}, "'jobs': extra inputs are not permitted"),
    ("run", {}, "'scenario': field required"),
    ("rum", {}, "no tool is called 'rum'; did you mean 'run'?"),
    ("describe", {"group": "leevers"}, "no quantity begins with 'leevers'"),
    ("describe", {"group": "air\0"}, "an argument has the character U+0000"),
    ("resolve", ASKED | {"changes": ["air.seats=1\0"]}, "an argument has the character U+0000"),
    ("evidence", {"about": "nobody"}, "nobody"),
    ("why", {"results": "scenarios", "day": "2026-01-01", "of": "caracas"}, "holds no results"),
]


def test_whatever_is_hostile_gets_a_sentence(study: Path) -> None:
    outside = study.parent / "outside.yaml"
    outside.write_text("name: secret\ntitle: Only outside\n")
    (study.parent / "outside.nc").touch()
    for name, place in (("linked.yaml", "outside.yaml"), ("linked.nc", "outside.nc")):
        (study / "scenarios" / name).symlink_to(study.parent / place)
    (study / "scenarios" / "bad.yaml").write_text("name: bad\ntitle: Bad\nlevers: [}\n")
    for name, wanted in (("extends", "../../outside.yaml"), ("through", "linked.yaml")):
        text = f"name: {name}\ntitle: Elsewhere\nextends: {wanted}\n"
        (study / "scenarios" / f"{name}.yaml").write_text(text)
    got = answers(
        study, *((name, given) for name, given, _ in HOSTILE), options=("--most-runs", "40")
    )
    for (name, given, sentence), answer in zip(HOSTILE, got, strict=True):
        said = answer.content[0].text
        assert answer.is_error, (name, given)
        assert sentence in said, (name, given, said)
        assert "Traceback" not in said
        assert "Only outside" not in said


def test_results_are_not_written_through_a_link(study: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    home = tmp_path / "study"
    assert sim("init", home).returncode == 0
    (home / "results").symlink_to(elsewhere)
    [answer] = answers(home, ("run", ASKED | {"runs": 2}))
    assert answer.is_error
    assert "'results' leads outside the study folder" in answer.content[0].text
    assert not any(elsewhere.iterdir())


READ: list[tuple[str, dict[str, Any]]] = [
    ("list", {}),
    ("describe", {"group": "air"}),
    ("resolve", ASKED),
    ("evidence", {"about": "medical"}),
]


def test_where_nothing_can_be_kept_tools_that_read_still_answer(
    study: Path, tmp_path: Path
) -> None:
    """A file in the way stands for a folder without permission to write, which root has anyway."""
    home = tmp_path / "study"
    shutil.copytree(study / "scenarios", home / "scenarios", symlinks=True)
    (home / KEPT).touch()
    *read, ran = answers(home, *READ, ("run", ASKED | {"runs": 2}))
    assert [each.is_error for each in read] == [False] * len(READ)
    assert ran.content[0].text == f"cannot make {KEPT}: file exists"
    assert sorted(each.name for each in home.iterdir()) == [KEPT, "scenarios"]


def test_a_folder_that_went_away_is_a_sentence(study: Path, tmp_path: Path) -> None:
    home = tmp_path / "study"
    home.mkdir()

    async def talk(client: Client) -> Any:
        home.rmdir()
        return [await client.call_tool(name, given) for name, given in READ]

    for answer in ask(home, talk):
        assert f"cannot start a command in {home}: no such file" in answer.content[0].text


def test_time_that_is_over_ends_the_runs_and_the_server_goes_on(study: Path) -> None:
    async def talk(client: Client) -> Any:
        many = ASKED | {"runs": 100_000, "changes": ["window.end=2027-12-31"]}
        return await client.call_tool("run", many), (await client.list_tools()).tools

    limits = ("--most-seconds", "3", "--most-runs", "100000")
    stopped, tools = ask(study, talk, *limits)
    assert stopped.is_error
    assert "stopped after 3 seconds" in stopped.content[0].text
    assert {each.name for each in tools} == set(TOOLS)


def test_a_command_that_the_system_ends_is_a_sentence(study: Path) -> None:
    killed = subprocess.CompletedProcess([], -9, stdout=b"", stderr=b"a warning")
    answer = _answer(StudyFolder(study, 1, 1), ["list"], killed)
    assert answer.is_error
    assert "signal 9), perhaps for want of memory; ask for fewer runs" in answer.content[0].text


WATCH = """
import os, sys
def watch(event, args):
    if event == "open" and isinstance(args[0], str):
        writes = "w" in (args[1] or "") or "a" in (args[1] or "") or (args[2] or 0) & (os.O_WRONLY | os.O_RDWR)
        log(f"{'write' if writes else 'read'} {os.path.abspath(args[0])}")
    elif event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        log(f"net {event} {args[1:]}")
def log(line):
    os.write(LOG, (line + "\\n").encode(errors="replace"))
LOG = os.open(os.environ["SEEN"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
sys.addaudithook(watch)
"""


def test_nothing_outside_is_read_or_written_and_nobody_is_called(
    study: Path, tmp_path: Path
) -> None:
    """Everything that any process of a run opens is seen by a hook of Python itself."""
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    seen = tmp_path / "seen"
    path = os.pathsep.join((str(tmp_path), IMPORTED))
    variables = {"PYTHONPATH": path, "SEEN": str(seen), "PYTHONDONTWRITEBYTECODE": "1"}
    command = ["-P", "-m", "sim", "mcp", str(study)]
    server = StdioServerParameters(command=sys.executable, args=command, env=variables, cwd=study)

    async def talk() -> Any:
        async with Client(server) as client:
            return await client.call_tool("compare", {"futures": [FIRST, OTHER], "runs": 2})

    assert not anyio.run(talk).is_error
    lines = [line.split(" ", 1) for line in seen.read_text().splitlines()]
    assert {"read", "write"} == {kind for kind, _ in lines}
    own = Path(sys.modules["sim"].__file__ or "").parent
    python = (
        sys.prefix,
        sys.base_prefix,
        "/usr/lib",
        "/usr/share",
        "/proc",
        "/sys",
        "/etc",
        "/dev",
    )
    read = [path for kind, path in lines if kind == "read"]
    written = [path for kind, path in lines if kind == "write"]
    system = (*python, str(own), str(own.parents[1]), str(tmp_path))
    assert [each for each in read if not each.startswith((str(study), *system))] == []
    kernels = tuple(str(each) for each in own.rglob("__pycache__"))
    strangers = [each for each in written if not each.startswith((str(study), *kernels))]
    assert [each for each in strangers if each != os.devnull] == []
    assert any(each.startswith(str(study / "results")) for each in written)


def test_standard_output_is_the_protocol_alone_whatever_comes_in(study: Path) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "raw", "version": "1"},
        },
    }
    call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call"}
    lines = [
        "no JSON at all",
        json.dumps(hello),
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json.dumps(call | {"params": {"name": "describe", "arguments": {"group": "air"}}}),
    ]
    command = [sys.executable, "-P", "-m", "sim", "mcp", str(study)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write("".join(f"{line}\n" for line in lines).encode())
        server.stdin.flush()
        said = [json.loads(server.stdout.readline())]
        while said[-1].get("id") != 2:
            said.append(json.loads(server.stdout.readline()))
        server.stdin.close()
        rest = server.stdout.read().decode().splitlines()
        assert server.wait(60) == 0
    assert all(each["jsonrpc"] == "2.0" for each in [*said, *map(json.loads, rest)])
    assert "air.seats" in said[-1]["result"]["content"][0]["text"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_run_ends_with_the_server(study: Path, tmp_path: Path) -> None:
    """Clients end a server that does not leave at once, and then nobody keeps the time of its run."""
    home = tmp_path / "study"
    shutil.copytree(study / "scenarios", home / "scenarios", symlinks=True)
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "raw", "version": "1"},
    }
    long = ASKED | {"runs": 100_000, "changes": ["window.end=2027-12-31"]}
    messages: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": hello},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "run", "arguments": long}},
    ]
    command = [sys.executable, "-P", "-m", "sim", "mcp", str(home), "--most-runs", "100000"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as server:
        assert server.stdin is not None
        for each in messages:
            server.stdin.write(f"{json.dumps({'jsonrpc': '2.0'} | each)}\n".encode())
        server.stdin.flush()
        until(lambda: any(home.glob("results/*/manifest.json")))
        server.kill()
    until(lambda: not at_work(home))


def until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError


def at_work(folder: Path) -> list[Path]:
    """Processes whose folder this is; those that have ended have none."""
    return [each for each in Path("/proc").glob("[0-9]*") if place_of(each) == folder]


def place_of(process: Path) -> Path | None:
    try:
        return (process / "cwd").readlink()
    except OSError:
        return None


@pytest.mark.parametrize("odd", ["nowhere", "file"])
def test_what_is_no_folder_is_a_sentence(odd: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = CliRunner().invoke(app, ["mcp", str(tmp_path / odd)])
    assert isinstance(done.exception, SimError)
    assert "is no folder; `sim init` makes one" in str(done.exception)


def test_without_the_extra_the_line_that_installs_it_is_told(monkeypatch) -> None:
    monkeypatch.setattr("sim.cli.mcp.is_installed", lambda _: False)
    done = CliRunner().invoke(app, ["mcp"])
    assert isinstance(done.exception, SimError)
    assert done.exception.code == Exit.MISSING_EXTRA
    assert "uv sync --extra ai" in str(done.exception)


def test_what_libraries_keep_is_in_the_folder(study: Path) -> None:
    assert not answers(study, ("describe", {"group": "air"}))[0].is_error
    assert (study / KEPT).is_dir()
