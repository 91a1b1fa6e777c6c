"""Loading: inheritance, overrides, origins, the resolved form, the digest and the JSON Schema."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from sim.core.calendar import CalendarDate
from sim.core.distributions import uniform
from sim.core.errors import Exit
from sim.core.fields import Count, Name, Slug
from sim.core.quantity import Number, Parameters, uncertain
from sim.scenario.load import Loaded, load
from sim.scenario.problems import MOST_LISTED, Code, Place, ScenarioProblems
from sim.scenario.resolve import digest
from sim.scenario.schema import Scenario
from sim.scenario.schema_json import json_schema
from sim.scenario.write import resolved_yaml


class Strike(Parameters):
    kind: Literal["strike"]
    date: CalendarDate
    killed: Count = Field(0, ge=0)


class Closure(Parameters):
    kind: Literal["closure"]
    until: CalendarDate


class Group(Parameters):
    share: Number = uncertain(
        uniform(0.123456789, 0.5), unit="1", low=0, high=1, source="assumption: test"
    )
    """Share of something."""
    days: Number = uncertain(3, unit="days", low=0, high=90, source="assumption: test")
    """Days of something."""


class Small(Parameters):
    name: Name
    description: str = ""
    extends: str = ""
    seed: Count = 1
    start: CalendarDate
    tags: tuple[Name, ...] = ()
    limit: Count | None = None
    events: dict[Slug, Annotated[Strike | Closure, Field(discriminator="kind")]] = Field({})
    group: Group = Field(default_factory=Group)


GRANDPARENT = """\
name: grandparent
description: not inherited
start: 2026-01-01
tags: [a, b]
group: {share: 0.25}
events:
  first: {kind: strike, date: 2026-01-03, killed: 32}
"""
PARENT = """\
name: parent
extends: base/grandparent.yaml
seed: 7
group: {days: 2 weeks}
"""
CHILD = """\
name: child
extends: parent.yaml
tags: [c]
events:
  first: {killed: 30}
  second: {kind: closure, until: 2026-02-01}
"""


@pytest.fixture
def family(tmp_path: Path) -> Path:
    """The child of three generations."""
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "grandparent.yaml").write_text(GRANDPARENT)
    (tmp_path / "parent.yaml").write_text(PARENT)
    (tmp_path / "child.yaml").write_text(CHILD)
    return tmp_path / "child.yaml"


def written(folder: Path, text: str, name: str = "one.yaml") -> Path:
    """A scenario file with this text."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def loaded(folder: Path, text: str) -> Loaded[Small]:
    """The scenario of this text."""
    return load(written(folder, text), Small)


def without_comments(text: str) -> list[str]:
    """The lines of a resolved scenario without the origins."""
    return [line.partition("  # ")[0].rstrip() for line in text.splitlines() if line[0] != "#"]


def test_mappings_are_merged_and_everything_else_is_replaced(family: Path) -> None:
    scenario = load(family, Small).scenario
    assert scenario.seed == 7
    assert scenario.tags == ("c",)
    assert scenario.group.share == 0.25
    assert scenario.group.days == 14
    assert scenario.events["first"] == Strike.model_validate(
        {"kind": "strike", "date": "2026-01-03", "killed": 30}
    )
    assert list(scenario.events) == ["first", "second"]


def test_the_nearest_file_wins_at_every_depth(family: Path) -> None:
    written(family.parent, PARENT + "events:\n  first: {killed: 31}\n", "parent.yaml")
    family.write_text(CHILD + "seed: 8\ngroup: {days: 5}\n")
    scenario = load(family, Small).scenario
    assert scenario.seed == 8
    assert (scenario.group.days, scenario.group.share) == (5, 0.25)
    assert scenario.events["first"].model_dump()["killed"] == 30


@pytest.mark.parametrize(("levels", "refused"), [(5, False), (6, True)])
def test_five_levels_are_allowed(tmp_path: Path, levels: int, refused: bool) -> None:
    for level in range(levels):
        text = f"name: n{level}\nstart: 2026-01-01\nextends: {level + 1}.yaml\n"
        written(tmp_path, text, f"{level}.yaml")
    written(tmp_path, f"name: last\nstart: 2026-01-01\nseed: {levels}\n", f"{levels}.yaml")
    if refused:
        with pytest.raises(ScenarioProblems, match="more than 5 levels"):
            load(tmp_path / "0.yaml", Small)
    else:
        assert load(tmp_path / "0.yaml", Small).scenario.seed == levels


def test_what_a_scenario_is_called_is_not_inherited(family: Path) -> None:
    scenario = load(family, Small).scenario
    assert (scenario.name, scenario.description) == ("child", "")
    family.write_text("extends: parent.yaml\n")
    with pytest.raises(ScenarioProblems, match=r"child.yaml:1:1: name: is required"):
        load(family, Small)


