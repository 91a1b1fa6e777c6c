"""An editor that knows the JSON Schema refuses what the loader refuses, as far as a schema can see."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from sim.scenario.load import load
from sim.scenario.problems import ScenarioProblems
from sim.scenario.schema_json import json_schema

CASES = sorted(Path(__file__).parent.joinpath("cases").glob("*.yaml"))
CHECK = Path(sys.executable).parent / "check-jsonschema"
# Problems of reading come before any schema, and other YAML readers differ or crash on them.
OF_READING = "E120"
# What a schema cannot see, and why; by the number of the case.
UNSEEN = {
    "another YAML reader makes a plain number of it": {
        *("31a", "31b", "31c", "31d", "31e", "32a", "34a", "36a", "36e")
    },
    "the range of a number that is written as text": {"38b", "38c", "38e"},
    "dates have no order in JSON Schema": {"44a", "44b"},
    "values that contradict one another": {"46a", "46b", "47", "55", "61", "62a", "64", "65"},
    "characters that nobody sees": {"57b", "57c", "57d"},
    "a file that is extended could have it": {"26b"},
    "the mistake is in the file extended": {"73a"},
}


def refused_by_loader(file: Path, model: type[BaseModel]) -> bool | None:
    """None where the text itself is at fault."""
    try:
        load(file, model)
    except ScenarioProblems as found:
        if any(problem.code.number > OF_READING for problem in found.problems):
            return None
        return True
    return False


@pytest.fixture
def verdicts(tmp_path: Path, stand_in: type[BaseModel]) -> dict[str, tuple[bool, bool]]:
    """Whether the loader and whether check-jsonschema refuses, by the number of the case."""
    schema = tmp_path / "schema.json"
    schema.write_text(json.dumps(json_schema(stand_in)))
    readable = {
        file: refused
        for file in CASES
        if (refused := refused_by_loader(file, stand_in)) is not None
    }
    command = [CHECK, "-o", "json", "--schemafile", schema, *readable]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    refused = {Path(each["filename"]) for each in told["errors"] + told["parse_errors"]}
    return {file.name.partition("-")[0]: (ours, file in refused) for file, ours in readable.items()}


def test_the_schema_refuses_every_mistake_that_a_schema_can_see(
    verdicts: dict[str, tuple[bool, bool]],
) -> None:
    unseen = set().union(*UNSEEN.values())
    assert len(verdicts) > 100
    assert {case for case, (ours, theirs) in verdicts.items() if ours and not theirs} == unseen


def test_the_schema_accepts_whatever_the_loader_accepts(
    verdicts: dict[str, tuple[bool, bool]],
) -> None:
    accepted = [case for case, (ours, _) in verdicts.items() if not ours]
    assert len(accepted) > 10
    assert [case for case in accepted if verdicts[case][1]] == []
