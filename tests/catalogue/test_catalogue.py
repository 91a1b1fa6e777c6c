"""Every bad input of the catalogue gives exactly the sentence that is written beside it.

A case is ``cases/<number>-<name>.yaml`` with its ``.expected``: the exit code, then the lines of
the message, where ``F`` stands for the file. The numbers are those of the reliability catalogue.
Those in ``scenarios/`` are read with the schema of scenarios and not with the small one.
"""

import os
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest
from pydantic import BaseModel

from sim.scenario.load import load
from sim.scenario.problems import ScenarioProblems
from sim.scenario.schema import Scenario

CASES = sorted(Path(__file__).parent.joinpath("cases").glob("*.expected"))
# Mistakes that only the whole schema can make: claims, scripts, menus.
OF_SCENARIOS = sorted(Path(__file__).parent.joinpath("scenarios").glob("*.expected"))
SECONDS = 2.0  # generous for a slow machine: the worst takes a few hundredths of that
GOOD = "name: test\nhorizon: {start: 2025-12-16, end: 2026-12-15}\ncontingents: [{name: medical}]\n"


def outcome(path: str, model: type[BaseModel], overrides: tuple[str, ...] = ()) -> str:
    """Exit code and message, in the form of the ``.expected`` files."""
    try:
        load(path, model, overrides)
    except ScenarioProblems as problems:
        return f"exit {int(problems.code)}\n{problems}\n"
    return "exit 0\n"


@pytest.mark.parametrize("expected", CASES, ids=lambda path: path.stem)
def test_bad_input_gives_its_sentence(
    expected: Path, stand_in: type[BaseModel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(expected.parent)
    name = f"{expected.stem}.yaml"
    assert outcome(name, stand_in).replace(name, "F") == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("expected", OF_SCENARIOS, ids=lambda path: path.stem)
def test_a_bad_scenario_gives_its_sentence(expected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(expected.parent)
    name = f"{expected.stem}.yaml"
    assert outcome(name, Scenario).replace(name, "F") == expected.read_text(encoding="utf-8")


def test_a_missing_file_is_wrong_usage(tmp_path: Path, stand_in: type[BaseModel]) -> None:
    file = tmp_path / "none.yaml"  # case 1
    assert outcome(str(file), stand_in) == f"exit 2\n{file}: no such file\n"


def test_a_folder_is_no_scenario(tmp_path: Path, stand_in: type[BaseModel]) -> None:
    text = "is a directory, a scenario file was expected"  # case 2
    assert outcome(str(tmp_path), stand_in) == f"exit 2\n{tmp_path}: {text}\n"


def test_a_file_without_permission_is_an_input_error(
    tmp_path: Path, stand_in: type[BaseModel], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:  # root may read everything, so the system is asked in vain
        raise PermissionError(13, "Permission denied")

    file = written(tmp_path, GOOD)  # case 3
    monkeypatch.setattr("sim.core.intake.os.open", refuse)
    expected = f"exit 7\n{file}: cannot be read: permission denied\n"
    assert outcome(str(file), stand_in) == expected


def test_pipes_and_devices_are_refused_without_waiting(
    tmp_path: Path, stand_in: type[BaseModel]
) -> None:
    pipe = tmp_path / "pipe.yaml"  # case 4
    os.mkfifo(pipe)
    for special in (pipe, Path("/dev/zero")):
        assert outcome(str(special), stand_in) == f"exit 2\n{special}: is not a regular file\n"


def test_a_file_of_300_kib_is_too_large(tmp_path: Path, stand_in: type[BaseModel]) -> None:
    file = written(tmp_path, GOOD + "# comment\n" * 30_000)  # case 6
    expected = f"exit 3\n{file}: file is larger than 262144 bytes\n"
    assert outcome(str(file), stand_in) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[" * 200_000, "1:25: nested deeper than 24"),  # case 19
        ("? " * 100_000, "1:49: nested deeper than 24"),
        ("- " * 100_000, "1:49: nested deeper than 24"),
        ("{a: " * 50_000, "1:97: nested deeper than 24"),
        ("a:\n" + "- 1\n" * 30_000, "19999:3: more than 20000 items"),  # case 20
        ("a: '" + "x" * 200_000, "1:200005: expected a closing quote, got end of file"),
        ("a: !" + "x" * 200_000, "1:4: tags (!) are not allowed"),
    ],
    ids=["brackets", "question marks", "dashes", "braces", "items", "quote", "tag"],
)
def test_hostile_files_are_refused_at_once(
    text: str, expected: str, tmp_path: Path, stand_in: type[BaseModel]
) -> None:
    file = written(tmp_path, text)
    begun = perf_counter()
    assert f"{file}:{expected}" in outcome(str(file), stand_in).splitlines()
    assert perf_counter() - begun < SECONDS


def test_a_billion_laughs_are_listed_and_not_expanded(
    tmp_path: Path, stand_in: type[BaseModel]
) -> None:
    lines = ["a: &a lol"]  # case 18
    for above, here in pairwise("abcdefghi"):
        lines.append(f"{here}: &{here} [{', '.join([f'*{above}'] * 9)}]")
    lines = outcome(str(written(tmp_path, "\n".join(lines))), stand_in).splitlines()
    assert lines[-1] == "and 72 more"
    assert len(lines) == 22
    assert sum("anchors and aliases (& and *) are not allowed" in line for line in lines) == 15


@pytest.mark.parametrize("linked", ["/etc/passwd", "../outside.yaml"])
def test_a_link_out_of_the_folder_is_not_followed(  # case 70
    linked: str, tmp_path: Path, stand_in: type[BaseModel]
) -> None:
    (tmp_path / "outside.yaml").write_text("seed: 3\n")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "base.yaml").symlink_to(linked)
    file = written(tmp_path / "inside", "extends: base.yaml\n" + GOOD)
    text = "extends: 'base.yaml' leads outside the scenario folder"
    assert outcome(str(file), stand_in) == f"exit 3\n{file}:1:10: {text}\n"


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ("contingents.9.headcount=3", "2\n--set contingents.9.headcount: contingents has 1 entry"),
        ("seed", "2\n--set seed: write PATH=VALUE"),
        ("__class__=1", "2\n--set __class__: unknown key '__class__'"),
        ("levers.seats_per_dya=1", "2\n--set levers.seats_per_dya: unknown key"),
        ("seed.deep=1", "2\n--set seed.deep: seed is a single value"),
        ("extends=b.yaml", "2\n--set extends: cannot be changed on the command line"),
        ("assumptions.share=1.5", "3\n--set assumptions.share: must be from 0 to 1, is 1.5"),
        ("seed=", "3\n--set seed: needs a whole number, is empty"),
        ("replicates=[1, 2", "2\n--set replicates: expected ',' or ']', got end of file"),
        (f"{'a.' * 30}a=1", "2\n--set a.a.a.a.a.a.a"),
        (f"description={'x' * 5000}", "3\n--set description: value is longer than 4096 characters"),
    ],
)
def test_a_wrong_override_names_itself(  # case 74
    override: str, expected: str, tmp_path: Path, stand_in: type[BaseModel]
) -> None:
    file = written(tmp_path, GOOD + "seed: 3\n")
    assert outcome(str(file), stand_in, (override,)).startswith(f"exit {expected}")


def written(folder: Path, text: str) -> Path:
    """A scenario file with this text."""
    file = folder / "case.yaml"
    file.write_text(text, encoding="utf-8")
    return file