def test_every_value_remembers_where_it_was_written(family: Path) -> None:
    origins = load(family, Small, ["group.share=0.4"]).origins
    assert origins["seed"] == Place("parent.yaml", 3, 7)
    assert origins["tags[0]"] == Place("child.yaml", 3, 8)
    assert origins["events.first.date"] == Place("base/grandparent.yaml", 7, 31)
    assert origins["events.first.killed"] == Place("child.yaml", 5, 19)
    assert str(origins["group.share"]) == "--set"
    assert "limit" not in origins


def test_the_files_are_listed_with_their_hashes(family: Path) -> None:
    files = load(family, Small).files
    assert [file.name for file in files] == ["child.yaml", "parent.yaml", "base/grandparent.yaml"]
    assert all(len(file.sha256) == 64 for file in files)


def test_overrides_win_and_may_say_what_no_file_says(family: Path) -> None:
    overrides = ["seed=9", "seed=10", "limit=3", "tags.0=d", "events.third.kind=closure"]
    scenario = load(family, Small, [*overrides, "events.third.until=2026-03-01"]).scenario
    assert (scenario.seed, scenario.limit, scenario.tags) == (10, 3, ("d",))
    assert scenario.events["third"] == Closure.model_validate(
        {"kind": "closure", "until": "2026-03-01"}
    )


def test_an_override_may_be_a_list_a_mapping_or_text_with_colons(family: Path) -> None:
    overrides = ["tags=[x, 'y z']", "group={share: 10 %, days: 4}", "description=a: b # c"]
    scenario = load(family, Small, overrides).scenario
    assert scenario.tags == ("x", "y z")
    assert (scenario.group.share, scenario.group.days) == (0.1, 4)
    assert scenario.description == "a: b # c"


def test_the_problems_of_all_files_are_listed_in_order(family: Path) -> None:
    family.write_text("name: child\nextends: parent.yaml\nlimit: x\nsede: 3\n")
    written(family.parent, PARENT.replace("2 weeks", "2 wekes"), "parent.yaml")
    with pytest.raises(ScenarioProblems) as caught:
        load(family, Small, ["group.share=2"])
    places = [str(problem.place) for problem in caught.value.problems]
    assert places == ["child.yaml:3", "child.yaml:4", "parent.yaml:4", "--set"]
    assert caught.value.code is Exit.INVALID
    assert str(caught.value).startswith(f"{family}:3:8: limit: must be a whole number, is 'x'\n")


def test_an_alias_is_refused_without_hiding_other_problems(tmp_path: Path) -> None:
    with pytest.raises(ScenarioProblems) as caught:
        loaded(tmp_path, "name: &n x\nseed: *n\nstart: today\n")
    assert [problem.code for problem in caught.value.problems] == [
        Code.ANCHOR,
        Code.ANCHOR,
        Code.BAD_DATE,
    ]


def test_long_reports_end_with_a_count(tmp_path: Path) -> None:
    keys = "".join(f"key{i}: 1\n" for i in range(33))
    with pytest.raises(ScenarioProblems) as caught:
        loaded(tmp_path, "name: x\nstart: 2026-01-01\n" + keys)
    lines = str(caught.value).splitlines()
    assert len(lines) == MOST_LISTED + 1
    assert lines[-1] == "and 13 more"


def test_long_names_keep_lines_short(tmp_path: Path) -> None:
    with pytest.raises(ScenarioProblems) as caught:
        loaded(
            tmp_path, f"name: x\nstart: {'9' * 4000}\n{'k' * 4000}: 1\nevents: {{{'e' * 900}: 1}}\n"
        )
    assert all(len(line) <= 300 for line in str(caught.value).splitlines())


def test_the_resolved_form_is_a_scenario_that_gives_itself(family: Path) -> None:
    first = load(family, Small, ["description=two: 'words'", "events.first.killed=0"])
    text = resolved_yaml(first)
    again = loaded(family.parent / "base", text)
    assert without_comments(resolved_yaml(again)) == without_comments(text)
    assert again.scenario.group == first.scenario.group
    assert digest(again.scenario) == digest(first.scenario)


def test_the_resolved_form_says_where_each_value_comes_from(family: Path) -> None:
    lines = resolved_yaml(load(family, Small, ["limit=3"])).splitlines()
    comments = {line.partition("  #")[0].split(":")[0].strip(): line for line in lines}
    comments = {key: line.rpartition("# ")[2] for key, line in comments.items()}
    assert comments["seed"] == "parent.yaml:3"
    assert comments["limit"] == "--set"
    assert comments["description"] == "default"
    assert comments["share"] == "base/grandparent.yaml:5"
    assert comments["- c"] == "child.yaml:3"


