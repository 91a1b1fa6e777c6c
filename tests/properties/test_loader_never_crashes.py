"""Whatever a file holds, loading ends in a scenario or in sentences; resolving is stable."""

import json
import os
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.core.distributions import Distribution
from sim.core.quantity import Declared, declared
from sim.core.wording import escaped
from sim.scenario.load import load
from sim.scenario.problems import MOST_LISTED, ScenarioProblems
from sim.scenario.resolve import digest, resolved
from sim.scenario.schema import Scenario
from sim.scenario.write import resolved_yaml

FUZZ = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# More files for a longer search: SIM_FUZZ=100000 takes a few minutes.
MUTATIONS = int(os.environ.get("SIM_FUZZ", "2000"))
SEED_TEXT = """\
name: test
title: A test
window: {start: 2025-12-01, end: 2026-12-31}
seed: 3
switches:
  deterrence: powell
  costly_rhetoric: true
levers:
  blockade: {level: 50 %, start: 2026-01-03}
events:
  strike: {kind: strike, date: 2026-01-03, killed: 32, injured: "uniform(8, 71)"}
  closed: {kind: airspace_closed, date: 2026-01-03, until: 2026-01-20}
actors:
  havana:
    script:
      - {start: 2026-01-01, posture: stand}
claims:
  - {observable: posted, expect: lower, than: baseline.yaml}
"""
# Pieces that have broken YAML readers and schemas: indicators, odd numbers, hidden characters.
PIECES = (
    *("- ", ": ", "? ", "[", "]", "{", "}", ",", "#", "&a", "*a", "!t ", "|", ">", "'", '"', "%"),
    *("@", "`", "\t", "\n", "\n  ", "---\n", "...\n", "<<: ", "~", "null", "true", "yes", "0x1F"),
    *("010", "1_000", "1e999", ".nan", "-0.0", "9" * 400, "9" * 5000, "2026-02-30", "1:30", "a: "),
    *("\u202e", "\u200b", "\ufeff", "\u2028", "\x00", "\x85", "\\x00", '"\\ud800"', "\U0001f600"),
    *("extends: ", "extends: case.yaml\n", "extends: ../x\n", "kind: ", "events: ", "seed: ", "é"),
    *("uniform(", "uniform(1, 0)", "lognormal(1e308, 1e309)", "beta(nan, 1)", "12 %", "3 kb/d"),
)
QUANTITIES = tuple(declared(Scenario.model_validate({"name": "x", "title": "x"})))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples of a test."""
    return tmp_path_factory.mktemp("scenarios")


def check(folder: Path, content: bytes, overrides: tuple[str, ...] = ()) -> None:
    """Load the content: a model, or problems whose report keeps its form."""
    file = folder / "case.yaml"
    file.write_bytes(content)
    try:
        loaded = load(file, Scenario, overrides)
    except ScenarioProblems as problems:
        found = problems
    else:
        assert len(digest(loaded.scenario)) == 64
        return
    lines = str(found).splitlines()
    assert 1 <= len(lines) <= MOST_LISTED + 1
    assert all(len(line) <= 300 and line == escaped(line) for line in lines), lines
    assert found.code in {2, 3}


@given(st.binary(max_size=60))
@settings(FUZZ, max_examples=150)
def test_any_bytes(folder: Path, content: bytes) -> None:
    check(folder, content)


@given(st.lists(st.sampled_from(PIECES) | st.sampled_from(SEED_TEXT.splitlines(True)), max_size=12))
@settings(FUZZ, max_examples=400)
def test_any_pieces_of_yaml(folder: Path, pieces: list[str]) -> None:
    check(folder, "".join(pieces).encode())


def mutated(number: int) -> str:
    """A valid scenario with a few places cut out, repeated or filled with something else."""
    random = Random(number)
    text = SEED_TEXT
    for _ in range(random.randint(1, 6)):
        start = random.randrange(len(text) + 1)
        end = start + random.choice((0, 1, 3, 10, 60))
        piece = random.choice(
            (
                random.choice(PIECES),
                text[start:end] * random.choice((0, 2, 50)),
                chr(random.choice((random.randrange(0x80), random.randrange(0x110000)))),
                random.choice(SEED_TEXT.split()),
            )
        )
        text = text[:start] + piece + text[end:]
    return text


def test_any_mutation_of_a_scenario(folder: Path) -> None:
    for number in range(MUTATIONS):
        text = mutated(number)
        try:
            check(folder, text.encode(errors="surrogatepass"))
        except Exception as error:
            error.add_note(f"mutation {number}: {text!r}")
            raise


KEYS = sorted({name for part in QUANTITIES for name in part.path.split(".")} | {"kind", "script"})
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(PIECES),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*KEYS, *Scenario.model_fields]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(list(Scenario.model_fields)), VALUES, max_size=6))
@settings(FUZZ, max_examples=150)
def test_any_structure_under_the_keys_of_the_schema(
    folder: Path, content: Mapping[str, Any]
) -> None:
    text = json.dumps({"name": "x", "title": "x", **content}, ensure_ascii=False)
    check(folder, text.encode(errors="surrogatepass"))


@given(
    st.lists(st.sampled_from([q.path for q in QUANTITIES]) | st.text(max_size=8), max_size=3),
    st.sampled_from(PIECES) | st.text(max_size=8),
)
@settings(FUZZ, max_examples=150)
def test_any_override(folder: Path, paths: list[str], value: str) -> None:
    check(folder, SEED_TEXT.encode(), tuple(f"{path}={value}" for path in paths))


@st.composite
def choices(draw: st.DrawFn) -> dict[str, str]:
    """Values in range for some of the quantities of the schema, as overrides."""

    def value(part: Declared) -> str:
        low, high = max(part.quantity.low, -1e6), min(part.quantity.high, 1e6)
        if part.quantity.whole:
            return str(draw(st.integers(int(low), int(high))))
        first, second = sorted(draw(st.tuples(st.floats(low, high), st.floats(low, high))))
        if first < second and draw(st.booleans()):
            return f"uniform({first!r}, {second!r})"
        return repr(first)

    some = draw(st.lists(st.sampled_from(QUANTITIES), max_size=6, unique_by=lambda q: q.path))
    return {part.path: value(part) for part in some}


@given(choices())
@settings(FUZZ, max_examples=40)
def test_resolving_twice_changes_nothing(folder: Path, chosen: dict[str, str]) -> None:
    file = folder / "choices.yaml"
    file.write_text(SEED_TEXT)
    changes = [f"{path}={value}" for path, value in chosen.items()]
    changes += [f"reasons.{path}=a test" for path in chosen]
    first = load(file, Scenario, changes)
    file.write_text(resolved_yaml(first))
    again = load(file, Scenario)
    assert resolved(again.scenario) == resolved(first.scenario)
    assert digest(again.scenario) == digest(first.scenario)
    assert all(str(first.origins[path]) == "--set" for path in chosen)
    for part in declared(again.scenario):
        if not isinstance(part.value, Distribution):
            assert isfinite(float(part.value))
