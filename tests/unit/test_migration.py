"""Files of older schemas: refused in a sentence, rewritten with their comments, and read afterwards."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.load import load
from sim.scenario.migration import CURRENT, STEPS
from sim.scenario.problems import Code, ScenarioProblems
from sim.scenario.resolve import digest, resolved
from sim.scenario.rewriting import rewritten, spans
from sim.scenario.schema import Scenario
from sim.scenario.schema_json import json_schema
from support.terminal import SCENARIOS, sim

#: What the program itself wrote on 26 November 2026, before what is recorded had a key of its own.
OLDER = Path(__file__).parent / "older" / "deal_track.resolved.yaml"
BY_HAND = """\
# yaml-language-server: $schema=schema.json
name: mine          # my own
title: "Mine: a study"
extends: baseline.yaml

record_persons: true   # all of them
# what Caracas keeps
actors:
  caracas:
    menu:
      hedge: {security_kept: 0.5, solidarity: 0.4, services_kept: 0.9}
      rupture: {services_kept: 0.1}   # nearly nothing
oil:
  cuba:
    # a guess
    rationing_floor:
      0.4
    demand: 110
"""
BY_HAND_NOW = """\
# yaml-language-server: $schema=schema.json
schema: 3
name: mine          # my own
title: "Mine: a study"
extends: baseline.yaml

record: {persons: true}   # all of them
# what Caracas keeps
actors:
  caracas:
    menu:
      hedge: {solidarity: 0.4}
      # rupture: {services_kept: 0.1}   # nearly nothing
oil:
  cuba:
    # a guess
    # rationing_floor:
      # 0.4
    demand: 110
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SCENARIOS, tmp_path / "scenarios")
    return tmp_path / "scenarios"


def written(folder: Path, text: str) -> Path:
    file = folder / "mine.yaml"
    file.write_text(text, newline="")
    return file


def test_a_file_written_by_an_older_version_is_read_after_it_was_rewritten(folder: Path) -> None:
    file = folder / "deal_track.yaml"
    shutil.copy(OLDER, file)
    with pytest.raises(
        ScenarioProblems, match=r"in schema 3 it is written record\.persons"
    ) as wrong:
        load(file, Scenario)
    assert {each.code for each in wrong.value.problems} == {Code.UNKNOWN_KEY}
    done = sim("migrate", file)
    assert done.returncode == 0
    scenario = load(file, Scenario).scenario
    assert scenario.record.persons is False
    assert len(done.stdout.splitlines()) == len(wrong.value.problems) == 13
    before, after = OLDER.read_text().splitlines(), file.read_text().splitlines()
    assert after.pop(3) == f"schema: {CURRENT}"
    untouched = [one == other for one, other in zip(before, after, strict=True)]
    assert untouched.count(False) == 13
    assert "nothing to change" in sim("migrate", file).stdout


def test_comments_order_and_quotes_stay(folder: Path) -> None:
    file = written(folder, BY_HAND)
    shown = sim("migrate", "--dry-run", "--json", file)
    assert file.read_text() == BY_HAND
    changes = json.loads(shown.stdout)["files"][0]["changes"]
    assert len(changes) == 5
    assert changes[0] == "record_persons is written record.persons: true"
    assert sim("migrate", file).returncode == 0
    assert file.read_text() == BY_HAND_NOW
    assert load(file, Scenario).scenario.record.persons is True


def test_line_ends_of_windows_stay(folder: Path) -> None:
    file = written(folder, BY_HAND.replace("\n", "\r\n"))
    sim("migrate", file)
    assert file.read_bytes() == BY_HAND_NOW.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("number", range(1, CURRENT))
def test_a_file_that_says_its_schema_is_brought_to_this_one(folder: Path, number: int) -> None:
    name = "record_persons: true\n" if number == 1 else ""
    text = f"name: mine\nschema: {number}  # then\ntitle: Mine\nextends: baseline.yaml\n{name}"
    file = written(folder, text)
    with pytest.raises(ScenarioProblems, match=f"written for schema {number}, this is {CURRENT}"):
        load(file, Scenario)
    file.write_text(rewritten(file).after)
    assert f"schema: {CURRENT}  # then\n" in file.read_text()
    assert load(file, Scenario).scenario.record.persons is (number == 1)