def test_the_digest_is_that_of_the_choices(tmp_path: Path) -> None:
    plain = "name: x\nstart: 2026-01-01\n"
    reference = digest(loaded(tmp_path, plain).scenario)
    for same in (
        "start: 2026-01-01\nname: y\ndescription: other words\n",
        plain + "group: {days: 3 days}\n",
        plain + "group: {share: 'uniform(0.123456789, 0.50)', days: 3.0}\n",
        plain + "seed: 1\ntags: []\n",
    ):
        assert digest(loaded(tmp_path, same).scenario) == reference
    for other in (plain + "seed: 2\n", plain + "group: {share: 'uniform(0.123456788, 0.5)'}\n"):
        assert digest(loaded(tmp_path, other).scenario) != reference


def test_the_json_schema_accepts_what_the_loader_accepts(family: Path) -> None:
    schema = json_schema(Small)
    share = schema["$defs"]["Group"]["properties"]["share"]
    assert share["description"] == (
        "Share of something. From 0 to 1. Default: uniform(0.123457, 0.5). "
        "Role: uncertain. Source: assumption: test."
    )
    assert share["anyOf"][0] == {"type": "number", "minimum": 0, "maximum": 1}
    written(family.parent, json.dumps(schema), "schema.json")
    written(family.parent, resolved_yaml(load(family, Small)), "resolved.yaml")
    units = "name: u\nstart: 2026-01-01\ngroup: {share: 3 %, days: 'uniform(1, 2)'}\n"
    written(family.parent, units, "units.yaml")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", "schema.json"]
    good = [*command, "child.yaml", "parent.yaml", "resolved.yaml", "units.yaml"]
    subprocess.run(good, check=True, cwd=family.parent, capture_output=True)
    names = []
    for number, bad in enumerate(("group: {share: 2}", "group: {share: 3 kb}", "sede: 1")):
        names.append(f"bad{number}.yaml")
        written(family.parent, f"name: u\nextends: child.yaml\n{bad}\n", names[-1])
    found = subprocess.run(
        [*command, *names], check=False, cwd=family.parent, capture_output=True, text=True
    )
    assert all(name in found.stdout for name in names)


def test_error_codes_are_unique_and_explained() -> None:
    numbers = [code.number for code in Code]
    assert len(set(numbers)) == len(numbers)
    assert numbers == sorted(numbers)
    assert all(code.explanation.endswith(".") for code in Code)


def test_loading_needs_no_heavy_package() -> None:
    heavy = "{'mesa', 'numba', 'pandas', 'matplotlib', 'xarray', 'scipy'}"
    code = f"import sim.scenario.load, sim.scenario.write, sys; print({heavy} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # a value that is wrong by itself, and an event outside the window
            "seed: -1\nevents: {coup: {kind: coup_attempt, date: 2027-02-01}}\n",
            ("3:7: seed:", "4:43: events.coup.date: must be from"),
        ),
        (  # the window itself is wrong: nothing can be said about what lies in it
            "window: {end: lots}\nevents: {coup: {kind: coup_attempt, date: 2027-02-01}}\n",
            ("3:15: window.end:",),
        ),
        (  # a posture that does not exist is found although a neighbour is wrong
            "levers: {blokade: {level: 1}}\n"
            "actors: {havana: {script: [{start: 2026-01-01, posture: stend}]}}\noil: {cuba: {demand: 9}}\n",
            ("3:10: levers: unknown", "posture: must be one of", "oil.cuba.demand: is a fact"),
        ),
        (  # a required key is missing inside; its group is left out, and the rest looked at
            "levers: {blockade: {start: 2026-01-01}}\noil: {cuba: {demand: 9}}\n",
            ("levers.blockade.level: is required", "oil.cuba.demand: is a fact"),
        ),
        (  # the spell itself contradicts, and so does an event beside it
            "events:\n  a: {kind: jet_fuel_gone, date: 2026-02-01, until: 2026-01-01}\n"
            "  b: {kind: coup_attempt, date: 2024-02-01}\n",
            ("4:6: events.a: until (2026-01-01)", "events.b.date: must be from"),
        ),
    ],
)
def test_contradictions_are_told_together_with_plain_mistakes(
    text: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    with pytest.raises(ScenarioProblems) as refused:
        load(written(tmp_path, f"name: one\ntitle: One\n{text}"), Scenario)
    lines = str(refused.value).splitlines()
    assert len(lines) == len(expected), lines
    for line, part in zip(lines, expected, strict=True):
        assert part in line


def test_an_event_cannot_have_a_dot_in_its_name(tmp_path: Path) -> None:
    file = written(
        tmp_path, "name: one\ntitle: One\nevents: {a.b: {kind: coup_attempt, date: 2026-02-01}}\n"
    )
    with pytest.raises(ScenarioProblems, match="use a-z, 0-9, dash or underscore"):
        load(file, Scenario)
