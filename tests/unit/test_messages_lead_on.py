"""Messages that say what to do next, for slips that people make again and again."""

from pathlib import Path
from shutil import copy
from unicodedata import normalize

import pytest

from sim.scenario.load import load
from sim.scenario.problems import ScenarioProblems
from sim.scenario.schema import Scenario
from sim.studies.sweep.answer import read_sweep

SCENARIOS = Path(__file__).parents[2] / "scenarios"
HEAD = "extends: baseline.yaml\nname: x\ntitle: y\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the two scenarios that the tests start from."""
    for name in ("baseline.yaml", "blockade.yaml"):
        copy(SCENARIOS / name, tmp_path)
    return tmp_path


def said(folder: Path, text: str, name: str = "mine.yaml") -> str:
    """What is wrong with a scenario of this text."""
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioProblems) as found:
        load(folder / name, Scenario)
    return found.value.text().replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("oil: {suppliers: {venezuela: {interdiction: 0,8}}}", "write 0.8 with a decimal point"),
        ("oil:\n  suppliers:\n    mexico:\n      interdiction: 0,8", "0.8 with a decimal point"),
        ("replicates: 1,5", "write 1.5 with a decimal point"),
        ("oil:\n  cuba:\n    essential: uniform(0,3, 0,4)", "write uniform(0.3, 0.4) with"),
        ("oil: {cuba: {essential: uniform(0.3, 0.4)}}", "in { } needs quotes around it"),
        ("levers: {blockade: {level:0.5}}", "put a space after the colon: 'level: 0.5'"),
        ("levers:\n  blockade:\n    level:0.5", "put a space after the colon: 'level: 0.5'"),
        ("seed:5\nreplicates: 3", "mine.yaml:4:5: expected ': ' after the key; put a space"),
        ("oil:\n  cuba:\n    demand:5\n    domestic: 40", "mine.yaml:6:11: expected ': ' after"),
        ("events: {a: {kind: coup_attempt, date:2026-04-01}}", "a space after the colon: 'date: 2"),
        ("description: T: the second", "put quotes around a value that has a colon in it"),
        ("oil: {suppliers: {mexico: {interdiction: 80}}}", "if 80 % is meant, write 0.8"),
        ("assumptions: {peers: {threshold: 30}}", "if 30 % is meant, write 0.3"),
        (
            "actors: {caracas: {script: [{start: 2026-03-01, posture: hedg}]}}",
            "did you mean 'hedge'?",
        ),
    ],
)
def test_a_common_slip_gets_the_way_out(folder: Path, text: str, told: str) -> None:
    assert told in said(folder, f"{HEAD}{text}\n")


@pytest.mark.parametrize("name", ["blocade.yaml", "blockade", "blocade", "blockade.yml"])
def test_a_file_that_is_not_there_is_found_beside(folder: Path, name: str) -> None:
    told = "does not exist; did you mean 'blockade.yaml'?"
    assert told in said(folder, f"extends: {name}\nname: x\ntitle: y\n")
    with pytest.raises(ScenarioProblems, match=r"no such file; did you mean 'blockade.yaml'\?"):
        load(folder / name, Scenario)


def test_nothing_is_suggested_for_a_name_like_no_other(folder: Path) -> None:
    assert said(folder, "extends: zz.yaml\nname: x\ntitle: y\n").endswith("does not exist")


def test_accents_may_be_composed_in_another_way(folder: Path) -> None:
    composed, apart = (normalize(form, "número.yaml") for form in ("NFC", "NFD"))
    assert composed != apart
    for stored, named in ((apart, composed), (composed, apart)):
        file = folder / stored
        file.write_text(HEAD, encoding="utf-8")
        child = folder / "child.yaml"
        child.write_text(f"extends: {named}\nname: x\ntitle: y\n", encoding="utf-8")
        assert load(child, Scenario).files[1].name == stored
        assert load(folder / named, Scenario).scenario.name == "x"
        file.unlink()


def test_a_date_is_a_title(folder: Path) -> None:
    (folder / "mine.yaml").write_text("extends: baseline.yaml\nname: x\ntitle: 2026-01-01\n")
    assert load(folder / "mine.yaml", Scenario).scenario.title == "2026-01-01"


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("label", r"line1\nline2"),
        ("label", r"a\tb"),
        ("label", "abc\\u202Egnp.exe"),
        ("label", "a\\u200Bb"),
        ("label", "a\\u2066b"),
        ("title", r"line1\nline2"),
        ("title", "abc\\u202Eb"),
    ],
)
def test_hidden_characters_of_names_are_refused_by_their_names(
    folder: Path, field: str, written: str
) -> None:
    event = "events: {boo: {kind: coup_attempt, date: 2026-04-01, label: %s}}\n"
    label, title = (f'"{written}"', "y") if field == "label" else ("boo", f'"{written}"')
    text = f"extends: baseline.yaml\nname: x\ntitle: {title}\n{event % label}"
    assert f"{field}: character U+" in said(folder, text)


def test_moving_the_window_is_told_once_and_where_it_was_moved(folder: Path) -> None:
    told = said(folder, f"{HEAD}window: {{start: 2026-03-01}}\n")
    assert told.startswith("mine.yaml:4:17: window.start: leaves out 7 events of baseline.yaml")
    assert "happens: false" in told
    assert "a scenario without events" in told
    assert told.count("\n") == 0
    both = said(folder, f"{HEAD}window: {{start: 2026-01-01, end: 2026-01-20}}\n").split("\n")
    assert [line.split(": ")[1] for line in both] == ["window.start", "window.end"]
    with pytest.raises(ScenarioProblems, match=r"--set window.end: leaves out 6 events"):
        load(folder / "baseline.yaml", Scenario, ["window.end=2026-01-01"])


def test_ones_own_event_outside_the_window_is_told_at_its_line(folder: Path) -> None:
    told = said(folder, f"{HEAD}events: {{a: {{kind: coup_attempt, date: 2027-01-01}}}}\n")
    assert told.startswith("mine.yaml:4:40: events.a.date: must be from 2025-12-01 to 2026-12-31")


def test_a_sweep_whose_lever_alone_gives_a_level_says_where(folder: Path) -> None:
    sweep = folder / "sweep.yaml"
    sweep.write_text(
        "name: s\ntitle: S\nscenario: baseline.yaml\n"
        "levers: {oil: {path: levers.blockade.level, values: [0, 1]}}\n"
        "set: {levers.blockade.start: 2026-03-01}\n"
    )
    with pytest.raises(ScenarioProblems, match=r"sweep.yaml:4:22: levers.oil.path: .*`set`"):
        read_sweep(sweep)
    sweep.write_text(sweep.read_text().replace("baseline", "basline"))
    with pytest.raises(ScenarioProblems, match=r"did you mean 'baseline.yaml'\?"):
        read_sweep(sweep)
