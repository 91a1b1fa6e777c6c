"""An editor with yaml-language-server completes, explains and checks a scenario by our schema."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.language_server import LanguageServer

pytestmark = pytest.mark.slow
FOLDER = Path(__file__).parents[2] / "scenarios"
SERVER = "yaml-language-server@1.25.0"
HEAD = "# yaml-language-server: $schema=schema.json\nname: mine\ntitle: Mine\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """The language server, installed by npm into a folder of its own."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    home = tmp_path_factory.mktemp("server")
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", home, SERVER]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        pytest.skip(f"npm cannot install {SERVER}: {done.stderr[-200:]}")
    binary = home / "node_modules" / ".bin" / "yaml-language-server"
    running = LanguageServer([binary, "--stdio"], FOLDER)
    yield running
    running.stop()


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_no_shipped_scenario_has_a_mark_in_the_margin(server: LanguageServer, file: Path) -> None:
    assert server.open(file, file.read_text()) == []


@pytest.mark.parametrize(
    ("line", "text", "told"),
    [
        ("levers: {blokade: {level: 1}}", "blokade", "Property blokade is not allowed"),
        ("oil: {cuba: {demand: lots}}", "lots", "Incorrect type"),
        ("missions: {medical: {headcount: -3}}", "-3", "below the minimum"),
        ("switches: {deterrence: maybe}", "maybe", "debruin"),
        ("actors: {havana: {script: [{start: 2026-03-01, posture: stend}]}}", "stend", "stand"),
        ("events: {a.b: {kind: coup_attempt, date: 2026-04-01}}", "a.b", "not allowed"),
        ("window: {start: 03/02/2026}", "03/02/2026", "pattern"),
        ("seed: -1", "-1", "below the minimum"),
    ],
)
def test_a_mistake_is_underlined_where_it_is(
    server: LanguageServer, tmp_path: Path, line: str, text: str, told: str
) -> None:
    shutil.copy(FOLDER / "schema.json", tmp_path)
    found = server.open(tmp_path / "mine.yaml", f"{HEAD}{line}\n")
    assert any(told in each["message"] for each in found), found
    marked = [each["range"] for each in found if told in each["message"]]
    start = line.index(text)
    assert any(
        mark["start"]["line"] == 3
        and mark["start"]["character"] <= start < mark["end"]["character"]
        for mark in marked
    ), marked


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("", {"levers", "missions", "events", "reasons", "record"}),
        ("levers:\n  ", {"blockade", "pressure", "talks"}),
        ("missions:\n  medical:\n    ", {"headcount", "stay_behind"}),
        ("switches:\n  deterrence: ", {"debruin", "powell"}),
        ("actors:\n  havana:\n    script:\n      - posture: ", {"stand", "withdraw", "negotiate"}),
        ("events:\n  coup:\n    kind: ", {"strike", "coup_attempt", "airspace_closed"}),
    ],
)
def test_keys_and_words_are_completed(
    server: LanguageServer, tmp_path: Path, line: str, offered: set[str]
) -> None:
    shutil.copy(FOLDER / "schema.json", tmp_path)
    file, text = tmp_path / "mine.yaml", HEAD + line
    server.open(file, text)
    *above, last = text.split("\n")
    answer = server.at("textDocument/completion", file, len(above), len(last))
    items = answer["items"] if isinstance(answer, dict) else answer
    assert offered <= {item["label"] for item in items}


@pytest.mark.parametrize(
    ("line", "key", "told"),
    [
        (
            "oil: {cuba: {demand: 100}}",
            "demand",
            ("Oil that Cuba would use", "From 1 to 1000 kb/day", "Default: 110", "2025-demand"),
        ),
        (
            "missions: {medical: {headcount: 5}}",
            "headcount",
            ("persons", "Role: uncertain", "Source"),
        ),
        ("levers: {talks: {level: 1}}", "talks", ("A lever held at one level",)),
        ("draws: prior", "draws", ("Where uncertain quantities are drawn from",)),
    ],
)
def test_hovering_tells_unit_range_and_source(
    server: LanguageServer, tmp_path: Path, line: str, key: str, told: tuple[str, ...]
) -> None:
    shutil.copy(FOLDER / "schema.json", tmp_path)
    file = tmp_path / "mine.yaml"
    server.open(file, f"{HEAD}{line}\n")
    answer = server.at("textDocument/hover", file, 3, line.index(key) + 1)
    text = str(answer["contents"]).replace("\\", "")
    assert all(part in text for part in told), text