def test_a_step_is_not_made_twice(folder: Path) -> None:
    """A file of schema 2 whose author means by a key of schema 1 something of his own is left alone."""
    file = written(folder, "schema: 2\nname: mine\ntitle: Mine\nrecord_persons: true\n")
    assert "record_persons: true" in rewritten(file).after


def test_the_number_says_nothing_about_the_world(folder: Path) -> None:
    plain = load(folder / "blockade.yaml", Scenario)
    stated = written(folder, (folder / "blockade.yaml").read_text() + f"\nschema: {CURRENT}\n")
    again = load(stated, Scenario)
    assert resolved(again.scenario) == resolved(plain.scenario)
    assert digest(again.scenario) == digest(plain.scenario)
    assert json_schema(Scenario)["properties"]["schema"]["const"] == CURRENT


def test_each_file_of_a_chain_says_its_own(folder: Path) -> None:
    (folder / "older.yaml").write_text("schema: 2\nname: older\ntitle: Older\n")
    file = written(folder, f"schema: {CURRENT}\nname: mine\ntitle: Mine\nextends: older.yaml\n")
    with pytest.raises(ScenarioProblems, match=r"older.yaml:1:9: schema: written for schema 2"):
        load(file, Scenario)


def test_nothing_is_written_where_one_of_the_files_cannot_be_read(folder: Path) -> None:
    good, bad = written(folder, BY_HAND), folder / "bad.yaml"
    bad.write_text("name: [}\n")
    done = sim("migrate", good, bad)
    assert done.returncode == 3
    assert "bad.yaml:1" in done.stderr
    assert good.read_text() == BY_HAND


def test_no_row_of_the_table_is_about_a_key_of_now() -> None:
    shipped = {
        ".".join(path) for file in SCENARIOS.glob("*.yaml") for path in spans(file.read_text())
    }
    with pytest.raises(ScenarioProblems) as wrong:
        load(OLDER, Scenario)
    unknown = {
        f"{each.path}.{each.text.split("'")[1]}".lstrip(".") for each in wrong.value.problems
    }
    for row in [row for step in STEPS for row in step]:
        assert row.old not in shipped
        pattern = row.old.replace("*", "rupture")
        assert pattern in unknown, row


@given(data=st.data())
def test_whatever_is_taken_out_the_rest_is_the_same(data: st.DataObject, tmp_path_factory) -> None:
    """Any mapping of texts, in braces or on lines: what is left says the same without the key."""
    names = data.draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5, unique=True))
    gone = data.draw(st.integers(0, len(names)))
    names.insert(gone, "rationing_floor")
    braces = data.draw(st.booleans())
    inside = (
        "{" + ", ".join(f"{each}: 1" for each in names) + "}"
        if braces
        else "".join(f"\n    {each}: 1  # {each}" for each in names)
    )
    file = tmp_path_factory.mktemp("any") / "any.yaml"
    file.write_text(f"name: any\noil:\n  cuba: {inside}\nseed: 3\n")
    left = [path[-1] for path in spans(rewritten(file).after) if path[:2] == ("oil", "cuba")]
    assert sorted(left[:-1] if left[-1:] == ["cuba"] else left) == sorted(
        set(names) - {"rationing_floor"}
    )


def test_a_link_stays_one_and_a_private_file_private(tmp_path: Path) -> None:
    file, link = tmp_path / "mine.yaml", tmp_path / "link.yaml"
    file.write_text("name: mine\ntitle: Mine\nrecord_persons: true\n")
    file.chmod(0o600)
    link.symlink_to(file.name)
    assert sim("migrate", link).returncode == 0
    assert link.is_symlink()
    assert "record: {persons: true}" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
